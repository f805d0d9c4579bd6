"""Code cards: how a child gets in without a name. 128 random bits in the QR code, 12 digits for typing.

Only keyed hashes are kept, so that a copy of the database opens no sitting. A card is for a round and a setting, never
for one visit or one child.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal, get_args

from sqlalchemy import Executable, bindparam, delete, select
from sqlalchemy.orm import Session

from survey.configuration import configuration
from survey.database import Desk, Moment
from survey.models import Code, Round, RoundSetting
from survey.throttle import count_failure, is_slowed

Kind = Literal["code", "digits"]
CODE = re.compile(r"[A-Za-z0-9_-]{22}")
DIGITS = re.compile(r"[0-9]{12}")
ON_SCREEN = timedelta(hours=2)
CARDS_PER_CHILD = 3
GUESSES = "typed-codes"
GUESSES_ALLOWED = 200
BEFORE_ANY = datetime(1970, 1, 1, tzinfo=UTC)  # as of then no card has expired

_HASHES = {"code": Code.code_hash, "digits": Code.digits_hash}
_OPENS = (Code.round_id, Code.setting, Code.version)
_LOOK: dict[Kind, Executable] = {
    kind: select(*_OPENS).where(_HASHES[kind] == bindparam("hash"), Code.expires > bindparam("now", type_=Moment))
    for kind in get_args(Kind)
}
_SPEND: dict[Kind, Executable] = {
    kind: delete(Code)
    .where(_HASHES[kind] == bindparam("hash"), Code.expires > bindparam("now", type_=Moment))
    .returning(*_OPENS)
    for kind in get_args(Kind)
}


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


def knock(desk: Desk, presented: str, now: datetime) -> Admission | None:
    """What the card would open, leaving it unspent; None for wrong, used and expired cards alike."""
    return _admission(desk, presented, now, _LOOK)


def opened(presented: str) -> str:
    """The card with a proof that it was good when a child began: what they say counts although it expires meanwhile.

    A child may begin in a card's last minute, or answer where there is no signal until the round has closed.
    """
    card = presented.partition(".")[0]
    return f"{card}.{_proof(card)}"


def spend(desk: Desk, presented: str, now: datetime) -> Admission | None:
    """What the card opens, deleting it; None for wrong, used and expired alike.

    One statement deletes and tells: of any number at the same moment, exactly one is admitted.
    """
    return _admission(desk, presented, now, _SPEND)


def typed(text: str) -> str:
    """The digits in what was typed: groups, spaces and the digits of other scripts are all fine."""
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())


def _hash(presented: str) -> str:
    return hmac.new(configuration().key("code cards"), presented.encode(), hashlib.sha256).hexdigest()


def _proof(presented: str) -> str:
    mark = hmac.digest(configuration().key("opened cards"), presented.encode(), "sha256")
    return base64.urlsafe_b64encode(mark[:16]).decode().rstrip("=")


def _admission(desk: Desk, presented: str, now: datetime, by_kind: Mapping[Kind, Executable]) -> Admission | None:
    card, _, proof = presented.partition(".")
    kind = _kind(card)
    if kind is None:
        return None
    if proof and hmac.compare_digest(proof.encode(), _proof(card).encode()):
        now = BEFORE_ANY
    elif proof or (kind == "digits" and is_slowed(desk, GUESSES, GUESSES_ALLOWED, now)):
        return None
    row = desk.execute(by_kind[kind], {"hash": _hash(card), "now": now}).one_or_none()
    if row is None:
        if kind == "digits":
            # 128 bits cannot be guessed; twelve digits can: only they are counted, all together, with no address kept
            count_failure(desk, GUESSES, now)
        return None
    return Admission(row.round_id, row.setting, row.version)


def _kind(presented: str) -> Kind | None:
    if CODE.fullmatch(presented):
        return "code"
    return "digits" if DIGITS.fullmatch(presented) else None
