"""Larger groups, where a follow-up was put to fewer children than its parent: the attacker knows who was asked what.

Too many truths to try them all, so this attacker works with the sums of rows and columns, which is exact: whoever gave
the parent no answer gave the follow-up none, and every other pair of answers is possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counts import Count, LevelCount
from analysis.disclosure import Hidden, Range
from analysis.figures import Figure, Tie, protect_count, protect_level

Sums = tuple[int, int, int]
World = tuple[Sums, Sums, Sums]
NONE = 2
STATES = range(3)
PAIRS = [(first, second) for first in STATES for second in STATES if first != NONE or second == NONE]
KNOWABLE: list[tuple[int, int | None]] = [*PAIRS, *((state, None) for state in STATES)]


def possible(told: tuple[Figure, Figure], both: int, few: int) -> list[World]:
    """The truths that give what was told: of the few, and of the others the parent's and the follow-up's states."""
    parent, follow_up = told
    found = []
    for some in sums(few):
        for positive in inside(parent.positive, both + few):
            for none in inside(parent.no_answer, both + few):
                others = positive - some[0], both + few - positive - none - some[1], none - some[2]
                if min(others) < 0:
                    continue
                for positive_then in inside(follow_up.positive, both):
                    for none_then in inside(follow_up.no_answer, both):
                        then = positive_then, both - positive_then - none_then, none_then
                        if min(then) >= 0 and is_possible(others, then):
                            found.append((some, others, then))
    return found


def sums(size: int) -> Iterator[Sums]:
    for first in range(size + 1):
        for second in range(size + 1 - first):
            yield first, second, size - first - second


def inside(told: Range | Hidden, most: int) -> range:
    return range(told.low, told.high + 1) if isinstance(told, Range) else range(most + 1)


def is_possible(others: Sums, then: Sums) -> bool:
    return min(*others, *then) >= 0 and then[NONE] >= others[NONE]


def without(world: World, child: tuple[int, int | None]) -> World | None:
    some, others, then = world
    if child[1] is None:
        some = less(some, child[0])
    else:
        others, then = less(others, child[0]), less(then, child[1])
    return (some, others, then) if min(some) >= 0 and is_possible(others, then) else None


def less(sums_before: Sums, state: int) -> Sums:
    first, second, third = (count - (place == state) for place, count in enumerate(sums_before))
    return first, second, third


def certain(told: tuple[Figure, Figure], both: int, few: int) -> Iterator[tuple[object, ...]]:
    """What somebody who knows up to two other children's answers is certain of about one more."""
    worlds = possible(told, both, few)
    for friends in range(3):
        for known in combinations_with_replacement(KNOWABLE, friends):
            left: list[World] = []
            for world in worlds:
                rest: World | None = world
                for child in known:
                    rest = without(rest, child) if rest else None
                if rest:
                    left.append(rest)
            if not left:
                continue
            for children, aspect in ((KNOWABLE[-3:], 0), (PAIRS, 0), (PAIRS, 1)):
                said = {child[aspect] for child in children if any(without(world, child) is not None for world in left)}
                if len(said) == 1:
                    yield known, children, aspect, said


def told_of(few: Sums, others: Sums, then: Sums) -> tuple[Figure, Figure]:
    both = sum(others)
    parent = Count(both + sum(few), others[0] + few[0], others[NONE] + few[NONE])
    level = LevelCount(parent.asked, 0, {"parent": parent, "follow_up": Count(both, then[0], then[NONE])})
    tie = Tie("parent", is_loose=True, is_alike=True)
    figures = protect_level(level, {"follow_up": tie})
    return figures["parent"], figures["follow_up"]


@st.composite
def truths(draw: st.DrawFn) -> World:
    """Truths near the edges, where certainty would be."""
    both = draw(st.integers(10, 60))
    few = draw(st.sampled_from(sorted(sums(draw(st.integers(1, 3))))))
    none = draw(st.integers(0, min(both, 9)))
    positive = draw(st.integers(0, both - none))
    none_then = draw(st.integers(none, min(both, none + 6)))
    positive_then = both - none_then - draw(st.integers(0, min(both - none_then, 12)))
    return few, (positive, both - positive - none, none), (positive_then, both - positive_then - none_then, none_then)


@settings(max_examples=25, deadline=None)
@given(truths())
def test_no_child_is_certain(world: World) -> None:
    few, others, then = world
    told = told_of(few, others, then)
    assert list(islice(certain(told, sum(others), sum(few)), 1)) == []


def test_the_attacker_bites() -> None:
    """A child in the symbols version is only asked the parent. With ends of four, five silent there and at most three
    here leave two: both children who were asked only the parent said nothing."""
    few, others, then = (0, 0, 2), (30, 2, 3), (28, 4, 3)
    naive = protect_count(Count(37, 30, 5)), protect_count(Count(35, 28, 3))
    assert list(islice(certain(naive, 35, 2), 1))
    assert list(certain(told_of(few, others, then), 35, 2)) == []


@pytest.mark.parametrize(("silent", "is_told"), [(3, True), (4, True), (8, False)])
def test_a_follow_up_is_told_while_its_ends_stay_narrow(silent: int, is_told: bool) -> None:
    told = told_of((1, 0, 0), (36 - silent, 0, silent), (20, 16 - silent, silent))[1]
    assert isinstance(told.positive, Range) is is_told
