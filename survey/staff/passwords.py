"""Passwords: hashed with argon2id, and checked in the same time whether or not there is an account."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 1000

# 19 MiB, two passes, one lane: OWASP's smallest setting for argon2id. argon2-cffi's own takes ten times as long when
# several people sign in at once on a small server.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Nobody's password. It is checked where there is no account, so that the time taken does not say whether there is one.
NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$luMpcPPApdXPjyT2yGdiGg$MvpqaSR2H3gCvQONvAt0gCvh0qgxlT+16YoT9rp6rBc"
# A stranger can have passwords checked as fast as they send them. So many are checked at a time and so many wait for it
# that children's pages have processors and threads left.
_AT_ONCE = BoundedSemaphore(2)
_STRANGERS = BoundedSemaphore(8)


class LineTooLong(RuntimeError):
    """So many passwords wait to be checked that a stranger's is not."""


class PasswordTooShort(ValueError):
    """A password of fewer than ``SHORTEST`` characters. Length is the only rule: others make people write them down."""


def hash_of(password: str) -> str:
    """What is kept of a password; raises ``PasswordTooShort``."""
    if len(password) < SHORTEST:
        raise PasswordTooShort(f"a password has at least {SHORTEST} characters")
    with _AT_ONCE:
        return _HASHER.hash(_typed(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether this is the password of which ``kept`` was kept; with None the same work is done and the answer is no."""
    try:
        with _AT_ONCE:
            _HASHER.verify(NOBODYS_HASH if kept is None else kept, _typed(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@contextmanager
def in_line(is_stranger: bool) -> Iterator[None]:
    """A place among those whose password is checked or waits for it; raises ``LineTooLong`` for a stranger too many."""
    if not is_stranger:
        yield
    elif not _STRANGERS.acquire(blocking=False):
        raise LineTooLong
    else:
        try:
            yield
        finally:
            _STRANGERS.release()


def _typed(password: str) -> str:
    # Keyboards write the same letter in different ways; one of them must not lock a person out.
    return unicodedata.normalize("NFKC", password)
