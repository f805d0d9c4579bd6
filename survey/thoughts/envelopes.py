"""The envelope a thought lies in: what was written, as JSON, sealed into a box for this thought alone."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from survey.keys import boxes
from survey.keys.boxes import Sealed
from survey.keys.own import OpenKey
from survey.keys.tables import Box
from survey.thoughts.records import Part, Record, as_text, parts_of
from survey.thoughts.tables import Thought


@dataclass(frozen=True)
class Written:
    """What somebody wrote. ``with_helper``: a helper typed a child's words, and ticked that they read them back.

    It is None once a thought has been passed on: who helped is something about the child, and officers see none of it.
    Of a ``record``, ``words`` are all its parts as one text.
    """

    words: str
    with_helper: bool | None
    record: Record | None = None

    @classmethod
    def of(cls, record: Record) -> Written:
        return cls(as_text(record), None, record)

    @property
    def parts(self) -> tuple[Part, ...]:
        """A record as it is read; nothing of what is none."""
        return tuple(parts_of(self.record)) if self.record else ()


def seal(session: Session, box: Box, thought_id: str, written: Written) -> Sealed:
    """Raises ``BoxMissing`` where the box has not been set up."""
    content: dict[str, object] = {"words": written.words, "with_helper": written.with_helper}
    if written.record is not None:
        # Its parts only: their headings are words of the page on which it is read.
        content = {"record": asdict(written.record)}
    said = json.dumps(content, ensure_ascii=False).encode()
    return boxes.put_in(session, box, _about(thought_id), said)


def unseal(session: Session, thought: Thought, key: OpenKey) -> Written:
    """What was written; raises ``NotAHolder`` and ``SealBroken``. To show it to somebody, ``reading.read`` it."""
    opened = boxes.take_out(session, Sealed(thought.box_key_id, thought.sealed), _about(thought.id), key)
    content = json.loads(opened)
    return Written.of(Record(**content["record"])) if "record" in content else Written(**content)


def _about(thought_id: str) -> str:
    return f"thought {thought_id}"
