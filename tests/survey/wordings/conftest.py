from __future__ import annotations

import pytest

from survey.models import Role
from tests.survey.staff.office import Browser, Office


@pytest.fixture
def officer(office: Office) -> Browser:
    return office.signed_in(Role.OFFICER)
