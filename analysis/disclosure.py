"""Disclosure control: a count leaves only as a range of counts, and which ranges there are depends on sizes alone.

Why ranges and not a threshold: whoever knows every child's setting (any case holder does) can subtract exact counts
from one another until one child is left. Why ends of at least four: "19 of 20" and "20 of 20" tell the one, or the
person who knows the one, what everybody else said. Nothing here looks at what was answered to choose a range's ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Final, NoReturn


@dataclass(frozen=True, order=True)
class Range:
    """From ``low`` to ``high`` children, both ends included."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError("a range runs from its low end, at least 0, up to its high end")

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def __contains__(self, count: int) -> bool:
        return self.low <= count <= self.high


class Hidden(Enum):
    """What is too small to show. Neither zero nor nothing: whoever asks whether it is "something" is told off."""

    HIDDEN = "c"

    def __bool__(self) -> NoReturn:
        raise TypeError("HIDDEN is neither true nor false: ask whether it is HIDDEN")


HIDDEN: Final = Hidden.HIDDEN


def blocks(n: int, m: int, w: int) -> tuple[Range, ...]:
    """The ranges into which a count among ``n`` children falls: ``0 … n`` cut into disjoint blocks.

    Both end blocks hold ``m`` values; those between hold at least ``w``, or all there are. None below ``2m + 1``
    children: there the ends would meet and hardly anything would be said.
    """
    if m < 1 or w < 1:
        raise ValueError("blocks hold at least one value")
    if n < 2 * m + 1:
        return ()
    inside = n - 2 * m + 1
    pieces = max(1, inside // w)
    cuts = [m + inside * piece // pieces for piece in range(pieces + 1)]
    middle = (Range(low, high - 1) for low, high in pairwise(cuts))
    return (Range(0, m - 1), *middle, Range(n - m + 1, n))


def protect(count: int, n: int, m: int, w: int) -> Range | Hidden:
    """The block of ``blocks(n, m, w)`` that ``count`` lies in; ``HIDDEN`` where there are too few children for any."""
    if not 0 <= count <= n:
        raise ValueError("a count lies between nobody and everybody")
    return next((block for block in blocks(n, m, w) if count in block), HIDDEN)


def add(parts: Iterable[Range]) -> Range:
    """The range of a sum. Made of published ranges only, so that it says nothing that they do not say."""
    lows, highs = zip(*((part.low, part.high) for part in parts), strict=True)
    return Range(sum(lows), sum(highs))
