"""The ways in: a scanned card, typed digits, and what happens to cards that open nothing."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import clock, codes, passes
from survey.models import Code, Failures
from tests.strictness import StrictClient
from tests.survey.child.conftest import Issue

SETS = ("children-in-care-star", "children-in-care-boat", "children-in-care-symbols")
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def test_the_first_page_asks_for_the_numbers_of_a_card(client: StrictClient) -> None:
    page = client.get("/").text
    assert 'inputmode="numeric"' in page
    assert 'action="/begin?lang=en"' in page


@pytest.mark.parametrize("typed", ["{}", " {} ", "grouped", "arabic"])
def test_typed_numbers_open_the_cards_document_in_any_writing(client: StrictClient, a_card: Issue, typed: str) -> None:
    digits = a_card("boat").digits
    shown = {
        "grouped": " ".join(digits[place : place + 3] for place in (0, 3, 6, 9)),
        "arabic": digits.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    }.get(typed, typed.format(digits))
    page = client.post("/begin", data={"digits": shown})
    assert page.status_code == 200
    fields = dict(HIDDEN.findall(page.text))
    assert fields["set"] == "children-in-care-boat"
    assert fields["code"].partition(".")[0] == digits
    assert fields["sides"] in ("good-first", "other-first")
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", fields["sitting"])


def test_every_opening_begins_another_sitting_and_spends_nothing(client: StrictClient, a_card: Issue) -> None:
    digits = a_card().digits
    pages = [client.post("/begin", data={"digits": digits}).text for _ in range(3)]
    assert len({dict(HIDDEN.findall(page))["sitting"] for page in pages}) == 3


def test_both_sides_are_drawn(client: StrictClient, a_card: Issue) -> None:
    digits = a_card("symbols").digits
    first: dict[str, str] = {}
    for _ in range(60):
        page = client.post("/begin", data={"digits": digits}).text
        shown = re.search(r'name="happy\.\w+" value="(\w+)"', page)
        assert shown
        first[dict(HIDDEN.findall(page))["sides"]] = shown[1]
    assert first == {"good-first": "good", "other-first": "other"}


def test_wrong_used_and_expired_numbers_are_answered_alike(
    client: StrictClient, a_card: Issue, db_session: Session
) -> None:
    used, expired = a_card(), a_card()
    codes.spend(db_session, used.digits, clock.now())
    row = db_session.scalars(select(Code)).one()
    row.expires = clock.now() - timedelta(minutes=1)
    db_session.commit()
    answers = [
        client.post("/begin", data={"digits": each}) for each in (used.digits, expired.digits, "1" * 12, "", "x")
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.text for answer in answers}) == 1
    assert 'role="alert"' in answers[0].text


def test_guessed_numbers_are_counted(client: StrictClient, db_session: Session) -> None:
    client.post("/begin", data={"digits": "123456789012"})
    assert db_session.scalars(select(Failures.count)).all() == [1]


def test_knocking_tells_whether_a_card_opens_anything_and_spends_nothing(client: StrictClient, a_card: Issue) -> None:
    card = a_card()
    for _ in range(2):
        said = client.post("/knock", json={"code": card.code}).get_json()
        assert said["card"].startswith(f"{card.code}.")
        assert passes.is_pass(said["pass"], clock.today())
    assert client.post("/knock", json={"code": "A" * 22}).json == {"card": None, "pass": None}


@pytest.mark.parametrize("body", [None, [], {}, {"code": 1}, {"code": None}])
def test_a_knock_without_a_code_is_refused(client: StrictClient, body: object) -> None:
    assert client.post("/knock", json=body).status_code == 400


@pytest.mark.parametrize("key", SETS)
def test_a_document_is_the_same_bytes_for_everybody(client: StrictClient, key: str) -> None:
    first, second = (client.get(f"/answer?set={key}&lang=en") for _ in range(2))
    assert first.data == second.data
    assert 'name="sitting"' not in first.text
    assert "<!--card-->" in first.text


def test_a_document_travels_as_the_browser_takes_it(app: Flask, client: StrictClient) -> None:
    address = "/answer?set=children-in-care-star&lang=en"
    plain = client.get(address).data
    # Not the strict client: what is compressed is no page that it could read.
    bare = FlaskClient(app, app.response_class)
    for accepted, encoding, unpack in (
        ("gzip, br", "br", brotli.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ):
        response = bare.get(address, headers={"Accept-Encoding": accepted})
        assert response.headers.get("Content-Encoding") == encoding
        assert response.headers["Vary"] == "Accept-Encoding"
        assert unpack(response.data) == plain


@pytest.mark.parametrize("address", ["/answer", "/answer?set=x", f"/answer?set={SETS[0]}&lang=xx", "/nothing"])
def test_what_is_not_there_is_said_in_a_childs_words(client: StrictClient, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 404
    assert "You did nothing wrong" in page.text


def test_a_wrong_way_of_asking_is_answered_in_a_childs_words(client: StrictClient) -> None:
    page = client.get("/begin")
    assert page.status_code == 405
    assert "You did nothing wrong" in page.text


def test_the_language_is_the_addresss_then_the_browsers_then_english(client: StrictClient) -> None:
    assert (
        '<html lang="ar" dir="rtl" data-letters="arabic">'
        in client.get("/?lang=ar", headers={"Accept-Language": "cy"}).text
    )
    assert (
        '<html lang="cy" dir="ltr" data-letters="latin">'
        in client.get("/?lang=xx", headers={"Accept-Language": "cy"}).text
    )
    assert '<html lang="en" dir="ltr" data-letters="latin">' in client.get("/", headers={"Accept-Language": "fr"}).text
