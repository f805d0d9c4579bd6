"""What every kind of scale has in common: a row of options, each with its standing.

The standing is the only thing that joins scales: a share of *positive* answers can be compared across versions,
ages and years, while a 7 of 10 and an "often" cannot.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from questions.reading import Table


class Standing(StrEnum):
    """What an answer says about its theme; fixed by the scale, never by whoever draws the chart."""

    POSITIVE = "positive"
    MIDDLE = "middle"
    NEGATIVE = "negative"
    UNSCORED = "unscored"


class Layout(StrEnum):
    """How a scale's options lie on paper: one below the other, as rungs of a ladder, or side by side."""

    ROWS = "rows"
    RUNGS = "rungs"
    SIDES = "sides"


@dataclass(frozen=True)
class Option:
    """One thing a child can choose: the stored value, the word under it, what it says, and its picture's concept."""

    value: str
    word: str
    standing: Standing
    picture: str | None = None


@dataclass(frozen=True)
class Scale(ABC):
    """One kind of scale. A new kind is one module in ``questions/scales`` and one template of the same name."""

    kind: ClassVar[str]
    layout: ClassVar[Layout] = Layout.ROWS

    @classmethod
    @abstractmethod
    def read(cls, table: Table) -> Self:
        """The scale a question set's ``scale`` table describes; raises ``QuestionSetRefused`` when it cannot be."""

    @property
    @abstractmethod
    def options(self) -> tuple[Option, ...]:
        """Every option in the order in which it is shown and spoken."""

    @property
    def tiers(self) -> tuple[tuple[Option, tuple[Option, ...]], ...]:
        """The options that are chosen between first, each with those that say it more exactly."""
        return tuple((option, ()) for option in self.options)

    @property
    def ends(self) -> tuple[str, str] | None:
        """The words at the first and the last option, where the options themselves are numbers."""
        return None

    @property
    def values(self) -> frozenset[str]:
        return frozenset(option.value for option in self.options)

    @property
    def positive(self) -> frozenset[str]:
        return frozenset(option.value for option in self.options if option.standing is Standing.POSITIVE)

    def unless_checked(self) -> Self | None:
        """The scale with fewer options for a child who has not passed the check; None where it is the same."""
        return None

    def words(self) -> Iterator[str]:
        """Every wording of this scale that a child reads and a translator translates."""
        for option in self.options:
            yield option.word


def steps_down(words: Sequence[str], standings: Sequence[Standing]) -> tuple[Option, ...]:
    """Worded steps from the first, stored as their number, to the last, stored as "1"."""
    return tuple(
        Option(str(len(words) - place), word, standing)
        for place, (word, standing) in enumerate(zip(words, standings, strict=True))
    )
