"""The drawings as one sprite per page, holding only what the page uses: ours, or the council's own in place of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from markupsafe import Markup

from questions.pictures import PICTURES, concepts
from survey.gallery.own import addresses_now

DRAWING = re.compile(r'<svg [^>]*viewBox="(?P<box>[\d. -]+)"[^>]*>(?P<lines>.*)</svg>\s*', re.DOTALL)


class PictureMissing(LookupError):
    """A page needs a drawing that is not there, or is not one ``<svg>`` with a ``viewBox``; says which file."""

    def __init__(self, concept: str) -> None:
        super().__init__(f"static/pictures/{concept}.svg is missing or is no drawing")


# A drawing of somebody else's may be of black lines on nothing: where the device's own colours are dark, paper is laid
# under it (see drawings.css).
THEIRS = Markup(
    '<symbol id="p-{}" viewBox="0 0 120 120"><rect class="laid" width="120" height="120"/>'
    '<image href="{}" width="120" height="120"/></symbol>'
)


def sprite(concepts: Iterable[str], own: Mapping[str, str] | None = None) -> Markup:
    """One ``<symbol id="p-…">`` for each concept, in the order of their names; raises ``PictureMissing``.

    ``own`` are the addresses of pictures that stand in place of ours: those of the council, unless others are given.
    """
    theirs = dict(addresses_now()) if own is None else own
    return Markup("\n").join(
        THEIRS.format(concept, theirs[concept]) if concept in theirs else _symbol(concept)
        for concept in sorted(set(concepts))
    )


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
