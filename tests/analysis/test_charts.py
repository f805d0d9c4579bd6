"""What is drawn is what is told: the drawing's marks, Plotly's figure and the sheet are all of the release."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st

from analysis import export
from analysis.charts import HAIRLINE, INK, INK_SOFT, MARIGOLD, Chart, plotly, settings_chart, themes_chart
from analysis.disclosure import HIDDEN
from analysis.figures import Figure
from analysis.released import Release
from tests.analysis.told import a_level, a_release, figure

HID = Figure(7, HIDDEN, HIDDEN)


@pytest.fixture(autouse=True)
def _page(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.fixture
def release() -> Release:
    return a_release(
        a_level("foster-care", 402, 305, (122, 126), figure(276, 5, 305), figure(159, 7, 305)),
        a_level("family-or-friends", 84, 67, (19, 23), figure(58, (0, 3), 67), figure((17, 20), (0, 3), 20)),
        a_level("supported-lodgings", 30, 7, (0, 3), HID, HID),
    )


@pytest.fixture
def charts(release: Release) -> list[Chart]:
    return [themes_chart(release), settings_chart(release, "home_safe"), settings_chart(release, "plan_copy")]


def test_marks_stand_at_the_shares(release: Release) -> None:
    rows = {row.label: row for row in settings_chart(release, "home_safe").rows}
    foster, kin = rows["Foster care"].marks, rows["With family or friends"].marks
    assert foster is not None
    assert kin is not None
    assert (foster.low, foster.high, foster.chance_low, foster.chance_high) == (92.0, 92.0, 88.4, 94.6)
    assert (kin.low, kin.high) == (86.6, 90.6)
    assert foster.has_dot
    assert kin.is_spread
    assert rows["Supported lodgings"].marks is None
    assert rows["Supported lodgings"].share == rows["Supported lodgings"].counts == "c"


def test_a_wide_block_has_no_dot(release: Release) -> None:
    row = next(row for row in settings_chart(release, "plan_copy").rows if row.label == "With family or friends")
    assert row.share == "85% or more"
    assert row.marks is not None
    assert not row.marks.has_dot


def test_plotly_takes_its_figure_and_hides_what_is_hidden(charts: list[Chart]) -> None:
    # The library is for tests only: the page's server writes plain values.
    import plotly.graph_objects as go

    for chart in charts:
        drawn = plotly(chart)
        read = go.Figure(json.loads(json.dumps(drawn)), skip_invalid=False)
        shown = {row.label for row in chart.rows if row.marks}
        assert {label for trace in read.data for label in trace.y} == shown
        assert set(read.layout.yaxis.categoryarray) == {row.label for row in chart.rows}
        figures = {(note.y, note.text) for note in read.layout.annotations}
        assert {(row.label, row.share) for row in chart.rows} <= figures
        dots = dict(zip(read.data[2].y, read.data[2].x, strict=True))
        assert dots == {row.label: row.marks.middle for row in chart.rows if row.marks}


def test_plotly_is_given_words_and_no_tags(release: Release) -> None:
    named = replace(release, themes=tuple(replace(each, name=f"<b>{each.name}</b> & co") for each in release.themes))
    drawn = plotly(themes_chart(named))
    told = {note["text"] for note in drawn["layout"]["annotations"]}
    assert "&lt;b&gt;Safe at home&lt;/b&gt; &amp; co" in told
    assert not [each for each in told if "<" in each]
    assert all(hover.count("<") == hover.count("<br>") == 2 for hover in drawn["data"][2]["hovertext"])


def test_labels_are_told_apart_in_every_chart(charts: list[Chart]) -> None:
    for chart in charts:
        assert len({row.label for row in chart.rows}) == len(chart.rows)


def test_plotly_is_given_the_pages_own_colours() -> None:
    styles = Path(__file__).parents[2] / "static" / "css"
    tokens = "".join((styles / name).read_text(encoding="utf-8") for name in ("tokens.css", "staff/tokens.css"))
    for name, colour in (("ink", INK), ("ink-soft", INK_SOFT), ("hairline", HAIRLINE), ("marigold", MARIGOLD)):
        assert f"--{name}: {colour};" in tokens


def read_sheet(sheet: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sheet.decode("utf-8-sig"))))


def test_the_sheet_has_every_figure_as_least_and_greatest(release: Release) -> None:
    rows = read_sheet(export.sheet(export.figures(release)))
    assert len(rows) == 2 * 4
    by_place = {row["Where children live"]: row for row in rows if row["Theme"] == "Safe at home"}
    kin = by_place["With family or friends"]
    told = ("Positive", "No answer", "Answered", "Share in per cent", "Chance alone, in per cent", "Had help")
    assert [(kin[f"{name}, at least"], kin[f"{name}, at most"]) for name in told] == [
        ("58", "58"), ("0", "3"), ("64", "67"), ("87", "91"), ("76", "96"), ("19", "23")
    ]  # fmt: skip
    hidden = by_place["Supported lodgings"]
    assert [hidden[f"{name}, at {end}"] for name in told[:5] for end in ("least", "most")] == ["c"] * 10
    open_ended = next(row for row in rows if row["Positive, at least"] == "17")
    assert (open_ended["Share in per cent, at least"], open_ended["Share in per cent, at most"]) == ("85", "")


@given(st.lists(st.text(min_size=1), min_size=1))
@example(["\x1f@", "\u2003=1", " \t+", "-"])
def test_no_cell_is_ever_a_formula(words: list[str]) -> None:
    sheet = export.sheet([words]).decode("utf-8-sig")
    cells = next(csv.reader(io.StringIO(sheet, newline="")))
    for cell, word in zip(cells, words, strict=True):
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
        assert cell in (word, f"'{word}")
