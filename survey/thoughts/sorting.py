"""Sorting thoughts: a person says what a thought is and what it is about. No program guesses at a child's words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from questions.bank import themes as known_themes
from survey.thoughts.piles import FOLLOWED
from survey.thoughts.tables import Sort, Thought, ThoughtTheme


class NothingToFinish(ValueError):
    """Only a compliment is passed on, and only a complaint is handed on."""


def sort(session: Session, thought: Thought, as_what: Sort, about: Collection[str]) -> None:
    """Keep what somebody says a thought is, in place of what was said before. Unknown themes are left out."""
    if as_what != thought.sort:
        thought.finished = None
    thought.sort = as_what
    said_before = select(ThoughtTheme).where(ThoughtTheme.thought_id == thought.id)
    kept = {row.theme: row for row in session.scalars(said_before)}
    for theme in known_themes():
        if theme in kept and theme not in about:
            session.delete(kept[theme])
        elif theme in about and theme not in kept:
            session.add(ThoughtTheme(thought_id=thought.id, theme=theme))
    session.flush()


def finish(thought: Thought, today: date) -> None:
    """Keep that a compliment was passed on or a complaint handed on; raises ``NothingToFinish``."""
    if thought.sort not in FOLLOWED:
        raise NothingToFinish
    thought.finished = thought.finished or today
