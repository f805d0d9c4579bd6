"""After a release SQLite's files do not tell which sitting came before which."""

from __future__ import annotations

import re
import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from survey import clock
from survey.configuration import Configuration
from survey.database import db, forget_order, receiving
from survey.models import Code, Round, Sitting
from survey.responses import receive
from tests.survey.sittings import a_card, a_delivery

SITTING = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?=open-round)")


def answer(session: Session, asked: Round, children: int) -> list[bytes]:
    """Sittings in the order in which they came."""
    cards = [a_card(session, asked) for _ in range(children)]
    session.commit()
    came = []
    for card in cards:
        delivery = a_delivery(card, {"home_safe": "9"})
        with receiving() as desk:
            receive(desk, delivery, clock.now())
            desk.commit()
        came.append(delivery.sitting.encode())
    return came


def log_of(settings: Configuration) -> bytes:
    return (settings.instance / "heard.sqlite-wal").read_bytes()


def lies_in_key_order(file: Path) -> bool:
    """Whether the sittings of each page lie in the order of their keys (new cells are put before older ones)."""
    content, size = file.read_bytes(), 4096
    pages = [SITTING.findall(content[start : start + size]) for start in range(0, len(content), size)]
    assert sum(len(page) for page in pages) >= 40
    return all(after < before for page in pages for before, after in pairwise(page))


def test_the_log_of_an_open_round_tells_the_order(db_session: Session, asked: Round, settings: Configuration) -> None:
    came = answer(db_session, asked, 5)
    places = [log_of(settings).find(sitting) for sitting in came]
    assert places == sorted(places)


def test_forgetting_leaves_nothing_in_the_log_and_rows_in_key_order(
    db_session: Session, asked: Round, settings: Configuration
) -> None:
    came = answer(db_session, asked, 40)
    db_session.execute(delete(Code))
    db_session.commit()
    file = settings.instance / "heard.sqlite"
    with sqlite3.connect(file) as other:
        other.execute("PRAGMA wal_checkpoint(PASSIVE)")
    other.close()
    assert not lies_in_key_order(file)
    forget_order()
    assert lies_in_key_order(file)
    assert log_of(settings) == b""
    assert db_session.query(Sitting).count() == len(came)


def test_where_it_cannot_be_done_it_is_said_and_nothing_breaks(
    app: Flask, db_session: Session, asked: Round, settings: Configuration, caplog: pytest.LogCaptureFixture
) -> None:
    answer(db_session, asked, 2)
    db_session.close()
    somebody = sqlite3.connect(settings.instance / "heard.sqlite", isolation_level=None)
    somebody.execute("BEGIN IMMEDIATE")
    with db.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA busy_timeout = 50")
    forget_order()
    somebody.close()
    assert "still tell what came first" in caplog.text
