"""Kill the server at random while sixteen tablets deliver and retry; then hold the database against the thank-yous.

``python -m tests.reliability.harness --sittings 2000 --kills 20`` prints what was lost and what was doubled.
"""

from __future__ import annotations

import argparse
import http.client
import json
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from app import create_app
from survey import clock, codes
from survey.database import db
from survey.migrations import migrate
from survey.models import Mark, Part, Round, RoundSetting, Sitting
from tests.reliability.server import settings_in
from tests.survey.sittings import a_document

CLIENTS = 16
GIVE_UP = 180.0
# A busy machine takes its time to start a process.
SLOWEST_START = 120.0
# Tablets wait a second and more; here only so long that their knocking does not slow the start they wait for.
PAUSE = 0.15
RUNGS = [str(rung) for rung in range(11)]


@dataclass
class Outcome:
    """What the harness saw. ``lost`` were acknowledged and are not there; ``doubled`` are there more than once."""

    acknowledged: int = 0
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    never_acknowledged: int = 0
    retries: int = 0
    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)

    def __str__(self) -> str:
        return (
            f"{self.acknowledged} acknowledged, {self.kills} kills, {self.retries} retries: {self.lost} lost, "
            f"{self.doubled} doubled, {self.never_acknowledged} never acknowledged, in {self.seconds:.0f} s"
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The server process of ``module``: started, killed without warning, started again. What it says goes to a log."""

    def __init__(
        self, folder: Path, fault: str, module: str = "tests.reliability.server", log: Path | None = None
    ) -> None:
        self.folder, self.fault, self.port, self.module, self.log = folder, fault, free_port(), module, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = [sys.executable, "-m", self.module, str(self.folder), str(self.port), self.fault]
        with ExitStack() as open_now:
            said = open_now.enter_context(self.log.open("ab")) if self.log else None
            self.process = subprocess.Popen(words, stdout=said, stderr=said)
        give_up = time.monotonic() + SLOWEST_START
        while time.monotonic() < give_up:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            if self.process.poll() is not None:
                raise RuntimeError("the server ended by itself")
            time.sleep(0.02)
        raise RuntimeError("the server does not answer")

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def deliver(port: int, body: bytes) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST", "/parts", body, {"Content-Type": "application/json"})
        return connection.getresponse().status
    finally:
        connection.close()


def run(sittings: int, kills: int, fault: str = "", seed: int = 1) -> Outcome:
    """Deliver ``sittings`` finished sittings through ``kills`` kills; ``fault`` plants one of the server's faults."""
    outcome, chance, began = Outcome(), Random(seed), time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bodies = prepare(folder, sittings, chance)
        server = Server(folder, fault)
        server.start()
        waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        for body in bodies.values():
            waiting.put(body)
        acknowledged: list[str] = []
        lock, over = threading.Lock(), threading.Event()
        # Kills are spread over the work: one after each equal share of it has been acknowledged.
        due = [round(sittings * (kill + 0.5) / kills) for kill in range(kills)]

        def tablet() -> None:
            while not over.is_set():
                try:
                    body = waiting.get_nowait()
                except queue.Empty:
                    return
                sitting = json.loads(body)["sitting"]
                while not over.is_set():
                    try:
                        status = deliver(server.port, body)
                    except (OSError, http.client.HTTPException):
                        status = 0
                    with lock:
                        outcome.statuses[status] += 1
                        if status in (200, 201):
                            acknowledged.append(sitting)
                            break
                        outcome.retries += 1
                    time.sleep(PAUSE)

        tablets = [threading.Thread(target=tablet) for _ in range(CLIENTS)]
        for each in tablets:
            each.start()
        while any(each.is_alive() for each in tablets):
            if time.monotonic() - began > GIVE_UP:
                over.set()
            if due and len(acknowledged) >= due[0]:
                due.pop(0)
                time.sleep(chance.random() * 0.02)
                server.kill()
                outcome.kills += 1
                server.start()
            time.sleep(0.001)
        server.kill()  # once more at the very end: the last thank-you must hold too
        outcome.kills += 1
        compare(folder, bodies, acknowledged, outcome)
    outcome.seconds = time.monotonic() - began
    return outcome


def prepare(folder: Path, sittings: int, chance: Random) -> dict[str, bytes]:
    """An open round and one ready delivery per sitting, each on a card of its own."""
    app = create_app(settings_in(folder))
    bodies: dict[str, bytes] = {}
    with app.app_context():
        migrate()
        today = clock.today()
        asked = Round(
            id="harness", name="H", question_set="children-in-care", opens=today, closes=today + timedelta(days=9)
        )
        asked.settings = [RoundSetting(setting="foster-care", position=0, asked=max(10, sittings))]
        db.session.add(asked)
        db.session.flush()
        for card in codes.issue(db.session, asked.settings[0], "star", sittings, codes.end_of(asked)):
            sitting = str(uuid.uuid4())
            document = a_document(sitting, {"home_safe": chance.choice(RUNGS), "sw_know": "yes"}).decode()
            envelope = {"sitting": sitting, "code": card.code, "part": document, "mark": Mark.FINISHED}
            bodies[sitting] = json.dumps(envelope).encode()
        db.session.commit()
    return bodies


def compare(folder: Path, bodies: dict[str, bytes], acknowledged: list[str], outcome: Outcome) -> None:
    """Hold what is in the database against what was acknowledged, by content as well as by key."""
    app = create_app(settings_in(folder))
    with app.app_context():
        finished = set(db.session.scalars(select(Sitting.id).where(Sitting.mark == Mark.FINISHED)))
        kept = {part.sitting_id: part.document for part in db.session.scalars(select(Part))}
    wanted = {sitting: json.loads(body)["part"] for sitting, body in bodies.items()}
    outcome.acknowledged = len(acknowledged)
    outcome.lost = sum(1 for s in acknowledged if s not in finished or kept.get(s) != wanted[s])
    outcome.doubled = max(0, len(finished) - len(finished & wanted.keys())) + len(acknowledged) - len(set(acknowledged))
    outcome.never_acknowledged = len(bodies) - len(set(acknowledged))


def main() -> int:
    reader = argparse.ArgumentParser()
    reader.add_argument("--sittings", type=int, default=2000)
    reader.add_argument("--kills", type=int, default=20)
    reader.add_argument("--fault", default="")
    asked = reader.parse_args()
    outcome = run(asked.sittings, asked.kills, asked.fault)
    print(outcome)
    return 1 if outcome.lost or outcome.doubled or outcome.never_acknowledged else 0


if __name__ == "__main__":
    sys.exit(main())
