"""The real server with its watch, in a process of its own, to be killed; and, when told, with a fault planted in it.

A harness that finds nothing is believed only because it finds these: a thank-you before the commit, an alert marked as
delivered before it is, and a log that quotes what children say.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import waitress
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from app import create_app
from survey.alerts import outbox
from survey.alerts.tables import Alert
from survey.alerts.watching import start_watching
from survey.child import telling
from survey.configuration import Configuration
from survey.database import db, writing
from tests.reliability.server import settings_in

ACKNOWLEDGES_BEFORE_COMMIT = "acknowledges-before-commit"
MARKS_BEFORE_SENDING = "marks-before-sending"
LOGS_WORDS = "logs-words"
SLOW_DISK = 0.05
MAIL_PORT = "mail-port"


def settings_with_mail(folder: Path) -> Configuration:
    """The settings of the harness's server; the file in ``folder`` says where its mail server is."""
    return replace(settings_in(folder), mail=f"smtp://127.0.0.1:{(folder / MAIL_PORT).read_text()}")


def acknowledge_before_commit(app: Flask) -> None:
    """Thank first and write a little later in another thread, as a server with a write-behind cache would."""
    keep = telling.keep

    def write_behind(form: telling.Form, language: str, now: datetime) -> None:
        time.sleep(SLOW_DISK)
        with app.app_context(), writing():
            keep(db.session, form, language, now)
            db.session.commit()

    def acknowledge(session: Session, form: telling.Form, language: str, now: datetime) -> telling.Outcome:
        threading.Thread(target=write_behind, args=(form.copy(), language, now)).start()
        return telling.Outcome.KEPT

    telling.keep = acknowledge


def mark_before_sending(app: Flask) -> None:
    """Cross an alert off the list and then try to send it."""
    claim_one = outbox._claim

    def claim(now: datetime) -> outbox.Claim | None:
        claimed = claim_one(now)
        if claimed is not None:
            with writing():
                crossed_off = update(Alert).where(Alert.id.in_(claimed.alert_ids)).values(delivered=now)
                db.session.execute(crossed_off.execution_options(synchronize_session=False))
                db.session.commit()
        return claimed

    outbox._claim = claim


def log_words(app: Flask) -> None:
    """Write down what arrived, to look into a fault that somebody reported."""
    keep = telling.keep

    def keep_and_tell(session: Session, form: telling.Form, language: str, now: datetime) -> telling.Outcome:
        app.logger.warning("A form arrived: %s", form.to_dict())
        return keep(session, form, language, now)

    telling.keep = keep_and_tell


FAULTS = {
    ACKNOWLEDGES_BEFORE_COMMIT: acknowledge_before_commit,
    MARKS_BEFORE_SENDING: mark_before_sending,
    LOGS_WORDS: log_words,
}


def main(folder: str, port: str, fault: str = "") -> None:
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)  # it would take longer to say than to do
    app = create_app(settings_with_mail(Path(folder)))
    if fault:
        FAULTS[fault](app)
    start_watching(app)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    waitress.serve(app, listen=f"127.0.0.1:{port}", threads=16, ident=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
