"""What chance alone could do to a share.

Wilson's score interval without continuity correction, method 3 in R. G. Newcombe, "Two-sided confidence intervals for
the single proportion: comparison of seven methods", Statistics in Medicine 17 (1998), 857–872.
"""

from __future__ import annotations

from math import sqrt

from analysis.disclosure import Range

Z = 1.959963984540054  # 95%


def wilson(positive: int, base: int) -> tuple[float, float]:
    """The 95% interval, as shares from 0 to 1, of ``positive`` among ``base`` ≥ 1; ``ValueError`` if impossible."""
    if base < 1 or not 0 <= positive <= base:
        raise ValueError("a share needs at least one child, and no more positive than there are")
    share = positive / base
    middle = 2 * positive + Z * Z
    spread = Z * sqrt(Z * Z + 4 * positive * (1 - share))
    below, whole = middle - spread, 2 * (base + Z * Z)
    return (0.0 if positive == 0 else below / whole, 1.0 if positive == base else (middle + spread) / whole)


def chance(positive: Range, base: Range) -> tuple[float, float]:
    """The interval of a share whose counts are ranges: each end from the worse end of each range.

    Wider than the ranges' own shares by construction, so it is what may be printed.
    """
    if base.low < 1:
        raise ValueError("a share needs at least one child")
    low, _ = wilson(positive.low, base.high)
    _, high = wilson(min(positive.high, base.low), base.low)
    return low, high
