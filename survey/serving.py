"""Serving children and staff, with the watch beside it: one process is all that a council has to keep alive."""

from __future__ import annotations

import logging

import click
from flask import current_app
from flask.cli import with_appcontext

from survey.alerts.watching import start_watching
from survey.configuration import ConfigurationIncomplete

THREADS = 16


@click.command("serve")
@click.option("--listen", default="127.0.0.1:8080", show_default=True, help="Addresses and ports, separated by spaces.")
@click.option("--threads", default=THREADS, show_default=True, type=click.IntRange(1, 256))
@with_appcontext
def serve(listen: str, threads: int) -> None:
    """Serve Heard, and fetch people by e-mail for those who wait. Put a proxy that speaks HTTPS before it."""
    # Only this command serves, so only it waits for the server to be imported.
    import waitress

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        start_watching(app)
    except ConfigurationIncomplete as unset:
        raise click.ClickException(str(unset)) from None
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # many children at once are no news
    click.echo(f"Serving and watching at {listen}. Stop with Ctrl+C.")
    waitress.serve(app, listen=listen, threads=threads, ident=None)


commands: list[click.Command] = [serve]
