"""The product's own drawings as one sprite per page, holding only what the page uses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from markupsafe import Markup

from questions.pictures import PICTURES, concepts

DRAWING = re.compile(r'<svg [^>]*viewBox="(?P<box>[\d. -]+)"[^>]*>(?P<lines>.*)</svg>\s*', re.DOTALL)


class PictureMissing(LookupError):
    """A page needs a drawing that is not there, or is not one ``<svg>`` with a ``viewBox``; says which file."""

    def __init__(self, concept: str) -> None:
        super().__init__(f"static/pictures/{concept}.svg is missing or is no drawing")


def sprite(concepts: Iterable[str]) -> Markup:
    """One ``<symbol id="p-…">`` for each concept, in the order of their names; raises ``PictureMissing``."""
    return Markup("\n").join(_symbol(concept) for concept in sorted(set(concepts)))


@cache
def _symbol(concept: str) -> Markup:
    try:
        drawing = DRAWING.fullmatch((PICTURES / f"{concept}.svg").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PictureMissing(concept) from None
    if drawing is None:
        raise PictureMissing(concept)
    # The drawings are ours, reviewed with the code: they are the one thing here that is markup and not words.
    lines = Markup(drawing["lines"])  # noqa: S704
    if concept in concepts() and concepts()[concept].turns:
        lines = Markup('<g class="turn">{}</g>').format(lines)
    return Markup('<symbol id="p-{}" viewBox="{}">{}</symbol>').format(concept, drawing["box"], lines)
