"""The outbox never gives up, never lies, and its letters say nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import clock
from survey.alerts import fetching, outbox
from survey.alerts.letters import Errand, letter_for
from survey.alerts.post import Letter, LetterRefused, PostClosed
from survey.alerts.tables import Alert, Call
from survey.models import AuditEntry, Staff
from survey.safeguarding.tables import Door, Step, Worry, WorryStep
from tests.survey.alerts.calling import HEAD, LEAD, MORNING, WORDS, Clock, Hands, a_telling, put_in_team, worry
from tests.survey.safeguarding.in_place import InPlace, put_in_place


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(clock, "now", moved)
    return moved


@pytest.fixture
def ready(db_session: Session, now: Clock) -> InPlace:
    return put_in_place(db_session, now())


def test_an_alert_goes_once_and_leaves_a_step_and_a_trail_entry(db_session: Session, ready: InPlace) -> None:
    worry_id, hands = worry(db_session, a_telling()), Hands()
    assert (outbox.send_due(hands), outbox.send_due(hands)) == (1, 0)
    assert [each.to for each in hands.letters] == ["safeguarding-lead@council.example"]
    step = db_session.scalars(select(WorryStep).where(WorryStep.step == Step.ALERTED)).one()
    assert (step.worry_id, step.staff_id) == (worry_id, ready.people[LEAD])
    entry = db_session.scalars(select(AuditEntry).where(AuditEntry.deed == "worry-alerted")).one()
    assert entry.moment == "2026-11-19"
    assert entry.about == f"worry:{worry_id}"


def test_fetching_twice_for_the_same_reason_fetches_once(db_session: Session, ready: InPlace) -> None:
    worry_id = worry(db_session, a_telling())
    for _time in range(2):
        fetching.fetch(db_session, Call.RAISED, [ready.people[LEAD], ready.people[HEAD]], clock.now(), worry_id)
        fetching.fetch(db_session, Call.TEST, [ready.people[LEAD]], clock.now())
    db_session.commit()
    assert outbox.send_due(Hands()) == 2 + 2


def test_while_no_letter_leaves_it_is_tried_again_for_ever(db_session: Session, ready: InPlace, now: Clock) -> None:
    worry(db_session, a_telling())
    tried = []
    hands = Hands(fails=[PostClosed("no")] * 40)
    while not hands.letters:
        left = len(hands.fails)
        outbox.send_due(hands)
        if len(hands.fails) < left or hands.letters:
            tried.append(now.moment)
        now.moment += timedelta(seconds=1)
    waits = [(later - earlier).total_seconds() for earlier, later in pairwise(tried)]
    assert waits == [5, 10, 20, 40] + [60] * 36


OF_EACH_BOX = (a_telling(), a_telling(about_adult=True), a_telling(door=Door.ADVOCATE))


def test_a_letter_that_is_refused_does_not_hold_up_the_others(db_session: Session, ready: InPlace) -> None:
    for telling in OF_EACH_BOX:
        worry(db_session, telling)
    hands = Hands(fails=[LetterRefused("no"), ValueError(WORDS)])
    assert outbox.send_due(hands) == 1


def test_when_no_letter_leaves_the_others_are_not_tried_in_vain(
    db_session: Session, ready: InPlace, now: Clock
) -> None:
    for telling in OF_EACH_BOX:
        worry(db_session, telling)
    hands = Hands(fails=[PostClosed("no")])
    assert outbox.send_due(hands) == 0
    assert outbox.send_due(hands) == 2
    now.moment += timedelta(seconds=5)
    assert outbox.send_due(hands) == 1
    assert len({each.id for each in hands.letters}) == 3


def test_what_waits_for_one_person_goes_in_one_letter(db_session: Session, ready: InPlace, now: Clock) -> None:
    """Somebody who sends sixty calls in a second must not let a child wait behind sixty letters."""
    every = [worry(db_session, a_telling()) for _each in range(60)]
    every.append(worry(db_session, a_telling(about_adult=True)))
    hands = Hands()
    assert outbox.send_due(hands) == 2
    assert {each.to.partition("@")[0] for each in hands.letters} == {"safeguarding-lead", "designated-officer"}
    assert outbox.send_due(hands) == 0
    alerted = select(WorryStep.worry_id).where(WorryStep.step == Step.ALERTED)
    assert sorted(db_session.scalars(alerted)) == sorted(every)
    assert fetching.overdue(db_session, now() + timedelta(hours=1)) == 0


def test_a_letter_names_the_earliest_moment_of_those_it_tells_of(
    db_session: Session, ready: InPlace, now: Clock
) -> None:
    worry(db_session, a_telling())
    now.moment += timedelta(hours=3)
    worry(db_session, a_telling())
    hands = Hands()
    outbox.send_due(hands)
    [letter] = hands.letters
    assert "Friday 20 November, 10:00" in letter.body


def test_whoever_calls_while_a_letter_travels_is_told_by_another(
    db_session: Session, ready: InPlace, now: Clock
) -> None:
    """Were it the same letter, a mail server that knows it already would drop it, and nobody would come."""
    worry(db_session, a_telling())

    class Busy(Hands):
        def send(self, letter: Letter) -> None:
            if not self.letters:
                worry(db_session, a_telling())
            super().send(letter)

    hands = Busy()
    assert outbox.send_due(hands) == 2
    assert len({each.id for each in hands.letters}) == 2


def test_who_has_just_called_goes_before_everything_else(db_session: Session, ready: InPlace, now: Clock) -> None:
    old = worry(db_session, a_telling())
    for call in (Call.TEST, Call.LATE, Call.HEAD, Call.DEPUTY):
        about = None if call is Call.TEST else old
        fetching.fetch(db_session, call, [ready.people[HEAD]], now(), about)
    db_session.commit()
    now.moment += timedelta(minutes=5)
    worry(db_session, a_telling(about_adult=True))
    hands = Hands()
    outbox.send_due(hands)
    assert [each.to.partition("@")[0] for each in hands.letters[:2]] == ["safeguarding-lead", "designated-officer"]
    assert [each.subject for each in hands.letters[2:]] == [
        "Heard: somebody waits and nobody is there",
        "Heard: somebody waits and nobody has looked",
        "Heard: late, somebody still waits",
        "Heard: this is a test",
    ]


def test_a_sender_that_dies_leaves_its_alert_to_the_next(db_session: Session, ready: InPlace, now: Clock) -> None:
    """Whether it died before or after the letter was taken: it goes again, and is the same letter."""
    worry(db_session, a_telling())

    class Killed(BaseException):
        pass

    first_time, hands = Hands(), Hands()

    def die_after_sending(letter: Letter) -> None:
        first_time.letters.append(letter)
        raise Killed

    first_time.send = die_after_sending  # type: ignore[method-assign]
    with pytest.raises(Killed):
        outbox.send_due(first_time)
    now.moment += timedelta(seconds=29)
    assert outbox.send_due(hands) == 0
    now.moment += timedelta(seconds=1)
    assert outbox.send_due(hands) == 1
    assert hands.letters == first_time.letters


def test_two_senders_never_take_the_same_alert(db_session: Session, ready: InPlace) -> None:
    worry(db_session, a_telling())
    second = Hands()

    class Slow(Hands):
        def send(self, letter: Letter) -> None:
            with current_app.app_context():
                assert outbox.send_due(second) == 0
            super().send(letter)

    assert outbox.send_due(Slow()) == 1
    assert second.letters == []


def test_nothing_is_held_open_while_a_letter_travels(db_session: Session, ready: InPlace) -> None:
    """A mail server may take ten seconds: children write in the meantime, and the log can be emptied."""
    worry(db_session, a_telling())

    class Looking(Hands):
        def send(self, letter: Letter) -> None:
            assert not db_session.in_transaction()
            super().send(letter)

    assert outbox.send_due(Looking()) == 1


def test_an_alert_of_somebody_switched_off_waits(db_session: Session, ready: InPlace) -> None:
    worry(db_session, a_telling())
    db_session.get_one(Staff, ready.people[LEAD]).active = False
    db_session.commit()
    assert outbox.send_due(Hands()) == 0
    assert fetching.overdue(db_session, clock.now() + timedelta(minutes=2)) == 0


def test_an_alert_is_overdue_after_a_minute(db_session: Session, ready: InPlace, now: Clock) -> None:
    worry(db_session, a_telling())
    assert fetching.overdue(db_session, now() + timedelta(seconds=60)) == 0
    assert fetching.overdue(db_session, now() + timedelta(seconds=61)) == 1
    outbox.send_due(Hands())
    assert fetching.overdue(db_session, now() + timedelta(seconds=61)) == 0


def test_an_erased_worry_takes_its_alerts_along(db_session: Session, ready: InPlace) -> None:
    db_session.delete(db_session.get_one(Worry, worry(db_session, a_telling())))
    db_session.commit()
    assert outbox.send_due(Hands()) == 0
    assert db_session.scalars(select(Alert).where(Alert.call == Call.RAISED)).all() == []


def test_letters_say_nothing_of_who_or_what(
    db_session: Session, ready: InPlace, now: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    put_in_team(db_session, ready, LEAD)
    for telling in (a_telling(), a_telling(about_adult=True), a_telling(door=Door.ADVOCATE)):
        worry(db_session, telling, giver=ready.people[LEAD])
    hands = Hands(fails=[LetterRefused("SMTPDataError")])
    outbox.send_due(hands)
    now.moment += timedelta(minutes=1)
    outbox.send_due(hands)
    said = {(each.subject, each.body) for each in hands.letters}
    # One and the same letter to each of the three: an allegation's alert reads like any other.
    assert len(hands.letters) == 3
    assert len(said) == 1
    (letter,) = said
    for word in ("Canary", "The team", "adult", "allegation", "advocate", "child", "worry"):
        assert word not in letter[0] + letter[1].replace("/staff/worries/", "")
    assert "http://localhost/staff/worries/" in letter[1]
    assert "Friday 20 November, 10:00" in letter[1]
    assert "SMTPDataError" in caplog.text
    assert "Canary" not in caplog.text


@pytest.mark.parametrize("call", list(Call))
@pytest.mark.parametrize(("reads", "sees"), [(True, True), (False, True), (False, False)])
def test_each_letter_says_why_and_where_and_is_the_same_each_time(
    db_session: Session, call: Call, reads: bool, sees: bool
) -> None:
    due = None if call in (Call.TEST, Call.THOUGHTS, Call.ERASED) else MORNING
    errand = Errand(
        alerts=((7, MORNING), (9, MORNING)), call=call, to="a@council.example", reads=reads, sees=sees, due=due
    )
    letter = letter_for(errand)
    assert letter == letter_for(errand)
    assert letter.id == letter_for(replace(errand, alerts=errand.alerts[::-1])).id
    for others in (
        errand.alerts[:1],
        (*errand.alerts, (10, MORNING)),
        ((7, MORNING + timedelta(microseconds=1)), (9, MORNING)),
    ):
        assert letter.id != letter_for(replace(errand, alerts=others)).id
    assert letter.subject.startswith("Heard: ")
    assert ("/staff/worries/" in letter.body) is (due is not None and sees)
    assert ("/staff/thoughts/" in letter.body) is (call is Call.THOUGHTS)
    assert ("Thursday 19 November, 10:00" in letter.body) is (due is not None)
    assert ("You can" in letter.body) is (due is not None and not reads)
    assert len(letter.subject) < 60
