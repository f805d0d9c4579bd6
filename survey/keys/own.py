"""A person's own key: made with a passphrase, opened for one session at a time, and forgotten when that ends.

The passphrase is not the sign-in password: an administrator can set a new password, and must not be able to read what
children say by it. A private key is in memory while a request is answered. Between requests it lies sealed under the
session's token, which only the browser has: a copy of the database opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from survey import clock
from survey.configuration import configuration
from survey.keys.sealing import Pair, SealBroken, lock, new_pair, public_half, unlock, unwrap, wrap
from survey.keys.tables import Holding, OpenedKey, OwnKey
from survey.models import StaffSession
from survey.passphrases import SHORTEST_PASSPHRASE
from survey.staff.sessions import hash_of_token
from survey.throttle import count_failure, forget_failures, is_slowed

OPEN_FOR = timedelta(minutes=30)
TRIES = 10


class PassphraseTooShort(ValueError):
    """A passphrase of fewer than ``SHORTEST_PASSPHRASE`` signs."""


class KeyMissing(LookupError):
    """This person has not made a key yet."""


class KeyForged(RuntimeError):
    """A public key in the database is not one that this service put there: nothing may be sealed to it."""


class KeyChanged(SealBroken):
    """Since this key was opened, its owner has made another one, or set another passphrase: in another window."""


class TooManyTries(RuntimeError):
    """So many wrong passphrases that the next must wait."""


@dataclass(frozen=True)
class FreshKey:
    """A key pair that belongs to nobody yet, its private half wrapped by a passphrase already."""

    pair: Pair
    wrapped: bytes


@dataclass(frozen=True)
class OpenKey:
    """Somebody's private key while a request is answered. Whoever holds one has shown a passphrase.

    ``wrapped`` is what the passphrase opened; nothing where the key was open already.
    """

    staff_id: int
    private: bytes = field(repr=False)
    wrapped: bytes = field(default=b"", repr=False)


def has_key(session: Session, staff_id: int) -> bool:
    return session.get(OwnKey, staff_id) is not None


def draw(passphrase: str) -> FreshKey:
    """A new key pair under a passphrase; raises ``PassphraseTooShort``.

    Takes a tenth of a second: to be called before the writing turn, for which children's answers wait.
    """
    pair = new_pair()
    return FreshKey(pair, wrap(pair.private, _good(passphrase)))


def make_own(session: Session, staff_id: int, fresh: FreshKey) -> OpenKey:
    """Give somebody a fresh key. What the one before could open is lost to it: it holds no box any more."""
    forget_own(session, staff_id)
    session.add(
        OwnKey(
            staff_id=staff_id,
            public=fresh.pair.public,
            wrapped=fresh.wrapped,
            made=clock.today(),
            mark=vouch_for("own key", staff_id, fresh.pair.public),
        )
    )
    session.flush()
    return OpenKey(staff_id, fresh.pair.private)


def forget_own(session: Session, staff_id: int) -> None:
    """Take somebody's key and all that it opens away from them, in whatever browsers it is open."""
    shut_everywhere(session, staff_id)
    session.execute(delete(Holding).where(Holding.staff_id == staff_id).execution_options(synchronize_session=False))
    session.execute(delete(OwnKey).where(OwnKey.staff_id == staff_id).execution_options(synchronize_session=False))
    session.expire_all()


def rewrap(key: OpenKey, passphrase: str) -> bytes:
    """An opened key under another passphrase, in a tenth of a second; raises ``PassphraseTooShort``."""
    return wrap(key.private, _good(passphrase))


def change_passphrase(session: Session, key: OpenKey, wrapped: bytes) -> None:
    """Keep a key as ``rewrap`` wrapped it. It is shut everywhere: whoever saw the old passphrase may have it open.

    Raises ``KeyChanged``: an old private half beside a new public one would open nothing, and look as if it did.
    """
    own = _unchanged(session, key)
    if own.wrapped != key.wrapped:
        raise KeyChanged
    own.wrapped = wrapped
    shut_everywhere(session, key.staff_id)


def public_of(session: Session, staff_id: int) -> bytes:
    """Somebody's public key; raises ``KeyMissing`` and ``KeyForged``."""
    own = session.get(OwnKey, staff_id)
    if own is None:
        raise KeyMissing
    if not is_genuine(session, staff_id):
        raise KeyForged("a person's public key was changed in the database")
    return own.public


