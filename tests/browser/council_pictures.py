"""Pictures of the council's own, put in place and taken away beside a browser."""

from __future__ import annotations

from survey.database import db, writing
from survey.gallery import own
from survey.gallery.taking import Taken


def put(taken: dict[str, Taken]) -> dict[str, own.Own]:
    """Show these concepts by these pictures; tells all that are there."""
    with writing():
        for concept, each in taken.items():
            own.put(db.session, concept, each, "of a test")
        db.session.commit()
    own.forget_remembered()
    return own.own_pictures(db.session)


def take_away() -> None:
    """Show ours everywhere."""
    with writing():
        for concept in own.own_pictures(db.session):
            own.remove(db.session, concept)
        db.session.commit()
    own.forget_remembered()
