"""Quotes: words from a thought that may be printed. One person redacts and proposes, another looks and approves.

The first who writes a sentence knows what it means and reads past what gives it away. So two people look, and the
database too refuses an approval by whoever proposed.
"""

from __future__ import annotations

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
from survey.thoughts.tables import Quote, Refusal, Stage, Thought

LONGEST = 600


class QuoteUnfit(ValueError):
    """No words, or more than a quote has."""


class OwnProposal(PermissionError):
    """Nobody decides about what they proposed themselves."""


class AlreadyDecided(RuntimeError):
    """Somebody approved or refused it before, or it is not theirs to take back."""


@dataclass(frozen=True)
class Line:
    """A quote as it stands in the list. ``words`` are there once it is approved, and not before."""

    id: str
    proposed_by: int
    proposer: str
    proposed: date
    decider: str | None
    refusal: Refusal | None
    approved: date | None
    words: str | None

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
        select(Quote, proposer.name, approver.name, refuser.name)
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
        )
        for quote, by, approved_by, refused_by in rows
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


def approve(session: Session, quote: Quote, key: OpenKey, today: date) -> None:
    """Open the words for good; raises ``OwnProposal``, ``AlreadyDecided`` and ``NotAHolder``."""
    _insist_on_second_person(quote, key.staff_id)
    quote.words = proposal(session, quote, key)
    quote.sealed, quote.box_key_id = None, None
    quote.approved_by, quote.approved = key.staff_id, today
    session.flush()


def refuse(session: Session, quote: Quote, key: OpenKey, why: Refusal) -> None:
    """Let it not go out, and say why; raises ``OwnProposal``, ``AlreadyDecided`` and ``NotAHolder``."""
    _insist_on_second_person(quote, key.staff_id)
    proposal(session, quote, key)
    quote.refused_by, quote.refusal = key.staff_id, why
    session.flush()


def withdraw(session: Session, quote: Quote, by: int) -> None:
    """Take a quote away, words and all: one's own proposal, or whatever was approved. Raises ``AlreadyDecided``."""
    if quote.approved_by is None and quote.proposed_by != by:
        raise AlreadyDecided
    session.delete(quote)
    session.flush()


def _insist_on_second_person(quote: Quote, by: int) -> None:
    if quote.approved_by is not None or quote.refused_by is not None:
        raise AlreadyDecided
    if quote.proposed_by == by:
        raise OwnProposal


def _about(quote_id: str) -> str:
    return f"quote {quote_id}"
