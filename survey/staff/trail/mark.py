"""The mark: a small signed file beside the database that says how far the trail had come.

A chain shows what was changed in it, and not that its end was cut off. The mark does, to whoever changes the database
and not this file too. Whoever puts both back to an older state is found only by a mark that was kept elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import event, select
from sqlalchemy.orm import Session, SessionTransaction

from survey.configuration import configuration
from survey.durability import write_new
from survey.models import AuditEntry

PENDING = "audit mark"
WRITTEN = re.compile(r"(?P<number>[1-9]\d{0,9})-(?P<hash>[0-9a-f]{64})", re.ASCII)


class MarkForged(RuntimeError):
    """The mark's file is not what was signed."""


@dataclass(frozen=True)
class Mark:
    """An entry's number and hash: who knows these of the newest entry knows whether the whole trail is what it was."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}-{self.hash}"


def mark_from(words: str) -> Mark | None:
    """The mark that ``str`` wrote, if it is one."""
    found = WRITTEN.fullmatch(words)
    return Mark(int(found["number"]), found["hash"]) if found else None


def read() -> Mark | None:
    """The mark that is kept here; None where there is none. Raises ``MarkForged``."""
    try:
        words, _, signature = _path().read_text("utf-8").strip().partition(" ")
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise MarkForged from None
    found = mark_from(words)
    if found is None or not hmac.compare_digest(signature.encode(), _sign(words).encode()):
        raise MarkForged
    return found


def follow(session: Session, written: Mark) -> None:
    """Move the mark to a new entry when its transaction is committed, if that entry's chain leads through the mark.

    If it does not, something was cut off or put in another's place: the mark stays, for otherwise the next deed would
    cover that up. A missing mark is made for the first entry only, for the same reason.
    """
    if PENDING in session.info or _is_led_to(session, written):
        session.info[PENDING] = written


def begin_anew(session: Session, written: Mark) -> None:
    """Put the mark to a new entry, whatever it was: once it is lost, or what it showed is understood."""
    session.info[PENDING] = written


def _is_led_to(session: Session, written: Mark) -> bool:
    try:
        kept = read()
    except MarkForged:
        return False
    if kept is None:
        return written.number == 1
    if kept.number >= written.number:
        return False
    return session.scalar(select(AuditEntry.hash).where(AuditEntry.number == kept.number)) == kept.hash


# Written after the commit and not before it: a mark that runs ahead of its entry, because the commit fails, would cry
# that something was cut off. If the server dies in between, the mark is behind by one entry until the next.
@event.listens_for(Session, "after_commit")
def _write(session: Session) -> None:
    written = session.info.get(PENDING)
    if written is not None:
        try:
            _replace(f"{written} {_sign(str(written))}\n")
        except OSError:
            current_app.logger.error("The audit trail's mark could not be written; its newest entries are not marked.")


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(PENDING, None)


def _replace(words: str) -> None:
    """Whoever looks, even after a power cut, finds the old file or the new one."""
    unfinished = _path().with_name(f".{_path().name}.{secrets.token_hex(8)}")
    try:
        write_new(unfinished, words.encode(), 0o600)
        unfinished.replace(_path())
    finally:
        unfinished.unlink(missing_ok=True)


def _path() -> Path:
    return configuration().instance / "audit-mark"


def _sign(words: str) -> str:
    return hmac.new(configuration().key("audit trail mark"), words.encode(), hashlib.sha256).hexdigest()
