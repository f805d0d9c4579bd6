"""Code cards: how a child gets in without a name. 128 random bits in the QR code, 12 digits for typing.

Only keyed hashes are kept, so that a copy of the database opens no sitting. A card is for a round and a setting, never
for one visit or one child.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from survey.configuration import configuration
from survey.models import Code, Round, RoundSetting
from survey.throttle import count_failure, is_slowed

CODE = re.compile(r"[A-Za-z0-9_-]{22}")
DIGITS = re.compile(r"[0-9]{12}")
ON_SCREEN = timedelta(hours=2)
CARDS_PER_CHILD = 3
GUESSES = "typed-codes"
GUESSES_ALLOWED = 200


class TooManyCards(ValueError):
    """A setting has had all the cards it may have; more would let answers be stuffed."""


@dataclass(frozen=True)
class Card:
    """A fresh card. Shown once and then known to nobody here."""

    code: str
    digits: str
    round_id: str
    setting: str
    version: str


@dataclass(frozen=True)
class Admission:
    """What a card opens: a round, in a setting, in the version its worker chose."""

    round_id: str
    setting: str
    version: str


def issue(session: Session, place: RoundSetting, version: str, count: int, expires: datetime) -> list[Card]:
    """``count`` new cards; raises ``TooManyCards`` beyond three for each child asked in this setting."""
    if place.issued + count > CARDS_PER_CHILD * place.asked:
        raise TooManyCards(place.setting)
    cards = [
        Card(
            code=secrets.token_urlsafe(16),
            digits=f"{secrets.randbelow(10**12):012}",
            round_id=place.round_id,
            setting=place.setting,
            version=version,
        )
        for _ in range(count)
    ]
    for card in cards:
        session.add(
            Code(
                code_hash=_hash(card.code),
                digits_hash=_hash(card.digits),
                round_id=card.round_id,
                setting=card.setting,
                version=version,
                expires=expires,
            )
        )
    place.issued += count
    return cards


def end_of(asked: Round) -> datetime:
    """When printed cards stop working: at the end of the round's last day."""
    return datetime.combine(asked.closes + timedelta(days=1), time.min, UTC)


def knock(session: Session, presented: str, now: datetime) -> Admission | None:
    """What the card would open, leaving it unspent; None for wrong, used and expired cards alike."""
    card = _card(session, presented, now)
    if card is None:
        return None
    row = session.execute(
        select(Code.round_id, Code.setting, Code.version).where(card, Code.expires > now)
    ).one_or_none()
    if row is None:
        _count_guess(session, presented, now)
        return None
    return Admission(row.round_id, row.setting, row.version)


def spend(session: Session, presented: str, now: datetime) -> Admission | None:
    """What the card opens, deleting it and raising its setting's counter; None for wrong, used and expired alike."""
    card = _card(session, presented, now)
    if card is None:
        return None
    row = session.execute(
        delete(Code)
        .where(card, Code.expires > now)
        .returning(Code.round_id, Code.setting, Code.version)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        _count_guess(session, presented, now)
        return None
    session.execute(
        update(RoundSetting)
        .where(RoundSetting.round_id == row.round_id, RoundSetting.setting == row.setting)
        .values(spent=RoundSetting.spent + 1)
        .execution_options(synchronize_session=False)
    )
    return Admission(row.round_id, row.setting, row.version)


def typed(text: str) -> str:
    """The digits in what was typed: groups, spaces and the digits of other scripts are all fine."""
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())


def _hash(presented: str) -> str:
    return hmac.new(configuration().key("code cards"), presented.encode(), hashlib.sha256).hexdigest()


def _card(session: Session, presented: str, now: datetime) -> ColumnElement[bool] | None:
    if CODE.fullmatch(presented):
        return Code.code_hash == _hash(presented)
    if DIGITS.fullmatch(presented) and not is_slowed(session, GUESSES, GUESSES_ALLOWED, now):
        return Code.digits_hash == _hash(presented)
    return None


def _count_guess(session: Session, presented: str, now: datetime) -> None:
    # 128 bits cannot be guessed; twelve digits can, so only they are counted, all guessers together and no address kept
    if DIGITS.fullmatch(presented):
        count_failure(session, GUESSES, now)
