"""Reading a question set strictly: whatever is not understood is refused by file, key and reason.

A question set is content written by people who are not programmers. A misspelt key that is silently ignored would
change what children are asked, so there is no such thing here as a key that does not matter.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

MISSING: Final = object()


class QuestionSetRefused(ValueError):
    """A question set cannot be used; says in which file, at which key, and why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


class Table:
    """One table of a question set's file. Every key is taken once; ``end`` refuses what was not taken."""

    def __init__(self, file: str, key: str, content: object) -> None:
        self.file, self.key = file, key
        if not isinstance(content, Mapping):
            raise QuestionSetRefused(file, key, "a table is expected here")
        self._left: dict[str, object] = dict(content)

    def refuse(self, key: str, reason: str) -> QuestionSetRefused:
        return QuestionSetRefused(self.file, f"{self.key}.{key}" if self.key else key, reason)

    def _take(self, key: str) -> object:
        return self._left.pop(key, MISSING)

    def has(self, key: str) -> bool:
        """Whether the key is there and not yet taken."""
        return key in self._left

    def text(self, key: str) -> str:
        taken = self._take(key)
        if taken is MISSING:
            raise self.refuse(key, "is missing")
        if not isinstance(taken, str) or not taken.strip():
            raise self.refuse(key, "must be words in quotation marks")
        if taken != taken.strip():
            raise self.refuse(key, "must not begin or end with a space")
        return taken

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def texts(self, key: str, count: int | None = None) -> tuple[str, ...]:
        taken = self._take(key)
        if not isinstance(taken, list) or not taken or not all(isinstance(each, str) and each for each in taken):
            raise self.refuse(key, "must be a list of words")
        if count is not None and len(taken) != count:
            raise self.refuse(key, f"must have {count} entries, not {len(taken)}")
        if len(set(taken)) != len(taken):
            raise self.refuse(key, "must not say the same thing twice")
        return tuple(taken)

    def optional_texts(self, key: str) -> tuple[str, ...]:
        return self.texts(key) if self.has(key) else ()

    def has_said(self, key: str) -> bool:
        """Whether the key stands there as ``true``: left out it is not so, and ``false`` is no second way to say it."""
        taken = self._take(key)
        if taken is not MISSING and taken is not True:
            raise self.refuse(key, "must be true, or left out")
        return taken is True

    def table(self, key: str) -> Table:
        taken = self._take(key)
        if taken is MISSING:
            raise self.refuse(key, "is missing")
        return Table(self.file, f"{self.key}.{key}" if self.key else key, taken)

    def optional_table(self, key: str) -> Table | None:
        return self.table(key) if self.has(key) else None

    def tables(self, key: str) -> Iterator[Table]:
        taken = self._take(key)
        if not isinstance(taken, list) or not taken:
            raise self.refuse(key, "must be a list with at least one entry")
        for number, each in enumerate(taken, start=1):
            yield Table(self.file, f"{self.key}.{key}[{number}]" if self.key else f"{key}[{number}]", each)

    def end(self) -> None:
        """Refuse any key that nothing above asked for."""
        for key in self._left:
            raise self.refuse(key, "is not a key that is known here")


def open_file(path: Path) -> Table:
    """The outermost table of a file; refuses one that is not TOML."""
    try:
        return Table(path.name, "", tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise QuestionSetRefused(path.name, "(the whole file)", str(broken)) from broken
