"""Sending: by script in parts, by a plain form at once. Every way ends in the one writer of answers."""

from __future__ import annotations

import json
import uuid

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from questions.bank import question_sets
from survey.database import db
from survey.models import Mark, Part, SetAside, Sitting
from tests.strictness import StrictClient
from tests.survey.child.conftest import Issue
from tests.survey.sittings import a_document

STAR = question_sets()["children-in-care", "star"]


def post(client: StrictClient, **content: object) -> TestResponse:
    return client.post("/parts", json={"code": "", "part": None, "mark": None, **content})


def form(sitting: str, code: str, answers: dict[str, str], **fields: str) -> dict[str, str]:
    return {
        "set": "children-in-care-star",
        "language": "en",
        "sitting": sitting,
        "code": code,
        "sides": "good-first",
        "mark": "finished",
        **{STAR.by_theme[theme].field: value for theme, value in answers.items()},
        **fields,
    }


@pytest.fixture
def sitting() -> str:
    return str(uuid.uuid4())


def test_parts_are_kept_to_the_byte_and_closed_by_a_mark(
    client: StrictClient, a_card: Issue, db_session: Session, sitting: str
) -> None:
    card = a_card()
    first = a_document(sitting, {"home_safe": "7"}).decode() + " "
    answer = post(client, sitting=sitting, code=card.code, part=first)
    assert (answer.status_code, answer.json) == (201, {"receipt": "kept"})
    second = a_document(sitting, {"carer_care": "4"}, number=2).decode()
    assert post(client, sitting=sitting, part=second, mark="finished").status_code == 201
    again = post(client, sitting=sitting, part=second, mark="finished")
    assert (again.status_code, again.json) == (200, {"receipt": "kept before"})
    assert db_session.scalars(select(Part.document).order_by(Part.number)).all() == [first, second]
    assert db_session.scalars(select(Sitting.mark)).all() == [Mark.FINISHED]


def test_other_bytes_under_a_used_number_are_a_conflict(client: StrictClient, a_card: Issue, sitting: str) -> None:
    code = a_card().code
    post(client, sitting=sitting, code=code, part=a_document(sitting, {"home_safe": "7"}).decode())
    answer = post(client, sitting=sitting, code=code, part=a_document(sitting, {"home_safe": "1"}).decode())
    assert (answer.status_code, answer.json) == (409, {"receipt": "conflict"})


def test_looking_up_a_sitting_tells_whether_any_part_arrived(client: StrictClient, a_card: Issue, sitting: str) -> None:
    assert post(client, sitting=sitting).status_code == 409
    post(client, sitting=sitting, code=a_card().code, part=a_document(sitting, {}).decode())
    assert post(client, sitting=sitting).status_code == 200


@pytest.mark.parametrize("part", ["", "{}", "nonsense", "\ud800", "[" * 30_000])
def test_what_cannot_be_read_is_acknowledged_and_set_aside(
    client: StrictClient, db_session: Session, sitting: str, part: str
) -> None:
    answer = post(client, sitting=sitting, part=part, mark="finished")
    assert (answer.status_code, answer.json) == (202, {"receipt": "set aside"})
    assert db_session.scalars(select(SetAside.reason)).all() == ["unreadable"]


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        {},
        {"sitting": "", "code": "", "part": None},
        {"sitting": 1, "code": "", "part": None, "mark": None},
        {"sitting": "", "code": None, "part": None, "mark": None},
        {"sitting": "", "code": "", "part": {}, "mark": None},
        {"sitting": "", "code": "", "part": None, "mark": "open"},
        {"sitting": "", "code": "", "part": None, "mark": []},
        {"sitting": "", "code": "", "part": None, "mark": None, "more": 1},
    ],
)
def test_what_is_no_delivery_at_all_is_refused(client: StrictClient, content: object) -> None:
    assert client.post("/parts", json=content).status_code == 400


def test_what_is_too_large_is_refused_in_a_childs_words(client: StrictClient) -> None:
    for answer in (
        client.post("/parts", json={"part": "x" * 70_000}),
        client.post("/send", data={"sitting": "x" * 70_000}),
    ):
        assert answer.status_code == 413
        assert "You did nothing wrong" in answer.text


def test_a_plain_form_is_kept_as_one_finished_part(
    client: StrictClient, a_card: Issue, db_session: Session, sitting: str
) -> None:
    sent = form(sitting, a_card().digits, {"home_safe": "3", "talk_worries": "skip"}, company="carer")
    for _ in range(2):
        answer = client.post("/send?lang=en", data=sent)
        assert answer.status_code == 303
        assert answer.location == "/thanks?set=children-in-care-star&lang=en"
    document = json.loads(db_session.scalars(select(Part.document)).one())
    assert {theme: value for theme, (_, value) in document["answers"].items()} == {
        "home_safe": "3",
        "talk_worries": "skip",
    }
    assert document["company"] == "carer"
    assert db_session.scalars(select(Sitting.mark)).all() == [Mark.FINISHED]


