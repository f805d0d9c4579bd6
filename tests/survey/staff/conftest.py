from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from app import create_app
from survey import clock
from survey.configuration import Configuration
from survey.migrations import migrate
from tests.strictness import StrictClient
from tests.survey.staff.office import Office

Later = Callable[[timedelta], None]


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(app)


@pytest.fixture
def shown_office(settings: Configuration) -> Office:
    """An office whose figures are all invented."""
    app = create_app(replace(settings, demonstration=True))
    app.testing = True
    app.test_client_class = StrictClient
    with app.app_context():
        migrate()
    return Office(app)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Move the time: ``later(timedelta(minutes=5))`` counts from when the test began."""
    began = clock.now()

    def move(by: timedelta) -> None:
        def now() -> datetime:
            return began + by

        monkeypatch.setattr(clock, "now", now)

    move(timedelta())
    return move
