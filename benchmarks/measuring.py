"""How a benchmark measures: repeated, alternating with its limit, and told as medians."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """Seconds: the median, and the 99th percentile."""

    median: float
    slowest: float

    @classmethod
    def of(cls, seconds: Iterable[float]) -> Spread:
        ordered = sorted(seconds)
        return cls(statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))])


def time_in_turn(rounds: int, *works: Callable[[], object]) -> list[Spread]:
    """Each work once per round, in turn, so that a noisy neighbour slows them all alike."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for taken, work in zip(seconds, works, strict=True):
            began = time.perf_counter()
            work()
            taken.append(time.perf_counter() - began)
    return [Spread.of(taken) for taken in seconds]


def say(what: str, figure: str, goal: str = "") -> None:
    print(f"  {what:<62}{figure:>14}   {goal}")


def title(words: str) -> None:
    print(f"\n{words}")
