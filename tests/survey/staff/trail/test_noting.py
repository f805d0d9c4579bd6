"""An entry is written with its deed or not at all, in its turn, and cannot be changed again."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from sqlalchemy import delete, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import survey.migrations
from survey.configuration import Configuration
from survey.database import db, writing
from survey.models import AuditEntry, Round
from survey.staff.trail import mark
from survey.staff.trail.checking import check
from survey.staff.trail.entries import BEGINNING, Deed, note
from tests.survey.staff.trail.ledger import ANA, write, write_one

AT_ONCE = 20


def numbers(session: Session) -> list[int]:
    return [entry.number for entry in session.query(AuditEntry).order_by(AuditEntry.number)]


def test_entries_are_counted_and_chained(db_session: Session) -> None:
    marks = write(9)
    found = db_session.query(AuditEntry).order_by(AuditEntry.number).all()
    assert [entry.number for entry in found] == list(range(1, 10))
    assert [entry.previous for entry in found] == [BEGINNING, *(entry.hash for entry in found[:-1])]
    assert [entry.hash for entry in found] == [each.hash for each in marks]
    verdict = check(db_session)
    assert (verdict.good, verdict.newest, verdict.fault) == (9, marks[-1], None)
    assert mark.read() == marks[-1]


def test_moments_are_to_the_second_or_to_the_day_and_no_finer(db_session: Session) -> None:
    write(8)
    kept = [entry.moment for entry in db_session.query(AuditEntry)]
    assert sum(bool(re.fullmatch(r"\d{4}-\d\d-\d\d", moment)) for moment in kept) == 2
    assert sum(bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment)) for moment in kept) == 6


def test_what_is_undone_leaves_no_entry_and_does_not_move_the_mark(db_session: Session) -> None:
    before = write(3)[-1]
    with writing():
        note(db_session, Deed.SIGNED_OUT, ANA)
        db_session.rollback()
    with writing():
        note(db_session, Deed.SIGNED_OUT, ANA)
        db_session.close()
    assert numbers(db_session) == [1, 2, 3]
    db_session.commit()
    assert mark.read() == before
    write_one()
    assert check(db_session).fault is None


def test_two_deeds_in_one_transaction_from_the_very_first(db_session: Session) -> None:
    with writing():
        note(db_session, Deed.SIGNED_OUT, ANA)
        second = note(db_session, Deed.SIGNED_OUT, ANA)
        db_session.commit()
    assert (mark.read(), check(db_session).fault) == (second, None)


@pytest.mark.parametrize("name", ["Spring", "a b", "", "ana@council.example", "1234-5678-x" * 5, "spring\n", "-"])
def test_nothing_but_an_id_can_be_said_of_a_round(db_session: Session, name: str) -> None:
    with writing(), pytest.raises(ValueError, match="no more of it than its id"):
        note(db_session, Deed.RELEASED, ANA, round_id=name)


def test_an_entry_is_about_one_thing(db_session: Session) -> None:
    with writing(), pytest.raises(ValueError, match="about one thing"):
        note(db_session, Deed.RELEASED, ANA, round_id="spring", staff_id=1)


def test_twenty_at_once_leave_no_gap(app: Flask) -> None:
    together = Barrier(AT_ONCE)

    def act(number: int) -> None:
        with app.app_context():
            together.wait()
            write_one(number)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(act, range(AT_ONCE)))
    with app.app_context():
        assert numbers(db.session) == list(range(1, AT_ONCE + 1))
        verdict = check(db.session)
        assert (verdict.good, verdict.fault, mark.read()) == (AT_ONCE, None, verdict.newest)


COPY = "moment, actor, role, deed, about, previous, hash FROM audit_trail WHERE number = 2"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_trail SET deed = 'signed-in' WHERE number = 2",
        "UPDATE audit_trail SET number = 9 WHERE number = 3",
        "DELETE FROM audit_trail WHERE number = 3",
        "DELETE FROM audit_trail",
        f"INSERT OR REPLACE INTO audit_trail SELECT 3, {COPY}",
        f"INSERT INTO audit_trail SELECT 5, {COPY}",
        f"INSERT INTO audit_trail SELECT 0, {COPY}",
        f"INSERT INTO audit_trail SELECT NULL, {COPY}",
        f"REPLACE INTO audit_trail SELECT 1, {COPY}",
        "INSERT INTO audit_trail SELECT * FROM audit_trail WHERE true ON CONFLICT DO UPDATE SET deed = 'x'",
    ],
)
def test_the_database_itself_only_lets_the_trail_grow(db_session: Session, statement: str) -> None:
    write(3)
    with pytest.raises(IntegrityError, match="only ever added to"):
        db_session.execute(text(statement))
    db_session.rollback()
    assert check(db_session).good == 3


def test_the_migration_goes_down_and_up_again_with_entries(db_session: Session, asked: Round) -> None:
    write(5)
    db_session.close()
    config = Config()
    config.set_main_option("script_location", str(survey.migrations.HERE))
    config.attributes["engine"] = db.engine
    command.downgrade(config, "0001")
    assert not inspect(db.engine).has_table("audit_trail")
    command.upgrade(config, "head")
    assert db_session.query(Round).count() == 1
    assert db_session.query(AuditEntry).count() == 0
    db_session.add(AuditEntry(number=1, moment="", role="", deed="", about="", previous="", hash=""))
    db_session.flush()
    with pytest.raises(IntegrityError, match="only ever added to"):
        db_session.execute(delete(AuditEntry))


def test_postgresql_is_given_triggers_too() -> None:
    config = Config(output_buffer=(said := io.StringIO()))
    config.set_main_option("script_location", str(survey.migrations.HERE))
    config.set_main_option("dialect", "postgresql")
    command.upgrade(config, "0001:0002", sql=True)
    assert "BEFORE INSERT OR UPDATE OR DELETE ON audit_trail FOR EACH ROW" in said.getvalue()
    assert "BEFORE TRUNCATE ON audit_trail" in said.getvalue()
    assert "RAISE(ABORT" not in said.getvalue()


def test_a_mark_that_cannot_be_written_is_logged_and_stops_nobody(
    db_session: Session, settings: Configuration, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write(2)

    def refuse(words: str) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as trouble:
        trouble.setattr(mark, "_replace", refuse)
        write(1)
    assert "newest entries are not marked" in caplog.text
    verdict = check(db_session)
    assert (verdict.good, verdict.fault) == (3, None)
    assert mark.read() != verdict.newest
    write(1)
    assert mark.read() == check(db_session).newest
    assert [path.name for path in settings.instance.glob("*audit-mark*")] == ["audit-mark"]
    assert (settings.instance / "audit-mark").stat().st_mode & 0o077 == 0
