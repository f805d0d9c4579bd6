"""An attacker: knows every child's setting and version, every published figure, how publishing works, and what a
friend or two said. Works out which states remain possible for the others.

Shares no code with the publisher: it is handed published figures as opaque values and asks which worlds give them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

World = tuple[int, ...]


@dataclass(frozen=True)
class Group:
    """Children who look alike to the attacker: how many, and the states each may be in."""

    size: int
    states: tuple[str, ...]


@dataclass(frozen=True)
class Exposure:
    """With ``known`` (others' states) every child of ``group`` is certain to be ``aspect``."""

    published: Hashable
    known: tuple[str, ...]
    group: int
    aspect: str


def compositions(size: int, kinds: int) -> Iterator[World]:
    """Every way in which ``size`` children divide into ``kinds`` states."""
    if kinds == 1:
        yield (size,)
        return
    for first in range(size + 1):
        for rest in compositions(size - first, kinds - 1):
            yield (first, *rest)


def worlds(groups: Sequence[Group]) -> Iterator[World]:
    """Every possible truth: the counts of each group's states, one group after the other."""
    if not groups:
        yield ()
        return
    for first in compositions(groups[0].size, len(groups[0].states)):
        for rest in worlds(groups[1:]):
            yield (*first, *rest)


def exposures(
    groups: Sequence[Group],
    publish: Callable[[World], Hashable],
    friends: int = 2,
    aspects: Sequence[Callable[[str], str]] = (str,),
) -> Iterator[Exposure]:
    """Every published outcome and every set of at most ``friends`` known children by which another is certain.

    ``aspects`` are what a state says, each of which must stay uncertain: of a pair, the one and the other answer.
    """
    places = [(number, state) for number, group in enumerate(groups) for state in group.states]
    alike: dict[Hashable, list[World]] = defaultdict(list)
    for world in worlds(groups):
        alike[publish(world)].append(world)
    for published, possible in alike.items():
        for known in _known(range(len(places)), friends):
            most = _most_left(possible, known)
            if most is None:
                continue
            for number in range(len(groups)):
                left = [
                    places[place][1] for place, count in enumerate(most) if count > 0 and places[place][0] == number
                ]
                for aspect in aspects:
                    said = {aspect(state) for state in left}
                    if len(said) == 1:
                        names = tuple(f"{places[place][0]}:{places[place][1]}" for place in known)
                        yield Exposure(published, names, number, said.pop())


def _known(places: Iterable[int], friends: int) -> Iterator[tuple[int, ...]]:
    each = list(places)
    for count in range(friends + 1):
        yield from combinations_with_replacement(each, count)


def _most_left(possible: Iterable[World], known: tuple[int, ...]) -> list[int] | None:
    """The most unknown children each place can hold in a world that fits what is known; None if none fits."""
    most: list[int] | None = None
    for world in possible:
        if all(world[place] >= known.count(place) for place in known):
            left = [count - known.count(place) for place, count in enumerate(world)]
            most = left if most is None else [max(pair) for pair in zip(most, left, strict=True)]
    return most
