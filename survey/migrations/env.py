"""How Alembic reaches the database: through the application's own engine, with every promise of its connections."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection

import survey.alerts.tables
import survey.duty.tables
import survey.gallery.tables
import survey.keys.tables
import survey.models
import survey.safeguarding.tables
import survey.sounds.tables
import survey.thoughts.tables
import survey.wordings.tables  # noqa: F401  the tables register themselves
from survey.database import WRITES, Base


@contextmanager
def without_cascades(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, and dropping the old one would take along all that points at its rows.

    So nothing is followed meanwhile, and ``look_for_lost`` looks before a migration is kept. The switch does nothing
    inside a transaction: it is thrown before the first and after the last.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        connection.rollback()  # Alembic leaves a reading open; every migration has been committed by itself
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()


def look_for_lost(
    ctx: MigrationContext, step: MigrationInfo, heads: Collection[Any], run_args: Mapping[str, Any]
) -> None:
    """Raise where a row points at one that is no longer there: then nothing of the migration is kept."""
    if ctx.dialect.name == "sqlite" and ctx.connection is not None:
        lost = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        assert not lost, f"the migration would lose what rows of {lost[0][0]} point at"


if context.is_offline_mode():
    context.configure(
        dialect_name=context.config.get_main_option("dialect"), target_metadata=Base.metadata, literal_binds=True
    )
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = context.config.attributes["engine"]
    with engine.connect().execution_options(**WRITES) as connection, without_cascades(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            on_version_apply=look_for_lost,
        )
        with context.begin_transaction():
            context.run_migrations()