def is_genuine(session: Session, staff_id: int) -> bool:
    """Whether somebody's public key is the one that this service put there."""
    own = session.get(OwnKey, staff_id)
    return own is not None and hmac.compare_digest(own.mark, vouch_for("own key", staff_id, own.public))


def show(session: Session, staff_id: int, passphrase: str, now: datetime) -> OpenKey:
    """The key of whoever knows its passphrase; raises ``PassphraseWrong``, ``KeyMissing``, ``TooManyTries``.

    Takes a tenth of a second, so not while the writing turn is held: ``count_wrong`` is for inside it.
    """
    own = session.get(OwnKey, staff_id)
    if own is None:
        raise KeyMissing
    if is_slowed(session, _tries(staff_id), TRIES, now):
        raise TooManyTries
    return OpenKey(staff_id, unwrap(own.wrapped, passphrase), own.wrapped)


def count_wrong(session: Session, staff_id: int, now: datetime) -> None:
    """Count a wrong passphrase: after ten, even the right one waits ten minutes."""
    count_failure(session, _tries(staff_id), now)


def keep_open(session: Session, key: OpenKey, token: str, now: datetime) -> None:
    """Keep a key open for the session of ``token``, for half an hour.

    Raises ``TooManyTries``: guesses that were sent all at once are all shown before any is counted; and ``KeyChanged``.
    """
    if is_slowed(session, _tries(key.staff_id), TRIES, now):
        raise TooManyTries
    _unchanged(session, key)
    forget_failures(session, _tries(key.staff_id))
    shut(session, token)
    session.add(
        OpenedKey(token_hash=hash_of_token(token), sealed=lock(key.private, _under(token)), until=now + OPEN_FOR)
    )


def opened(session: Session, staff_id: int, token: str, now: datetime) -> OpenKey | None:
    """The key that is open in this session, if there is one."""
    row = session.execute(
        select(OpenedKey.sealed).where(OpenedKey.token_hash == hash_of_token(token), OpenedKey.until > now)
    ).one_or_none()
    if row is None or not has_key(session, staff_id):
        return None
    try:
        return OpenKey(staff_id, unlock(row.sealed, _under(token)))
    except SealBroken:
        return None


def open_until(session: Session, token: str, now: datetime) -> datetime | None:
    """Until when a key is open in this session; None where none is."""
    return session.scalar(
        select(OpenedKey.until).where(OpenedKey.token_hash == hash_of_token(token), OpenedKey.until > now)
    )


def shut(session: Session, token: str) -> None:
    session.execute(
        delete(OpenedKey)
        .where(OpenedKey.token_hash == hash_of_token(token))
        .execution_options(synchronize_session=False)
    )


def shut_everywhere(session: Session, staff_id: int) -> None:
    theirs = select(StaffSession.token_hash).where(StaffSession.staff_id == staff_id)
    session.execute(
        delete(OpenedKey).where(OpenedKey.token_hash.in_(theirs)).execution_options(synchronize_session=False)
    )


def sign_of(public: bytes) -> str:
    """Eight letters and digits that two people read to each other, to know that they speak of the same key."""
    said = base64.b32encode(hashlib.sha256(b"sign of a key:" + public).digest()).decode()
    return f"{said[:4]}-{said[4:8]}"


def vouch_for(kind: str, number: int, public: bytes) -> str:
    """What stands beside a public key that this service made: nobody without the council's secret can write it."""
    return hmac.new(configuration().key(kind), b"%d:" % number + public, hashlib.sha256).hexdigest()


def _unchanged(session: Session, key: OpenKey) -> OwnKey:
    """The row of a key that is still its owner's, held until the end of the transaction; raises ``KeyChanged``."""
    own = session.get(OwnKey, key.staff_id, with_for_update=True)
    if own is None or not hmac.compare_digest(own.public, public_half(key.private)):
        raise KeyChanged
    return own


def _good(passphrase: str) -> str:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShort(f"a passphrase has at least {SHORTEST_PASSPHRASE} signs")
    return passphrase


def _under(token: str) -> bytes:
    # 256 random bits need no slow derivation; another use of the same token gives another key.
    return hashlib.sha256(b"opened key:" + token.encode()).digest()


def _tries(staff_id: int) -> str:
    return f"passphrase-{staff_id}"
