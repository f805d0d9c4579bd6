"""Reading thoughts. Whatever way words come to somebody's eyes, they come through ``read``, which tells the trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey.keys.boxes import Sealed
from survey.keys.own import OpenKey
from survey.keys.tables import Box
from survey.safeguarding.tables import Door
from survey.safeguarding.worries import Telling
from survey.staff.sessions import SignedIn
from survey.staff.trail.entries import Deed, note
from survey.thoughts import envelopes
from survey.thoughts.envelopes import Written
from survey.thoughts.tables import Prompt, Sort, Stage, Thought, ThoughtTheme, Voice


class Why(StrEnum):
    """Why somebody reads. Those who read first need no other reason; officers choose one."""

    FIRST = "first"
    FINDINGS = "findings"
    ANSWER = "answer"
    QUOTE = "quote"


DEEDS: Mapping[Why, Deed] = {
    Why.FIRST: Deed.THOUGHT_READ,
    Why.FINDINGS: Deed.READ_FOR_FINDINGS,
    Why.ANSWER: Deed.READ_FOR_ANSWER,
    Why.QUOTE: Deed.READ_FOR_QUOTE,
}


class NotWaiting(RuntimeError):
    """Somebody else has passed this thought on in the meantime."""


@dataclass(frozen=True)
class Reading:
    """A thought as it is shown. Nothing in it says who wrote it, where they live, or when."""

    id: str
    prompt: Prompt
    voice: Voice
    asked_about: str | None
    stage: Stage
    written: Written
    sort: Sort | None
    themes: frozenset[str]
    is_finished: bool


def find(session: Session, thought_id: str, *stages: Stage) -> Thought | None:
    """A thought of one of these stages; None also where it is of another, so that nobody learns that it exists."""
    thought = session.get(Thought, thought_id)
    return thought if thought is not None and thought.stage in stages else None


def read(session: Session, thought: Thought, key: OpenKey, why: Why, by: SignedIn) -> Reading:
    """Open a thought for somebody, and note in the trail that they read it and why; raises ``NotAHolder``."""
    assert by.id == key.staff_id, "one person's key, another's name in the trail"
    shown = Reading(
        thought.id,
        Prompt(thought.prompt),
        Voice(thought.voice),
        thought.theme,
        Stage(thought.stage),
        envelopes.unseal(session, thought, key),
        Sort(thought.sort) if thought.sort else None,
        frozenset(session.scalars(select(ThoughtTheme.theme).where(ThoughtTheme.thought_id == thought.id))),
        thought.finished is not None,
    )
    note(session, DEEDS[why], by, thought_id=thought.id)
    return shown


def pass_on(session: Session, thought: Thought, key: OpenKey) -> None:
    """Give a thought to the officers: seal it anew for them, words only. Raises ``NotWaiting``, ``NotAHolder``."""
    if thought.stage == Stage.PASSED:
        raise NotWaiting
    written = envelopes.unseal(session, thought, key)
    _lay(thought, Stage.PASSED, envelopes.seal(session, Box.THOUGHTS, thought.id, replace(written, with_helper=None)))


def keep_back(session: Session, thought: Thought, key: OpenKey) -> None:
    """Leave a thought with those who read first; raises ``NotWaiting``, and ``NotAHolder`` for whoever is none."""
    if thought.stage == Stage.PASSED:
        raise NotWaiting
    envelopes.unseal(session, thought, key)
    thought.stage = Stage.KEPT_BACK


def set_aside(session: Session) -> int:
    """Take every unread thought that came without a card out of the pile, and say how many. They are kept.

    For a flood: children were told that a person reads what they write, and nobody reads a hundred thousand.
    """
    flood = update(Thought).where(Thought.stage == Stage.WAITING, Thought.has_card.is_(False))
    moved = session.execute(flood.values(stage=Stage.SET_ASIDE).returning(Thought.id))
    return len(moved.all())


def move_out(session: Session, thought: Thought, key: OpenKey, who: str) -> Telling:
    """What a thought says, as a worry with ``who`` for a name; the thought itself goes. Raises ``NotAHolder``."""
    told = Telling(
        door=Door.TALK,
        name=who,
        asks_worker=False,
        worker="",
        when="",
        words=envelopes.unseal(session, thought, key).words,
        about_adult=False,
        language="",
    )
    session.delete(thought)
    return told


def _lay(thought: Thought, stage: Stage, kept: Sealed) -> None:
    thought.stage, thought.box_key_id, thought.sealed = stage, kept.box_key_id, kept.sealed
