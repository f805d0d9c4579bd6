"""Three worded steps: the top one is positive. The picture shows how much, never a face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from questions.reading import Table
from questions.scale import Option, Scale, Standing, steps_down

STANDINGS = (Standing.POSITIVE, Standing.MIDDLE, Standing.NEGATIVE)


@dataclass(frozen=True)
class ThreeSteps(Scale):
    """The steps from the most to the least; stored as "3" (most) to "1"."""

    kind: ClassVar[str] = "three-steps"
    steps: tuple[str, ...]

    @classmethod
    def read(cls, table: Table) -> Self:
        return cls(steps=table.texts("steps", 3))

    @property
    def options(self) -> tuple[Option, ...]:
        return steps_down(self.steps, STANDINGS)
