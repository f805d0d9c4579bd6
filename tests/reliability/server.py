"""The real server in a process of its own, to be killed; and, when told, with one of two faults planted in it.

A harness that finds nothing is believed only because it finds these: an acknowledgement before the commit, and a
database that lets the same sitting in twice.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import waitress
from flask import Flask

from app import create_app
from survey import codes, responses
from survey.configuration import Configuration
from survey.database import receiving
from survey.migrations import migrate

ACKNOWLEDGES_BEFORE_COMMIT = "acknowledges-before-commit"
HAS_NO_UNIQUE_KEY = "has-no-unique-key"
SLOW_DISK = 0.05


def settings_in(folder: Path) -> Configuration:
    return Configuration(
        folder, f"sqlite:///{folder / 'heard.sqlite'}", b"the harness's own secret" * 2, "http://localhost"
    )


Receive = Callable[[Any, responses.Delivery, datetime], responses.Receipt]


def plant(fault: Callable[[Receive], Receive]) -> None:
    """Put a faulty ``receive`` in the place of the real one, wherever it was imported."""
    real = responses.receive
    for module in list(sys.modules.values()):
        if getattr(module, "receive", None) is real:
            module.receive = fault(real)  # type: ignore[attr-defined]


def acknowledging_before_commit(app: Flask) -> Callable[[Receive], Receive]:
    """Answer first and write a little later in another thread, as a server with a write-behind cache would."""

    def fault(receive: Receive) -> Receive:
        def write_behind(delivery: responses.Delivery, now: datetime) -> None:
            time.sleep(SLOW_DISK)
            with app.app_context(), receiving() as desk:
                receive(desk, delivery, now)
                desk.commit()

        def acknowledge(desk: Any, delivery: responses.Delivery, now: datetime) -> responses.Receipt:
            receipt = receive(desk, delivery, now)
            desk.rollback()
            threading.Thread(target=write_behind, args=(delivery, now)).start()
            return receipt

        return acknowledge

    return fault


def without_unique_key(receive: Receive) -> Receive:
    """Let every delivery in as if it were the first, under a key of its own, on a card that is never spent."""
    codes.spend = codes.knock

    def receive_again(desk: Any, delivery: responses.Delivery, now: datetime) -> responses.Receipt:
        fresh = str(uuid.uuid4())
        part = (delivery.part or b"").replace(delivery.sitting.encode(), fresh.encode())
        return receive(desk, responses.Delivery(fresh, delivery.code, part, delivery.mark), now)

    return receive_again


def main(folder: str, port: str, fault: str = "") -> None:
    app = create_app(settings_in(Path(folder)))
    with app.app_context():
        migrate()
    if fault == ACKNOWLEDGES_BEFORE_COMMIT:
        plant(acknowledging_before_commit(app))
    elif fault == HAS_NO_UNIQUE_KEY:
        plant(without_unique_key)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    waitress.serve(app, listen=f"127.0.0.1:{port}", threads=16, ident=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
