"""Every route × everybody × everything: to whoever may not know of something, it is not there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, or_, select

from analysis.release import release
from survey import clock
from survey.database import db
from survey.keys.boxes import ENTITLED
from survey.keys.tables import Box, BoxKey
from survey.models import Role, Sitting
from survey.safeguarding import worries
from survey.safeguarding.tables import Worry
from survey.staff.sessions import SignedIn
from tests.analysis.rounds import closed_round, fill
from tests.attacks.siege import KEYED, NOBODY, PEOPLE, Siege, Thing
from tests.house.test_doors import ANYBODY, MAY_CALL
from tests.survey.staff.office import TOKEN

# Fields that let every form go as far as it can.
FIELDS = {
    "decision-decision": "talk", "decision-words": "x", "note-words": "x", "close-told": "yes", "close-words": "x",
    "pass-to": "safeguarding", "pass-lets_go": "y", "hide-team": "", "erase-reason": "mistake", "erase-typed": "erase",
    "as": "page", "find-name": "canary", "why": "findings", "sort": "worried", "then": "stop", "words": "x",
    "passphrase-passphrase": "", "names": "x", "quote_id": "8c6d1d0e-0f0b-4a53-9f7e-5b1d2c3a4e5f",
    "box": Box.SAFEGUARDING,
}  # fmt: skip
# Routes that show words, and nothing else may.
SHOW_WORRIES = {"worries.show", "worries.read", "worries.departures.find_by_name", "worries.departures.hand_out"}
OF_A_WORRY = ("worries.actions.", "worries.departures.")


def boxes_are_forgotten(reader: SignedIn) -> ColumnElement[bool]:
    return or_(Worry.hidden_from.is_(None), Worry.hidden_from != (reader.team_id or 0))


def teams_are_forgotten(reader: SignedIn) -> ColumnElement[bool]:
    mine = [box for box in Box if box in ENTITLED and reader.role in ENTITLED[box]]
    return Worry.box_key_id.in_(select(BoxKey.id).where(BoxKey.box.in_(mine)))


def routes(app: Flask, argument: str) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and path (with ``{}`` where the id goes) of every route with this argument."""
    for rule in app.url_map.iter_rules():
        if argument in rule.arguments:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule.endpoint, method, rule.rule.replace(f"<{argument}>", "{}")


def everybody() -> list[str]:
    return [NOBODY, *PEOPLE]


def is_let_in(endpoint: str, name: str) -> bool:
    allowed = MAY_CALL[endpoint]
    return allowed is ANYBODY or (name in PEOPLE and PEOPLE[name] in allowed)


def seen_in(siege: Siege, page: str) -> list[Thing]:
    return [thing for canary, thing in siege.canaries.items() if canary in page]


def test_of_a_worry(siege: Siege) -> None:
    """No page of a worry is there for whoever must not know of it; nobody is shown another's words."""
    tried = 0
    for endpoint, method, path in routes(siege.app, "worry_id"):
        for name in everybody():
            for thing in siege.worries.values():
                response = siege.call(name, method, path.format(thing.id), FIELDS)
                case = (endpoint, name, thing, response.status_code)
                is_head = name in PEOPLE and PEOPLE[name] is Role.HEAD_OF_SERVICE
                if name == NOBODY:
                    assert response.status_code == 303, case
                    assert response.location.startswith("/staff/sign-in"), case
                elif not is_let_in(endpoint, name):
                    assert response.status_code == 403, case
                elif name not in thing.knows or is_head:
                    assert response.status_code == 404, case
                else:
                    assert response.status_code in (200, 303, 409, 422), case
                for shown in seen_in(siege, response.text):
                    assert shown is thing, case
                    assert name in thing.reads, case
                    # What was typed wrongly or too late is shown again on the worry's own page.
                    assert endpoint in SHOW_WORRIES or response.status_code in (409, 422), case
                if method == "POST" and response.status_code in (200, 303):
                    siege.restore()
                tried += 1
    assert tried >= 10 * len(everybody()) * len(siege.worries)


def test_whoever_may_read_a_worry_can(siege: Siege) -> None:
    """Else the test above would pass where nobody reads anything."""
    for name in PEOPLE:
        for thing in siege.worries.values():
            if name not in thing.reads:
                continue
            siege.call(name, "POST", f"/staff/worries/{thing.id}/read", FIELDS)
            assert thing.canary in siege.call(name, "GET", f"/staff/worries/{thing.id}").text, (name, thing)


def test_of_a_thought_and_a_quote(siege: Siege) -> None:
    tried = 0
    for argument, things in (("thought_id", siege.thoughts), ("quote_id", siege.quotes)):
        for endpoint, method, path in routes(siege.app, argument):
            for name in everybody():
                for thing in things.values():
                    response = siege.call(name, method, path.format(thing.id), FIELDS)
                    case = (endpoint, name, thing, response.status_code)
                    if name == NOBODY:
                        assert response.status_code == 303, case
                    elif not is_let_in(endpoint, name):
                        assert response.status_code == 403, case
                    elif name not in thing.knows:
                        assert response.status_code == 404, case
                    else:
                        assert response.status_code < 500, case
                    for shown in seen_in(siege, response.text):
                        assert name in shown.reads, case
                    if method == "POST" and response.status_code in (200, 303, 422):
                        siege.restore()
                    tried += 1
    assert tried >= 8 * len(everybody()) * 3


