"""The demonstration's other rounds: parents' results read as published, the rest are open, and each can be tried."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from sqlalchemy import select

from analysis.demonstration.others import OTHERS, Asking
from survey import clock, codes
from survey.database import db
from survey.models import Round
from survey.rounds.calendar import Stage, stage_of
from survey.thoughts.tables import Thought, Voice
from tests.survey.staff.office import Office

OPEN = [other for other in OTHERS if other.ago < other.days]


def round_of(key: str) -> Round:
    return db.session.scalars(select(Round).where(Round.id.like(f"{key}-2%"))).one()


def test_parents_results_say_what_parents_say(council: Flask) -> None:
    officer = Office(council).browser()
    officer.sign_in("officer@demo.example", "demonstration")
    with council.app_context():
        parents = round_of("parents").id
    page = officer.open(f"/staff/results/{parents}").text
    words = " ".join(html.unescape(re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)).split())
    assert "What parents told us" in words
    assert "92% of parents of children in need were given time to say what they wanted" in words
    assert "By which help their child has" in words


@pytest.mark.parametrize("other", OPEN, ids=lambda other: other.key)
def test_each_open_round_can_be_answered_from_the_front_page(council: Flask, other: Asking) -> None:
    client = council.test_client()
    page = client.get("/demonstration/").text
    with council.app_context():
        asked = round_of(other.key)
        assert stage_of(asked, clock.today()) is Stage.OPEN
        round_id, question_set = asked.id, asked.question_set
    place = page[page.index(html.escape(asked.name)) :]
    button = re.search(r'name="version" value="(\w+)" formaction="([^"]+)"', place)
    assert button
    address = client.post(html.unescape(button[2]), data={"version": button[1], "language": "en"}).location
    path, _, code = address.partition("#")
    assert path == f"/answer?set={question_set}-{button[1]}&lang=en"
    with council.app_context():
        admission = codes.knock(db.session, code, clock.now())
        assert admission is not None
        assert admission.round_id == round_id
    assert client.get(path).status_code == 200


def test_children_come_first_and_adults_are_folded_away(council: Flask) -> None:
    page = council.test_client().get("/demonstration/").text
    assert page.index('value="star"') < page.index("<details") < page.index("formaction")
    assert "open>" not in page
    asked = council.test_client().post("/demonstration/answer", data={"version": "boat", "language": "en"}).location
    assert asked.startswith("/answer?set=children-in-care-boat")


@pytest.mark.parametrize("round_id", ["", "nothing", "survey-2026"])
def test_a_round_that_is_not_open_is_not_there(council: Flask, round_id: str) -> None:
    sent = {"version": "star", "language": "en"}
    assert council.test_client().post(f"/demonstration/answer?round={round_id}", data=sent).status_code == 404


def test_the_children_s_open_round_is_the_one_of_now(council: Flask) -> None:
    with council.app_context():
        assert db.session.scalars(select(Round.id).where(Round.id.startswith("now-"))).one()


def test_every_voice_is_there_to_be_read(council: Flask) -> None:
    with council.app_context():
        assert set(db.session.scalars(select(Thought.voice))) == set(Voice)
