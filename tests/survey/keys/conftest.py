from __future__ import annotations

import pytest
from flask import Flask

from survey import clock
from survey.models import Role
from tests.survey.safeguarding.in_place import PASSPHRASE, InPlace, put_in_place
from tests.survey.staff.office import Browser, Office


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(app)


@pytest.fixture
def in_place(office: Office) -> InPlace:
    with office.database() as session:
        return put_in_place(session, clock.now())


def unlocked(office: Office, role: Role, passphrase: str = PASSPHRASE) -> Browser:
    """The browser of somebody who has signed in and opened their key."""
    browser = office.signed_in(role)
    assert browser.send("/staff/keys/open", {"passphrase": passphrase}).status_code == 303
    return browser
