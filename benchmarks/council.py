"""An application with an open round, in a folder of its own, for benchmarks to work on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask import Flask

from app import create_app
from survey import clock
from survey.configuration import Configuration
from survey.database import db
from survey.migrations import migrate
from survey.models import Round, RoundSetting

MANY = 1_000_000


@contextmanager
def council() -> Iterator[tuple[Flask, Round]]:
    """The application, inside its context, and its open round."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Configuration(
            folder,
            f"sqlite:///{folder / 'heard.sqlite'}",
            b"benchmark" * 4,
            "http://localhost",
            accepts_drafts=True,
            offers_unfinished=True,
        )
        app = create_app(settings)
        with app.app_context():
            migrate()
            today = clock.today()
            asked = Round(
                id="bench", name="B", question_set="children-in-care", opens=today, closes=today + timedelta(days=9)
            )
            asked.settings = [RoundSetting(setting="foster-care", position=0, asked=MANY)]
            db.session.add(asked)
            db.session.commit()
            yield app, asked
            db.session.close()
            db.engine.dispose()
