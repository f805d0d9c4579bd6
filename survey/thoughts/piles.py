"""Piles of thoughts: which of them somebody reads next, and about how many there are.

Nobody picks a thought: it is drawn. The order is another in every session, and says nothing of what came before what.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from questions.bank import themes
from survey.keys.own import OpenKey
from survey.keys.tables import Holding
from survey.thoughts.tables import Sort, Stage, Thought, ThoughtTheme, Voice

# A thought's id, and its place among others: lots are drawn among those of the same place.
Placed = tuple[str, tuple[bool, int]]
ANYWHERE = (False, 0)
FEW = 10
STEP = 5
FOLLOWED = frozenset({Sort.COMPLIMENT, Sort.COMPLAINT})


@dataclass(frozen=True)
class Pile:
    """What an officer wants to read: what nobody has sorted yet (``sort`` is None) or one sort, and perhaps one theme.

    ``unfinished`` leaves out compliments and complaints that have been passed on. Nobody reads several voices in one.
    """

    sort: Sort | None = None
    theme: str | None = None
    unfinished: bool = False
    voice: Voice = Voice.CHILD


@dataclass(frozen=True)
class Size:
    """About how many: None where fewer than ten, else rounded down to fives.

    An exact number that goes up by one tells whoever watches it that a child has just written.
    """

    about: int | None


def next_first(session: Session, stage: Stage, key: OpenKey, seed: str, last: str | None) -> str | None:
    """The next thought for those who read first: those that came with a card before any that a stranger may have sent,
    of these the oldest week, so that none is late; drawn within the week."""
    wanted = select(Thought.id, Thought.has_card, Thought.week)
    rows = session.execute(wanted.where(Thought.stage == stage, _opened_by(key)))
    before = session.execute(wanted.where(Thought.id == last)).one_or_none() if last else None
    return _drawn(map(_placed, rows), seed, _placed(before) if before else None)


def next_of(session: Session, pile: Pile, key: OpenKey, seed: str, last: str | None) -> str | None:
    """The next thought of an officer's pile; None where there is no other than the ``last``."""
    ids = session.scalars(_of(pile, select(Thought.id)).where(_opened_by(key)))
    return _drawn(((each, ANYWHERE) for each in ids), seed, (last, ANYWHERE) if last else None)


def sizes_by_sort(session: Session, voice: Voice) -> dict[Sort | None, Size]:
    """About how many of each sort, and (under None) how many nobody has sorted."""
    of_passed = select(Thought.sort, func.count()).where(Thought.stage == Stage.PASSED, Thought.voice == voice)
    counted = _counts(session, of_passed)
    return {sort: size(counted.get(sort, 0)) for sort in (None, *Sort)}


def sizes_by_theme(session: Session, voice: Voice) -> dict[str, Size]:
    """About how many on each theme that any is on, in the order in which themes are reported."""
    of_passed = (
        select(ThoughtTheme.theme, func.count())
        .join(Thought)
        .where(Thought.stage == Stage.PASSED, Thought.voice == voice)
    )
    counted = _counts(session, of_passed)
    return {theme: size(counted[theme]) for theme in themes() if theme in counted}


def _opened_by(key: OpenKey) -> ColumnElement[bool]:
    """What lies under a key that was given up before this person came is not drawn: it would not open."""
    return Thought.box_key_id.in_(select(Holding.box_key_id).where(Holding.staff_id == key.staff_id))


def _of(pile: Pile, wanted: Select[str]) -> Select[str]:
    wanted = wanted.where(Thought.stage == Stage.PASSED, Thought.voice == pile.voice, Thought.sort == pile.sort)
    if pile.theme is not None:
        on_theme = select(ThoughtTheme.thought_id).where(ThoughtTheme.theme == pile.theme)
        # Before a person has said what it is about, there is what the child was asked about.
        wanted = wanted.where(Thought.id.in_(on_theme) if pile.sort else Thought.theme == pile.theme)
    if pile.unfinished:
        wanted = wanted.where(Thought.finished.is_(None))
    return wanted


def _placed(row: Row[str, bool, int]) -> Placed:
    thought_id, has_card, week = row[0], row[1], row[2]
    return thought_id, (not has_card, week)


def _drawn(rows: Iterable[Placed], seed: str, last: Placed | None) -> str | None:
    order = sorted((place, _lot(seed, each), each) for each, place in rows)
    if last is not None:
        placed = (last[1], _lot(seed, last[0]), last[0])
        order = [each for each in order if each > placed] or [each for each in order if each < placed]
    return order[0][2] if order else None


def _lot(seed: str, thought_id: str) -> bytes:
    return hashlib.sha256(f"{seed}:{thought_id}".encode()).digest()


def _counts(session: Session, counted: Select[Any, int]) -> dict[Any, int]:
    by = counted.selected_columns[0]
    return dict(session.execute(counted.group_by(by)).all())


def size(many: int) -> Size:
    return Size(None if many < FEW else many - many % STEP)
