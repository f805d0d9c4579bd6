"""Wilson's interval against the examples published with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import Range
from analysis.intervals import chance, wilson


@pytest.mark.parametrize(
    ("positive", "base", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
     (29, 29, 0.8830, 1)],
)  # fmt: skip
def test_the_published_examples(positive: int, base: int, low: float, high: float) -> None:
    found_low, found_high = wilson(positive, base)
    assert found_low == pytest.approx(low, abs=5e-5)
    assert found_high == pytest.approx(high, abs=5e-5)


@pytest.mark.parametrize(("positive", "base"), [(0, 0), (-1, 4), (5, 4)])
def test_an_impossible_share_is_refused(positive: int, base: int) -> None:
    with pytest.raises(ValueError, match="at least one child"):
        wilson(positive, base)


@given(st.data())
def test_a_ranges_interval_holds_that_of_every_count_in_it(data: st.DataObject) -> None:
    base = Range(low := data.draw(st.integers(1, 60)), low + data.draw(st.integers(0, 8)))
    positive = Range(least := data.draw(st.integers(0, base.low)), least + data.draw(st.integers(0, 8)))
    low_end, high_end = chance(positive, base)
    for children in range(base.low, base.high + 1):
        for count in range(positive.low, min(positive.high, children) + 1):
            low_one, high_one = wilson(count, children)
            assert low_end <= low_one
            assert high_one <= high_end
