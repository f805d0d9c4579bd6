"""The ladder from 0 to 10: 7 to 10 are positive, 5 and 6 in the middle, 0 to 4 negative."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from questions.reading import Table
from questions.scale import Layout, Option, Scale, Standing


def _standing(rung: int) -> Standing:
    if rung >= 7:
        return Standing.POSITIVE
    return Standing.MIDDLE if rung >= 5 else Standing.NEGATIVE


@dataclass(frozen=True)
class Ladder(Scale):
    """Eleven rungs, shown from 10 at the top to 0; only the two ends have words."""

    kind: ClassVar[str] = "ladder"
    layout: ClassVar[Layout] = Layout.RUNGS
    low: str
    high: str

    @classmethod
    def read(cls, table: Table) -> Self:
        return cls(low=table.text("low"), high=table.text("high"))

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(Option(str(rung), str(rung), _standing(rung)) for rung in range(10, -1, -1))

    @property
    def ends(self) -> tuple[str, str]:
        return self.high, self.low

    def words(self) -> Iterator[str]:
        yield self.high
        yield self.low
