"""Cards for the children's pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from survey import clock, codes
from survey.codes import Card
from survey.models import Round
from tests.survey.child.council import Council, council_in
from tests.survey.staff.office import Office

Issue = Callable[..., Card]


@pytest.fixture
def a_card(db_session: Session, asked: Round) -> Issue:
    """Issues one card for a version and closes the transaction, so that the pages may write."""

    def issue(version: str = "star") -> Card:
        [card] = codes.issue(db_session, asked.settings[0], version, 1, clock.now() + codes.ON_SCREEN)
        db_session.commit()
        return card

    return issue


@pytest.fixture
def council(office: Office) -> Council:
    """Everything is in place: every page may promise what the council keeps."""
    return council_in(office)
