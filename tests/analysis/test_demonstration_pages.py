"""The demonstration's front door: a card for whoever asks, and nothing at all on a council's own server."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from app import create_app
from survey import clock, codes
from survey.configuration import Configuration
from survey.database import db
from survey.models import Code, Role, RoundSetting, Staff
from survey.staff.demonstration import ACCOUNTS
from tests.survey.staff.office import Office

CHOICE = {"version": "boat", "language": "cy"}


@pytest.fixture
def shown(shown_office: Office) -> Flask:
    shown_office.ask()
    return shown_office.app


def test_each_press_makes_a_card_that_opens_the_version_asked_for(shown: Flask) -> None:
    addresses = [shown.test_client().post("/demonstration/answer", data=CHOICE).location for _ in range(3)]
    assert len(set(addresses)) == 3
    for address in addresses:
        path, _, code = address.partition("#")
        assert path == "/answer?set=children-in-care-boat&lang=cy"
        with shown.app_context():
            admission = codes.knock(db.session, code, clock.now())
        assert admission == codes.Admission("open-round", "foster-care", "boat")


def test_only_languages_that_children_may_choose_are_offered(settings: Configuration, shown: Flask) -> None:
    assert "Cymraeg" in shown.test_client().get("/demonstration/").text
    checked = create_app(replace(settings, demonstration=True, accepts_drafts=False)).test_client()
    assert "Cymraeg" not in checked.get("/demonstration/").text
    assert checked.post("/demonstration/answer", data=CHOICE).status_code == 404


@pytest.mark.parametrize("wrong", [{"version": "comet"}, {"version": ""}, {"language": "xx"}, {"language": ""}])
def test_what_is_not_there_is_not_found(shown: Flask, wrong: dict[str, str]) -> None:
    assert shown.test_client().post("/demonstration/answer", data=CHOICE | wrong).status_code == 404
    with shown.app_context():
        assert db.session.query(Code).count() == 0


def test_when_every_card_is_made_the_page_says_so(shown: Flask) -> None:
    with shown.app_context():
        place = db.session.query(RoundSetting).filter_by(setting="foster-care").one()
        place.issued = codes.CARDS_PER_CHILD * place.asked
        db.session.commit()
    page = shown.test_client().post("/demonstration/answer", data=CHOICE)
    assert page.status_code == 409
    assert "All code cards are made" in page.text


def test_it_exists_nowhere_else(app: Flask, office: Office) -> None:
    office.ask()
    for page in (
        app.test_client().get("/demonstration/"),
        app.test_client().post("/demonstration/answer", data=CHOICE),
    ):
        assert page.status_code == 404
    with app.app_context():
        assert db.session.query(Code).count() == 0
        assert db.session.query(Staff).filter(Staff.email.in_(ACCOUNTS)).count() == 0


def test_there_is_an_account_of_every_role() -> None:
    assert set(ACCOUNTS.values()) == set(Role)
    assert all(re.fullmatch(r"\w+@demo\.example", address) for address in ACCOUNTS)
