"""Worries: who may know of them, who is fetched, what is late; and that nobody loses sight of a child."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey import clock
from survey.alerts.escalation import escalate
from survey.alerts.tables import Alert
from survey.keys import boxes
from survey.keys.boxes import ENTITLED, NotAHolder
from survey.keys.tables import Box
from survey.models import Role, Staff
from survey.safeguarding import hiding, history, steps, worries
from survey.safeguarding.steps import Decision
from survey.safeguarding.tables import Door, Step, Worry
from survey.safeguarding.worries import MOST_WITHOUT_CARD, Telling, TellingIncomplete
from survey.staff.sessions import SignedIn
from tests.survey.safeguarding.answering import ADULT, ADVOCATE, MIA, join_team, raised, reader, signed_in
from tests.survey.safeguarding.in_place import InPlace, employed, put_in_place

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LEAD, DEPUTY, HEAD = Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY, Role.HEAD_OF_SERVICE
DESIGNATED, SPEAKER = Role.DESIGNATED_OFFICER, Role.ADVOCATE
SAID = {Box.SAFEGUARDING: MIA, Box.ALLEGATIONS: ADULT, Box.ADVOCACY: ADVOCATE}


@pytest.fixture
def place(db_session: Session, monkeypatch: pytest.MonkeyPatch) -> InPlace:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return put_in_place(db_session, NOON)


def kept(session: Session, worry_id: str) -> Worry:
    return session.get_one(Worry, worry_id)


def fetched(session: Session, worry_id: str) -> set[int]:
    return set(session.scalars(select(Alert.staff_id).where(Alert.worry_id == worry_id)))


def happened(session: Session, worry_id: str) -> list[Step]:
    return [entry.step for entry in history.entries(session, worry_id, None)]


def test_what_a_child_said_comes_out_as_it_went_in(db_session: Session, place: InPlace) -> None:
    said = replace(MIA, words="أريد أن أتكلم 🙁\n" * 50, language="ar")
    worry = kept(db_session, raised(db_session, said))
    assert worries.read(db_session, worry, place.keys[LEAD]) == said
    assert worries.read(db_session, worry, place.keys[DEPUTY]) == said
    with pytest.raises(NotAHolder):
        worries.read(db_session, worry, place.keys[DESIGNATED])


def test_a_call_that_is_sent_twice_is_one(db_session: Session, place: InPlace) -> None:
    worry_id = str(uuid4())
    assert worries.raise_worry(db_session, MIA, worry_id, True, None, NOON)
    assert not worries.raise_worry(db_session, replace(MIA, words="other"), worry_id, True, None, NOON)
    assert worries.read(db_session, kept(db_session, worry_id), place.keys[LEAD]) == MIA
    assert happened(db_session, worry_id) == [Step.RAISED]


@pytest.mark.parametrize("worker", ["", "  "])
def test_somebody_must_be_able_to_come(worker: str) -> None:
    with pytest.raises(TellingIncomplete):
        replace(MIA, name=" ", asks_worker=True, worker=worker)
    with pytest.raises(TellingIncomplete):
        replace(MIA, name="", asks_worker=False, worker="Sam")
    assert replace(MIA, name="", asks_worker=True, worker="Sam").box is Box.SAFEGUARDING


def test_each_door_leads_to_its_box(db_session: Session, place: InPlace) -> None:
    for box, telling in SAID.items():
        assert worries.box_of(db_session, kept(db_session, raised(db_session, telling))) is box
    assert replace(ADVOCATE, about_adult=True).box is Box.ADVOCACY


@pytest.mark.parametrize(("box", "role"), list(product(SAID, Role)))
def test_a_role_knows_of_its_own_boxes_only(db_session: Session, place: InPlace, box: Box, role: Role) -> None:
    """Every role and every box: nothing is found because a rule was missing."""
    worry_id = raised(db_session, SAID[box])
    who = SignedIn(employed(db_session, role), "somebody", role)
    may_read = role in ENTITLED[box]
    may_know = may_read or role is HEAD
    assert (worries.find(db_session, worry_id, who) is not None) == may_read
    assert [each.id for each in worries.readable(db_session, who)] == [worry_id] * may_read
    assert [line.id for line in worries.waiting(db_session, who, NOON)] == [worry_id] * may_know
    assert worries.waiting_count(db_session, who) == int(may_know)
    assert worries.unsent(db_session, who, NOON + timedelta(hours=1)) == int(may_know)
    steps.decide(db_session, kept(db_session, worry_id), who, Decision.TALK, "", NOON)
    steps.close(db_session, kept(db_session, worry_id), who, "well", NOON)
    assert [line.id for line in worries.ended(db_session, who, NOON)] == [worry_id] * may_know


@pytest.mark.parametrize("role", [HEAD, DESIGNATED, LEAD, DEPUTY, SPEAKER])
def test_nobody_of_a_hidden_team_knows_whatever_their_role(db_session: Session, place: InPlace, role: Role) -> None:
    """The one exception would be somebody who alone could read it; see below."""
    box = next((box for box in SAID if role in ENTITLED[box]), Box.ALLEGATIONS)
    worry_id = raised(db_session, SAID[box])
    team = join_team(db_session, "North", place.people[role])
    kept(db_session, worry_id).hidden_from = team
    who = reader(db_session, place, role)
    assert who.team_id == team
    assert worries.find(db_session, worry_id, who) is None
    assert worries.readable(db_session, who) == []
    assert worries.waiting(db_session, who, NOON) == []
    assert worries.waiting_count(db_session, who) == 0
    assert worries.unsent(db_session, who, NOON + timedelta(hours=1)) == 0
    other = replace(who, id=0, team_id=None)
    assert worries.waiting_count(db_session, other) == 1


def test_a_worry_about_an_adult_is_hidden_from_the_team_of_the_cards_giver(db_session: Session, place: InPlace) -> None:
    giver = employed(db_session, Role.WORKER)
    team = join_team(db_session, "North", giver, place.people[HEAD])
    about = raised(db_session, ADULT, giver=giver)
    assert kept(db_session, about).hidden_from == team
    assert worries.waiting(db_session, reader(db_session, place, HEAD), NOON) == []
    assert place.people[HEAD] not in fetched(db_session, about)
    assert kept(db_session, raised(db_session, MIA, giver=giver)).hidden_from is None


def test_a_giver_without_a_team_learns_nothing_and_their_colleagues_do(db_session: Session, place: InPlace) -> None:
    """The head of service has given a card, and is in no team."""
    about = raised(db_session, ADULT, giver=place.people[HEAD])
    assert worries.waiting(db_session, reader(db_session, place, HEAD), NOON) == []
    assert worries.find(db_session, about, reader(db_session, place, DESIGNATED)) is not None
    other = SignedIn(employed(db_session, HEAD, "other-head@council.example"), "B", HEAD)
    assert [line.id for line in worries.waiting(db_session, other, NOON)] == [about]


def test_moving_somebody_to_another_desk_shows_them_nothing(db_session: Session, place: InPlace) -> None:
    """Nor does it to have sat elsewhere when the child spoke: whoever joins the team learns nothing either."""
    second = employed(db_session, HEAD, "other-head@council.example")
    team = join_team(db_session, "North", employed(db_session, Role.WORKER), place.people[HEAD])
    about = raised(db_session, ADULT, giver=employed(db_session, Role.WORKER))
    join_team(db_session, "South", place.people[HEAD])
    db_session.get_one(Staff, second).team_id = team
    db_session.commit()
    for head in (place.people[HEAD], second):
        assert worries.waiting(db_session, signed_in(db_session, head), NOON) == []
        assert head in hiding.hidden_people(db_session, kept(db_session, about))
    # Nobody else is left to be fetched beyond the designated officer, and neither head is.
    escalate(db_session, NOON + timedelta(days=3))
    assert fetched(db_session, about) == {place.people[DESIGNATED]}


def test_it_is_never_hidden_from_everybody_who_could_read_it(db_session: Session, place: InPlace) -> None:
    giver = employed(db_session, Role.WORKER)
    join_team(db_session, "North", giver, place.people[DESIGNATED])
    worry_id = raised(db_session, ADULT, giver=giver)
    assert worries.find(db_session, worry_id, reader(db_session, place, DESIGNATED)) is not None
    assert fetched(db_session, worry_id) == {place.people[DESIGNATED]}
    # But from those of that team who do not read it.
    assert hiding.hidden_people(db_session, kept(db_session, worry_id)) == {giver}


def test_a_decision_is_due_one_working_day_later_and_late_after_that(db_session: Session, place: InPlace) -> None:
    worry_id = raised(db_session)
    who = reader(db_session, place, LEAD)
    due = kept(db_session, worry_id).due
    assert due == NOON + timedelta(days=1)
    assert [line.is_late for line in worries.waiting(db_session, who, due)] == [False]
    assert [line.is_late for line in worries.waiting(db_session, who, due + timedelta(seconds=1))] == [True]
    steps.decide(db_session, kept(db_session, worry_id), who, Decision.PROTECT, "", NOON)
    assert [line.is_late for line in worries.waiting(db_session, who, due + timedelta(days=9))] == [False]


def test_what_came_without_a_card_never_stands_before_a_childs(db_session: Session, place: InPlace) -> None:
    who = reader(db_session, place, LEAD)
    spam = raised(db_session, has_card=False, now=NOON - timedelta(days=9))
    fresh = raised(db_session)
    decided = raised(db_session, now=NOON - timedelta(days=9))
    steps.decide(db_session, kept(db_session, decided), who, Decision.TALK, "", NOON)
    assert [line.id for line in worries.waiting(db_session, who, NOON)] == [fresh, decided, spam]


def test_the_late_come_first_then_the_oldest_undecided(db_session: Session, place: InPlace) -> None:
    who = reader(db_session, place, LEAD)
    decided = raised(db_session, now=NOON - timedelta(days=9))
    steps.decide(db_session, kept(db_session, decided), who, Decision.TALK, "", NOON)
    fresh = raised(db_session, now=NOON - timedelta(hours=1))
    older = raised(db_session, now=NOON - timedelta(hours=2))
    late = raised(db_session, now=NOON - timedelta(days=3))
    assert [line.id for line in worries.waiting(db_session, who, NOON)] == [late, older, fresh, decided]
    assert worries.waiting_count(db_session, who) == 3
    assert worries.earliest_due(worries.waiting(db_session, who, NOON)) == kept(db_session, late).due


def test_a_line_says_who_was_fetched_and_who_read_it(db_session: Session, place: InPlace) -> None:
    worry = kept(db_session, raised(db_session))
    other = kept(db_session, raised(db_session))
    for role in (DEPUTY, LEAD, LEAD):
        steps.note_seen(db_session, worry, reader(db_session, place, role), NOON)
    line = worries.line(db_session, worry, NOON)
    assert line.called == ("A safeguarding-lead",)
    assert line.seen_by == ("A safeguarding-deputy", "A safeguarding-lead")
    assert worry.seen == NOON
    assert worries.line(db_session, other, NOON).seen_by == ()
    assert happened(db_session, worry.id).count(Step.SEEN) == 2


def test_a_flood_without_cards_is_kept_whole_and_fetches_so_many_times(db_session: Session, place: InPlace) -> None:
    """A stranger cannot bury the lead under letters; a child with a card is heard above it."""
    flood = [raised(db_session, has_card=False) for _ in range(MOST_WITHOUT_CARD + 5)]
    assert sum(1 for each in flood if fetched(db_session, each)) == MOST_WITHOUT_CARD
    assert fetched(db_session, raised(db_session, has_card=True))
    assert worries.waiting_count(db_session, reader(db_session, place, LEAD)) == len(flood) + 1


def test_a_box_that_was_never_set_up_takes_nothing_and_says_so(db_session: Session) -> None:
    with pytest.raises(boxes.BoxMissing):
        worries.raise_worry(db_session, MIA, str(uuid4()), True, None, NOON)
    db_session.rollback()
    assert db_session.scalar(select(func.count()).select_from(Worry)) == 0


def test_a_telling_reads_back_its_door(db_session: Session, place: InPlace) -> None:
    read: Telling = worries.read(db_session, kept(db_session, raised(db_session, ADVOCATE)), place.keys[SPEAKER])
    assert read.door is Door.ADVOCATE
