"""The council's own list of names that redaction looks out for. It is a list of children, so it is sealed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from survey.keys import boxes
from survey.keys.boxes import Sealed
from survey.keys.own import OpenKey
from survey.keys.tables import Box
from survey.thoughts.tables import NameList

MOST = 2000
LONGEST = 80
ABOUT = "name list"


class ListTooLong(ValueError):
    """More names than are kept, or one that is longer than a name."""


def names_in(typed: str) -> list[str]:
    """The names that were typed, one in a line, in alphabetical order and each once; raises ``ListTooLong``."""
    names = sorted({name for line in typed.splitlines() if (name := " ".join(line.split()))}, key=str.casefold)
    if len(names) > MOST or any(len(name) > LONGEST for name in names):
        raise ListTooLong
    return names


def listed(session: Session, key: OpenKey) -> Sequence[str]:
    """The names on the list; raises ``NotAHolder``. Before there is a list, nobody's."""
    kept = session.get(NameList, 1)
    if kept is None:
        return ()
    return tuple(json.loads(boxes.take_out(session, Sealed(kept.box_key_id, kept.sealed), ABOUT, key)))


def keep(session: Session, names: Iterable[str]) -> None:
    """Put a list in place of the one before."""
    said = json.dumps(list(names), ensure_ascii=False).encode()
    sealed = boxes.put_in(session, Box.THOUGHTS, ABOUT, said)
    kept = session.get(NameList, 1)
    if kept is None:
        session.add(NameList(id=1, box_key_id=sealed.box_key_id, sealed=sealed.sealed))
    else:
        kept.box_key_id, kept.sealed = sealed.box_key_id, sealed.sealed
    session.flush()
