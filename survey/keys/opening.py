"""Opening one's key in this browser: for every page that needs it."""

from __future__ import annotations

from enum import Enum

from flask import g, session

from survey import clock
from survey.database import db, writing
from survey.keys import own
from survey.keys.own import KeyChanged, KeyMissing, OpenKey, TooManyTries
from survey.keys.sealing import PassphraseWrong
from survey.staff.doors import TOKEN


class Refusal(Enum):
    """Why a key was not opened."""

    WRONG = "wrong"
    SLOWED = "slowed"


def open_here(passphrase: str) -> Refusal | None:
    """Open the key of whoever is signed in, for half an hour in this browser; commits. None: it is open.

    ``own.KeyMissing`` counts as wrong.
    """
    outcome = show(passphrase)
    if isinstance(outcome, Refusal):
        return outcome
    with writing():
        try:
            own.keep_open(db.session, outcome, session[TOKEN], clock.now())
        except TooManyTries:
            return Refusal.SLOWED
        except KeyChanged:
            return Refusal.WRONG
        db.session.commit()
    return None


def show(passphrase: str) -> OpenKey | Refusal:
    """The key, or why not; a wrong passphrase is counted and committed. Takes a tenth of a second before that."""
    now = clock.now()
    try:
        key = own.show(db.session, g.staff.id, passphrase, now)
    except TooManyTries:
        return Refusal.SLOWED
    except (PassphraseWrong, KeyMissing):
        with writing():
            own.count_wrong(db.session, g.staff.id, now)
            db.session.commit()
        return Refusal.WRONG
    return key


def opened() -> OpenKey | None:
    """The key that is open in this browser."""
    return own.opened(db.session, g.staff.id, session[TOKEN], clock.now())
