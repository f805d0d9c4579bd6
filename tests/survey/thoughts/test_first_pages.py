"""The pages of those who read first."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from survey import clock
from survey.models import Role
from survey.safeguarding import worries
from survey.safeguarding.tables import Worry
from survey.staff.doors import TOKEN
from survey.thoughts.tables import Stage, Thought
from tests.survey.staff.office import Browser
from tests.survey.thoughts.council import WORDS, Council, thought_on

INDEX = "/staff/thoughts/"
READ = "/staff/thoughts/first/read"


@pytest.fixture
def lead(council: Council) -> Browser:
    return council.browser_of(council.lead)


def stage_of(council: Council, thought_id: str) -> str:
    with council.database() as session:
        return session.get_one(Thought, thought_id).stage


def test_the_first_page_says_how_many_wait_who_must_read_and_by_when(council: Council, lead: Browser) -> None:
    assert "Nothing waits" in lead.open(INDEX).text
    council.tell()
    council.tell()
    page = lead.open(INDEX).text
    assert "2 wait" in page
    assert "A safeguarding-deputy; A safeguarding-lead" in page
    assert "The first must be read by" in page
    assert "is-late" not in page
    assert WORDS not in page


def test_late_turns_red(council: Council, lead: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    council.tell()
    later = clock.now() + timedelta(days=13)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = council.browser_of(council.lead).open(INDEX).text
    assert "1 is late" in page
    assert 'class="read-first is-late"' in page


def test_reading_and_passing_on(council: Council, lead: Browser) -> None:
    ids = {council.tell("one"), council.tell("two")}
    first = lead.send(READ)
    assert first.status_code == 200
    shown = thought_on(first.text)
    then = lead.send(f"/staff/thoughts/first/{shown}/pass-on")
    assert "It is passed on" in then.text
    other = thought_on(then.text)
    assert {shown, other} == ids
    last = lead.send(f"/staff/thoughts/first/{other}/keep-back")
    assert last.status_code == 303
    assert "There is no other to read" in lead.open(INDEX).text
    assert (stage_of(council, shown), stage_of(council, other)) == (Stage.PASSED, Stage.KEPT_BACK)
    assert council.deeds() == [
        ("thought-read", f"thought:{shown}"),
        ("thought-passed", f"thought:{shown}"),
        ("thought-read", f"thought:{other}"),
        ("thought-kept-back", f"thought:{other}"),
    ]


def test_what_is_kept_back_is_read_again_and_may_be_passed_on(council: Council, lead: Browser) -> None:
    kept = council.tell()
    lead.send(f"/staff/thoughts/first/{kept}/keep-back")
    assert "Read what is kept back (1)" in lead.open(INDEX).text
    page = lead.send(READ, {"stage": "kept-back"}).text
    assert WORDS in page
    assert "keep it back" not in page
    assert "If somebody may be at risk" in page
    lead.send(f"/staff/thoughts/first/{kept}/pass-on", {"stage": "kept-back"})
    assert stage_of(council, kept) == Stage.PASSED


def test_another_is_read_and_this_one_stays(council: Council, lead: Browser) -> None:
    ids = {council.tell("one"), council.tell("two")}
    shown = thought_on(lead.send(READ).text)
    other = thought_on(lead.send(READ, {"last": shown}).text)
    assert {shown, other} == ids
    assert thought_on(lead.send(READ, {"last": other}).text) == shown


def test_with_a_card_comes_first(council: Council, lead: Browser) -> None:
    strangers = {council.tell(f"stranger {number}") for number in range(4)}
    child = council.tell("child", has_card=True)
    shown = [thought_on(lead.send(READ).text)]
    for _each in strangers:
        shown.append(thought_on(lead.send(READ, {"last": shown[-1]}).text))
    assert shown[0] == child
    assert set(shown[1:]) == strangers


def test_a_flood_is_set_aside_by_one_press_and_can_still_be_read(
    council: Council, lead: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    flood, child = council.tell("flood"), council.tell("child", has_card=True)
    assert "Set aside all" not in lead.open(INDEX).text
    monkeypatch.setattr("survey.thoughts.views.FLOOD", 1)
    assert "Set aside all without a card" in lead.open(INDEX).text
    for _press in range(2):
        assert lead.send("/staff/thoughts/first/set-aside").status_code == 303
    assert (stage_of(council, flood), stage_of(council, child)) == (Stage.SET_ASIDE, Stage.WAITING)
    assert council.deeds() == [("thoughts-set-aside", "")]
    page = lead.open(INDEX).text
    assert "1 waits" in page
    assert "Read what is set aside (1)" in page
    assert thought_on(lead.send(READ, {"stage": "set-aside"}).text) == flood
    lead.send(f"/staff/thoughts/first/{flood}/pass-on", {"stage": "set-aside"})
    assert stage_of(council, flood) == Stage.PASSED


def test_who_holds_no_key_sets_nothing_aside(council: Council) -> None:
    shown = council.tell()
    newcomer = council.browser_of(council.hire("newcomer", Role.SAFEGUARDING_DEPUTY))
    assert newcomer.send("/staff/thoughts/first/set-aside").status_code == 404
    assert council.browser_of(council.officer).send("/staff/thoughts/first/set-aside").status_code == 403
    assert stage_of(council, shown) == Stage.WAITING


def test_two_who_read_the_same(council: Council, lead: Browser) -> None:
    shown = council.tell()
    lead.send(f"/staff/thoughts/first/{shown}/pass-on")
    for deed in ("pass-on", "keep-back"):
        assert lead.send(f"/staff/thoughts/first/{shown}/{deed}").status_code == 303
        assert "Somebody else has passed this one on already" in lead.open(INDEX).text
    assert stage_of(council, shown) == Stage.PASSED
    assert lead.send("/staff/thoughts/first/nothing/pass-on").status_code == 404


def test_without_an_open_key_nothing_is_read(council: Council) -> None:
    shown = council.tell()
    browser = council.browser_of(council.lead, opens_key=False)
    for path in (READ, f"/staff/thoughts/first/{shown}/pass-on", f"/staff/thoughts/first/{shown}/keep-back"):
        reply = browser.send(path)
        assert reply.status_code == 303
        assert reply.location.startswith("/staff/keys/"), path
    assert stage_of(council, shown) == Stage.WAITING
    assert council.deeds() == []


def test_the_key_of_one_session_opens_nothing_in_another(council: Council, lead: Browser) -> None:
    council.tell()
    assert lead.send(READ).status_code == 200
    assert council.browser_of(council.lead, opens_key=False).send(READ).status_code == 303


def test_a_deputy_who_has_not_been_let_in_reads_nothing(council: Council) -> None:
    council.tell()
    newcomer = council.hire("newcomer", Role.SAFEGUARDING_DEPUTY)
    browser = council.browser_of(newcomer)
    page = browser.open(INDEX).text
    assert "You do not hold the key to them" in page
    assert "Read the next" not in page
    assert browser.send(READ).status_code == 404


def test_an_officer_has_no_business_here(council: Council) -> None:
    shown = council.tell()
    browser = council.browser_of(council.officer)
    assert "Waiting to be read first" not in browser.open(INDEX).text
    for path in (READ, f"/staff/thoughts/first/{shown}/pass-on"):
        assert browser.send(path).status_code == 403
    assert browser.send(f"/staff/thoughts/{shown}/sort", {"why": "findings", "sort": "wants"}).status_code == 404
    assert browser.send(f"/staff/thoughts/quotes/from/{shown}", {"quote_id": shown}).status_code == 404


def test_no_word_is_in_a_log_an_address_or_a_cookie(
    council: Council, lead: Browser, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    shown = council.tell("Zaphod said so")
    with lead.cookie() as cookie:
        token = cookie[TOKEN]
    assert "Zaphod" in lead.send(READ).text
    reply = lead.send(f"/staff/thoughts/first/{shown}/pass-on")
    with lead.cookie() as cookie:
        assert "Zaphod" not in str(dict(cookie))
        assert cookie[TOKEN] == token
    assert "Zaphod" not in (reply.location or "") + caplog.text
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or b"Zaphod" not in file.read_bytes(), file


@pytest.mark.parametrize("is_kept_back", [False, True])
def test_a_thought_about_a_child_at_risk_becomes_a_worry(council: Council, lead: Browser, is_kept_back: bool) -> None:
    thought_id = council.tell("somebody hurts a child in the blue house")
    if is_kept_back:
        lead.send(f"/staff/thoughts/first/{thought_id}/keep-back")
    assert lead.send(f"/staff/thoughts/first/{thought_id}/raise").location == "/staff/worries/"
    with council.database() as session:
        assert session.get(Thought, thought_id) is None
        [worry] = session.query(Worry)
        assert worry.decided is None
        assert b"blue house" not in worry.sealed
        assert worries.read(session, worry, council.lead.key).words == "somebody hurts a child in the blue house"
    assert lead.send(f"/staff/thoughts/first/{thought_id}/raise").status_code == 404
