"""What a drawing may consist of: elements, attributes, and how each attribute's value must be written.

All of it is an allow-list. What does not stand here is not in any picture that we serve: no script, no event, no style,
no foreign content, no movement, and no reference but to a name inside the drawing itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

# A value as it may stand in a drawing, or None where it may not.
Rule = Callable[[str], str | None]

LARGEST_NUMBER = 1e6
# Python's regular expressions take any script's digits for digits: browsers do not.
NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
TOKEN = re.compile(rf"(?P<number>{NUMBER.pattern})|(?P<letter>[A-Za-z])|(?P<gap>[\s,]+)|(?P<other>.)", re.DOTALL)
COLOUR = re.compile(r"#[0-9a-f]{3,8}|[a-z]{3,20}|(?:rgb|hsl)a?\([0-9.,%/ ]{5,40}\)")
WITHIN = re.compile(r"""url\(\s*(["']?)#(?P<name>[^\s"'()#]{1,200})\1\s*\).*""", re.DOTALL)
MOVE = re.compile(r"(?:matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)")


def numbers(words: str, letters: str = "") -> str | None:
    """Numbers, gaps and the given letters, none of the numbers too large to draw."""
    for token in TOKEN.finditer(words):
        if token["other"] or (token["letter"] and token["letter"] not in letters):
            return None
        if token["number"] and not abs(float(token["number"])) <= LARGEST_NUMBER:
            return None
    return " ".join(words.split()) or None


def length(words: str) -> str | None:
    found = words.strip().removesuffix("px")
    number = found.removesuffix("%")
    return found if NUMBER.fullmatch(number) and abs(float(number)) <= LARGEST_NUMBER else None


def path(words: str) -> str | None:
    return numbers(words, "MmZzLlHhVvCcSsQqTtAa")


def moves(words: str) -> str | None:
    rest = MOVE.sub("", words)
    good = all(numbers(found[1]) for found in MOVE.finditer(words))
    return (" ".join(words.split()) or None) if good and not rest.strip(" \t\r\n,") else None


def colour(words: str) -> str | None:
    plain = " ".join(words.lower().split())
    return plain if COLOUR.fullmatch(plain) else None


def paint(words: str) -> str | None:
    return within(words) or colour(words)


def within(words: str) -> str | None:
    """A reference to a name in the drawing. Whether it is there is asked by whoever reads the whole."""
    found = WITHIN.fullmatch(words.strip())
    return f"url(#{found['name']})" if found else None


def link(words: str) -> str | None:
    return words.strip() if re.fullmatch(r"#[^\s\"'()#]{1,200}", words.strip()) else None


def one_of(*choices: str) -> Rule:
    return lambda words: words.strip() if words.strip() in choices else None


SHAPES: Mapping[str, Mapping[str, Rule]] = {
    "path": {"d": path},
    "rect": dict.fromkeys(("x", "y", "width", "height", "rx", "ry"), length),
    "circle": dict.fromkeys(("cx", "cy", "r"), length),
    "ellipse": dict.fromkeys(("cx", "cy", "rx", "ry"), length),
    "line": dict.fromkeys(("x1", "y1", "x2", "y2"), length),
    "polyline": {"points": numbers},
    "polygon": {"points": numbers},
}
_GRADIENT: Mapping[str, Rule] = {
    "gradientUnits": one_of("userSpaceOnUse", "objectBoundingBox"),
    "gradientTransform": moves,
    "spreadMethod": one_of("pad", "reflect", "repeat"),
    "href": link,
}
GRADIENTS: Mapping[str, Mapping[str, Rule]] = {
    "linearGradient": {**SHAPES["line"], **_GRADIENT},
    "radialGradient": {**dict.fromkeys(("cx", "cy", "r", "fx", "fy", "fr"), length), **_GRADIENT},
}
CLIP = "clipPath"
# Element → its own attributes.
ELEMENTS: Mapping[str, Mapping[str, Rule]] = {
    "svg": {"viewBox": numbers},
    "g": {},
    "defs": {},
    "use": {"x": length, "y": length, "href": link},
    "stop": {"offset": length},
    CLIP: {"clipPathUnits": one_of("userSpaceOnUse", "objectBoundingBox")},
    **SHAPES,
    **GRADIENTS,
}
# What may also stand in a style.
LOOKS: Mapping[str, Rule] = {
    "fill": paint,
    "stroke": paint,
    "color": colour,
    "stop-color": colour,
    "clip-path": within,
    "fill-rule": one_of("nonzero", "evenodd"),
    "clip-rule": one_of("nonzero", "evenodd"),
    "stroke-linecap": one_of("butt", "round", "square"),
    "stroke-linejoin": one_of("miter", "round", "bevel"),
    "stroke-dasharray": lambda words: words.strip() if words.strip() == "none" else numbers(words.replace("px", "")),
    "display": one_of("none", "inline"),
    "visibility": one_of("visible", "hidden"),
    **dict.fromkeys(("opacity", "fill-opacity", "stroke-opacity", "stop-opacity"), length),
    **dict.fromkeys(("stroke-width", "stroke-miterlimit", "stroke-dashoffset"), length),
}
# On every element but the outermost, which is where the drawing is put.
PLACE: Mapping[str, Rule] = {"transform": moves}
# The kinds of element that a reference may lead to.
LEADS_TO: Mapping[str, frozenset[str]] = {
    "fill": frozenset(GRADIENTS),
    "stroke": frozenset(GRADIENTS),
    "clip-path": frozenset({CLIP}),
}
