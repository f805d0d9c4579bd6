"""What is on the results pages as a sheet, protected already. One writer, so that no cell is ever run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask_babel import gettext as _

from analysis.disclosure import HIDDEN, Hidden, Range
from analysis.headlines import group, name
from analysis.released import Level, Release
from analysis.wording import answered, chance_wholes, share_ends, whole

# A spreadsheet runs a cell that begins with one of these, whatever the file says about it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Cell = str | int
NOTHING = ""


def sheet(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as CSV in UTF-8, with the mark by which spreadsheets know it."""
    written = io.StringIO()
    csv.writer(written).writerows([_harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    """Words that a spreadsheet would run are marked as words. Numbers are numbers."""
    if isinstance(cell, str):
        # Before the sign may stand anything that some program takes for a space.
        beginnings = (cell.lstrip(" \u00a0"), cell.lstrip())
        if any(beginning.startswith(FORMULA_STARTS) for beginning in beginnings):
            return f"'{cell}"
    return cell


def figures(release: Release) -> Iterator[Sequence[Cell]]:
    """Each theme of each level: counts as their least and greatest, shares in whole per cents, ``c`` where hidden.

    Only where children were asked does it say with how many somebody helped.
    """
    is_of_children = group(release).is_of_children
    yield (
        _("Round"),
        _("First day"),
        _("Last day"),
        _("Released"),
        _("Theme"),
        _("Positive answer"),
        _(group(release).axis),
        _("Asked to take part"),
        _("Took part"),
        *(_two(_("Had help")) if is_of_children else ()),
        _("Version asks this"),
        *_two(_("Positive")),
        *_two(_("No answer")),
        *_two(_("Answered")),
        *_two(_("Share in per cent")),
        *_two(_("Chance alone, in per cent")),
    )
    for theme in release.themes:
        for level in _levels(release):
            figure = level.figures[theme.key]
            share, by_chance = share_ends(figure), chance_wholes(figure)
            yield (
                release.name,
                release.opens.isoformat(),
                release.closes.isoformat(),
                release.released.isoformat(),
                _(theme.name),
                _(theme.statement),
                name(level),
                level.asked,
                level.sittings,
                *(_ends(level.helped) if is_of_children else ()),
                figure.asked,
                *_ends(figure.positive),
                *_ends(figure.no_answer),
                *_ends(answered(figure)),
                *((HIDDEN.value,) * 2 if isinstance(share, Hidden) else (_inside(share[0]), _inside(share[1]))),
                *((HIDDEN.value,) * 2 if isinstance(by_chance, Hidden) else by_chance),
            )


def _levels(release: Release) -> tuple[Level, ...]:
    return (*release.levels, release.everyone) if release.is_by_setting else (release.everyone,)


def _two(words: str) -> tuple[str, str]:
    return _("%(figure)s, at least", figure=words), _("%(figure)s, at most", figure=words)


def _ends(told: Range | Hidden) -> tuple[Cell, Cell]:
    return (told.low, told.high) if isinstance(told, Range) else (HIDDEN.value, HIDDEN.value)


def _inside(share: float) -> Cell:
    """A share's end in whole per cents; an end that is open (0 or 100) is left empty, as on the page."""
    rounded = whole(share)
    return NOTHING if rounded in (0, 100) else rounded
