"""The demonstration's council, made once for those tests that read it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from analysis.demonstration.seeding import make
from app import create_app
from survey import clock
from survey.configuration import Configuration
from survey.database import db, writing
from survey.migrations import migrate
from tests.strictness import StrictClient


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("demonstration")
    settings = Configuration(folder, f"sqlite:///{folder / 'd.sqlite'}", b"demonstration" * 4, "http://localhost")
    app = create_app(replace(settings, demonstration=True))
    app.testing = True
    app.test_client_class = StrictClient
    with app.app_context():
        migrate()
        with writing():
            make(db.session, clock.today())
            db.session.commit()
    return app
