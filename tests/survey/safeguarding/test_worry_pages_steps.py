"""What is done about a worry on its page: nothing typed is lost, and every step stands in its history."""

from __future__ import annotations

import pytest

from survey.keys import own
from survey.models import Role
from tests.survey.safeguarding.answering import (
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


@pytest.mark.usefixtures("place")
def test_a_decision_is_chosen_and_stands_in_the_history(office: Office) -> None:
    [worry] = ask(office)
    desk = Desk(office, LEAD)
    assert desk.send(f"{worry}/decide", decision_decision="talk").status_code == 409
    desk.read(worry)
    nothing_chosen = desk.send(f"{worry}/decide", decision_words="typed before choosing")
    assert nothing_chosen.status_code == 422
    assert "typed before choosing" in nothing_chosen.text
    no_reason = desk.send(f"{worry}/decide", decision_decision="nothing", decision_words=" ")
    assert no_reason.status_code == 422
    assert "Write down why there is nothing to do." in text_of(no_reason)
    assert desk.send(f"{worry}/decide", decision_decision="protect", decision_words="Police rung").status_code == 303
    said = shown(desk.open(worry))
    assert "A safeguarding-lead decided: Child protection steps Police rung" in said
    assert 'data-count="0"' in desk.open().text
    assert "Decided, and not closed yet" in shown(desk.open())


@pytest.mark.usefixtures("place")
def test_it_is_closed_with_what_came_of_it_and_opened_again(office: Office) -> None:
    [worry] = ask(office)
    desk = Desk(office, LEAD)
    desk.read(worry)
    early = desk.send(f"{worry}/close", close_words="what I typed", close_told="yes")
    assert early.status_code == 409
    assert "First decide" in text_of(early)
    desk.send(f"{worry}/decide", decision_decision="talk")
    assert desk.send(f"{worry}/close", close_words="x").status_code == 422
    assert desk.send(f"{worry}/close", close_words="She is safe now", close_told="yes").status_code == 303
    said = shown(desk.open(worry))
    assert "closed it: Yes, the child has been told She is safe now" in said
    assert worry not in desk.open().text
    assert worry in desk.open("ended").text
    kept = desk.send(f"{worry}/note", note_words="typed too late")
    assert kept.status_code == 409
    assert desk.send(f"{worry}/reopen").status_code == 303
    assert worry in desk.open().text


@pytest.mark.usefixtures("place")
def test_what_was_typed_is_kept_though_the_key_closed_meanwhile(office: Office, hand: Hand) -> None:
    [worry] = ask(office)
    desk = Desk(office, LEAD)
    desk.read(worry)
    hand.pass_by(minutes=20)
    desk.open(worry)
    hand.pass_by(minutes=20)
    assert desk.send(f"{worry}/note", note_words="typed for forty minutes").status_code == 303
    again = desk.send(f"{worry}/decide", decision_words="still here")
    assert again.status_code == 422
    assert "still here" in again.text
    assert not any(each in again.text for each in WORDS)


@pytest.mark.usefixtures("place")
def test_passed_on_it_is_with_the_other_and_gone_from_here(office: Office) -> None:
    [worry] = ask(office)
    desk = Desk(office, LEAD)
    desk.read(worry)
    assert "You no longer see it" in shown(desk.open(worry))
    assert desk.send(f"{worry}/pass-on", pass_to="allegations").status_code == 422
    assert desk.post(f"{worry}/pass-on", {"pass-to": "thoughts", "pass-lets_go": "y"}).status_code == 422
    moved = desk.post(f"{worry}/pass-on", {"pass-to": "allegations", "pass-lets_go": "y"})
    assert moved.status_code == 303
    assert "It is passed on" in desk.open().text
    assert desk.open(worry).status_code == 404
    other = Desk(office, DESIGNATED)
    other.read(worry)
    assert all(each in other.open(worry).text for each in WORDS)


@pytest.mark.usefixtures("place")
def test_it_is_not_passed_to_nobody(office: Office, place: InPlace) -> None:
    [worry] = ask(office)
    with office.database() as session:
        own.forget_own(session, place.people[SPEAKER])
    desk = Desk(office, LEAD)
    desk.read(worry)
    refused = desk.post(f"{worry}/pass-on", {"pass-to": "advocacy", "pass-lets_go": "y"})
    assert refused.status_code == 422
    assert "Nobody could read it there." in text_of(refused)
    assert desk.open(worry).status_code == 200
