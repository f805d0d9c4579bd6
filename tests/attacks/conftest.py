"""A council under siege: one for all tests of a file, each of which finds it as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app import create_app
from survey import clock
from survey.configuration import Configuration
from survey.database import PRAGMAS
from survey.migrations import migrate
from tests.attacks.siege import Siege, besiege


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    folder = tmp_path_factory.mktemp("siege")
    settings = Configuration(
        instance=folder,
        database_url=f"sqlite:///{folder / 'heard.sqlite'}",
        secret=b"a secret of the tests, long enough",
        public_url="http://localhost",
        accepts_drafts=True,
        offers_unfinished=True,
        mail="folder:",
    )
    with pytest.MonkeyPatch.context() as hurry:
        # Thousands of requests, none of which has to outlive a power cut.
        hurry.setitem(PRAGMAS, "synchronous", 0)
        # Nobody is signed out, nothing gets late and no page changes because a machine is slow.
        moment = clock.now()
        hurry.setattr(clock, "now", lambda: moment)
        app = create_app(settings)
        app.testing = True
        with app.app_context():
            migrate()
        yield besiege(app)


@pytest.fixture
def siege(besieged: Siege) -> Iterator[Siege]:
    with besieged.from_here():
        yield besieged
