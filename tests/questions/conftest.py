"""The ground floor's tests may open neither a socket nor a database, and have one tiny question set."""

from __future__ import annotations

import socket
import sqlite3
from pathlib import Path

import pytest

from questions.bank import read_question_set, themes
from questions.questionnaire import QuestionSet

TINY = Path(__file__).parents[1] / "questionnaires" / "tiny-star.toml"


@pytest.fixture(autouse=True)
def _neither_socket_nor_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a ground-floor test opens a socket or a database")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(sqlite3, "connect", refuse)


@pytest.fixture
def tiny() -> QuestionSet:
    return read_question_set(TINY, themes())
