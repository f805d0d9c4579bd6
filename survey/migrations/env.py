"""How Alembic reaches the database: through the application's own engine, with every promise of its connections."""

from __future__ import annotations

from alembic import context

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

if context.is_offline_mode():
    context.configure(
        dialect_name=context.config.get_main_option("dialect"), target_metadata=Base.metadata, literal_binds=True
    )
    with context.begin_transaction():
        context.run_migrations()
else:
    with context.config.attributes["engine"].connect().execution_options(**WRITES) as connection:
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
        with context.begin_transaction():
            context.run_migrations()
