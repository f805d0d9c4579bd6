"""Migrations make what the models say, up and down; and a sitting has these columns and no others."""

from __future__ import annotations

from datetime import date

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import CheckConstraint, insert, inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

import survey.migrations
from survey.database import PRAGMAS, Base, db
from survey.models import Part, Round, RoundSetting, Sitting

SITTING = {
    "id": "3b1f8a52-8a0e-4f0e-9d5e-6a2a3d1c7b10",
    "round_id": "open-round",
    "setting": "foster-care",
    "version": "star",
    "week": 2950,
    "mark": "finished",
}

A_ROW = "'3b1f8a52-8a0e-4f0e-9d5e-6a2a3d1c7b10'"
# Rows that point at each other, as they were before tables were made anew.
AT_THE_TIME = (
    "INSERT INTO rounds (id, name, question_set, opens, closes, grace_days, mode)"
    " VALUES ('spring', 'Spring', 'children-in-care', '2026-01-01', '2026-02-01', 14, 'group')",
    "INSERT INTO round_settings (round_id, setting, position, asked, issued)"
    " VALUES ('spring', 'foster-care', 0, 20, 0)",
    "INSERT INTO staff (id, email, name, role, password_hash, active) VALUES (1, 'a@b', 'A', 'officer', 'x', 1)",
    "INSERT INTO box_keys (id, box, public, recovery, made, mark)"
    " VALUES (1, 'thoughts', x'00', x'00', '2026-01-01', 'x')",
    "INSERT INTO thoughts (id, prompt, week, stage, has_card, box_key_id, sealed)"
    f" VALUES ({A_ROW}, 'worried', 2950, 'passed', 1, 1, x'00')",
    f"INSERT INTO thought_themes (thought_id, theme) VALUES ({A_ROW}, 'happy')",
    "INSERT INTO quotes (id, thought_id, proposed_by, proposed, box_key_id, sealed)"
    f" VALUES ({A_ROW}, {A_ROW}, 1, '2026-01-01', 1, x'00')",
)


def test_migrations_make_what_the_models_say(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert differences == []


def test_every_constraint_of_the_models_is_in_the_migrated_database(app: Flask) -> None:
    with app.app_context():
        looked = inspect(db.engine)
        for table in Base.metadata.tables.values():
            kept = {check["name"]: check["sqltext"] for check in looked.get_check_constraints(table.name)}
            wanted = {c.name: str(c.sqltext) for c in table.constraints if isinstance(c, CheckConstraint)}
            assert kept == wanted, table.name


def test_migrations_go_down_and_up_again_with_data(app: Flask, asked: Round) -> None:
    config = Config()
    config.set_main_option("script_location", str(survey.migrations.HERE))
    with app.app_context():
        config.attributes["engine"] = db.engine
        db.session.close()
        command.downgrade(config, "base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        command.upgrade(config, "head")
        assert set(inspect(db.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_a_table_that_a_migration_makes_anew_takes_nothing_along(app: Flask) -> None:
    """SQLite drops the old table, and what points at its rows would go with it, or hold the migration up."""
    config = Config()
    config.set_main_option("script_location", str(survey.migrations.HERE))
    rows = ("round_settings", "thoughts", "thought_themes", "quotes")
    with app.app_context():
        config.attributes["engine"] = db.engine
        command.downgrade(config, "0004")
        with db.engine.connect().execution_options(writes=True) as connection:
            for statement in AT_THE_TIME:
                connection.exec_driver_sql(statement)
            connection.commit()
        command.upgrade(config, "head")
        with db.engine.connect() as connection:
            counted = [connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in rows]
            voices = connection.exec_driver_sql("SELECT voice FROM thoughts").scalars().all()
            follows = connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one()
    assert counted == [1, 1, 1, 1]
    assert voices == ["child"]
    assert follows == 1


def test_migrations_are_named_by_the_sentence_they_state() -> None:
    for path in (survey.migrations.HERE / "versions").glob("*.py"):
        number, _, sentence = path.stem.partition("_")
        assert number.isdigit()
        assert len(sentence.split("_")) >= 3, path.name


def test_a_sitting_has_no_other_columns() -> None:
    assert {column.name for column in Sitting.__table__.columns} == set(SITTING)
    assert {column.name for column in Part.__table__.columns} == {"sitting_id", "number", "digest", "document"}


@pytest.mark.parametrize(
    "change",
    [
        {"id": "00000000-0000-1000-8000-000000000001"},  # time-based
        {"id": "1"},
        {"id": str(SITTING["id"]).upper()},
        {"week": 20_600},  # days since 1970
        {"week": 1_790_000_000},  # seconds since 1970
        {"mark": "done"},
        {"setting": "the-moon"},
        {"round_id": "no-such-round"},
    ],
)
def test_the_database_itself_refuses_what_would_single_a_child_out(
    db_session: Session, asked: Round, change: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError):
        db_session.execute(insert(Sitting).values(**{**SITTING, **change}))
    db_session.rollback()
    db_session.execute(insert(Sitting).values(**SITTING))


def test_the_database_refuses_a_setting_too_small_to_hide_in(db_session: Session, asked: Round) -> None:
    with pytest.raises(IntegrityError):
        db_session.execute(insert(RoundSetting).values(round_id=asked.id, setting="own-home", position=3, asked=9))


def test_the_database_refuses_a_round_that_is_not_anonymous(db_session: Session) -> None:
    named = {"id": "r", "name": "R", "question_set": "s", "opens": date(2026, 1, 1), "closes": date(2026, 2, 1)}
    with pytest.raises(IntegrityError):
        db_session.execute(insert(Round).values(**named, grace_days=14, mode="named"))


def test_rows_about_children_are_in_key_order_and_not_in_order_of_arrival(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        for table in ("sittings", "parts", "codes", "set_aside", "thoughts", "thought_themes", "quotes"):
            with pytest.raises(Exception, match="no such column: rowid"):
                connection.execute(text(f"SELECT rowid FROM {table}"))


def test_every_connection_promises_to_keep_what_it_acknowledges(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        for pragma, value in PRAGMAS.items():
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_the_tables_can_be_made_in_postgresql_too() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in Base.metadata.sorted_tables:
        statement = str(CreateTable(table).compile(dialect=dialect))
        assert "WITHOUT ROWID" not in statement
