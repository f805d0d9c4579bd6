"""Colours that must be told apart are, in every sky and look: lines of drawings, edges, words, and what has the focus.

Measured as WCAG 2.2 does: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.house.code import ROOT

PAPERS = ("marigold", "apricot", "sky-blue", "heather", "foam", "white")
SKINS = tuple(f"skin-{number}" for number in range(1, 6))
GROUNDS = ("ground", "tint", "white")
LINES_AND_EDGES, WORDS = 3, 4.5
Colours = Mapping[str, str]


def colours_in(rules: str) -> dict[str, str]:
    """Token → what it is set to, of everything in ``rules`` that is a colour or another token."""
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6}|var\(--[\w-]+\));", rules))


def looks() -> dict[str, Colours]:
    """Every sky as it is, and the strong look of all."""
    css = re.sub(r"/\*.*?\*/", "", (ROOT / "static/css/tokens.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    blocks = re.findall(r"([^{}]+)\{([^{}]*)\}", css)
    plain = colours_in(next(rules for selector, rules in blocks if selector.strip() == ":root"))
    found: dict[str, Colours] = {"no sky": plain}
    for selector, rules in blocks:
        for sky in re.findall(r'^\s*\[data-sky="(\w+)"\]|,\s*\[data-sky="(\w+)"\]', selector):
            found[sky[0] or sky[1]] = {**plain, **colours_in(rules)}
        if "#look-strong:checked" in selector and "[data-sky]" not in selector:
            found["strong"] = {**plain, **colours_in(rules)}
    return found


LOOKS = looks()


def luminance(colour: str) -> float:
    """Relative luminance of ``#rgb`` or ``#rrggbb``, 0 (black) to 1 (white)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(look: Colours, one: str, other: str) -> float:
    """Between two tokens, from 1 (alike) to 21 (black and white)."""

    def light(token: str) -> float:
        value = look[token]
        return light(value[6:-1]) if value.startswith("var") else luminance(value) + 0.05

    low, high = sorted((light(one), light(other)))
    return high / low


def too_weak(look: Colours, line: str, behind: tuple[str, ...], least: float) -> dict[str, float]:
    measured = {each: round(contrast(look, line, each), 2) for each in behind}
    return {each: ratio for each, ratio in measured.items() if ratio < least}


def test_every_sky_and_the_strong_look_are_measured() -> None:
    assert {"no sky", "kite", "boat", "star", "symbols", "adult", "strong"} == LOOKS.keys()
    black_and_white = {"one": "#000", "other": "#ffffff", "third": "var(--other)"}
    assert contrast(black_and_white, "one", "third") == pytest.approx(21)
    assert too_weak(LOOKS["star"], "ink", ("sky",), LINES_AND_EDGES), "dark on dark would be found"


@pytest.mark.parametrize("name", LOOKS)
def test_the_lines_of_drawings_are_seen_on_every_paper_and_skin(name: str) -> None:
    assert too_weak(LOOKS[name], "ink", PAPERS + SKINS, LINES_AND_EDGES) == {}


@pytest.mark.parametrize("name", LOOKS)
def test_the_edge_of_what_can_be_touched_is_seen(name: str) -> None:
    assert too_weak(LOOKS[name], "edge", GROUNDS, LINES_AND_EDGES) == {}


@pytest.mark.parametrize("name", LOOKS)
def test_words_are_read_on_whatever_lies_under_them(name: str) -> None:
    look = LOOKS[name]
    assert too_weak(look, "ink", (*GROUNDS, *PAPERS), WORDS) == {}
    for words, under in (("sky-ink", "sky"), ("go-ink", "go"), ("chosen-ink", "chosen"), ("answer-ink", "answer")):
        assert too_weak(look, words, (under,), WORDS) == {}


@pytest.mark.parametrize("name", LOOKS)
def test_of_the_two_rings_of_the_focus_one_is_always_seen(name: str) -> None:
    look = LOOKS[name]
    for under in ("sky", *GROUNDS):
        assert max(contrast(look, ring, under) for ring in ("focus", "focus-halo", "sky-ink")) >= LINES_AND_EDGES, under
