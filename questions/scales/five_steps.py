"""Five worded steps: the top two are positive, the third is the middle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from questions.reading import Table
from questions.scale import Option, Scale, Standing, steps_down

STANDINGS = (Standing.POSITIVE, Standing.POSITIVE, Standing.MIDDLE, Standing.NEGATIVE, Standing.NEGATIVE)


@dataclass(frozen=True)
class FiveSteps(Scale):
    """The steps from the best to the worst; stored as "5" (best) to "1"."""

    kind: ClassVar[str] = "five-steps"
    steps: tuple[str, ...]

    @classmethod
    def read(cls, table: Table) -> Self:
        return cls(steps=table.texts("steps", 5))

    @property
    def options(self) -> tuple[Option, ...]:
        return steps_down(self.steps, STANDINGS)
