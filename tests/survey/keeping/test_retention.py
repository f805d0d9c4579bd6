"""Every table has somebody who says how long it is kept, and what a council sets is held to bounds."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import timedelta

import pytest

from survey.database import Base
from survey.keeping.retention import RETENTION, RetentionUnsound, periods_from
from tests.house.code import ROOT

SETTINGS = [kind for kind in RETENTION.values() if kind.setting]


def test_every_table_is_named() -> None:
    named = {table for kind in RETENTION.values() for table in kind.tables}
    assert set(Base.metadata.tables) <= named


def test_releases_are_kept_for_ever() -> None:
    assert RETENTION["releases"].kept is None
    assert "releases" not in periods_from({})


def test_the_usual_periods_are_within_their_bounds() -> None:
    for kind in SETTINGS:
        assert kind.kept is not None
        assert timedelta(days=kind.fewest) <= kind.kept <= timedelta(days=kind.most)
    assert periods_from({})["answers"] == timedelta(days=90)


@pytest.mark.parametrize("kind", SETTINGS, ids=lambda kind: kind.key)
def test_a_council_sets_days_within_bounds(kind: object) -> None:
    for one in SETTINGS:
        assert one.setting is not None
        for days in (one.fewest, one.most):
            assert periods_from({one.setting: str(days)})[one.key] == timedelta(days=days)
        for wrong in (str(one.fewest - 1), str(one.most + 1), "a year", "-40", "40.5", "４０"):
            with pytest.raises(RetentionUnsound, match=one.setting):
                periods_from({one.setting: wrong})


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        RETENTION["answers"].kept = None  # type: ignore[misc]
    with pytest.raises(TypeError):
        RETENTION["more"] = RETENTION["answers"]  # type: ignore[index]


def test_what_is_written_down_for_councils_is_this_table() -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    for kind in SETTINGS:
        assert kind.kept is not None
        assert f"| {kind.kept.days} | {kind.fewest}–{kind.most} | `{kind.setting}` |" in page, kind.key
