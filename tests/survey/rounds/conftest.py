from __future__ import annotations

import pytest
from flask import Flask

from survey import clock
from survey.models import Role
from tests.survey.safeguarding.in_place import put_in_place
from tests.survey.staff.office import Browser, Office


@pytest.fixture
def office(app: Flask) -> Office:
    """An office in which everything is in place for a round to open."""
    made = Office(app)
    with made.database() as session:
        put_in_place(session, clock.now())
    return made


@pytest.fixture
def officer(office: Office) -> Browser:
    return office.signed_in(Role.OFFICER)
