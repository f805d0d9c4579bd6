"""People who are called, a clock that stands still, and a post that hands its letters to a test."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from survey import clock
from survey.alerts.post import Letter
from survey.duty.tables import Absence
from survey.models import Role, Staff, Team
from survey.safeguarding.tables import Door
from survey.safeguarding.worries import Telling, raise_worry
from tests.survey.safeguarding.in_place import InPlace

LEAD, DEPUTY, HEAD = Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY, Role.HEAD_OF_SERVICE
DESIGNATED, ADVOCATE, ADMINISTRATOR = Role.DESIGNATED_OFFICER, Role.ADVOCATE, Role.ADMINISTRATOR
MORNING = datetime(2026, 11, 19, 10, tzinfo=UTC)
WORDS = "Canary-Mia is scared of Canary-Uncle"


@dataclass
class Hands:
    """A post that hands letters to a test; ``fails`` are those that it raises first, in turn."""

    letters: list[Letter] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.letters.append(letter)


@dataclass
class Clock:
    moment: datetime = MORNING

    def __call__(self) -> datetime:
        return self.moment


def a_telling(about_adult: bool = False, door: Door = Door.TALK) -> Telling:
    return Telling(
        door=door,
        name="Canary-Mia",
        asks_worker=False,
        worker="",
        when="at school",
        words=WORDS,
        about_adult=about_adult,
        language="en",
    )


def worry(session: Session, telling: Telling, giver: int | None = None) -> str:
    worry_id = str(uuid.uuid4())
    assert raise_worry(session, telling, worry_id, True, giver, clock.now())
    session.commit()
    return worry_id


def send_away(session: Session, ready: InPlace, *roles: Role, day: date | None = None) -> None:
    for role in roles:
        first_day = day or clock.today()
        session.add(Absence(staff_id=ready.people[role], first=first_day, last=first_day))
    session.commit()


def put_in_team(session: Session, ready: InPlace, *roles: Role) -> int:
    team = Team(name="The team")
    session.add(team)
    session.flush()
    for role in roles:
        session.get_one(Staff, ready.people[role]).team_id = team.id
    session.commit()
    return team.id
