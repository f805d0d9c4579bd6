"""Three sheets of paper, any two of which open every box: for a forgotten passphrase, and for when all who read leave.

Each sheet holds 160 random bits and nothing else. The recovery key is locked three times, once under each pair of
sheets; one sheet alone opens nothing, and without the database neither do all three.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations

from sqlalchemy.orm import Session

from survey import clock, throttle
from survey.keys.boxes import recover
from survey.keys.own import vouch_for
from survey.keys.sealing import Pair, SealBroken, lock, new_pair, unlock
from survey.keys.tables import Box, Recovery

BYTES = 20
CHECK = 5
GROUP = 4
NUMBERS = (1, 2, 3)
LOOKS_LIKE = str.maketrans("018", "OIB")
TRIES = 10


class SheetUnreadable(ValueError):
    """What was typed is not what is on a sheet: a sign is wrong or missing."""


class SheetsDoNotOpen(ValueError):
    """These two are the same sheet, or sheets that are no longer good."""


@dataclass(frozen=True)
class Sheet:
    """What one sheet says; ``number`` is 1, 2 or 3."""

    number: int
    secret: bytes = field(repr=False)

    @property
    def words(self) -> str:
        """Its number and nine groups of four letters and digits, the last of them a check against slips."""
        said = base64.b32encode(self.secret + _check(self.number, self.secret)[:CHECK]).decode().rstrip("=")
        return "-".join([str(self.number), *(said[at : at + GROUP] for at in range(0, len(said), GROUP))])


Sheets = tuple[Sheet, Sheet, Sheet]


def sheet_from(typed: str) -> Sheet:
    """The sheet that was typed, with or without hyphens and spaces, in small letters or large; ``SheetUnreadable``."""
    said = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    # Three of the digits that base 32 leaves out look like letters that it has.
    number, rest = said[:1], said[1:].translate(LOOKS_LIKE)
    try:
        read = base64.b32decode(rest + "=" * (-len(rest) % 8))
    except ValueError:
        raise SheetUnreadable from None
    secret, check = read[:BYTES], read[BYTES:]
    if number not in map(str, NUMBERS) or len(secret) != BYTES:
        raise SheetUnreadable
    if not hmac.compare_digest(check, _check(int(number), secret)[:CHECK]):
        raise SheetUnreadable
    return Sheet(int(number), secret)


def is_made(session: Session) -> bool:
    return session.get(Recovery, 1) is not None


def draw() -> Sheets:
    """Three new sheets, good for nothing until ``make`` or ``use`` has kept what they open.

    They are drawn before and not by these, so that nothing depends on them until somebody says they are printed: a
    page that never arrived would have taken the only sheets with it.
    """
    one, two, three = (Sheet(number, secrets.token_bytes(BYTES)) for number in NUMBERS)
    return one, two, three


def make(session: Session, sheets: Sheets) -> None:
    """Keep what the first three sheets open. They themselves are kept nowhere."""
    assert not is_made(session), "the sheets that are there would open nothing any more"
    _write(session, new_pair(), sheets)


def check(session: Session, first: Sheet, second: Sheet) -> None:
    """Raises ``SheetsDoNotOpen``."""
    _opened(session, first, second)


def is_slowed(session: Session, staff_id: int, now: datetime) -> bool:
    """Whether somebody typed so many wrong pairs that their next must wait.

    Each by themselves: nobody guesses a sheet, and the lead must not wait for what somebody else typed.
    """
    return throttle.is_slowed(session, _tries(staff_id), TRIES, now)


def count_wrong(session: Session, staff_id: int, now: datetime) -> None:
    throttle.count_failure(session, _tries(staff_id), now)


def use(session: Session, first: Sheet, second: Sheet, staff_id: int, new: Sheets) -> list[Box]:
    """Let somebody into every box they are entitled to; from now on the three ``new`` sheets are those that open.

    Returns the boxes. Raises ``SheetsDoNotOpen``.
    """
    private = _opened(session, first, second)
    pair = new_pair()
    boxes = recover(session, private, staff_id, pair)
    session.delete(session.get_one(Recovery, 1))
    session.flush()
    _write(session, pair, new)
    return boxes


def _opened(session: Session, first: Sheet, second: Sheet) -> bytes:
    """The recovery key's private half."""
    kept = session.get(Recovery, 1)
    one, other = sorted((first, second), key=lambda sheet: sheet.number)
    if kept is None or one.number == other.number:
        raise SheetsDoNotOpen
    try:
        return unlock(getattr(kept, f"sheets_{one.number}_{other.number}"), _key_of(one, other))
    except SealBroken:
        raise SheetsDoNotOpen from None


def _write(session: Session, pair: Pair, sheets: Sheets) -> None:
    assert tuple(sheet.number for sheet in sheets) == NUMBERS, "each number is on one sheet"
    locked = {
        f"sheets_{one.number}_{other.number}": lock(pair.private, _key_of(one, other))
        for one, other in combinations(sheets, 2)
    }
    mark = vouch_for("recovery key", 1, pair.public)
    session.add(Recovery(id=1, public=pair.public, made=clock.today(), mark=mark, **locked))
    session.flush()


def _key_of(one: Sheet, other: Sheet) -> bytes:
    # The secrets are random and long: no slow derivation is needed.
    return hashlib.sha256(b"recovery:" + one.secret + other.secret).digest()


def _tries(staff_id: int) -> str:
    return f"recovery-sheets-{staff_id}"


def _check(number: int, secret: bytes) -> bytes:
    return hashlib.sha256(b"sheet %d:" % number + secret).digest()
