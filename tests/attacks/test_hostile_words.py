"""A hundred hostile texts through every field into every page, sheet and letter: each comes out as words."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from sqlalchemy import select

from analysis import released
from analysis.export import sheet
from analysis.release import protect_round
from survey import clock
from survey.alerts.outbox import send_due
from survey.alerts.post import post_of
from survey.configuration import configuration
from survey.database import db
from survey.models import Role, Staff, Team
from survey.safeguarding.tables import Worry
from survey.staff.trail.entries import KEYBOARD, Deed, note
from survey.thoughts.tables import Thought
from tests.analysis.rounds import closed_round, fill
from tests.attacks.hostile import FORMULAS, HOSTILE
from tests.attacks.siege import Siege

# As long and as odd as what is hostile, and nothing that a page could take for a part of itself. It holds what
# redaction asks about, so that all that a page may say is said.
PLAIN = "Mia went to Leeds on 3 May 2026, call 0113 496 0000 or mia@leeds.example"
SEEN = re.compile(r'name="seen" value="([^"]+)"')
COMPARED = re.compile(r'name="compared" value="([^"]+)"')
WAITING = re.compile(r"/staff/thoughts/quotes/([0-9a-f-]{36})/compare")
GETS = tuple(
    f"/staff/{path}"
    for path in (
        "", "worries/", "worries/ended", "worries/find", "thoughts/", "thoughts/quotes/", "thoughts/quotes/names",
        "keys/", "keys/new", "duty/", "people/", "trail/", "rounds/", "rounds/open-round", "visits/",
        "visits/open-round", "results/",
    )
)  # fmt: skip
READERS = ("lead", "designated", "advocate", "head", "officer", "administrator", "worker")
# A spreadsheet takes a cell that begins with one of these for something to carry out.
STARTS = ("=", "+", "-", "@", "\t", "\r")


def test_there_are_a_hundred() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 100


def parts_of(page: str) -> set[tuple[str, ...]]:
    """Every kind of element there is on a page, with the names of its attributes, and where it leads."""
    root: Element = html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False)
    found = set()
    for element in root.iter():
        if isinstance(element.tag, str):
            leads = [element.get(name) or "" for name in ("href", "src", "action", "formaction", "data-from")]
            strange = [each for each in leads if each and not each.startswith(("/", "#"))]
            found.add((element.tag, *sorted(map(str, element.keys())), *strange))
    return found


def pages(siege: Siege, words: str) -> Iterator[tuple[str, str]]:
    """Everything that staff can be shown of these words, once a child and colleagues have written them everywhere."""
    client = siege.app.test_client()
    before = confided(siege)
    told = {"name": words, "worker": words, "asks_worker": "1", "when": words, "words": words}
    assert client.post("/tell", data={"door": "talk", "number": words, **told}).status_code == 303
    assert client.post("/tell", data={"door": "think", "worried": words}).status_code == 303
    worry, thought = (now - was for now, was in zip(confided(siege), before, strict=True))
    yield "incomplete", client.post("/tell", data={"door": "advocate", "words": words, "when": words}).text
    yield from worry_pages(siege, words, f"/staff/worries/{worry.pop()}")
    yield from thought_pages(siege, words, thought.pop())


def confided(siege: Siege) -> tuple[set[str], set[str]]:
    """The ids of every worry and of every thought there is: none is the id that a page sends."""
    with siege.app.app_context():
        return set(db.session.scalars(select(Worry.id))), set(db.session.scalars(select(Thought.id)))


def named(siege: Siege, *all_words: str) -> Iterator[tuple[str, str]]:
    """Every page that names colleagues, teams or rounds, where these words are the names of some."""
    with siege.app.app_context():
        for number, words in enumerate(all_words):
            team = Team(name=words[:120])
            db.session.add(team)
            db.session.flush()
            for role in (Role.WORKER, Role.SAFEGUARDING_LEAD, Role.DESIGNATED_OFFICER, Role.OFFICER):
                email = f"{role}-{number}@council.example"
                person = Staff(email=email, name=words[:120], role=role, password_hash="", team_id=team.id)
                db.session.add(person)
                db.session.flush()
            note(db.session, Deed.SWITCHED_ON, KEYBOARD, staff_id=person.id)
            asked = closed_round(db.session, clock.today(), f"spring-{number}", ago=-5)
            asked.name, asked.opens = words[:120], clock.today()
        db.session.commit()
    for name in READERS:
        for path in (*GETS, f"/staff/worries/{siege.worries['allegation'].id}"):
            response = siege.call(name, "GET", path)
            if response.status_code == 200:
                yield f"{name} {path}", response.text


def released_pages(siege: Siege, *all_words: str) -> Iterator[tuple[str, str]]:
    """Results with their charts, where these words are what rounds and themes are called."""
    keys = []
    with siege.app.app_context():
        asked = closed_round(db.session, clock.today(), "spring")
        fill(db.session, asked, {"foster-care": {"star": 40}})
        made = protect_round(db.session, asked, clock.today())
        for begin in range(0, len(all_words), len(made.themes)):
            words = all_words[begin : begin + len(made.themes)]
            named = [replace(theme, name=each, statement=each) for theme, each in zip(made.themes, words, strict=False)]
            themes = (*named, *made.themes[len(named) :])
            # A release is written once: another run of this needs another name.
            shown = closed_round(db.session, clock.today(), f"spring-{uuid.uuid4().hex[:8]}")
            shown.released = clock.today()
            released.write(replace(made, round_id=shown.id, name=words[0], themes=themes))
            keys.append(shown.id)
        db.session.commit()
    for key in keys:
        yield "released", siege.call("officer", "GET", f"/staff/results/{key}").text


def worry_pages(siege: Siege, words: str, at: str) -> Iterator[tuple[str, str]]:
    def act(action: str, **fields: str) -> str:
        response = siege.call("lead", "POST", f"{at}/{action}", fields)
        assert response.status_code in (200, 303, 422), (action, response.status_code)
        return response.text

    act("read")
    act("decide", **{"decision-decision": "talk", "decision-words": words})
    act("note", **{"note-words": words})
    yield "sent back", act("decide", **{"decision-words": words})
    yield "shown", siege.call("lead", "GET", at).text
    act("close", **{"close-told": "no", "close-words": words})
    yield "closed", siege.call("lead", "GET", at).text
    yield "not erased", act("erase", **{"erase-typed": words, "erase-reason": "mistake"})
    yield "handed out", act("hand-out", **{"as": "page"})
    yield "found", siege.call("lead", "POST", "/staff/worries/find", {"find-name": words[:120]}).text
    handed = json.loads(act("hand-out", **{"as": "file"}))
    assert words.strip() in said_in(handed), "a file for another program holds what was said, sign for sign"


def said_in(handed: object) -> set[str]:
    if isinstance(handed, dict):
        return {each for value in handed.values() for each in said_in(value)}
    if isinstance(handed, list):
        return {each for value in handed for each in said_in(value)}
    return {str(handed)}


def thought_pages(siege: Siege, words: str, thought: str) -> Iterator[tuple[str, str]]:
    for _ in range(3):
        yield "read first", siege.call("lead", "POST", "/staff/thoughts/first/read").text
    assert siege.call("lead", "POST", f"/staff/thoughts/first/{thought}/pass-on").status_code in (200, 303)
    wish = {"why": "findings", "sort": "worried"}
    at = f"/staff/thoughts/{thought}/sort"
    yield "asked again", siege.call("officer", "POST", at, {"why": "findings"}).text
    yield "to be quoted", siege.call("officer", "POST", at, {**wish, "then": "quote"}).text
    siege.call("officer", "POST", "/staff/thoughts/quotes/names", {"names": words, "seen": names_seen(siege)})
    for is_approved in (True, False):
        before = waiting_quotes(siege)
        form = {"words": words, "then": "propose", "looked": "yes"}
        first = siege.call("officer", "POST", f"/staff/thoughts/quotes/from/{thought}", form)
        if first.status_code == 422:
            yield "looked over", first.text
            seen = SEEN.search(first.text)
            assert seen
            again = siege.call("officer", "POST", f"/staff/thoughts/quotes/from/{thought}", form | {"seen": seen[1]})
            assert again.status_code == 303
        [quote] = waiting_quotes(siege) - before
        page = siege.call("lead", "POST", f"/staff/thoughts/quotes/{quote}/compare").text
        yield "compared", page
        compared = COMPARED.search(page)
        assert compared
        decision = "approve" if is_approved else "refuse"
        decided = siege.call(
            "lead", "POST", f"/staff/thoughts/quotes/{quote}/{decision}", {"why": "known", "compared": compared[1]}
        )
        assert decided.status_code == 303


def waiting_quotes(siege: Siege) -> set[str]:
    return set(WAITING.findall(siege.call("lead", "GET", "/staff/thoughts/quotes/").text))


def names_seen(siege: Siege) -> str:
    found = SEEN.search(siege.call("officer", "GET", "/staff/thoughts/quotes/names").text)
    assert found
    return found[1]


@pytest.fixture
def honest(siege: Siege) -> dict[str, set[tuple[str, ...]]]:
    """What each page is made of where nobody means any harm."""
    made: dict[str, set[tuple[str, ...]]] = {}
    with siege.from_here():
        for place, page in (*pages(siege, PLAIN), *named(siege, PLAIN)):
            made[place] = made.get(place, set()) | parts_of(page)
    return made


def test_no_words_become_a_part_of_a_page(siege: Siege, honest: dict[str, set[tuple[str, ...]]]) -> None:
    shown = dict.fromkeys(HOSTILE, 0)
    anywhere = set().union(*honest.values())
    for words in HOSTILE:
        with siege.from_here():
            for place, page in pages(siege, words):
                if words.strip()[:12] in unescape(page):
                    new = parts_of(page) - anywhere
                    assert not new, (words, place, new)
                    shown[words] += 1
    hidden = [words for words, times in shown.items() if times < 6]
    assert hidden == [], "these were in hardly any page: the test would prove nothing of them"


def test_no_name_becomes_a_part_of_a_page(siege: Siege, honest: dict[str, set[tuple[str, ...]]]) -> None:
    anywhere = set().union(*honest.values())
    shown = dict.fromkeys(HOSTILE, 0)
    for place, page in named(siege, *HOSTILE):
        new = parts_of(page) - anywhere
        assert not new, (place, new)
        plain = unescape(page)
        for words in HOSTILE:
            shown[words] += words.strip()[:40] in plain
    assert [words for words, times in shown.items() if times < 4] == []


def test_no_words_become_a_part_of_a_chart(siege: Siege) -> None:
    with siege.from_here():
        honest = set().union(*(parts_of(page) for _place, page in released_pages(siege, PLAIN)))
    shown = ""
    for place, page in released_pages(siege, *HOSTILE):
        assert not parts_of(page) - honest, place
        shown += unescape(page)
    assert [words for words in HOSTILE if words.strip()[:40] not in shown] == []


def test_nothing_of_what_was_written_is_in_a_letter(siege: Siege) -> None:
    for words in HOSTILE:
        form = {"door": "talk", "name": words, "words": words, "id": str(uuid.uuid4())}
        assert siege.app.test_client().post("/tell", data=form).status_code == 303
        with siege.app.app_context():
            send_due(post_of(configuration()))
    letters = [path.read_text() for path in (Path(siege.app.config["HEARD"].instance) / "letters").iterdir()]
    assert len(letters) > 5
    told = {re.sub(r"(?m)^(Message-ID|Date|To):.*$|\d\d?:\d\d|\b\d+\b", "", letter) for letter in letters}
    assert len(told) <= 3, "letters of one kind are alike but for their moments and addressees"
    for words in HOSTILE:
        assert not [letter for letter in letters if len(words) > 4 and words in letter], words


def test_no_cell_of_a_sheet_is_a_formula(siege: Siege) -> None:
    """Of the sheet that officers download, for a round that has a formula for its name; and of any sheet."""
    run = siege.app.test_cli_runner().invoke
    for number, words in enumerate(("=cmd|'/C calc'!A0", "\t=1+1", "@SUM(1+1)")):
        with siege.app.app_context():
            asked = closed_round(db.session, clock.today(), f"spring-{number}")
            asked.name = words
            fill(db.session, asked, {"foster-care": {"star": 40}})
            db.session.commit()
        assert run(args=["release", f"spring-{number}"]).exit_code == 0
        content = siege.call("officer", "GET", f"/staff/results/spring-{number}/figures.csv").data
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        cells = [cell for row in rows for cell in row]
        assert any(words.strip() in cell for cell in cells)
        assert not [cell for cell in cells if cell.startswith(STARTS) and not re.fullmatch(r"-?[\d.]+", cell)]
    for words in (*HOSTILE, *FORMULAS):
        [[cell]] = csv.reader(io.StringIO(sheet([[words]]).decode("utf-8-sig"), newline=""))
        assert not cell.lstrip("\u00a0 ").startswith(STARTS), words


def test_a_page_that_does_not_escape_would_be_found(siege: Siege, honest: dict[str, set[tuple[str, ...]]]) -> None:
    anywhere = set().union(*honest.values())
    for words in HOSTILE[:36]:
        page = f"<!doctype html><title>x</title><p>{words}</p>"
        assert parts_of(page) - anywhere, words
