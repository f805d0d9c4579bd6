"""The watch: somebody who never sleeps looks every two seconds who must be fetched, and fetches them.

It runs as a thread beside the server, or alone (``flask --app app watch``), or both: alerts are claimed one by one, so
two never take the same. Whatever fails is logged by its kind, and looked at again.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from threading import Event, Thread

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey import clock
from survey.alerts.escalation import calls_due, escalate
from survey.alerts.fetching import overdue
from survey.alerts.outbox import AT_ONCE, send_due
from survey.alerts.post import Post, post_of
from survey.alerts.tables import Heartbeat
from survey.configuration import ConfigurationIncomplete, configuration
from survey.database import db, writing

PAUSE = 2.0
ESCALATES_EVERY = 15.0
WARNS_EVERY = 300.0
# No oftener: the database's log holds what was written in its order, and between two beats lie children's answers.
BEATS_EVERY = 60.0


class Watch:
    """Looks until it is told to stop. Raises ``ConfigurationIncomplete`` at once where letters cannot leave."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopped = Event()
        with app.app_context():
            self._post: Post = post_of(configuration())
        self._next_escalation = self._next_warning = self._next_beat = float("-inf")
        self._is_behind = False

    def run(self) -> None:
        while True:
            self.look()
            if self._stopped.wait(0 if self._is_behind else PAUSE):
                return

    def stop(self) -> None:
        self._stopped.set()

    def look(self) -> bool:
        """Fetch whoever must be, then beat the heart: a beat says that all of a look went well. Returns whether it did.

        A letter that does not leave is no failure of the watch; it is tried again, and said.
        """
        went_well = [self._do(each) for each in (self._escalate, self._send, self._warn)]
        return all(went_well) and self._do(self._beat)

    def _do(self, task: Callable[[], None]) -> bool:
        try:
            with self._app.app_context():
                task()
        except Exception as error:  # whoever waits must be fetched whatever fails: the watch goes on
            self._app.logger.error("The watch could not %s: %s", task.__name__.strip("_"), type(error).__name__)
            return False
        return True

    def _escalate(self) -> None:
        if time.monotonic() < self._next_escalation:
            return
        # Asked first without the writing turn: mostly nobody is to be fetched.
        if calls_due(db.session, clock.now()):
            with writing():
                escalate(db.session, clock.now())
                db.session.commit()
        self._next_escalation = time.monotonic() + ESCALATES_EVERY

    def _send(self) -> None:
        self._is_behind = False  # said first: should sending fail, the watch pauses
        self._is_behind = send_due(self._post) == AT_ONCE

    def _warn(self) -> None:
        if time.monotonic() < self._next_warning:
            return
        if late := overdue(db.session, clock.now()):
            self._app.logger.warning("Alerts not delivered for over a minute: %d. Is the mail server reachable?", late)
            self._next_warning = time.monotonic() + WARNS_EVERY

    def _beat(self) -> None:
        if time.monotonic() < self._next_beat:
            return
        with writing():
            db.session.merge(Heartbeat(id=1, moment=clock.now()))
            db.session.commit()
        self._next_beat = time.monotonic() + BEATS_EVERY


def start_watching(app: Flask) -> Watch:
    """A watch beside this server, which ends with it."""
    watch = Watch(app)
    Thread(target=watch.run, name="watch", daemon=True).start()
    return watch


@click.command("watch")
@with_appcontext
def keep_watch() -> None:
    """Fetch people by e-mail for those who wait, until told to stop."""
    try:
        watch = Watch(current_app._get_current_object())  # type: ignore[attr-defined]
    except ConfigurationIncomplete as unset:
        raise click.ClickException(str(unset)) from None
    signal.signal(signal.SIGTERM, lambda _signal, _frame: watch.stop())
    click.echo("Watching. Stop with Ctrl+C.")
    watch.run()


commands: list[click.Command] = [keep_watch]
