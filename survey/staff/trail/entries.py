"""The audit trail: what staff did, one entry a deed, each sealed to the one before it.

An entry is written in the transaction of the deed, so that neither exists without the other. It holds what was done, by
whom and to which row: never a child's words, a code, or anything that was typed. No path that an answer takes writes
one, nor does making or handing over a card: an entry must not say when a child answered. A call for help is noted, to
the day: somebody must come, and must not be able to deny that they were called.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from survey import clock
from survey.configuration import configuration
from survey.models import AuditEntry
from survey.staff.trail import mark
from survey.staff.trail.mark import Mark

FORMAT = 1
# What the first entry names as the one before it.
BEGINNING = "0" * 64
ABOUT_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
# PostgreSQL's name for the one place at which entries are written. Any number does that nothing else takes.
TURN = 8_472_001


class Deed(StrEnum):
    """What can be done. A new deed is a new word here: the table takes any, and the page needs a sentence for it."""

    SIGNED_IN = "signed-in"
    SIGNED_OUT = "signed-out"
    REFUSED = "sign-in-refused"
    SLOWED = "sign-in-slowed"
    MANY_REFUSED = "many-refused"
    STAFF_ADDED = "staff-added"
    PASSWORD_SET = "password-set"  # noqa: S105  the name of a deed
    SWITCHED_OFF = "switched-off"
    SWITCHED_ON = "switched-on"
    SESSIONS_ENDED = "sessions-ended"
    ROUND_PLANNED = "round-planned"
    ROUND_CHANGED = "round-changed"
    END_MOVED = "end-moved"
    RELEASED = "results-released"
    DOWNLOADED = "figures-downloaded"
    MARK_SET = "mark-set"
    PURGED = "purged"
    RESTORED = "restored"
    WORRY_RAISED = "worry-raised"
    WORRY_ALERTED = "worry-alerted"
    WORRY_SEEN = "worry-seen"
    WORRY_DECIDED = "worry-decided"
    WORRY_PASSED = "worry-passed"
    WORRY_NOTED = "worry-noted"
    WORRY_CLOSED = "worry-closed"
    WORRY_REOPENED = "worry-reopened"
    WORRY_HIDDEN = "worry-hidden"
    WORRY_EXPORTED = "worry-exported"
    WORRY_ERASED = "worry-erased"
    ERASED_ON_REQUEST = "worry-erased-on-request"
    ERASED_AS_MISTAKE = "worry-erased-as-mistake"
    WORRIES_SEARCHED = "worries-searched"
    THOUGHT_READ = "thought-read"
    READ_FOR_FINDINGS = "read-for-findings"
    READ_FOR_ANSWER = "read-for-answer"
    READ_FOR_QUOTE = "read-for-quote"
    THOUGHT_PASSED = "thought-passed"
    THOUGHT_KEPT_BACK = "thought-kept-back"
    THOUGHTS_SET_ASIDE = "thoughts-set-aside"
    THOUGHT_RAISED = "thought-raised"
    THOUGHT_TAGGED = "thought-tagged"
    THOUGHT_FINISHED = "thought-finished"
    QUOTE_PROPOSED = "quote-proposed"
    QUOTE_APPROVED = "quote-approved"
    QUOTE_REFUSED = "quote-refused"
    QUOTE_WITHDRAWN = "quote-withdrawn"
    NAMES_CHANGED = "names-changed"
    KEY_MADE = "key-made"
    PASSPHRASE_CHANGED = "passphrase-changed"  # noqa: S105  the name of a deed
    BOX_MADE = "box-made"
    LET_IN = "let-in"
    PUT_OUT = "put-out"
    SHEETS_MADE = "sheets-made"
    SHEETS_USED = "sheets-used"
    SHEETS_REFUSED = "sheets-refused"
    DUTY_CHANGED = "duty-changed"
    ALERT_TESTED = "alert-tested"
    TEAM_ADDED = "team-added"
    TEAM_CHANGED = "team-changed"
    RECORDING_KEPT = "recording-kept"
    RECORDING_REMOVED = "recording-removed"
    PICTURES_CHANGED = "pictures-changed"
    PICTURE_REMOVED = "picture-removed"
    STAFF_EXPORTED = "staff-exported"
    STAFF_ERASED = "staff-erased"
    WORDINGS_TAKEN = "wordings-taken"
    WORDINGS_DROPPED = "wordings-dropped"
    LANGUAGE_CHECKED = "language-checked"
    CHECK_WITHDRAWN = "check-withdrawn"


class Doer(Protocol):
    """Somebody who does something: a person who is signed in, or one of those below."""

    @property
    def id(self) -> int | None: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True)
class Unnamed:
    """Whoever is not signed in, and so has a place but no number."""

    role: str
    id: None = None


NOBODY = Unnamed("nobody")
KEYBOARD = Unnamed("keyboard")


def note(
    session: Session,
    deed: Deed,
    by: Doer,
    *,
    staff_id: int | None = None,
    round_id: str | None = None,
    worry_id: str | None = None,
    thought_id: str | None = None,
    quote_id: str | None = None,
    language: str | None = None,
    to_the_day: bool = False,
) -> Mark:
    """Write an entry in the session's transaction, and have the mark follow it once that is committed.

    One id says whom or what it was done to; nothing else can be said. ``to_the_day`` leaves the time away. To be called
    last before the commit: on PostgreSQL others wait from here on. Raises ``ValueError`` for two ids, or what is none.
    """
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        # SQLite has one writer anyway. Here two at once would both follow on the same entry, and one would fail.
        session.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
    last = session.execute(
        select(AuditEntry.number, AuditEntry.hash).order_by(AuditEntry.number.desc()).limit(1)
    ).one_or_none()
    now = clock.now().astimezone(UTC)
    number = last.number + 1 if last else 1
    entry = {
        "number": number,
        "moment": now.strftime("%Y-%m-%d" if to_the_day else "%Y-%m-%dT%H:%M:%SZ"),
        "actor": by.id,
        "role": str(by.role),
        "deed": str(deed),
        "about": _about(
            staff=staff_id,
            round=round_id,
            worry=worry_id,
            thought=thought_id,
            quote=quote_id,
            language=language.lower().replace("_", "-") if language else None,
        ),
        "previous": last.hash if last else BEGINNING,
    }
    written = Mark(number, seal(entry, configuration().key("audit trail")))
    session.execute(insert(AuditEntry).values(**entry, hash=written.hash))
    mark.follow(session, written)
    return written


def seal(entry: dict[str, Any], key: bytes) -> str:
    """HMAC-SHA256 (64 hexadecimal digits) of all of an entry but its own hash.

    Taken over a JSON list in the order below, in ASCII and without spaces. What cannot stand in JSON (somebody may
    have put bytes where words were) is sealed as Python writes it, which is never what was sealed before.
    """
    said = [FORMAT, *(entry[name] for name in SEALED)]
    return hmac.new(key, json.dumps(said, separators=(",", ":"), default=repr).encode(), hashlib.sha256).hexdigest()


SEALED = ("number", "moment", "actor", "role", "deed", "about", "previous")


def _about(**ids: str | int | None) -> str:
    named = [f"{kind}:{key}" for kind, key in ids.items() if key is not None]
    if len(named) > 1 or any(not ABOUT_ID.fullmatch(each.partition(":")[2]) for each in named):
        raise ValueError("an entry is about one thing, and says no more of it than its id")
    return named[0] if named else ""
