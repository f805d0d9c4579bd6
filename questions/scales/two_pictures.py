"""Two pictures far apart, one of them marked as the good one. Which side each is on is drawn once per sitting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from questions.reading import Table
from questions.scale import Layout, Option, Scale, Standing


def read_side(table: Table, side: str) -> tuple[str, str]:
    """The word and the picture's concept of one side."""
    answer = table.table(side)
    read = answer.text("word"), answer.text("picture")
    answer.end()
    return read


@dataclass(frozen=True)
class TwoPictures(Scale):
    """``good`` and ``other`` are each a word and the concept of its picture; stored as "good" and "other".

    ``middle`` is a third one between them, stored as "middle", for a child who has shown that they tell two apart.
    """

    kind: ClassVar[str] = "two-pictures"
    layout: ClassVar[Layout] = Layout.SIDES
    good: tuple[str, str]
    other: tuple[str, str]
    middle: tuple[str, str] | None = None

    @classmethod
    def read(cls, table: Table) -> Self:
        good, other = read_side(table, "good"), read_side(table, "other")
        middle = read_side(table, "middle") if table.has("middle") else None
        pictures = [picture for _, picture in (good, other, *([middle] if middle else []))]
        if len(set(pictures)) != len(pictures):
            raise table.refuse("other.picture", "must differ from the other picture")
        return cls(good, other, middle)

    @property
    def options(self) -> tuple[Option, ...]:
        between = (Option("middle", self.middle[0], Standing.MIDDLE, self.middle[1]),) if self.middle else ()
        return (
            Option("good", self.good[0], Standing.POSITIVE, self.good[1]),
            *between,
            Option("other", self.other[0], Standing.NEGATIVE, self.other[1]),
        )

    def unless_checked(self) -> Self | None:
        return replace(self, middle=None) if self.middle else None
