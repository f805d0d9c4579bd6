"""Somebody at their desk, who opens worries and does something about them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from survey import clock
from survey.models import Role, Staff, Team
from survey.safeguarding import worries
from survey.safeguarding.tables import Door
from survey.safeguarding.worries import Telling
from survey.staff.sessions import SignedIn
from tests.survey.safeguarding.in_place import PASSPHRASE, InPlace
from tests.survey.staff.office import Browser, Office

MIA = Telling(
    door=Door.TALK,
    name="Mia",
    asks_worker=False,
    worker="",
    when="Do not ring. At school, Tuesdays",
    words="I am scared at night",
    about_adult=False,
    language="en",
)
ADULT = replace(MIA, about_adult=True)
ADVOCATE = replace(MIA, door=Door.ADVOCATE)


FRIDAY = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
WORDS = (MIA.name, MIA.when, MIA.words)


class Hand:
    """The hand of the clock."""

    def __init__(self) -> None:
        self.now = FRIDAY

    def pass_by(self, **span: int) -> None:
        self.now += timedelta(**span)


def raised(
    session: Session,
    telling: Telling = MIA,
    has_card: bool = True,
    giver: int | None = None,
    now: datetime | None = None,
) -> str:
    """A worry that a child just raised; commits."""
    worry_id = str(uuid4())
    worries.raise_worry(session, telling, worry_id, has_card, giver, now or clock.now())
    session.commit()
    return worry_id


def signed_in(session: Session, number: int) -> SignedIn:
    person = session.get_one(Staff, number)
    return SignedIn(person.id, person.name, Role(person.role), person.team_id)


def reader(session: Session, place: InPlace, role: Role) -> SignedIn:
    return signed_in(session, place.people[role])


def join_team(session: Session, name: str, *numbers: int) -> int:
    """A team with these people in it."""
    team = Team(name=name)
    session.add(team)
    session.flush()
    for number in numbers:
        session.get_one(Staff, number).team_id = team.id
    session.commit()
    return team.id


class Desk:
    """The browser of somebody who answers children."""

    def __init__(self, office: Office, role: Role) -> None:
        self.browser: Browser = office.signed_in(role)

    def open(self, path: str = "") -> TestResponse:
        return self.browser.open(f"/staff/worries/{path}")

    def send(self, path: str, **fields: str) -> TestResponse:
        return self.browser.send(
            f"/staff/worries/{path}", {name.replace("_", "-"): said for name, said in fields.items()}
        )

    def read(self, worry_id: str, passphrase: str = PASSPHRASE) -> TestResponse:
        return self.send(f"{worry_id}/read", passphrase_passphrase=passphrase)

    def post(self, path: str, fields: Mapping[str, str]) -> TestResponse:
        return self.browser.send(f"/staff/worries/{path}", fields)


def ask(office: Office, *tellings: Telling, has_card: bool = True) -> list[str]:
    """Worries that children have just raised."""
    with office.database() as session:
        return [raised(session, telling, has_card) for telling in tellings or (MIA,)]


def shown(response: TestResponse) -> str:
    """What a page says, without its marks."""
    assert response.status_code == 200, response.status_code
    return text_of(response)


def text_of(response: TestResponse) -> str:
    main = response.text[response.text.index("<main") :]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())
