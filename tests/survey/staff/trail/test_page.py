"""The administrator's page of what was done."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from survey.database import db, writing
from survey.models import Role
from survey.staff.sessions import SignedIn
from survey.staff.trail.entries import Deed, note
from survey.staff.trail.wording import CONFIDENTIAL, WORDS
from tests.survey.staff.conftest import Later
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


def test_every_deed_has_a_name_and_a_sentence_or_is_confidential(office: Office) -> None:
    assert set(WORDS) | CONFIDENTIAL == set(Deed)
    assert not set(WORDS) & CONFIDENTIAL
    with office.app.test_request_context():
        for name, sentence in WORDS.values():
            said = str(sentence) % {"who": "Ana", "what": "Olu"}
            assert name
            assert said.endswith(".")
            assert "%" not in said


WORRY = "0d8f2ab1-64a5-4c3e-9d3e-2f6a1c7b9e55"
DESIGNATED = SignedIn(99, "Dana Designated", Role.DESIGNATED_OFFICER)


CALLS = "Something was done about calls for help."


def confide(*deeds: Deed) -> None:
    """What the designated officer did about a call for help, between the deeds of others."""
    for deed in deeds:
        with writing():
            note(db.session, deed, DESIGNATED, worry_id=WORRY)
            db.session.commit()


def test_calls_for_help_are_told_by_one_sentence_a_day(office: Office, administrator: Browser, later: Later) -> None:
    with office.app.app_context():
        write(3)
        confide(*sorted(CONFIDENTIAL), Deed.WORRY_SEEN, Deed.WORRY_SEEN)
        write(1)
    today = administrator.open(HERE)
    assert CALLS not in today.text, "whoever looks again and again today would see when it comes"
    assert numbers_on(today.text) == [5, 4, 3, 2, 1], "no gap says that something lies between"

    later(timedelta(days=1))
    administrator.sign_in("administrator@council.example")
    for query in ("", "?before=9", *(f"?deed={deed}" for deed in CONFIDENTIAL)):
        page = administrator.open(f"{HERE}{query}").text
        assert WORRY[:8] not in page
        assert "99" not in page
        assert "designated" not in words_of(page).lower()
        assert words_of(page).count(CALLS) == 1
    assert not {deed.value for deed in CONFIDENTIAL} & set(re.findall(r'<option value="([^"]*)"', page))
    assert CALLS not in administrator.open(f"{HERE}?deed=signed-in").text


def test_no_address_finds_where_confidential_entries_lie(office: Office, administrator: Browser, later: Later) -> None:
    """The page is the same for whoever tries every place as for a trail in which nothing confidential was done."""

    def seen() -> list[list[int]]:
        return [numbers_on(administrator.open(f"{HERE}?before={place}").text) for place in range(1, 8)]

    with office.app.app_context():
        write(5)
    without = seen()
    with office.app.app_context():
        confide(Deed.WORRY_SEEN)
    assert seen() == without
    with office.app.app_context():
        write(1)
    assert numbers_on(administrator.open(HERE).text)[0] == 7


def test_days_with_nothing_but_calls_stand_once_between_the_others(
    office: Office, administrator: Browser, later: Later
) -> None:
    office.employ(Role.HEAD_OF_SERVICE)
    for day in range(5):
        later(timedelta(days=day))
        with office.app.app_context():
            if day % 2:
                confide(Deed.WORRY_DECIDED)
            else:
                write(60)
    later(timedelta(days=9))
    head = office.browser()
    head.sign_in("head-of-service@council.example")
    pages = [head.open(HERE).text]
    while found := re.search(r'href="([^"]*before=\d+)"', pages[-1]):
        pages.append(head.open(html.unescape(found[1])).text)
    said = [words_of(page).count(CALLS) for page in pages]
    assert (len(pages), sum(said)) == (2, 2)
    assert [number for page in pages for number in numbers_on(page)] == list(range(182, 0, -1))


def test_the_head_of_service_reads_it_too(office: Office, administrator: Browser) -> None:
    head = office.signed_in(Role.HEAD_OF_SERVICE)
    assert "A administrator signed in." in words_of(head.open(HERE).text)
    assert f'href="{HERE}"' in head.open("/staff/worries/").text
    assert office.signed_in(Role.OFFICER).open(HERE).status_code == 403


def test_every_deed_about_a_call_for_help_is_confidential() -> None:
    assert {deed for deed in Deed if deed.startswith("worr")} == CONFIDENTIAL


def test_the_keyboard_shows_who_and_which(office: Office) -> None:
    with office.app.app_context(), writing():
        note(db.session, Deed.WORRY_SEEN, DESIGNATED, worry_id=WORRY)
        db.session.commit()
    said = office.app.test_cli_runner().invoke(args=["audit-show"]).output
    assert said.split()[2:] == ["designated-officer:99", "worry-seen", f"worry:{WORRY}"]
