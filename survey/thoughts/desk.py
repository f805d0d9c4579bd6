"""The desk at which thoughts are read: the reader's open key, and the thought or quote that an address names."""

from __future__ import annotations

from flask import abort, g, redirect, session, url_for

from survey.database import db
from survey.keys import boxes
from survey.keys.opening import opened
from survey.keys.own import OpenKey
from survey.keys.tables import Box
from survey.staff.doors import TOKEN
from survey.thoughts import reading
from survey.thoughts.tables import Quote, Stage, Thought


def key_at_hand(box: Box) -> OpenKey:
    """The key this person has open. Where none is, they are sent to open it; where it does not fit, 404."""
    key = opened()
    if key is None:
        abort(redirect(url_for("keys.index", next=url_for("thoughts.index")), 303))
    insist_on_holding(box)
    return key


def insist_on_holding(box: Box) -> None:
    if not boxes.holds(db.session, box, g.staff.id):
        abort(404)


def seed() -> str:
    """What makes the order of thoughts another in every session."""
    return str(session[TOKEN])


def thought_or_404(thought_id: str, *stages: Stage) -> Thought:
    return reading.find(db.session, thought_id, *stages) or abort(404)


def quote_or_404(quote_id: str) -> Quote:
    return db.session.get(Quote, quote_id) or abort(404)
