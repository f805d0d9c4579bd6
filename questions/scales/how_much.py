"""Two pictures, then "a lot" or "a little" of the one that was chosen: small children think in twos, and then again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from questions.reading import Table
from questions.scale import Layout, Option, Scale, Standing
from questions.scales.two_pictures import read_side

LOT, LITTLE = "A lot", "A little"


@dataclass(frozen=True)
class HowMuch(Scale):
    """``good`` and ``other`` are each a word and the concept of its picture.

    Stored as "good" or "other", and with "-lot" or "-little" behind it where the child said how much. How much never
    changes the standing: it is the same answer, said louder.
    """

    kind: ClassVar[str] = "how-much"
    layout: ClassVar[Layout] = Layout.SIDES
    good: tuple[str, str]
    other: tuple[str, str]

    @classmethod
    def read(cls, table: Table) -> Self:
        good, other = read_side(table, "good"), read_side(table, "other")
        if good[1] == other[1]:
            raise table.refuse("other.picture", "must differ from the other picture")
        return cls(good, other)

    @property
    def pictures(self) -> tuple[Option, Option]:
        """The two that are chosen between first."""
        return (
            Option("good", self.good[0], Standing.POSITIVE, self.good[1]),
            Option("other", self.other[0], Standing.NEGATIVE, self.other[1]),
        )

    @staticmethod
    def amounts(picture: Option) -> tuple[Option, Option]:
        """How much of a picture's answer: a lot, a little."""
        return (
            Option(f"{picture.value}-lot", LOT, picture.standing),
            Option(f"{picture.value}-little", LITTLE, picture.standing),
        )

    @property
    def tiers(self) -> tuple[tuple[Option, tuple[Option, ...]], ...]:
        return tuple((picture, self.amounts(picture)) for picture in self.pictures)

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(option for picture, amounts in self.tiers for option in (picture, *amounts))

    def words(self) -> Iterator[str]:
        yield from (self.good[0], self.other[0], LOT, LITTLE)
