"""Two pictures far apart, one of them marked as the good one. Which side each is on is drawn once per sitting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from questions.reading import Table
from questions.scale import Option, Scale, Standing


@dataclass(frozen=True)
class TwoPictures(Scale):
    """``good`` and ``other`` are each a word and the concept of its picture; stored as "good" and "other"."""

    kind: ClassVar[str] = "two-pictures"
    good: tuple[str, str]
    other: tuple[str, str]

    @classmethod
    def read(cls, table: Table) -> Self:
        sides: list[tuple[str, str]] = []
        for side in ("good", "other"):
            answer = table.table(side)
            sides.append((answer.text("word"), answer.text("picture")))
            answer.end()
        if sides[0][1] == sides[1][1]:
            raise table.refuse("other.picture", "must differ from the other picture")
        return cls(good=sides[0], other=sides[1])

    @property
    def options(self) -> tuple[Option, ...]:
        return (
            Option("good", self.good[0], Standing.POSITIVE, self.good[1]),
            Option("other", self.other[0], Standing.NEGATIVE, self.other[1]),
        )
