"""The administrator's page of what was done."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import text

from survey.database import db, writing
from survey.models import Role
from survey.staff.sessions import SignedIn
from survey.staff.trail.entries import NOBODY, Deed, note
from survey.staff.trail.wording import CONFIDENTIAL, WORDS
from tests.survey.staff.office import Browser, Office
from tests.survey.staff.trail.ledger import TRIGGERS, write

HERE = "/staff/trail/"


@pytest.fixture
def administrator(office: Office) -> Browser:
    return office.signed_in(Role.ADMINISTRATOR)


def words_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def numbers_on(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li value="(\d+)">', page)]


def test_it_says_what_was_done_in_plain_words(office: Office, administrator: Browser) -> None:
    office.ask("spring")
    with office.app.app_context():
        write(4)
    administrator.send("/staff/people/1/activate")
    page = words_of(administrator.open(HERE).text)
    assert "A administrator signed in." in page
    assert "account 11 released the results of round:spring-1." in page
    assert "Somebody at the server’s keyboard let account 2 sign in." in page
    assert "A sign-in was refused: no account that may sign in has that address." in page
    assert "that day" in page
    assert "A administrator switched on the account of A administrator." in page
    assert page.index("switched on") < page.index("signed in.")


def test_rounds_have_their_names(office: Office, administrator: Browser) -> None:
    office.ask("spring-1")
    with office.app.app_context():
        write(2)
    assert "account 11 released the results of “The spring-1”." in words_of(administrator.open(HERE).text)


def test_a_hundred_on_a_page_and_the_way_to_the_others(office: Office, administrator: Browser) -> None:
    with office.app.app_context():
        write(204)
    first = administrator.open(HERE).text
    assert numbers_on(first) == list(range(205, 105, -1))
    assert "Newest" not in words_of(first)
    second = administrator.open(f"{HERE}?before=106").text
    assert 'href="/staff/trail/?before=106"' in first
    assert numbers_on(second) == list(range(105, 5, -1))
    third = administrator.open(f"{HERE}?before=6").text
    assert numbers_on(third) == [5, 4, 3, 2, 1]
    assert "Older" not in words_of(third)


def test_one_kind_of_deed_alone(office: Office, administrator: Browser) -> None:
    with office.app.app_context():
        write(120 * 4)
    page = administrator.open(f"{HERE}?deed=results-released").text
    assert len(numbers_on(page)) == 100
    assert set(re.findall(r"<p>(.*?) the results", page)) == {"account 11 released"}
    assert '<option value="results-released" selected>' in page
    older = html.unescape(re.search(r'href="([^"]*before=\d+)"', page)[1])  # type: ignore[index]
    assert "deed=results-released" in older
    assert len(numbers_on(administrator.open(older).text)) == 20
    assert "There is nothing of this kind." in administrator.open(f"{HERE}?deed=mark-set").text


@pytest.mark.parametrize(
    "query", ["deed=nothing", "deed=%00", "before=x", "before=-1", f"before={10**30}", "before=0", "deed=x'--&before="]
)
def test_odd_questions_have_an_answer(administrator: Browser, query: str) -> None:
    assert administrator.open(f"{HERE}?{query}").status_code == 200


def test_it_says_what_it_does_not_hold(administrator: Browser) -> None:
    page = words_of(administrator.open(HERE).text)
    assert "not when a child answered" in page
    assert "No code cards" in page
    assert "flask --app app audit-verify" in page


def test_spoilt_entries_are_shown_as_they_stand(office: Office, administrator: Browser) -> None:
    with office.app.app_context():
        write(2)
        for trigger in TRIGGERS:
            db.session.execute(text(f"DROP TRIGGER {trigger}"))
        db.session.execute(
            text("UPDATE audit_trail SET deed = '<b>x', moment = '<i>y', about = 'staff:x' WHERE number = 2")
        )
        db.session.execute(text("UPDATE audit_trail SET actor = 99999, role = '' WHERE number = 3"))
        db.session.commit()
    page = administrator.open(HERE)
    assert page.status_code == 200
    assert "&lt;b&gt;x" in page.text
    assert "&lt;i&gt;y" in page.text


def test_every_deed_has_a_name_and_a_sentence(office: Office) -> None:
    assert set(WORDS) == set(Deed)
    with office.app.test_request_context():
        for name, sentence in WORDS.values():
            said = str(sentence) % {"who": "Ana", "what": "Olu"}
            assert name
            assert said.endswith(".")
            assert "%" not in said


WORRY = "0d8f2ab1-64a5-4c3e-9d3e-2f6a1c7b9e55"
DESIGNATED = SignedIn(99, "Dana Designated", Role.DESIGNATED_OFFICER)


def test_calls_for_help_are_told_without_who_which_and_when(office: Office, administrator: Browser) -> None:
    with office.app.app_context():
        for deed in sorted(CONFIDENTIAL):
            by = NOBODY if deed in (Deed.WORRY_RAISED, Deed.WORRY_ALERTED) else DESIGNATED
            with writing():
                note(db.session, deed, by, worry_id=WORRY)
                db.session.commit()
        with writing():
            note(db.session, Deed.WORRY_SEEN, DESIGNATED, worry_id=WORRY)
            db.session.commit()
    for query in ("", "?deed=worry-seen", "?before=9", *(f"?deed={deed}" for deed in CONFIDENTIAL)):
        page = administrator.open(f"{HERE}{query}").text
        assert WORRY not in page
        assert WORRY[:8] not in page
        assert "99" not in re.sub(r'href="[^"]*"', "", page)
        assert "designated" not in words_of(page).lower()
    page = administrator.open(HERE).text
    assert "A call for help was read." in words_of(page)
    assert "that day 2 times" in words_of(page)
    assert numbers_on(page) == [1], "only the administrator's own sign-in stands in the order of the trail"
    assert len(re.findall(r"\d\d:\d\d:\d\d", page)) == 1, "and only that has a time"


def test_every_deed_about_a_call_for_help_is_confidential() -> None:
    assert {deed for deed in Deed if deed.startswith("worry")} == CONFIDENTIAL


def test_the_keyboard_shows_who_and_which(office: Office) -> None:
    with office.app.app_context(), writing():
        note(db.session, Deed.WORRY_SEEN, DESIGNATED, worry_id=WORRY)
        db.session.commit()
    said = office.app.test_cli_runner().invoke(args=["audit-show"]).output
    assert said.split()[2:] == ["designated-officer:99", "worry-seen", f"worry:{WORRY}"]
