from __future__ import annotations

import pytest
from flask import Flask

from tests.survey.staff.office import Office


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(app)
