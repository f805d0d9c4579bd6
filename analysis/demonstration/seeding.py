"""Making the demonstration: its people, a released survey, a small released check-in, an open round, and others'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.demonstration import council
from analysis.demonstration.children import parts
from analysis.demonstration.others import OTHERS
from analysis.demonstration.trust import put_in_place
from analysis.release import release
from questions.answers import write_part
from survey import codes
from survey.models import Mark, Round, RoundSetting
from survey.responses import Delivery, Receipt, receive
from survey.rounds.calendar import Stage, stage_of
from survey.staff.demonstration import ACCOUNTS, PASSWORD
from survey.staff.people import add_staff

NOON = time(12, tzinfo=UTC)


def is_made(session: Session) -> bool:
    return session.scalars(select(Round.id).limit(1)).first() is not None


def make(session: Session, today: date) -> None:
    """Make the demonstration as of ``today``; the caller commits."""
    people = {
        email: add_staff(session, email, name, ACCOUNTS[email], PASSWORD) for email, name in council.STAFF.items()
    }
    put_in_place(session, people, today)
    survey = _round(session, "survey", "Children in care survey", council.SURVEY, today - timedelta(days=160), 57)
    _answer(session, survey, council.SURVEY, council.SURVEY_SHARES)
    release(session, survey, survey.closes + timedelta(days=survey.grace_days + 4))
    check_in = _round(
        session, "check-in", "Homes and lodgings check-in", council.CHECK_IN, today - timedelta(days=70), 28
    )
    _answer(session, check_in, council.CHECK_IN, council.CHECK_IN_SHARES)
    release(session, check_in, check_in.closes + timedelta(days=check_in.grace_days + 4))
    now_open = _round(session, "now", "Hear from me", council.OPEN_NOW, today - timedelta(days=25), 70)
    _answer(session, now_open, council.OPEN_NOW, council.SURVEY_SHARES, days=24)
    for other in OTHERS:
        opens = today - timedelta(days=other.ago)
        asked = _round(session, other.key, other.name, other.places, opens, other.days, other.question_set)
        shares = {theme: (share,) * len(other.places) for theme, share in other.shares.items()}
        _answer(session, asked, other.places, shares, days=min(other.ago, other.days) - 1)
        if stage_of(asked, today) is Stage.READY:
            release(session, asked, today - timedelta(days=1))


def _round(
    session: Session,
    key: str,
    name: str,
    places: Sequence[council.Place],
    opens: date,
    days: int,
    question_set: str = "children-in-care",
) -> Round:
    asked = Round(
        id=f"{key}-{opens.year}",
        name=f"{name} {opens.year}",
        question_set=question_set,
        opens=opens,
        closes=opens + timedelta(days=days),
    )
    asked.settings = [
        RoundSetting(setting=place.setting, position=position, asked=place.asked)
        for position, place in enumerate(places)
    ]
    session.add(asked)
    session.flush()
    return asked


def _answer(
    session: Session,
    asked: Round,
    places: Sequence[council.Place],
    shares: Mapping[str, tuple[int, ...]],
    days: int = 50,
) -> None:
    """Deliver every fictional sitting the way a tablet does: on a card, through the one writer of answers."""
    ends = codes.end_of(asked)
    for column, (place, kept) in enumerate(zip(places, asked.settings, strict=True)):
        mine = {theme: row[column] for theme, row in shares.items()}
        for number, part in enumerate(parts(place, mine, asked.id.rpartition("-")[0], asked.question_set)):
            [card] = codes.issue(session, kept, part.question_set.version.key, 1, ends)
            session.flush()
            day = asked.opens + timedelta(days=number * min(days, (asked.closes - asked.opens).days) // place.took_part)
            delivery = Delivery(str(part.sitting), card.code, write_part(part).encode(), Mark.FINISHED)
            receipt = receive(session, delivery, datetime.combine(day, NOON))
            assert receipt is Receipt.KEPT, "the demonstration's own answers must be good ones"
    session.flush()
