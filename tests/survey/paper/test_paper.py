"""Every set can be printed in large print, and what was ticked on paper counts like any other, marked as paper."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from flask import Flask

from questions.bank import question_sets
from questions.questionnaire import QuestionSet
from survey import clock, codes
from survey.languages import offered
from survey.models import Part, Role, Round, SetAside, Sitting
from survey.paper.drawings import drawn
from survey.paper.printing import pdf_of
from tests.survey.safeguarding.in_place import put_in_place
from tests.survey.staff.office import Browser, Office

STAR = question_sets()["children-in-care", "star"]
ADDRESS = "/staff/paper/open-round/star/type"


@pytest.mark.parametrize("question_set", question_sets().values(), ids=lambda each: each.key)
def test_every_set_is_a_tagged_pdf_in_every_language_on_offer(app: Flask, question_set: QuestionSet) -> None:
    with app.test_request_context():
        for language in offered():
            # The compiler refuses what is not PDF/UA-1: a picture without words, a page without a language or a title.
            made = pdf_of(question_set.name, question_set.version.key, None, language.code)
            assert made.startswith(b"%PDF")
            assert b"pdfuaid" in made


def test_a_drawing_in_one_colour_has_ink_and_no_paper() -> None:
    colours = set(re.findall(rb"#[0-9a-f]{3,6}", drawn("home", in_one_colour=True)))
    assert len(set(re.findall(rb"#[0-9a-f]{3,6}", drawn("home")))) > len(colours)
    assert b"var(" not in drawn("home")
    assert colours == {b"#fff", b"#ffffff", b"#221e3d"} or colours == {b"#fff", b"#221e3d"}


@pytest.fixture
def officer(office: Office) -> Browser:
    office.ask()
    with office.database() as session:
        put_in_place(session, clock.now())
    return office.signed_in(Role.OFFICER)


def a_card(office: Office) -> str:
    with office.database() as session:
        place = session.get_one(Round, "open-round").settings[0]
        [card] = codes.issue(session, place, "star", 1, clock.now() + codes.ON_SCREEN)
        return card.digits


def a_sheet(digits: str, sitting: str = "", **ticked: str) -> dict[str, str]:
    fields = {STAR.by_theme[theme].field: value for theme, value in ticked.items()}
    return {"sitting": sitting or str(uuid.uuid4()), "digits": digits, "company": "carer", "lang": "en", **fields}


def kept(office: Office) -> list[dict[str, Any]]:
    with office.database() as session:
        return [json.loads(part.document) for part in session.query(Part).all()]


def test_what_was_ticked_is_kept_once_and_marked_as_paper(office: Office, officer: Browser) -> None:
    digits = a_card(office)
    sheet = a_sheet(" ".join([digits[:6], digits[6:]]), home_safe="8", sw_know="no", sw_promise="5")
    for _again in range(2):
        reply = officer.send(ADDRESS, sheet)
        assert reply.status_code == 303
        assert "The sheet is typed in." in officer.open(reply.location).text
    [document] = kept(office)
    assert (document["way"], document["company"], document["check"]) == ("paper", "carer", None)
    # What only follows from another answer does not count where that answer rules it out.
    assert {theme: value for theme, (_, value) in document["answers"].items()} == {"home_safe": "8", "sw_know": "no"}
    with office.database() as session:
        assert session.query(Sitting).one().setting == "foster-care"


def test_other_answers_on_the_same_sheet_do_not_replace_the_first(office: Office, officer: Browser) -> None:
    digits, sitting = a_card(office), str(uuid.uuid4())
    officer.send(ADDRESS, a_sheet(digits, sitting, home_safe="8"))
    reply = officer.send(ADDRESS, a_sheet(digits, sitting, home_safe="1"))
    assert "What was typed in first stands." in officer.open(reply.location).text
    assert len(kept(office)) == 1


@pytest.mark.parametrize("digits", ["", "000000000000", "123"])
def test_a_card_that_opens_nothing_is_told_and_nothing_typed_is_lost(
    office: Office, officer: Browser, digits: str
) -> None:
    reply = officer.send(ADDRESS, a_sheet(digits, home_safe="8"))
    assert reply.status_code == 422
    field = STAR.by_theme["home_safe"].field
    assert re.search(rf'<input checked[^>]*name="{re.escape(field)}"[^>]*value="8"', reply.text)
    assert kept(office) == []
    with office.database() as session:
        assert session.query(SetAside).count() == 0


def test_a_worker_prints_and_types_nothing_in(office: Office, officer: Browser) -> None:
    worker = office.signed_in(Role.WORKER)
    assert worker.open("/staff/paper/open-round/star/sheet.pdf?lang=cy").mimetype == "application/pdf"
    assert "Type a sheet in" not in worker.open("/staff/paper/").text
    assert "Type a sheet in" in officer.open("/staff/paper/").text
    assert worker.open(ADDRESS).status_code == 403
