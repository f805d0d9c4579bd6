"""A council for tests: rounds with answers, days that pass, and its commands."""

from __future__ import annotations

import hashlib
import sqlite3
import uuid
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from survey import clock
from survey.configuration import Configuration
from survey.database import db, receiving
from survey.keeping import backups
from survey.models import Mark, Round, SetAside
from survey.responses import Delivery, Receipt, receive
from tests.analysis.rounds import closed_round, fill
from tests.survey.sittings import a_card, a_delivery

PASSPHRASE = "six words that nobody else has"
Columns = dict[str, tuple[str, ...]]


@dataclass
class Council:
    app: Flask
    settings: Configuration
    monkeypatch: pytest.MonkeyPatch

    def run(self, *words: str | Path, typed: str = PASSPHRASE) -> Result:
        """A command as typed at the server; a passphrase is read from standard input where one is asked for."""
        arguments = [str(word) for word in words]
        if arguments[0] in ("backup", "verify", "restore"):
            arguments.append("--passphrase-stdin")
        return self.app.test_cli_runner().invoke(args=arguments, input=f"{typed}\n")

    def succeed(self, *words: str | Path) -> str:
        said = self.run(*words)
        assert said.exit_code == 0, said.output
        return said.output

    def let_pass(self, days: int) -> None:
        """Make it noon, so many days later; 0 makes it noon today, whenever the test runs."""
        noon = datetime.combine(clock.today() + timedelta(days=days), time(12), tzinfo=UTC)
        self.monkeypatch.setattr(clock, "now", lambda: noon)

    def release_a_round(self, key: str = "spring") -> None:
        """A round that was answered by 70 children, and is released today."""
        with self.app.app_context():
            fill(db.session, closed_round(db.session, clock.today(), key), {"foster-care": {"star": 66, "boat": 4}})
            db.session.commit()
        self.succeed("release", key)

    def open_a_round(self, key: str = "open-now", days: int = 30) -> None:
        """A round that opened today, and is open for ``days`` days more."""
        with self.app.app_context():
            asked = closed_round(db.session, clock.today(), key, ago=-days)
            asked.opens = clock.today()
            db.session.commit()

    def answer(self, key: str, mark: Mark | None = Mark.FINISHED, then: Mark | None = None) -> str:
        """A child answers, and what they began may be closed later; returns the sitting, which is in the document."""
        with self.app.app_context():
            asked = db.session.get(Round, key)
            assert asked is not None
            delivery = a_delivery(a_card(db.session, asked), {"home_safe": "9"}, mark=mark)
            db.session.commit()
            self._deliver(delivery)
            if then is not None:
                self._deliver(Delivery(delivery.sitting, "", None, then))
        return delivery.sitting

    def set_aside(self, key: str | None = None) -> str:
        """Something came that could not count: to a round too late, or on a card that nobody knows."""
        with self.app.app_context():
            words = f"a canary {uuid.uuid4()}"
            if key is None:
                assert self._deliver(Delivery(str(uuid.uuid4()), "", words.encode(), None)) is Receipt.SET_ASIDE
            else:
                digest = hashlib.sha256(words.encode()).hexdigest()
                db.session.add(SetAside(digest=digest, round_id=key, reason="late", document=words.encode()))
                db.session.commit()
        return words

    def _deliver(self, delivery: Delivery) -> Receipt:
        with receiving() as desk:
            receipt = receive(desk, delivery, clock.now())
            desk.commit()
        return receipt

    def rows(self, columns: Columns | None = None) -> dict[str, list[str]]:
        return rows_in(self.settings.instance / "heard.sqlite", columns)

    def columns(self) -> Columns:
        return columns_in(self.settings.instance / "heard.sqlite")

    def is_anywhere(self, *canaries: str) -> set[str]:
        """Which of these stand in any file of the instance, or in a backup made now."""
        copy = self.settings.instance.with_name(f"{self.settings.instance.name}-{uuid.uuid4()}.backup")
        self.succeed("backup", copy)
        opened = b"".join(backups.read(copy, PASSPHRASE).files.values())
        copy.unlink()
        return found_in(self.settings.instance, canaries) | {each for each in canaries if each.encode() in opened}


def found_in(folder: Path, canaries: tuple[str, ...]) -> set[str]:
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert files
    return {canary for canary in canaries for content in files if canary.encode() in content}


def columns_in(database: Path) -> Columns:
    """Table → the names of its columns."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            table: tuple(name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", [table]))
            for table in tables
        }


def rows_in(database: Path, columns: Columns | None = None) -> dict[str, list[str]]:
    """Table → the SHA-256 of each of its rows, in order, of all columns or of these: read with nothing of ours."""
    with closing(sqlite3.connect(database)) as connection:
        return {
            table: sorted(
                hashlib.sha256(repr(row).encode()).hexdigest()
                for row in connection.execute(f"SELECT {', '.join(names)} FROM {table}")
            )
            for table, names in (columns or columns_in(database)).items()
        }


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}
