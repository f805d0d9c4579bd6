"""The officers' pages: reading for a reason, sorting, and what follows."""

from __future__ import annotations

import pytest

from survey.models import Role
from survey.thoughts.tables import Sort, Thought
from tests.survey.staff.office import Browser
from tests.survey.thoughts.council import WORDS, Council, thought_on

INDEX = "/staff/thoughts/"
READ = "/staff/thoughts/read"
FINDINGS = {"why": "findings"}


@pytest.fixture
def officer(council: Council) -> Browser:
    return council.browser_of(council.officer)


def test_reading_needs_a_reason(council: Council, officer: Browser) -> None:
    council.tell_officers()
    for why in ({}, {"why": "curiosity"}, {"why": "first"}):
        reply = officer.send(READ, why)
        assert reply.status_code == 422
        assert "Say first why you read" in reply.text
        assert WORDS not in reply.text
    assert council.deeds() == []


def test_a_thought_is_shown_without_anything_about_the_child(council: Council, officer: Browser) -> None:
    thought_id = council.tell_officers()
    page = officer.send(READ, FINDINGS).text
    assert WORDS in page
    assert "What are you worried about?" in page
    with council.database() as session:
        week = session.get_one(Thought, thought_id).week
    assert str(week) not in page
    assert "helper" not in page
    assert council.deeds() == [("read-for-findings", f"thought:{thought_id}")]


def test_words_are_written_as_words(council: Council, officer: Browser) -> None:
    council.tell_officers("<script>alert(1)</script> & {{ 7*7 }}")
    page = officer.send(READ, FINDINGS).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7*7 }}" in page


def test_sorting_and_reading_on(council: Council, officer: Browser) -> None:
    ids = {council.tell_officers("one"), council.tell_officers("two")}
    shown = thought_on(officer.send(READ, FINDINGS).text)
    then = officer.send(f"/staff/thoughts/{shown}/sort", {**FINDINGS, "sort": "wants", "theme": "food", "then": "next"})
    assert "Here is the next" in then.text
    assert {shown, thought_on(then.text)} == ids
    with council.database() as session:
        assert session.get_one(Thought, shown).sort == Sort.WANTS
    last = officer.send(f"/staff/thoughts/{thought_on(then.text)}/sort", {**FINDINGS, "sort": "wants", "then": "next"})
    assert last.status_code == 303
    assert "There is no other in this pile" in officer.open(INDEX).text


def test_nothing_is_kept_without_a_sort(council: Council, officer: Browser) -> None:
    shown = council.tell_officers()
    reply = officer.send(f"/staff/thoughts/{shown}/sort", {**FINDINGS, "then": "next"})
    assert reply.status_code == 422
    assert WORDS in reply.text
    assert council.deeds() == [("read-for-findings", f"thought:{shown}")]
    assert officer.send(f"/staff/thoughts/{shown}/sort", {"sort": "wants"}).status_code == 400


@pytest.mark.parametrize(
    ("sort", "says"),
    [("compliment", "Pass it on to whom it praises"), ("complaint", "Hand it on as a complaint")],
)
def test_what_follows_is_said_and_can_be_finished(council: Council, officer: Browser, sort: str, says: str) -> None:
    shown = council.tell_officers()
    fields = {**FINDINGS, "sort": sort, "then": "next"}
    reply = officer.send(f"/staff/thoughts/{shown}/sort", fields)
    assert says in reply.text
    assert thought_on(reply.text) == shown
    assert officer.send(f"/staff/thoughts/{shown}/sort", fields).status_code == 303, "not yet, and on to the next"
    unfinished = officer.send(READ, {"why": "answer", "pile": sort})
    assert thought_on(unfinished.text) == shown
    officer.send(f"/staff/thoughts/{shown}/sort", {"why": "answer", "pile": sort, "sort": sort, "then": "finish"})
    assert officer.send(READ, {"why": "answer", "pile": sort}).status_code == 303
    assert says not in officer.send(READ, {"why": "findings", "pile": sort}).text
    assert ("thought-finished", f"thought:{shown}") in council.deeds()


def test_only_what_is_to_be_passed_on_is_finished(council: Council, officer: Browser) -> None:
    shown = council.tell_officers()
    path = f"/staff/thoughts/{shown}/sort"
    assert officer.send(path, {**FINDINGS, "sort": "wants", "then": "finish"}).status_code == 400
    with council.database() as session:
        assert session.get_one(Thought, shown).sort is None


def test_keeping_and_stopping(council: Council, officer: Browser) -> None:
    shown = council.tell_officers()
    reply = officer.send(f"/staff/thoughts/{shown}/sort", {**FINDINGS, "sort": "worried", "then": "stop"})
    assert reply.location == INDEX
    assert "It is kept." in officer.open(INDEX).text


def test_counts_say_fewer_than_ten_and_go_in_fives(council: Council, officer: Browser) -> None:
    for number in range(12):
        council.tell_officers(str(number))
    page = officer.open(INDEX).text
    assert "10 or more" in page
    assert "fewer than 10" in page
    assert ">12<" not in page


def test_without_an_open_key_nothing_is_read(council: Council) -> None:
    shown = council.tell_officers()
    browser = council.browser_of(council.officer, opens_key=False)
    for path in (READ, f"/staff/thoughts/{shown}/sort"):
        reply = browser.send(path, {**FINDINGS, "sort": "wants"})
        assert (reply.status_code, reply.location.startswith("/staff/keys/")) == (303, True)
    assert council.deeds() == []


def test_who_has_not_been_let_in_is_told_whom_to_ask(council: Council) -> None:
    shown = council.tell_officers()
    browser = council.browser_of(council.hire("newcomer", Role.OFFICER))
    page = browser.open(INDEX).text
    assert "Ask one of those who can let you in" in page
    assert "A safeguarding-lead" in page
    for path in (READ, f"/staff/thoughts/{shown}/sort"):
        assert browser.send(path, {**FINDINGS, "sort": "wants"}).status_code == 404
    without_key = council.signed_in(Role.SAFEGUARDING_DEPUTY)
    assert without_key.open(INDEX).status_code == 200


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICER, Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY}))
def test_nobody_else_comes_in(council: Council, role: Role) -> None:
    browser = council.signed_in(role)
    for path in (INDEX, "/staff/thoughts/quotes/", "/staff/thoughts/quotes/names"):
        assert browser.open(path).status_code == 403


def test_going_back_shows_nothing_without_the_key(council: Council, officer: Browser) -> None:
    """Words are answers to a form: no address shows them, and no browser may keep them."""
    shown = council.tell_officers()
    assert "no-store" in officer.send(READ, FINDINGS).headers["Cache-Control"]
    for path in (READ, f"/staff/thoughts/{shown}/sort", f"/staff/thoughts/quotes/from/{shown}"):
        assert officer.open(path).status_code in (404, 405), path
