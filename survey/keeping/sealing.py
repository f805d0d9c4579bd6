"""A stream sealed under a passphrase: whoever lacks it learns its length and day, and no changed byte is ever opened.

After a head (kind, day, salt, a check of the passphrase) come chunks of 64 KiB, each under ChaCha20-Poly1305 with its
number and whether it is the last as its nonce, and the head as what it is bound to. A chunk that was changed, moved,
repeated, cut off or added is refused (STREAM: Hoang, Reyhanitabar, Rogaway and Vizár, "Online authenticated encryption
and its nonce-reuse misuse-resistance", 2015). The key is the passphrase's under Argon2id (RFC 9106), with a fresh salt
for every file, so no key is used for two.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from survey.passphrases import SALT, stretch

KIND = b"Heard backup 01\n"
DAY = len("2026-01-31")
CHECK = 16
HEAD = len(KIND) + DAY + SALT + CHECK
CHUNK = 64 * 1024
TAG = 16


class BackupUnreadable(ValueError):
    """A backup cannot be opened. The message quotes nothing in it."""


class PassphraseWrong(BackupUnreadable):
    """The passphrase is not this backup's; or the very beginning of the file was changed."""


class BackupDamaged(BackupUnreadable):
    """The file is no backup, or is not what was written."""


@dataclass(frozen=True)
class _Keys:
    check: bytes
    chunks: bytes


def seal(pieces: Iterable[bytes | memoryview], passphrase: str, day: date, into: BinaryIO) -> None:
    """Write ``pieces``, one after another, sealed, with the ``day`` for everybody to read."""
    # Half a tenth of a second to import, and no request needs it.
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    opening, salt = KIND + day.isoformat().encode(), secrets.token_bytes(SALT)
    keys = _keys(passphrase, salt)
    head = opening + salt + _check(keys, opening + salt)
    cipher = ChaCha20Poly1305(keys.chunks)
    into.write(head)
    for number, (chunk, is_last) in enumerate(_marking_last(_chunks(pieces))):
        into.write(cipher.encrypt(_nonce(number, is_last), chunk, head))


def unseal(sealed: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """What was sealed, chunk by chunk, each of it proven. Only the end proves that nothing was cut off.

    Raises ``PassphraseWrong`` and ``BackupDamaged``.
    """
    # As above.
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    head = sealed.read(HEAD)
    day_of(head)
    opening, salt = head[: len(KIND) + DAY], head[len(KIND) + DAY : -CHECK]
    keys = _keys(passphrase, salt)
    if not hmac.compare_digest(_check(keys, opening + salt), head[-CHECK:]):
        raise PassphraseWrong("The passphrase is not the one this backup was made with.")
    cipher = ChaCha20Poly1305(keys.chunks)
    blocks = iter(lambda: sealed.read(CHUNK + TAG), b"")
    number = -1
    for number, (block, is_last) in enumerate(_marking_last(blocks)):
        try:
            yield cipher.decrypt(_nonce(number, is_last), block, head)
        except InvalidTag:
            raise BackupDamaged("The backup was changed or cut off after it was made.") from None
    if number < 0:
        raise BackupDamaged("The backup was cut off after it was made.")


def day_of(head: bytes) -> date:
    """The day in a backup's first ``HEAD`` bytes, proven by nothing; raises ``BackupDamaged`` where it is no backup."""
    try:
        if len(head) < HEAD or not head.startswith(KIND):
            raise ValueError
        return date.fromisoformat(head[len(KIND) : len(KIND) + DAY].decode("ascii"))
    except ValueError:
        raise BackupDamaged("This is no backup of Heard, or of another version of it.") from None


def _keys(passphrase: str, salt: bytes) -> _Keys:
    stretched = stretch(passphrase, salt)
    return _Keys(hmac.digest(stretched, b"check", hashlib.sha256), hmac.digest(stretched, b"chunks", hashlib.sha256))


def _check(keys: _Keys, opening: bytes) -> bytes:
    return hmac.digest(keys.check, opening, hashlib.sha256)[:CHECK]


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _chunks(pieces: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    """The same bytes in chunks of one size, the last as long as is left."""
    waiting = bytearray()
    for piece in pieces:
        for start in range(0, len(piece), CHUNK):
            waiting += piece[start : start + CHUNK]
            if len(waiting) >= CHUNK:
                yield bytes(waiting[:CHUNK])
                del waiting[:CHUNK]
    if waiting:
        yield bytes(waiting)


def _marking_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    before: bytes | None = None
    for piece in pieces:
        if before is not None:
            yield before, False
        before = piece
    if before is not None:
        yield before, True