def test_without_an_id(siege: Siege) -> None:
    """Lists, counts, searches and every other page: 0 words for whoever may not read them."""
    for rule in siege.app.url_map.iter_rules():
        if rule.arguments or rule.endpoint in ("staff.sign_out", "keys.make", "keys.shut"):
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for name in everybody():
                response = siege.call(name, method, rule.rule, FIELDS)
                case = (rule.endpoint, method, name, response.status_code)
                assert response.status_code < 500, case
                for shown in seen_in(siege, response.text):
                    assert name in shown.reads, case
                for thing in siege.worries.values():
                    assert name in thing.knows or thing.id not in response.text, case
                for thing in siege.thoughts.values():
                    assert name in thing.reads or thing.id not in response.text, case
                for thing in siege.quotes.values():
                    # That there is a quote, and who proposed it, stands in the list for those who may be let in.
                    assert name in thing.reads | {"new lead"} or thing.id not in response.text, case
                if siege.name_list in response.text:
                    assert name in siege.thoughts["passed"].reads, case
                if method == "POST" and response.status_code in (200, 201, 303):
                    siege.restore()


def test_nobody_is_shown_an_answer(siege: Siege) -> None:
    """Of a round that is open or released: not a worker, not an officer, on no page and in no sheet."""
    with siege.app.app_context():
        released = closed_round(db.session, clock.today(), "released-round")
        fill(db.session, released, {"foster-care": {"star": 40}})
        db.session.commit()
        release(db.session, released, clock.today())
        db.session.commit()
        sittings = set(db.session.scalars(select(Sitting.id)))
    assert len(sittings) == 40 + len(siege.answers)
    pages, tried = set(), 0
    for endpoint, method, path in routes(siege.app, "round_id"):
        for name in everybody():
            for asked in ("open-round", "released-round"):
                response = siege.call(name, method, path.format(asked), FIELDS)
                case = (endpoint, method, name, asked)
                assert seen_in(siege, response.text) == [], case
                assert not [each for each in sittings if each in response.text], case
                assert (response.status_code == 403) == (name != NOBODY and not is_let_in(endpoint, name)), case
                if response.status_code == 200:
                    pages.add((endpoint, asked))
                tried += 1
    assert {("results.show", "released-round"), ("results.download", "released-round")} < pages
    assert tried >= 8 * len(everybody()) * 2


def test_with_the_key_shut_nobody_is_shown_a_word(siege: Siege) -> None:
    keyed = [name for name, role in PEOPLE.items() if role in KEYED]
    for name in keyed:
        assert siege.call(name, "POST", "/staff/keys/shut").status_code == 303
    with siege.from_here():
        for name in keyed:
            for rule in siege.app.url_map.iter_rules():
                if rule.endpoint in ("staff.sign_out", "keys.make"):
                    continue
                things = siege.worries if "worry_id" in rule.arguments else siege.thoughts | siege.quotes
                for thing in things.values() if rule.arguments else [None]:
                    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                        response = siege.call(name, method, path_of(rule.rule, thing.id if thing else ""), FIELDS)
                        for shown in seen_in(siege, response.text):
                            assert shown is siege.quotes["approved"], (rule.endpoint, method, name)
                        assert siege.name_list not in response.text
                        if method == "POST" and response.status_code in (200, 201, 303):
                            siege.restore()


def path_of(rule: str, thing: str) -> str:
    return re.sub(r"<(\w+_id)>", thing, re.sub(r"<(?:int:person|path:unknown|name)>", "1", rule))


def test_a_worker_sees_no_answer_and_learns_of_no_worry(siege: Siege) -> None:
    """Not even by another status: what is there and what is not are alike."""
    missing = "3b1f8a52-8a0e-4f0e-9d5e-6a2a3d1c7b10"
    for name in ("worker", "administrator", "their administrator", "officer"):
        for argument, things in (("worry_id", siege.worries), ("thought_id", siege.thoughts)):
            for endpoint, method, path in routes(siege.app, argument):
                if is_let_in(endpoint, name):
                    continue
                there = {answer(siege, name, method, path.format(each.id)) for each in things.values()}
                assert there == {answer(siege, name, method, path.format(missing))}, (endpoint, name)


def answer(siege: Siege, name: str, method: str, path: str) -> tuple[int, str]:
    response = siege.call(name, method, path, FIELDS)
    return response.status_code, TOKEN.sub("", response.text)


@pytest.mark.parametrize("forgotten", [boxes_are_forgotten, teams_are_forgotten], ids=lambda each: each.__name__)
def test_a_rule_that_was_forgotten_would_be_found(
    siege: Siege, monkeypatch: pytest.MonkeyPatch, forgotten: Callable[[SignedIn], ColumnElement[bool]]
) -> None:
    monkeypatch.setattr(worries, "_may_know", forgotten)
    with pytest.raises(AssertionError, match="=="):
        test_of_a_worry(siege)
