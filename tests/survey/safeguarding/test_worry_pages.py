"""The pages of those who answer children: a list without words, and a worry opened with one’s own key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from survey.alerts.tables import Heartbeat
from survey.keys import own
from survey.keys.tables import OpenedKey
from survey.models import AuditEntry, Failures, Role, StaffSession
from survey.safeguarding import views
from survey.safeguarding.tables import Step, Worry, WorryStep
from tests.survey.safeguarding.answering import (
    ADULT,
    ADVOCATE,
    FRIDAY,
    MIA,
    WORDS,
    Desk,
    Hand,
    ask,
    shown,
    text_of,
)
from tests.survey.safeguarding.in_place import InPlace
from tests.survey.staff.office import Office

LEAD, DEPUTY, HEAD = Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY, Role.HEAD_OF_SERVICE
DESIGNATED, SPEAKER = Role.DESIGNATED_OFFICER, Role.ADVOCATE
READERS = [LEAD, DEPUTY, DESIGNATED, SPEAKER]
BOX_OF = {LEAD: MIA, DEPUTY: MIA, DESIGNATED: ADULT, SPEAKER: ADVOCATE}


@pytest.mark.usefixtures("place")
def test_the_list_says_since_when_and_nothing_of_what_was_said(office: Office, hand: Hand) -> None:
    [worry] = ask(office)
    hand.pass_by(hours=3)
    page = Desk(office, LEAD).open()
    said = shown(page)
    assert "One waits for you" in said
    assert "Since today, 13:05, 3 hours ago." in said
    assert "Decide by tomorrow, 13:05." in said
    assert "Fetched A safeguarding-lead Read by nobody yet" in said
    assert "without a card" not in said
    assert f"/staff/worries/{worry}" in page.text
    assert not any(each in page.text for each in WORDS)


@pytest.mark.usefixtures("place")
def test_late_is_said_in_words_and_comes_first(office: Office, hand: Hand) -> None:
    ask(office)
    hand.pass_by(days=1, minutes=1)
    [fresh] = ask(office, MIA, has_card=False)
    page = Desk(office, LEAD).open()
    said = shown(page)
    assert "To decide, the late first" in said
    assert "Late. The decision was due: today, 13:05." in said
    assert said.index("Late.") < said.index("Came without a card")
    assert page.text.index("is-late") < page.text.index(fresh)


@pytest.mark.usefixtures("place")
def test_of_very_many_without_a_card_each_is_found_and_none_stands_before_a_childs(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LINES", 2)
    strangers = [ask(office, MIA, has_card=False)[0] for _each in range(5)]
    [child] = ask(office, MIA)
    desk = Desk(office, LEAD)
    first = desk.open()
    assert "6 wait for you" in shown(first)
    assert "Page 1 of 3, 5 in all" in shown(first)
    assert first.text.index(child) < first.text.index("without-card")
    found = [each for page in (1, 2, 3) for each in strangers if each in desk.open(f"?page={page}").text]
    assert sorted(found) == sorted(strangers)
    for page in ("0", "99", "x", "-1"):
        assert child in desk.open(f"?page={page}").text


@pytest.mark.usefixtures("place")
def test_an_empty_list_says_so(office: Office) -> None:
    said = shown(Desk(office, LEAD).open())
    assert "Nobody waits" in said
    assert "On duty: A safeguarding-deputy, A safeguarding-lead" in said
    assert "Read now, until 17:00" in said


@pytest.mark.usefixtures("place")
def test_letters_that_do_not_go_and_a_watcher_that_stopped_are_told(office: Office, hand: Hand) -> None:
    ask(office)
    hand.pass_by(minutes=10)
    said = shown(Desk(office, LEAD).open())
    assert "Letters are not being sent." in said
    assert "One letter could not be sent yet." in said
    assert "children’s pages promise nobody now" in said
    with office.database() as session:
        session.get_one(Heartbeat, 1).moment = hand.now
    assert "Letters are not being sent." not in shown(Desk(office, LEAD).open())


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("role", READERS)
def test_a_worry_is_opened_with_ones_own_passphrase(office: Office, role: Role) -> None:
    [worry] = ask(office, BOX_OF[role])
    desk = Desk(office, role)
    assert not any(each in desk.open(worry).text for each in WORDS)
    refused = desk.read(worry, "not the passphrase at all")
    assert refused.status_code == 403
    assert "This is not your passphrase." in text_of(refused)
    assert not any(each in refused.text for each in (*WORDS, "not the passphrase at all"))
    with office.database() as session:
        assert session.scalar(select(func.count()).where(WorryStep.step == Step.SEEN)) == 0
        assert session.scalar(select(Failures.count).where(Failures.key.startswith("passphrase-"))) == 1
    assert desk.read(worry).status_code == 303
    said = shown(desk.open(worry))
    assert all(each in said for each in WORDS)
    assert "It closes by itself at 13:35." in said
    with office.database() as session:
        assert session.scalar(select(func.count()).where(WorryStep.step == Step.SEEN)) == 1


@pytest.mark.usefixtures("place")
def test_an_open_key_shows_nothing_that_its_owner_has_not_said_they_read(office: Office) -> None:
    first, second = ask(office, MIA, MIA)
    desk = Desk(office, LEAD)
    desk.read(first)
    page = desk.open(second)
    assert not any(each in page.text for each in WORDS)
    assert "Your passphrase" not in page.text
    assert desk.send(f"{second}/read").status_code == 303
    assert all(each in desk.open(second).text for each in WORDS)
    with office.database() as session:
        seen = select(func.count()).select_from(AuditEntry).where(AuditEntry.deed == "worry-seen")
        assert session.scalar(seen) == 2


@pytest.mark.usefixtures("place")
def test_a_key_closes_by_itself_and_by_hand_and_with_the_session(office: Office, hand: Hand) -> None:
    [worry] = ask(office)
    desk = Desk(office, LEAD)
    desk.read(worry)
    for _tenth in range(3):
        hand.pass_by(minutes=10)
        page = desk.open(worry)
    assert not any(each in page.text for each in WORDS)
    desk.read(worry)
    assert MIA.words in desk.open(worry).text
    assert desk.browser.send("/staff/keys/shut").status_code == 303
    assert MIA.words not in desk.open(worry).text
    desk.read(worry)
    desk.browser.send("/staff/sign-out")
    with office.database() as session:
        assert session.scalar(select(func.count()).select_from(OpenedKey)) == 0
    assert MIA.words not in Desk(office, LEAD).open(worry).text


@pytest.mark.usefixtures("place")
def test_after_ten_wrong_passphrases_the_right_one_waits(office: Office, hand: Hand) -> None:
    [worry] = ask(office)
    desk = Desk(office, LEAD)
    with office.database() as session:
        session.add(
            Failures(
                key=f"passphrase-{office.number_of('safeguarding-lead@council.example')}", count=10, since=hand.now
            )
        )
    assert desk.read(worry).status_code == 429
    assert MIA.words not in desk.open(worry).text
    hand.pass_by(minutes=11)
    assert desk.read(worry).status_code == 303


def test_somebody_without_a_key_or_not_let_in_is_told_what_to_do(office: Office, place: InPlace) -> None:
    [worry] = ask(office)
    with office.database() as session:
        own.forget_own(session, place.people[DEPUTY])
    desk = Desk(office, DEPUTY)
    assert "You have no key yet" in shown(desk.open(worry))
    assert desk.read(worry).status_code == 403
    with office.database() as session:
        own.make_own(session, place.people[DEPUTY], own.draw("another passphrase here"))
    assert "Your key does not open this yet" in shown(desk.open(worry))
    assert desk.read(worry, "another passphrase here").status_code == 303
    said = shown(desk.open(worry))
    assert "Your key does not open this yet" in said
    with office.database() as session:
        assert session.scalar(select(func.count()).where(WorryStep.step == Step.SEEN)) == 0


@pytest.mark.usefixtures("place")
def test_a_worry_that_somebody_changed_in_the_database_says_so(office: Office) -> None:
    [worry] = ask(office)
    desk = Desk(office, LEAD)
    desk.read(worry)
    with office.database() as session:
        kept = session.get_one(Worry, worry)
        kept.sealed = kept.sealed[:-1] + bytes([kept.sealed[-1] ^ 1])
    assert "This does not open" in shown(desk.open(worry))


@pytest.mark.usefixtures("place")
def test_the_count_is_on_every_page_and_asking_for_it_is_no_use_of_the_session(office: Office, hand: Hand) -> None:
    ask(office, MIA, MIA, ADULT)
    desk = Desk(office, LEAD)
    assert desk.open("count").json == {"count": 2, "words": "2 wait for a decision", "is_open": False}
    for path in ("/staff/keys/", "/staff/no-such-page"):
        assert 'data-count="2"' in desk.browser.open(path).text
    for _minute in range(29):
        hand.pass_by(minutes=1)
        assert desk.open("count").status_code == 200
    with office.database() as session:
        assert session.scalar(select(func.max(StaffSession.last_seen))) == FRIDAY
    hand.pass_by(minutes=2)
    assert desk.open("count").status_code == 303
    assert desk.open().status_code == 303


def test_roles_without_worries_have_no_count(office: Office) -> None:
    for role in (Role.WORKER, Role.OFFICER, Role.ADMINISTRATOR):
        assert "waiting-count" not in office.signed_in(role).client.get("/staff/", follow_redirects=True).text


@pytest.mark.usefixtures("place")
def test_what_children_write_is_shown_as_they_wrote_it(office: Office) -> None:
    nasty = replace(
        MIA, name="", asks_worker=True, worker="<b>Sam</b>", when="", words="<script>x</script>", language="ar"
    )
    [worry] = ask(office, nasty)
    desk = Desk(office, LEAD)
    desk.read(worry)
    page = desk.open(worry)
    assert "&lt;script&gt;x&lt;/script&gt;" in page.text
    assert "&lt;b&gt;Sam&lt;/b&gt;" in page.text
    said = shown(page)
    assert "ask the worker who gave me this" in said
    assert "The child did not say. Do not take it that the phone, or home, is safe" in said
    assert "The page was in Arabic." in said
