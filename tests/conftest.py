"""What every test may ask for: an application of its own, a strict client, an office, a database and an open round."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy.orm import Session

from app import create_app
from survey import clock, passphrases
from survey.configuration import Configuration
from survey.database import db
from survey.migrations import migrate
from survey.models import Round, RoundSetting
from survey.staff import passwords
from tests.sharing import COMPILED_TEMPLATES, share_rules
from tests.strictness import StrictClient, watch_for_forgotten_changes
from tests.survey.staff.office import Office

# No test asserts a time: a busy machine must not turn a law into a failure.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


TRUE_COSTS = [
    (passwords, "_HASHER", passwords._HASHER),
    (passphrases, "PASSES", passphrases.PASSES),
    (passphrases, "MEMORY_KIB", passphrases.MEMORY_KIB),
    (passphrases, "LANES", passphrases.LANES),
]


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Passwords and passphrases at the least that Argon2 can cost: thousands are made that are not the thing tested."""
    cheap = {"_HASHER": PasswordHasher(time_cost=1, memory_cost=8, parallelism=1), "PASSES": 1, "MEMORY_KIB": 8}
    with pytest.MonkeyPatch.context() as patch:
        for module, name, _ in TRUE_COSTS:
            patch.setattr(module, name, cheap.get(name, 1))
        yield


@pytest.fixture(scope="session", autouse=True)
def shared_rules() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        share_rules(patch)
        yield


@pytest.fixture
def true_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords and passphrases as dear as they are where they are not tested."""
    for module, name, value in TRUE_COSTS:
        monkeypatch.setattr(module, name, value)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a database that has all its tables and is empty: tests copy it."""
    path = tmp_path_factory.mktemp("migrated") / "heard.sqlite"
    app = create_app(Configuration(path.parent, f"sqlite:///{path}", b"s" * 32, "http://localhost"))
    with app.app_context():
        migrate()
        db.engine.dispose()
    assert [each.name for each in path.parent.iterdir()] == [path.name], "everything is in the one file"
    return path


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


def fresh_app(settings: Configuration, migrated: Path) -> Flask:
    database = settings.instance / "heard.sqlite"
    if not database.exists():
        shutil.copyfile(migrated, database)
    app = create_app(settings)
    app.testing = True
    app.test_client_class = StrictClient
    app.jinja_env.bytecode_cache = COMPILED_TEMPLATES
    return app


@pytest.fixture
def app(settings: Configuration, migrated: Path) -> Flask:
    app = fresh_app(settings, migrated)
    watch_for_forgotten_changes(app)
    return app


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(app)


@pytest.fixture
def shown_office(settings: Configuration, migrated: Path) -> Office:
    """An office whose figures are all invented."""
    return Office(fresh_app(replace(settings, demonstration=True), migrated))


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
