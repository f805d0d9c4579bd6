"""Nobody's answer can be worked out from a release: every possible truth is tried on small groups."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import islice

import pytest

from analysis.counts import Count, LevelCount
from analysis.disclosure import HIDDEN, Range
from analysis.figures import Figure, Tie, add_up, protect_count, protect_level
from tests.analysis.attacker import Group, World, compositions, exposures

STATES = ("positive", "not", "none")
SIZES = range(9, 15)
PARENT, FOLLOW_UP = "parent", "follow_up"
# What a pair of answers may be, parent first: after no answer there is none; "not sure" is "not", and may be shown.
LOOSE = ("positive positive", "positive not", "positive none", "not positive", "not not", "not none", "none none")
ONLY_AFTER_POSITIVE = ("positive positive", "positive not", "positive none", "not not", "none none")
ONLY_AFTER_OTHERS = ("positive not", "not positive", "not not", "not none", "none none")


def one_theme(world: World) -> Figure:
    return protect_count(Count(sum(world), world[0], world[2]))


def first_of(pair: str) -> str:
    return pair.split()[0]


def second_of(pair: str) -> str:
    return pair.split()[-1]


@pytest.mark.parametrize("size", SIZES)
def test_one_level_tells_nothing_certain_even_to_someone_with_two_friends(size: int) -> None:
    assert list(exposures([Group(size, STATES)], one_theme)) == []


def test_the_attacker_bites() -> None:
    """On exact counts it must find children; an attacker that finds none there is broken."""
    found = list(exposures([Group(12, STATES)], lambda world: world))
    assert {exposure.aspect for exposure in found} == set(STATES)
    assert any(exposure.known == () for exposure in found)
    narrow = list(exposures([Group(12, STATES)], lambda world: protect_count(Count(12, world[0], world[2]), end=2)))
    assert narrow, "ends of two are too narrow for somebody who knows two answers, and the attacker must see it"


@pytest.mark.parametrize("size", SIZES)
def test_whoever_knows_exactly_who_answered_learns_nothing_where_that_number_is_told(size: int) -> None:
    for silent in range(4, size + 1):
        answered = [Group(size - silent, STATES[:2])]

        def publish(world: World, silent: int = silent) -> Hashable:
            return protect_count(Count(size, world[0], silent))

        if size > silent and isinstance(publish((0, size - silent)).no_answer, Range):  # type: ignore[attr-defined]
            assert list(exposures(answered, publish)) == []


@pytest.mark.parametrize("sizes", [(9, 9), (9, 10)])
def test_two_levels_and_their_sum_tell_nothing_certain(sizes: tuple[int, int]) -> None:
    def publish(world: World) -> Hashable:
        levels = [one_theme(world[:3]), one_theme(world[3:])]
        return (*levels, add_up(levels))

    assert list(exposures([Group(size, STATES) for size in sizes], publish)) == []


def test_a_sum_of_its_own_would_give_children_away() -> None:
    """Why everybody's figure is a sum: 20 or so protected in two levels, and exact together, are exact in both."""

    def publish(world: World) -> Hashable:
        levels = [one_theme(world[:3]), one_theme(world[3:])]
        return (*levels, world[0] + world[3], world[2] + world[5])

    assert list(islice(exposures([Group(9, STATES), Group(9, STATES)], publish), 1))


@pytest.mark.parametrize("size", range(9, 12))
@pytest.mark.parametrize("pairs", [LOOSE, ONLY_AFTER_POSITIVE, ONLY_AFTER_OTHERS])
def test_a_follow_up_beside_its_parent_tells_nothing_certain(size: int, pairs: tuple[str, ...]) -> None:
    def publish(world: World) -> Hashable:
        return both(world, pairs, (), is_loose=pairs is LOOSE)

    assert list(exposures([Group(size, pairs)], publish, aspects=(first_of, second_of))) == []


def test_children_asked_only_the_parent_are_not_given_away() -> None:
    groups = [Group(9, LOOSE), Group(1, STATES)]

    def publish(world: World) -> Hashable:
        return both(world, LOOSE, STATES, is_loose=True)

    assert list(exposures(groups, publish, aspects=(first_of, second_of))) == []


@pytest.mark.parametrize("is_loose", [True, False])
def test_a_tighter_tie_is_not_told_beside_children_asked_only_the_parent(is_loose: bool) -> None:
    world = (20, 0, 0, 5, 4, 0, 0)  # children in LOOSE's pairs
    told = both((*world, 1, 0, 0), LOOSE, STATES, is_loose=is_loose)[1]
    assert isinstance(told.positive, Range) is is_loose


def both(world: World, pairs: tuple[str, ...], others: tuple[str, ...], is_loose: bool) -> tuple[Figure, Figure]:
    """What is told of a parent and its follow-up; ``others`` are asked the parent only."""
    named = list(zip(pairs, world, strict=False))
    parent = [*((first_of(pair), count) for pair, count in named), *zip(others, world[len(pairs) :], strict=True)]
    follow_up = [(second_of(pair), count) for pair, count in named]
    level = LevelCount(sum(world), 0, {PARENT: counted(parent), FOLLOW_UP: counted(follow_up)})
    figures = protect_level(level, {FOLLOW_UP: Tie(PARENT, is_loose, is_alike=True)}, fewest=9)
    return figures[PARENT], figures[FOLLOW_UP]


def counted(states: list[tuple[str, int]]) -> Count:
    return Count(
        sum(count for _, count in states),
        sum(count for state, count in states if state == "positive"),
        sum(count for state, count in states if state == "none"),
    )


def test_children_never_asked_hide_nobody() -> None:
    """Four children use the symbols version and only they are asked "happy": who they are is known.

    Counting everybody else as "no answer" would print 26 without an answer and 4 of the 4 others positive.
    """
    naive = protect_count(Count(30, positive=4, no_answer=26))
    assert naive.no_answer == Range(26, 26)
    level = LevelCount(30, 0, {"happy": Count(4, 4, 0)})
    assert protect_level(level, {}) == {"happy": Figure(4, HIDDEN, HIDDEN)}


@pytest.mark.parametrize("size", range(9, 30))
def test_nobody_speaks_for_everybody(size: int) -> None:
    """Whatever the truth, a figure leaves room for children who answered the other way: never 0% or 100%."""
    for positive, _, none in compositions(size, 3):
        figure = protect_count(Count(size, positive, none))
        if isinstance(figure.positive, Range) and isinstance(figure.no_answer, Range):
            assert positive in figure.positive
            assert none in figure.no_answer
            most_answered = size - figure.no_answer.low
            assert figure.positive.low <= most_answered - 3
            assert figure.positive.high >= 3
