"""The envelope a thought lies in: what was written, as JSON, sealed into a box for this thought alone."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from survey.keys import boxes
from survey.keys.boxes import Sealed
from survey.keys.own import OpenKey
from survey.keys.tables import Box
from survey.thoughts.tables import Thought


@dataclass(frozen=True)
class Written:
    """A child's words. ``with_helper``: a helper typed them, and ticked that they read them back.

    It is None once a thought has been passed on: who helped is something about the child, and officers see none of it.
    """

    words: str
    with_helper: bool | None


def seal(session: Session, box: Box, thought_id: str, written: Written) -> Sealed:
    """Raises ``BoxMissing`` where the box has not been set up."""
    said = json.dumps(asdict(written), ensure_ascii=False).encode()
    return boxes.put_in(session, box, _about(thought_id), said)


def unseal(session: Session, thought: Thought, key: OpenKey) -> Written:
    """What was written; raises ``NotAHolder`` and ``SealBroken``. To show it to somebody, ``reading.read`` it."""
    opened = boxes.take_out(session, Sealed(thought.box_key_id, thought.sealed), _about(thought.id), key)
    return Written(**json.loads(opened))


def _about(thought_id: str) -> str:
    return f"thought {thought_id}"
