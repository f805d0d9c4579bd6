"""A council where a child who asks reaches a person, and what is then found in its boxes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import clock
from survey.models import Role
from survey.safeguarding import worries
from survey.safeguarding.tables import Worry
from survey.safeguarding.worries import Telling
from survey.thoughts import envelopes
from survey.thoughts.tables import Thought
from tests.survey.safeguarding.in_place import ROUND_THE_CLOCK, InPlace, put_in_place
from tests.survey.staff.office import Office

READERS = (Role.SAFEGUARDING_LEAD, Role.DESIGNATED_OFFICER, Role.ADVOCATE)


@dataclass(frozen=True)
class Council:
    """The office, and the people and keys that are in place there."""

    office: Office
    in_place: InPlace

    @contextmanager
    def worries(self) -> Iterator[list[Worry]]:
        with self.office.database() as session:
            yield list(session.scalars(select(Worry)))

    def told(self, reader: Role) -> list[Telling]:
        """What this reader's key opens, of all worries."""
        with self.office.database() as session:
            return [said for worry in session.scalars(select(Worry)) if (said := self._read(session, worry, reader))]

    def thoughts(self) -> list[tuple[Thought, str, bool]]:
        """Every thought, its words and whether a helper wrote them down."""
        with self.office.database() as session:
            found = list(session.scalars(select(Thought).order_by(Thought.prompt)))
            key = self.in_place.keys[Role.SAFEGUARDING_LEAD]
            opened = [(thought, envelopes.unseal(session, thought, key)) for thought in found]
            session.expunge_all()
            return [(thought, written.words, bool(written.with_helper)) for thought, written in opened]

    def _read(self, session: Session, worry: Worry, reader: Role) -> Telling | None:
        try:
            return worries.read(session, worry, self.in_place.keys[reader])
        except PermissionError:
            return None


def council_in(office: Office, hours: tuple[int, int] = ROUND_THE_CLOCK) -> Council:
    with office.database() as session:
        return Council(office, put_in_place(session, clock.now(), hours))
