"""The database: SQLite embedded, portable to PostgreSQL, and never acknowledging what has not reached the disk."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

db = SQLAlchemy()

# What every SQLite connection is told, and must then say back. `synchronous` 2 is FULL: with less, a thank-you could be
# given for an answer that a power cut then takes away. `secure_delete` overwrites what a child threw away, and
# `temp_store` 2 keeps what is only being sorted or rewritten in memory, where it leaves nothing behind on the disk.
PRAGMAS = {
    "foreign_keys": 1,
    "synchronous": 2,
    "secure_delete": 1,
    "temp_store": 2,
    "busy_timeout": 10_000,
    "trusted_schema": 0,
}
WRITES = {"writes": True}

# Where statements are carried out: a session, or a bare connection where a session's bookkeeping would cost too much.
Desk = Session | Connection

_one_writer = threading.Lock()


class DatabaseUnsafe(RuntimeError):
    """The database would not promise to keep what it acknowledges."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. Only on rows about staff and cards: a sitting has no moment, only a week."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


@event.listens_for(Engine, "connect")
def _promise_to_keep(connection: Any, _: ConnectionPoolEntry) -> None:
    if type(connection).__module__.partition(".")[0] != "sqlite3":
        return
    connection.isolation_level = None  # transactions begin below, where it is known whether they will write
    cursor = connection.cursor()
    mode = cursor.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode not in ("wal", "memory"):
        raise DatabaseUnsafe(f"SQLite refuses write-ahead logging here (it answered {mode}); use a local disk")
    for pragma, value in PRAGMAS.items():
        cursor.execute(f"PRAGMA {pragma} = {value}")
        said = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
        if said != value:
            raise DatabaseUnsafe(f"SQLite does not hold to {pragma} = {value}: it says {said}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("writes", False)
        connection.connection.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing() -> Iterator[None]:
    """Hold the one place at SQLite's writing desk while ``db.session`` writes; commit inside.

    SQLite has one writer at a time and no queue for it: threads that race for it starve for seconds. Waiting here, in
    turn, cuts the slowest submissions several times.
    """
    with _in_turn():
        if db.session.in_transaction():
            # What was read before the turn came may have changed since: let go of it, and read again where it matters.
            changed = [*db.session.new, *db.session.dirty, *db.session.deleted]
            assert not changed, "changes were made before the turn"
            db.session.rollback()
        db.session.connection(execution_options=WRITES)
        yield


@contextmanager
def receiving() -> Iterator[Connection]:
    """As ``writing``, on a connection of its own; rolled back unless the caller commits.

    For answers: a session's bookkeeping takes as long as the disk does, and the next child waits for both.
    """
    with _in_turn(), db.engine.connect().execution_options(**WRITES) as connection:
        yield connection


def forget_order() -> bool:
    """Write SQLite's file anew in key order, and empty its log: both keep traces of what was written before what.

    Within a page, rows stand in the order in which they came; the log holds whole transactions in theirs, the card
    that was deleted beside the sitting that it began. Nothing may be under way on ``db.session``. Where it cannot be
    done (no space, somebody else writing) that is logged, and the next time does it. Returns whether it was done, or
    there was nothing to do.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    with _in_turn(), closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        try:
            cursor.execute("VACUUM")
            is_busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError:
            is_busy = 1
        cursor.close()
    if is_busy:
        current_app.logger.warning("The database could not be written anew: its files still tell what came first.")
    return not is_busy


@contextmanager
def _in_turn() -> Iterator[None]:
    if db.engine.dialect.name == "sqlite":
        with _one_writer:
            yield
    else:
        yield
