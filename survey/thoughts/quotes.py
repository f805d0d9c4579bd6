"""Quotes: words from a thought that may be printed. One person redacts and proposes, another looks and approves.

The first who writes a sentence knows what it means and reads past what gives it away. So two people look, and the
database too refuses an approval by whoever proposed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from survey.keys import boxes
from survey.keys.boxes import Sealed
from survey.keys.own import OpenKey
from survey.keys.tables import Box
from survey.models import Staff
from survey.thoughts.tables import Quote, Refusal, Stage, Thought, Voice

LONGEST = 600


class QuoteUnfit(ValueError):
    """No words, or more than a quote has."""


class OwnProposal(PermissionError):
    """Nobody decides about what they proposed themselves."""


class WordsChanged(RuntimeError):
    """What would be decided about is not what the second person compared."""


class AlreadyDecided(RuntimeError):
    """Somebody approved or refused it before, or it is not theirs to take back."""


@dataclass(frozen=True)
class Line:
    """A quote as it stands in the list. ``words`` are there once it is approved, and not before.

    ``voice`` says whose words they are, and is printed with them.
    """

    id: str
    proposed_by: int
    proposer: str
    proposed: date
    decider: str | None
    refusal: Refusal | None
    approved: date | None
    words: str | None
    voice: Voice

    @property
    def is_waiting(self) -> bool:
        return self.decider is None


def tidy(typed: str) -> str:
    """A quote as it is kept; raises ``QuoteUnfit``."""
    words = typed.replace("\r\n", "\n").strip()
    if not 1 <= len(words) <= LONGEST:
        raise QuoteUnfit
    return words


def listed(session: Session) -> Sequence[Line]:
    """Every quote. They come in the order of their random ids, which says nothing of when a thought was written."""
    proposer, approver, refuser = aliased(Staff), aliased(Staff), aliased(Staff)
    rows = session.execute(
        select(Quote, proposer.name, approver.name, refuser.name, Thought.voice)
        .join(Thought, Thought.id == Quote.thought_id)
        .join(proposer, proposer.id == Quote.proposed_by)
        .outerjoin(approver, approver.id == Quote.approved_by)
        .outerjoin(refuser, refuser.id == Quote.refused_by)
        .order_by(Quote.id)
    )
    return [
        Line(
            quote.id,
            quote.proposed_by,
            by,
            quote.proposed,
            approved_by or refused_by,
            Refusal(quote.refusal) if quote.refusal else None,
            quote.approved,
            quote.words,
            Voice(voice),
        )
        for quote, by, approved_by, refused_by, voice in rows
    ]


def propose(session: Session, quote_id: str, thought: Thought, words: str, by: int, today: date) -> None:
    """Put words aside, sealed, until somebody else has looked; nothing where this id was proposed before.

    Raises ``QuoteUnfit``.
    """
    assert thought.stage == Stage.PASSED, "only what officers may read is quoted"
    kept = boxes.put_in(session, Box.THOUGHTS, _about(quote_id), tidy(words).encode())
    if session.get(Quote, quote_id) is None:
        session.add(
            Quote(
                id=quote_id,
                thought_id=thought.id,
                proposed_by=by,
                proposed=today,
                box_key_id=kept.box_key_id,
                sealed=kept.sealed,
            )
        )
        session.flush()


def proposal(session: Session, quote: Quote, key: OpenKey) -> str:
    """The words of what is not approved yet; raises ``NotAHolder`` and ``AlreadyDecided``."""
    if quote.sealed is None or quote.box_key_id is None:
        raise AlreadyDecided
    return boxes.take_out(session, Sealed(quote.box_key_id, quote.sealed), _about(quote.id), key).decode()


def print_of(quote: Quote, words: str) -> str:
    """What stands for the words that were compared, when somebody decides about them."""
    return hashlib.sha256(f"{quote.id}:{quote.thought_id}:{words}".encode()).hexdigest()


def waits(session: Session, thought: Thought, words: str, key: OpenKey) -> bool:
    """Whether the owner of ``key`` proposed these very words already and nobody has decided; raises ``NotAHolder``."""
    theirs = select(Quote).where(
        Quote.thought_id == thought.id,
        Quote.proposed_by == key.staff_id,
        Quote.approved_by.is_(None),
        Quote.refused_by.is_(None),
    )
    return any(proposal(session, quote, key) == tidy(words) for quote in session.scalars(theirs))


def approve(session: Session, quote: Quote, key: OpenKey, today: date, compared: str) -> None:
    """Open the words for good, where they are those ``compared`` (a ``print_of``).

    Raises ``OwnProposal``, ``AlreadyDecided``, ``NotAHolder`` and ``WordsChanged``.
    """
    _insist_on_second_person(quote, key.staff_id)
    quote.words = _as_compared(session, quote, key, compared)
    quote.sealed, quote.box_key_id = None, None
    quote.approved_by, quote.approved = key.staff_id, today
    session.flush()


def refuse(session: Session, quote: Quote, key: OpenKey, why: Refusal, compared: str) -> None:
    """Let it not go out, and say why; raises as ``approve`` does."""
    _insist_on_second_person(quote, key.staff_id)
    _as_compared(session, quote, key, compared)
    quote.refused_by, quote.refusal = key.staff_id, why
    session.flush()


def withdraw(session: Session, quote: Quote, by: int) -> None:
    """Take a quote away, words and all: one's own proposal, or whatever was approved. Raises ``AlreadyDecided``."""
    if quote.approved_by is None and quote.proposed_by != by:
        raise AlreadyDecided
    session.delete(quote)
    session.flush()


def _as_compared(session: Session, quote: Quote, key: OpenKey, compared: str) -> str:
    words = proposal(session, quote, key)
    if not hmac.compare_digest(print_of(quote, words).encode(), compared.encode()):
        raise WordsChanged
    return words


def _insist_on_second_person(quote: Quote, by: int) -> None:
    if quote.approved_by is not None or quote.refused_by is not None:
        raise AlreadyDecided
    if quote.proposed_by == by:
        raise OwnProposal


def _about(quote_id: str) -> str:
    return f"quote {quote_id}"
