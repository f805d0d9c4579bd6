"""The real server in a process of its own, to be killed; and, when told, with one of two faults planted in it.

A harness that finds nothing is believed only because it finds these: an acknowledgement before the commit, and a
database that lets the same sitting in twice.
"""

from __future__ import annotations

import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import waitress
from sqlalchemy.orm import Session

from app import create_app
from survey import codes, responses
from survey.configuration import Configuration
from survey.migrations import migrate

ACKNOWLEDGES_BEFORE_COMMIT = "acknowledges-before-commit"
HAS_NO_UNIQUE_KEY = "has-no-unique-key"
SLOW_DISK = 0.05


def settings_in(folder: Path) -> Configuration:
    return Configuration(
        folder, f"sqlite:///{folder / 'heard.sqlite'}", b"the harness's own secret" * 2, "http://localhost"
    )


def acknowledge_before_commit() -> None:
    """Answer first and commit a little later in another thread, as a server with a write-behind cache would."""
    commit = Session.commit

    def later(session: Session) -> None:
        behind = Session(session.get_bind(), expire_on_commit=False)
        statements = session.info.pop("statements", [])
        session.rollback()

        def write() -> None:
            time.sleep(SLOW_DISK)
            for statement in statements:
                behind.execute(statement)
            commit(behind)
            behind.close()

        threading.Thread(target=write).start()

    def remember(session: Session, statement: Any, *rest: Any, **words: Any) -> Any:
        if getattr(statement, "is_dml", False):
            session.info.setdefault("statements", []).append(statement)
        return execute(session, statement, *rest, **words)

    execute = Session.execute
    Session.execute = remember  # type: ignore[method-assign]
    Session.commit = later  # type: ignore[method-assign]


def forget_what_was_kept() -> None:
    """Let every delivery in as if it were the first, under a key of its own, on a card that is never spent."""
    receive = responses.receive

    def receive_again(session: Session, delivery: responses.Delivery, now: Any) -> responses.Receipt:
        fresh = str(uuid.uuid4())
        part = (delivery.part or b"").replace(delivery.sitting.encode(), fresh.encode())
        return receive(session, responses.Delivery(fresh, delivery.code, part, delivery.mark), now)

    codes.spend = codes.knock
    for module in list(sys.modules.values()):
        if getattr(module, "receive", None) is receive:
            module.receive = receive_again  # type: ignore[attr-defined]


def main(folder: str, port: str, fault: str = "") -> None:
    app = create_app(settings_in(Path(folder)))
    with app.app_context():
        migrate()
    if fault == ACKNOWLEDGES_BEFORE_COMMIT:
        acknowledge_before_commit()
    elif fault == HAS_NO_UNIQUE_KEY:
        forget_what_was_kept()
    waitress.serve(app, listen=f"127.0.0.1:{port}", threads=8, ident=None, _quiet=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
