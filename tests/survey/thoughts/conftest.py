"""A council that is ready to hear thoughts: a lead and officers, each with a key, and boxes that they hold."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.survey.thoughts.council import Council


@pytest.fixture
def council(app: Flask) -> Council:
    return Council(app)
