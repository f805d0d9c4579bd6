"""What came through the council's doors, as those who hold the boxes read it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from sqlalchemy import select

from survey import clock
from survey.database import db
from survey.giver import tag_of
from survey.keys import own
from survey.models import Role, Staff
from survey.safeguarding import worries
from survey.safeguarding.tables import Worry
from survey.safeguarding.worries import Telling
from survey.staff.demonstration import PASSPHRASE
from survey.thoughts import envelopes
from survey.thoughts.tables import Thought
from tests.browser.council import at_the_council


def worries_told(council: Flask) -> dict[str, Telling]:
    """Worry → what was said, of all that the lead may read."""

    def look() -> dict[str, Telling]:
        key = _key(Role.SAFEGUARDING_LEAD)
        told = {}
        for worry in db.session.scalars(select(Worry)):
            try:
                told[worry.id] = worries.read(db.session, worry, key)
            except PermissionError:
                continue
        return told

    return at_the_council(council, look)


def with_card(council: Flask) -> Mapping[str, bool]:
    """Worry → whether it came from a page that a card had opened."""
    return at_the_council(council, lambda: {each.id: each.has_card for each in db.session.scalars(select(Worry))})


def thoughts_told(council: Flask) -> dict[str, tuple[str, str | None, str]]:
    """Thought → its prompt, theme and words, of all that are still in the lead's box."""

    def look() -> dict[str, tuple[str, str | None, str]]:
        key = _key(Role.SAFEGUARDING_LEAD)
        told = {}
        for thought in db.session.scalars(select(Thought).where(Thought.stage == "waiting")):
            told[thought.id] = (thought.prompt, thought.theme, envelopes.unseal(db.session, thought, key).words)
        return told

    return at_the_council(council, look)


def cards_of_thoughts(*words: str) -> list[bool]:
    """Whether each came from a page that a card had opened, of the thoughts of these words; inside the application."""
    key = _key(Role.SAFEGUARDING_LEAD)
    waiting = db.session.scalars(select(Thought).where(Thought.stage == "waiting"))
    return [each.has_card for each in waiting if envelopes.unseal(db.session, each, key).words in words]


def given_by_the_worker(council: Flask) -> tuple[str, str]:
    """A card's sign of its giver, and the giver's name."""

    def look() -> tuple[str, str]:
        worker = db.session.scalars(select(Staff).where(Staff.role == Role.WORKER)).first()
        assert worker
        return tag_of(worker.id), worker.name

    return at_the_council(council, look)


def _key(role: Role) -> own.OpenKey:
    person = db.session.scalars(select(Staff).where(Staff.role == role)).first()
    assert person
    return own.show(db.session, person.id, PASSPHRASE, clock.now())
