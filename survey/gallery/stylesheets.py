"""The styles of a drawing, read into attributes: what is served has none, for they can fetch things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from survey.gallery.grammar import LOOKS
from survey.gallery.refusals import PictureRefused, Why

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
# As drawing programs write them: one class, one name or one kind of element.
SELECTOR = re.compile(r"(?P<kind>[#.]?)(?P<name>[\w-]+)")
WEIGHT = {"#": 2, ".": 1, "": 0}
IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.IGNORECASE)


class Stylesheet:
    """For each selector and property the last value, with what decides between two selectors."""

    def __init__(self, sheets: Iterable[str]) -> None:
        """Raises ``PictureRefused`` where a rule cannot be understood: half of a style is another picture."""
        self._said: dict[str, dict[str, tuple[int, int, str]]] = {}
        place = 0
        for sheet in sheets:
            for selector, name, value in _rules(sheet):
                place += 1
                self._said.setdefault(selector, {})[name] = (WEIGHT.get(selector[0], 0), place, value)

    def of(self, kind: str, classes: str, name: str) -> dict[str, str]:
        """Property → value for an element with these classes and this id."""
        selectors = [kind, *(f".{each}" for each in dict.fromkeys(classes.split())), f"#{name}"]
        said: dict[str, tuple[int, int, str]] = {}
        for selector in selectors:
            for prop, found in self._said.get(selector, {}).items():
                if prop not in said or said[prop] < found:
                    said[prop] = found
        return {prop: found[2] for prop, found in said.items()}


def declarations(style: str) -> Iterator[tuple[str, str]]:
    """The properties in a style that may stand in a drawing, with what is said of them."""
    for each in COMMENT.sub(" ", style).split(";"):
        name, _colon, value = each.partition(":")
        if name.strip().lower() in LOOKS:
            yield name.strip().lower(), IMPORTANT.sub("", value).strip()


def _rules(sheet: str) -> Iterator[tuple[str, str, str]]:
    plain = COMMENT.sub(" ", sheet)
    # Rules that begin with @ fetch, or wait for something; a backslash writes one thing so that it reads as another.
    if set("@\\<") & set(plain) or RULE.sub("", plain).strip():
        raise PictureRefused(Why.STYLES)
    for rule in RULE.finditer(plain):
        said = list(declarations(rule[2]))
        for selector in rule[1].split(","):
            if not SELECTOR.fullmatch(selector.strip()):
                raise PictureRefused(Why.STYLES)
            for name, value in said:
                yield selector.strip(), name, value
