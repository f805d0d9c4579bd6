"""Releases for tests, made of figures and not of answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from analysis.disclosure import Range
from analysis.figures import Figure, add_up
from analysis.released import EVERYONE, Level, Release, ToldTheme

SAFE = ToldTheme("home_safe", "Safe at home", "feel safe where they live", ("Star", "Boat", "Symbols"), follows=False)
COPY = ToldTheme("plan_copy", "Copy of the plan", "have their own copy of their plan", ("Star", "Boat"), follows=False)
PROMISE = ToldTheme("sw_promise", "Worker keeps promises", "have one who does", ("Star", "Boat"), follows=True)
HAPPY = ToldTheme("happy", "Happy", "feel happy", ("Symbols",), follows=False)
THEMES = (SAFE, COPY, PROMISE, HAPPY)


def figure(positive: int | tuple[int, int], none: int | tuple[int, int], asked: int) -> Figure:
    return Figure(asked, _range(positive), _range(none))


def _range(ends: int | tuple[int, int]) -> Range:
    return Range(*ends) if isinstance(ends, tuple) else Range(ends, ends)


def a_level(key: str, asked: int, sittings: int, helped: tuple[int, int], *figures: Figure) -> Level:
    return Level(
        key, asked, sittings, Range(*helped), {theme.key: each for theme, each in zip(THEMES, figures, strict=False)}
    )


def a_release(*levels: Level) -> Release:
    themes = THEMES[: len(levels[0].figures)]
    return Release(
        round_id="spring",
        number=1,
        name="Spring round",
        question_set="children-in-care",
        opens=date(2026, 3, 4),
        closes=date(2026, 4, 30),
        released=date(2026, 5, 18),
        everyone=everyone(levels),
        levels=levels,
        unfinished=2,
        set_aside={"late": 3},
        themes=themes,
    )


def everyone(levels: tuple[Level, ...]) -> Level:
    figures: Mapping[str, Figure] = {key: add_up(level.figures[key] for level in levels) for key in levels[0].figures}
    return Level(
        EVERYONE, sum(level.asked for level in levels), sum(level.sittings for level in levels), Range(90, 99), figures
    )
