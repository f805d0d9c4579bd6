"""What every test may ask for: an application of its own, a strict client, an office, a database and an open round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import create_app
from survey import clock
from survey.configuration import Configuration
from survey.database import db
from survey.migrations import migrate
from survey.models import Round, RoundSetting
from tests.strictness import StrictClient, watch_for_forgotten_changes
from tests.survey.staff.office import Office

# No test asserts a time: a busy machine must not turn a law into a failure.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


@pytest.fixture
def settings(tmp_path: Path) -> Configuration:
    return Configuration(
        instance=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'heard.sqlite'}",
        secret=b"a secret of the tests, long enough",
        public_url="http://localhost",
        accepts_drafts=True,
        offers_unfinished=True,
    )


@pytest.fixture
def app(settings: Configuration) -> Flask:
    app = create_app(settings)
    app.testing = True
    app.test_client_class = StrictClient
    watch_for_forgotten_changes(app)
    with app.app_context():
        migrate()
    return app


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
def client(app: Flask) -> StrictClient:
    client = app.test_client()
    assert isinstance(client, StrictClient)
    return client


@pytest.fixture
def db_session(app: Flask) -> Iterator[Session]:
    """A session inside the application. Requests made beside it would share its ``g``: use one or the other."""
    with app.app_context():
        yield db.session


@pytest.fixture
def asked(db_session: Session) -> Round:
    """An open round in two settings."""
    today = clock.today()
    opened = Round(
        id="open-round",
        name="Open round",
        question_set="children-in-care",
        opens=today - timedelta(days=7),
        closes=today + timedelta(days=30),
    )
    opened.settings = [
        RoundSetting(setting="foster-care", position=0, asked=40),
        RoundSetting(setting="childrens-homes", position=1, asked=20),
    ]
    db_session.add(opened)
    db_session.commit()
    return opened
