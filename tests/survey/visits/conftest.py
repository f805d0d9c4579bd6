"""A worker of a council where a child who asks for somebody reaches a person."""

from __future__ import annotations

import pytest

from survey import clock
from survey.models import Role
from tests.survey.safeguarding.in_place import put_in_place
from tests.survey.staff.office import Browser, Office


@pytest.fixture(autouse=True)
def _a_child_who_asks_reaches_somebody(office: Office) -> None:
    with office.database() as session:
        put_in_place(session, clock.now())


@pytest.fixture
def worker(office: Office) -> Browser:
    office.ask()
    return office.signed_in(Role.WORKER)
