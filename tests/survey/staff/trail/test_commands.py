"""The commands at the server's keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from survey.configuration import Configuration
from survey.database import db
from survey.staff.trail.mark import Mark
from tests.survey.staff.trail.ledger import TRIGGERS, write


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=words)


@pytest.fixture
def marks(app: Flask) -> list[Mark]:
    with app.app_context():
        return write(6)


def spoil(app: Flask, statement: str) -> None:
    with app.app_context():
        for trigger in TRIGGERS:
            db.session.execute(text(f"DROP TRIGGER {trigger}"))
        db.session.execute(text(statement))
        db.session.commit()


def test_nothing_yet_is_nothing_wrong(app: Flask) -> None:
    result = run(app, "audit-verify")
    assert (result.exit_code, result.output.splitlines()[0]) == (0, "0 entries are good.")
    assert run(app, "audit-show").output == ""


def test_a_good_trail(app: Flask, marks: list[Mark]) -> None:
    result = run(app, "audit-verify", "--mark", str(marks[2]), "--mark", f" {marks[5]}\n")
    assert result.exit_code == 0
    assert "6 entries are good." in result.output
    assert str(marks[-1]) in result.output.splitlines()


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "UPDATE audit_trail SET actor = 8 WHERE number = 5",
            "4 entries are good.|Entry 5: it is not what was written.",
        ),
        ("DELETE FROM audit_trail WHERE number = 2", "1 entry is good.|Entry 2: it is missing."),
        ("DELETE FROM audit_trail WHERE number = 6", "5 entries are good.|Entry 6: it was written, and is gone"),
    ],
)
def test_a_fault_is_told_and_is_the_exit_status(app: Flask, marks: list[Mark], statement: str, words: str) -> None:
    spoil(app, statement)
    result = run(app, "audit-verify")
    assert result.exit_code == 1
    assert all(each in result.output for each in words.split("|"))


def test_a_mark_from_elsewhere_that_does_not_fit(app: Flask, marks: list[Mark]) -> None:
    result = run(app, "audit-verify", "--mark", f"6-{'a' * 64}")
    assert result.exit_code == 1
    assert "Entry 6: it is not the one that was marked" in result.output
    assert run(app, "audit-verify", "--mark", "0-1").exit_code == 2


def test_a_missing_mark_is_a_fault_until_it_is_begun_anew(
    app: Flask, marks: list[Mark], settings: Configuration
) -> None:
    Path(settings.instance / "audit-mark").unlink()
    result = run(app, "audit-verify")
    assert result.exit_code == 1
    assert "The mark: it is missing" in result.output
    assert "entry 7 now" in run(app, "audit-mark").output
    assert run(app, "audit-verify").exit_code == 0
    assert "mark-set" in run(app, "audit-show", "--last", "1").output, "and that it was begun anew is told"


def test_showing_the_newest(app: Flask, marks: list[Mark]) -> None:
    lines = run(app, "audit-show", "--last", "4").output.splitlines()
    assert [line.split()[0] for line in lines] == ["3", "4", "5", "6"]
    assert lines[-1].endswith("round:spring-5")
    assert "officer:11" in lines[-1]
