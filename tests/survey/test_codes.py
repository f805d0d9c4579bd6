"""Code cards: spent once, known only by their hash, capped, and slow to guess."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import clock, codes
from survey.codes import TooManyCards, issue, knock, spend
from survey.database import db, writing
from survey.models import Code, Round

NOW = clock.now()
LATER = NOW + timedelta(hours=2)


def test_a_card_opens_its_round_and_setting_by_code_or_digits(db_session: Session, asked: Round) -> None:
    by_code, by_digits = issue(db_session, asked.settings[1], "boat", 2, LATER)
    for presented in (by_code.code, by_digits.digits):
        admission = knock(db_session, presented, NOW)
        assert admission is not None
        assert (admission.round_id, admission.setting, admission.version) == (asked.id, "childrens-homes", "boat")
        assert spend(db_session, presented, NOW) == admission
        assert spend(db_session, presented, NOW) is None
        assert knock(db_session, presented, NOW) is None


def test_a_card_has_128_random_bits_and_twelve_digits(db_session: Session, asked: Round) -> None:
    cards = issue(db_session, asked.settings[0], "star", 100, LATER)
    assert len({card.code for card in cards}) == len({card.digits for card in cards}) == 100
    assert all(codes.CODE.fullmatch(card.code) and codes.DIGITS.fullmatch(card.digits) for card in cards)


def test_the_database_knows_no_code(db_session: Session, asked: Round) -> None:
    [card] = issue(db_session, asked.settings[0], "star", 1, LATER)
    db_session.flush()
    row = db_session.execute(select(Code.__table__)).one()
    assert card.code not in str(row)
    assert card.digits not in str(row)


def test_there_are_at_most_three_cards_for_each_child(db_session: Session, asked: Round) -> None:
    issue(db_session, asked.settings[1], "star", 60, LATER)
    with pytest.raises(TooManyCards):
        issue(db_session, asked.settings[1], "star", 1, LATER)


def test_wrong_digits_are_slowed_for_everybody_and_the_qr_code_is_not(db_session: Session, asked: Round) -> None:
    by_code, by_digits = issue(db_session, asked.settings[0], "star", 2, LATER)
    for guess in range(codes.GUESSES_ALLOWED):
        assert knock(db_session, f"{guess:012}", NOW) is None
    assert knock(db_session, by_digits.digits, NOW) is None
    assert knock(db_session, by_code.code, NOW) is not None
    assert knock(db_session, by_digits.digits, NOW + timedelta(minutes=11)) is not None


@pytest.mark.parametrize(
    ("text", "digits"),
    [("123 456 789 012", "123456789012"), ("١٢٣ ٤٥٦ ٧٨٩ ٠١٢", "123456789012"), ("12-34", "1234"), ("", ""), ("x²", "")],
)
def test_digits_are_read_however_they_are_typed(text: str, digits: str) -> None:
    assert codes.typed(text) == digits


def test_fifty_at_once_spend_a_card_exactly_once(app: Flask, asked: Round) -> None:
    with app.app_context(), writing():
        place = db.session.merge(asked.settings[0])
        [card] = issue(db.session, place, "star", 1, LATER)
        db.session.commit()
    opened: list[object] = []
    start = threading.Barrier(50)

    def redeem() -> None:
        start.wait()
        with app.app_context(), writing():
            admission = spend(db.session, card.code, NOW)
            db.session.commit()
        if admission:
            opened.append(admission)

    threads = [threading.Thread(target=redeem) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1
