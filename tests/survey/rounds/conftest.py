from __future__ import annotations

import pytest
from flask import Flask

from survey.models import Role
from tests.survey.staff.office import Browser, Office


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(app)


@pytest.fixture
def officer(office: Office) -> Browser:
    return office.signed_in(Role.OFFICER)
