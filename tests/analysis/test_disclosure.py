"""The blocks: worked examples, and what must hold of every size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import HIDDEN, Hidden, Range, add, blocks, protect

sizes = st.integers(0, 400)
ends = st.integers(1, 9)
widths = st.integers(1, 9)


def ranges(*pairs: tuple[int, int]) -> tuple[Range, ...]:
    return tuple(Range(low, high) for low, high in pairs)


def test_worked_examples() -> None:
    assert blocks(12, 4, 5) == ranges((0, 3), (4, 8), (9, 12))
    assert blocks(37, 4, 5) == ranges((0, 3), (4, 8), (9, 13), (14, 18), (19, 23), (24, 28), (29, 33), (34, 37))
    assert blocks(8, 4, 1) == ()
    assert blocks(9, 4, 1) == ranges((0, 3), (4, 4), (5, 5), (6, 9))
    assert protect(8, 12, 4, 1) == Range(8, 8)
    assert protect(20, 20, 4, 1) == Range(17, 20)
    assert protect(28, 30, 4, 1) == Range(27, 30)
    assert protect(0, 20, 4, 1) == Range(0, 3)
    assert protect(8, 8, 4, 1) is HIDDEN


@given(sizes, ends, widths)
def test_blocks_cut_every_possible_count_once(n: int, m: int, w: int) -> None:
    cut = blocks(n, m, w)
    if n < 2 * m + 1:
        assert cut == ()
        return
    assert [count for block in cut for count in range(block.low, block.high + 1)] == list(range(n + 1))
    assert cut[0] == Range(0, m - 1)
    assert cut[-1] == Range(n - m + 1, n)
    inside = [block.high - block.low + 1 for block in cut[1:-1]]
    assert inside
    assert all(width >= w for width in inside) or len(inside) == 1
    assert (min(inside) < w) == (n < 2 * m + w - 1)


@given(st.data(), sizes, ends, widths)
def test_what_is_told_of_a_count_is_one_of_its_sizes_blocks(data: st.DataObject, n: int, m: int, w: int) -> None:
    count, other = data.draw(st.integers(0, n)), data.draw(st.integers(0, n))
    told, told_of_other = protect(count, n, m, w), protect(other, n, m, w)
    if not isinstance(told, Range) or not isinstance(told_of_other, Range):
        assert told is HIDDEN
        assert told_of_other is HIDDEN
        return
    assert told in blocks(n, m, w)
    assert count in told
    if count <= other:
        assert told.low <= told_of_other.low
        assert told.high <= told_of_other.high


@pytest.mark.parametrize(("count", "n"), [(-1, 20), (21, 20)])
def test_a_count_that_cannot_be_is_refused(count: int, n: int) -> None:
    with pytest.raises(ValueError, match="between nobody and everybody"):
        protect(count, n, 4, 1)


def test_blocks_without_values_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        blocks(20, 0, 1)


def test_hidden_is_neither_zero_nor_nothing() -> None:
    hidden: object = HIDDEN
    assert hidden is not None
    assert hidden != 0
    assert repr(HIDDEN) == "<Hidden.HIDDEN: 'c'>"
    assert isinstance(HIDDEN, Hidden)
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(HIDDEN)
    with pytest.raises(TypeError):
        sum([1, HIDDEN])  # type: ignore[list-item]


def test_a_range_runs_upwards_from_nobody() -> None:
    for low, high in ((-1, 3), (4, 3)):
        with pytest.raises(ValueError, match="low end"):
            Range(low, high)


def test_a_sum_is_made_of_ranges() -> None:
    assert add([Range(4, 4), Range(0, 3), Range(17, 20)]) == Range(21, 27)
