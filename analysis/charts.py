"""Charts of a release: a dot for the share, a line for where chance could move it. Nothing but a ``Release`` is drawn.

The same rows are drawn twice: as plain SVG for first paint, and as a Plotly figure that takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from analysis.disclosure import Hidden
from analysis.figures import Figure
from analysis.headlines import group, label, name
from analysis.released import Level, Release
from analysis.wording import chance_ends, chance_words, count_words, percent, share_ends, share_words

INK, INK_SOFT, HAIRLINE, MARIGOLD = "#221e3d", "#48435f", "#d9d5e4", "#ffc34a"
FONT = '"Atkinson Hyperlegible Next", Verdana, sans-serif'
# Said as a font: Plotly would write <b> as a style attribute, which the page does not allow.
BOLD = {"weight": 700}
SIGN = 8.6
LONGEST = 220
WIDE = 5
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Marks:
    """Where a row's marks stand, in hundredths of the axis: block from ``low`` to ``high``, chance round it."""

    low: float
    high: float
    chance_low: float
    chance_high: float

    @property
    def middle(self) -> float:
        return round((self.low + self.high) / 2, 1)

    @property
    def is_spread(self) -> bool:
        """Whether the block is wide enough to be seen as one."""
        return self.high - self.low >= 1

    @property
    def has_dot(self) -> bool:
        """Whether one dot may stand for the block. In a wide one it would seem to know where the share is."""
        return self.high - self.low < WIDE


@dataclass(frozen=True)
class Row:
    """One line of a chart and of its table. ``marks`` is None where the figure is hidden."""

    label: str
    share: str
    counts: str
    chance: str
    marks: Marks | None


@dataclass(frozen=True)
class Chart:
    """A chart: what it shows, and its rows from top to bottom."""

    key: str
    title: str
    rows: tuple[Row, ...]


def themes_chart(release: Release) -> Chart:
    """Every theme, of everybody who was asked."""
    people = _(group(release).people)
    return Chart(
        key="themes",
        title=(
            _("Share of whom it was written down, of all %(people)s", people=people)
            if group(release).is_of_records
            else _("Share who say so, of all %(people)s who answered", people=people)
        ),
        rows=tuple(
            _row(label(theme, release.everyone), release.everyone.figures[theme.key]) for theme in release.themes
        ),
    )


def settings_chart(release: Release, theme_key: str) -> Chart:
    """One theme, by setting; the last row adds the others up."""
    theme = next(theme for theme in release.themes if theme.key == theme_key)
    levels: tuple[Level, ...] = (*release.levels, release.everyone)
    return Chart(
        key="settings",
        title=_("Share who %(statement)s", statement=_(theme.statement)),
        rows=tuple(_row(name(level), level.figures[theme.key]) for level in levels),
    )


def plotly(chart: Chart) -> dict[str, Any]:
    """The chart as Plotly's figure, ``data`` and ``layout``, plain values only.

    Built by hand: the library takes a hundred times longer, and its default template is nine tenths of what it sends. A
    test has the library read it.
    """
    marked = [(row, row.marks) for row in chart.rows if row.marks is not None]
    return {
        "data": [
            _lines(
                [(row.label, marks.chance_low, marks.chance_high) for row, marks in marked],
                3,
                _("Chance alone"),
                has_ends=True,
            ),
            _lines(
                [(row.label, marks.low, marks.high) for row, marks in marked],
                9,
                _("The share lies in here"),
                has_ends=False,
            ),
            {
                "type": "scatter",
                "mode": "markers",
                "name": _("Share"),
                "x": [marks.middle for _row, marks in marked],
                "y": [row.label for row, _marks in marked],
                "hovertext": [_hover(row) for row, _marks in marked],
                "hoverinfo": "text",
                "cliponaxis": False,
                "marker": {
                    "size": 14,
                    "color": MARIGOLD,
                    "line": {"color": INK, "width": 3},
                    # There to be touched, but seen only where a dot may stand for the block.
                    "opacity": [1 if marks.has_dot else 0 for _row, marks in marked],
                },
            },
        ],
        "layout": _layout(chart),
    }


def _hover(row: Row) -> str:
    said = (row.label, f"{row.share} ({row.counts})", f"{_('Chance alone:')} {row.chance}")
    return "<br>".join(_only_words(each) for each in said)


def _only_words(words: str) -> str:
    """Plotly takes some tags in a text for its own, links among them: words are to be shown as they are."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _lines(ends: list[tuple[str, float, float]], width: int, named: str, has_ends: bool) -> dict[str, Any]:
    """All rows' lines as one trace: a gap after each."""
    return {
        "type": "scatter",
        "mode": "lines+markers" if has_ends else "lines",
        "name": named,
        "x": [x for _label, low, high in ends for x in (low, high, None)],
        "y": [label for label, _low, _high in ends for _each in range(3)],
        "connectgaps": False,
        "cliponaxis": False,
        "hoverinfo": "skip",
        "line": {"color": INK, "width": width},
        "marker": {"symbol": "line-ns-open", "size": 14, "color": INK, "line": {"width": width}},
    }


def _layout(chart: Chart) -> dict[str, Any]:
    """Names at the start, figures at the end, as in the drawing; hidden rows have a name and a ``c`` and no mark."""
    before, after = (_width(words) for words in ([row.label for row in chart.rows], [row.share for row in chart.rows]))
    name = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -before, "showarrow": False}
    figure = {"xref": "paper", "x": 1, "xanchor": "right", "xshift": after, "showarrow": False, "font": BOLD}
    return {
        "margin": {"l": before, "r": after, "t": 4, "b": 32},
        "annotations": [
            *({**name, "y": row.label, "text": _only_words(row.label)} for row in chart.rows),
            *({**figure, "y": row.label, "text": _only_words(row.share)} for row in chart.rows),
        ],
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 30,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 17, "color": INK},
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": INK, "font": {"color": INK, "family": FONT, "size": 16}},
        "xaxis": {
            "range": [0, 100],
            "tickvals": list(TICKS),
            "ticktext": [percent(tick / 100) for tick in TICKS],
            "tickfont": {"size": 15, "color": INK_SOFT},
            "gridcolor": HAIRLINE,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": [row.label for row in reversed(chart.rows)],
            "range": [-0.5, len(chart.rows) - 0.5],
            "showticklabels": False,
            "gridcolor": HAIRLINE,
            "fixedrange": True,
        },
    }


def _width(words: list[str]) -> int:
    """Room for the longest of some words, in pixels."""
    return 24 + min(LONGEST, round(SIGN * max(len(word) for word in words)))


def _row(label: str, figure: Figure) -> Row:
    share, by_chance = share_ends(figure), chance_ends(figure)
    marks = None
    if not isinstance(share, Hidden) and not isinstance(by_chance, Hidden):
        marks = Marks(*(round(end * 100, 1) for end in (*share, *by_chance)))
    return Row(
        label,
        share_words(figure),
        count_words(figure),
        chance_words(figure),
        marks,
    )
