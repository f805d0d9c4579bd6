"""Receiving thoughts: the only writer of new ones. It never commits; whoever calls it does, and then says thank you."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questions.bank import themes
from survey import clock
from survey.keys.tables import Box
from survey.thoughts import envelopes
from survey.thoughts.envelopes import Written
from survey.thoughts.records import Record
from survey.thoughts.tables import Prompt, Stage, Thought, Voice

# Twice what a child's page takes: what a browser counts otherwise than we do is not lost.
LONGEST = 4000
# Nobody needs a card to tell a thought, so somebody may send very many: they must neither fill the disk nor take the
# place of what comes from children whom a worker met.
MOST_WITH_CARD = 10_000
MOST_WITHOUT_CARD = 500


class ThoughtUnfit(ValueError):
    """No words, too many of them, an unknown theme, or an id that is not random. Says nothing of what was written."""


class TooManyWaiting(RuntimeError):
    """So many thoughts wait to be read that no more are taken: this one was not kept."""


def keep(
    session: Session,
    prompt: Prompt,
    theme: str | None,
    words: str,
    with_helper: bool,
    thought_id: str,
    now: datetime,
    *,
    has_card: bool = False,
    voice: Voice = Voice.CHILD,
) -> bool:
    """Seal a thought for those who read it first, with its week and nothing finer. False: it was kept before.

    ``thought_id`` stands for these words: nothing else may ever be told under it.
    Raises ``ThoughtUnfit``, ``TooManyWaiting``, and ``BoxMissing`` where nobody is set up to read.
    """
    written = Written(words.replace("\r\n", "\n").strip(), with_helper)
    if not 1 <= len(written.words) <= LONGEST or not (theme is None or theme in themes()):
        raise ThoughtUnfit
    return _keep(
        session, Thought(id=thought_id, prompt=prompt, voice=voice, theme=theme, has_card=has_card), written, now
    )


def keep_record(session: Session, record: Record, thought_id: str, now: datetime, *, has_card: bool = False) -> bool:
    """Seal an observer's record as ``keep`` does a thought: with nothing of the sitting beside which it was written.

    Raises what ``keep`` does.
    """
    row = Thought(id=thought_id, prompt=Prompt.RECORD, voice=Voice.OBSERVER, has_card=has_card)
    return _keep(session, row, Written.of(record), now)


def _keep(session: Session, thought: Thought, written: Written, now: datetime) -> bool:
    thought_id, has_card = thought.id, thought.has_card
    if not _is_random(thought_id):
        raise ThoughtUnfit
    if session.get(Thought, thought_id) is not None:
        return False
    waiting = select(func.count()).where(Thought.stage == Stage.WAITING, Thought.has_card.is_(has_card))
    if session.execute(waiting).scalar_one() >= (MOST_WITH_CARD if has_card else MOST_WITHOUT_CARD):
        raise TooManyWaiting
    kept = envelopes.seal(session, Box.SAFEGUARDING, thought_id, written)
    thought.week, thought.stage = clock.week_of(clock.local(now).date()), Stage.WAITING
    thought.box_key_id, thought.sealed = kept.box_key_id, kept.sealed
    session.add(thought)
    session.flush()
    return True


def _is_random(thought_id: str) -> bool:
    try:
        read = uuid.UUID(thought_id)
    except ValueError:
        return False
    return read.version == 4 and str(read) == thought_id
