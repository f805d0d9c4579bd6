"""A council in which everything is in place, on a Friday afternoon that a test may let pass."""

from __future__ import annotations

import pytest

from survey import clock
from tests.survey.safeguarding.answering import Hand
from tests.survey.safeguarding.in_place import InPlace, put_in_place
from tests.survey.staff.office import Office


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    moved = Hand()
    monkeypatch.setattr(clock, "now", lambda: moved.now)
    return moved


@pytest.fixture
def place(office: Office, hand: Hand) -> InPlace:
    with office.database() as session:
        return put_in_place(session, hand.now)
