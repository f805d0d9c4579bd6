"""One of a few words, such as "1", "2" or "3 or more". The question says which of them are positive, if any are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from questions.reading import Table
from questions.scale import Option, Scale, Standing

FEWEST, MOST = 2, 6


@dataclass(frozen=True)
class Choice(Scale):
    """The words in their order, stored as their place from "1"; ``good`` are the positive ones.

    With none that is good nothing is scored: it is asked and kept, and no figure is made of it. ``pictures`` are the
    concepts over the words, in their order, or none.
    """

    kind: ClassVar[str] = "choice"
    choices: tuple[str, ...]
    good: tuple[str, ...]
    pictures: tuple[str, ...]

    @classmethod
    def read(cls, table: Table) -> Self:
        choices = table.texts("choices")
        if not FEWEST <= len(choices) <= MOST:
            raise table.refuse("choices", f"must have {FEWEST} to {MOST} entries, not {len(choices)}")
        good = table.optional_texts("good")
        if not set(good) < set(choices):
            raise table.refuse("good", "must be some of the choices, and not all of them")
        pictures = table.optional_texts("pictures")
        if pictures and len(pictures) != len(choices):
            raise table.refuse("pictures", "must be one for each choice")
        return cls(choices, good, pictures)

    @property
    def options(self) -> tuple[Option, ...]:
        other = Standing.NEGATIVE if self.good else Standing.UNSCORED
        pictures = self.pictures or (None,) * len(self.choices)
        return tuple(
            Option(str(place), word, Standing.POSITIVE if word in self.good else other, picture)
            for place, (word, picture) in enumerate(zip(self.choices, pictures, strict=True), start=1)
        )
