"""The database's own history: each migration is named by the sentence it states."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from survey.database import db

HERE = Path(__file__).parent


def migrate() -> None:
    """Bring the running application's database up to date. Safe to call again."""
    # Alembic takes 0.1 s to import and no request needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["engine"] = db.engine
    command.upgrade(config, "head")


@click.command("migrate")
@with_appcontext
def migrate_command() -> None:
    """Bring the database up to date."""
    migrate()
    click.echo("The database is up to date.")


commands: list[click.Command] = [migrate_command]
