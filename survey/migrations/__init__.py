"""The database's own history: each migration is named by the sentence it states."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import Engine

from survey.database import db

HERE = Path(__file__).parent


def migrate() -> None:
    """Bring the running application's database up to date. Safe to call again."""
    upgrade(db.engine)


def upgrade(engine: Engine) -> None:
    """Bring any database up to date, such as one that has just been restored."""
    # Alembic takes 0.1 s to import and no request needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")


def known_revisions() -> frozenset[str]:
    """Every state of the database that this program knows how to bring up to date."""
    # As above.
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory(str(HERE)).walk_revisions())


@click.command("migrate")
@with_appcontext
def migrate_command() -> None:
    """Bring the database up to date."""
    migrate()
    click.echo("The database is up to date.")


commands: list[click.Command] = [migrate_command]
