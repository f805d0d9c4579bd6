"""A council that is ready to hear thoughts: a lead and officers, each with a key, and boxes that they hold."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from flask import Flask

from survey import clock
from survey.clock import monday_of, week_of
from tests.survey.thoughts.council import Council


@pytest.fixture
def council(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Council:
    """Founded at noon on this week's Wednesday, and there it stays: where people read every day, what was told at the
    end of a week would be late at once."""
    midweek = datetime.combine(monday_of(week_of(clock.today())), time(12), tzinfo=UTC) + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: midweek)
    return Council(app)
