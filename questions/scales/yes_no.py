"""Yes or no. Which of the two is positive is said by the question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from questions.reading import Table
from questions.scale import Option, Scale, Standing


@dataclass(frozen=True)
class YesNo(Scale):
    kind: ClassVar[str] = "yes-no"
    good: str

    @classmethod
    def read(cls, table: Table) -> Self:
        good = table.optional_text("good") or "yes"
        if good not in ("yes", "no"):
            raise table.refuse("good", "must be “yes” or “no”")
        return cls(good=good)

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(
            Option(value, word, Standing.POSITIVE if value == self.good else Standing.NEGATIVE)
            for value, word in (("yes", "Yes"), ("no", "No"))
        )
