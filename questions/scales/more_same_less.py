"""More, about right, or less. "About right" is positive where that means something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from questions.reading import Table
from questions.scale import Option, Scale, Standing

VALUES = ("more", "same", "less")


@dataclass(frozen=True)
class MoreSameLess(Scale):
    """Three words for more, the same and less, each stored as that. ``unscored``: wanting the same is no praise."""

    kind: ClassVar[str] = "more-same-less"
    choices: tuple[str, ...]
    unscored: bool

    @classmethod
    def read(cls, table: Table) -> Self:
        return cls(table.texts("choices", len(VALUES)), table.has_said("unscored"))

    @property
    def options(self) -> tuple[Option, ...]:
        standings = {"same": Standing.POSITIVE}
        return tuple(
            Option(value, word, Standing.UNSCORED if self.unscored else standings.get(value, Standing.NEGATIVE), value)
            for value, word in zip(VALUES, self.choices, strict=True)
        )