def test_answers_to_questions_that_would_not_be_asked_are_left_out(
    client: StrictClient, a_card: Issue, db_session: Session, sitting: str
) -> None:
    client.post("/send", data=form(sitting, a_card().code, {"sw_know": "no", "sw_promise": "5", "better": "2"}))
    document = json.loads(db_session.scalars(select(Part.document)).one())
    assert document["answers"].keys() == {"sw_know", "better"}


def test_throwing_away_by_form_keeps_nothing(
    client: StrictClient, a_card: Issue, db_session: Session, sitting: str
) -> None:
    answer = client.post("/send", data=form(sitting, a_card().code, {"home_safe": "0"}, mark="discarded"))
    assert answer.location == "/thanks?set=children-in-care-star&lang=en&thrown=1"
    assert "thrown away" in client.get(answer.location).text
    assert db_session.scalars(select(Part)).all() == []
    assert db_session.scalars(select(SetAside)).all() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"made_up": "1"},
        {"home_safe.00000000": "1"},
        {STAR.by_theme["home_safe"].field: "11"},
        {"set": "unknown"},
        {"sides": "middle"},
        {"company": "nobody-knows"},
        {"mark": "open"},
        {"sitting": "7"},
    ],
)
def test_a_form_that_cannot_be_read_is_set_aside_without_its_card(
    client: StrictClient, a_card: Issue, db_session: Session, sitting: str, wrong: dict[str, str]
) -> None:
    code = a_card().code
    answer = client.post("/send", data={**form(sitting, code, {"carer_care": "4"}), **wrong})
    assert answer.status_code == 202
    assert "may not be counted" in answer.text
    kept = db_session.scalars(select(SetAside)).one()
    assert kept.reason == "unreadable"
    assert code.encode() not in kept.document


def test_a_field_that_is_there_twice_is_set_aside(client: StrictClient, a_card: Issue, sitting: str) -> None:
    twice: dict[str, object] = {**form(sitting, a_card().code, {}), STAR.by_theme["home_safe"].field: ["1", "9"]}
    assert client.post("/send", data=twice).status_code == 202


def test_a_used_card_and_a_conflict_are_told_in_a_childs_words(
    client: StrictClient, a_card: Issue, sitting: str
) -> None:
    code = a_card().code
    client.post("/send", data=form(sitting, code, {"home_safe": "3"}))
    assert client.post("/send", data=form(str(uuid.uuid4()), code, {"home_safe": "3"})).status_code == 202
    other = client.post("/send", data=form(sitting, code, {"home_safe": "4"}))
    assert other.status_code == 409
    assert "What was sent before is kept" in other.text


def test_the_enter_key_finishes_nothing(client: StrictClient, a_card: Issue, db_session: Session, sitting: str) -> None:
    answer = client.post("/send", data=form(sitting, a_card().code, {"home_safe": "3"}, mark="none"))
    assert answer.status_code == 204
    assert db_session.scalars(select(Sitting)).all() == []


def test_a_failure_is_told_in_a_childs_words_and_logged_without_what_was_sent(
    app: Flask, client: StrictClient, a_card: Issue, sitting: str, caplog: pytest.LogCaptureFixture
) -> None:
    code = a_card().code
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE parts")
    app.testing = False
    answer = client.post("/send", data=form(sitting, code, {"home_safe": "3"}))
    assert answer.status_code == 500
    assert "not sent yet" in answer.text
    assert "OperationalError at child.send" in caplog.text
    assert not [secret for secret in (code, sitting, "home_safe") if secret in caplog.text]


def test_what_a_child_gave_is_in_no_address_and_no_page(client: StrictClient, a_card: Issue, sitting: str) -> None:
    code = a_card().code
    answer = client.post("/send", data=form(sitting, code, {"home_safe": "3"}))
    for told in (answer.location, client.get(answer.location).text):
        assert code not in told
        assert sitting not in told


def test_an_exceptions_own_words_reach_no_log(
    app: Flask, client: StrictClient, a_card: Issue, sitting: str,
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    secret = f"Failing row contains ({sitting})"

    def fail(*_: object) -> None:
        raise RuntimeError(secret) from ValueError(secret)

    code = a_card().code
    monkeypatch.setattr("survey.child.views.receive", fail)
    app.testing = False
    assert client.post("/send", data=form(sitting, code, {"home_safe": "3"})).status_code == 500
    assert "RuntimeError at child.send" in caplog.text
    assert sitting not in caplog.text
