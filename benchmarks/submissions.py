"""A submission stored, against one JSON row in raw sqlite3 with the same promises."""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

from benchmarks.council import council
from benchmarks.measuring import Spread, say, time_in_turn, title
from questions.bank import question_sets
from survey import clock, codes
from survey.database import db, receiving
from survey.models import Mark, Round
from survey.responses import Delivery, receive
from tests.reliability.harness import Server, deliver, prepare
from tests.survey.sittings import a_document

ROUNDS = 600


def deliveries(asked: Round, count: int) -> Iterator[Delivery]:
    """Finished star sittings with every question answered, each on a card of its own."""
    questions = question_sets()["children-in-care", "star"].questions
    answers = {question.theme.key: question.scale.options[0].value for question in questions}
    cards = codes.issue(db.session, asked.settings[0], "star", count, codes.end_of(asked))
    db.session.commit()
    for card in cards:
        sitting = str(uuid.uuid4())
        yield Delivery(sitting, card.code, a_document(sitting, answers), Mark.FINISHED)


def raw_database(folder: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(folder / "raw.sqlite", isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("CREATE TABLE sittings (id TEXT PRIMARY KEY, document TEXT) WITHOUT ROWID")
    return raw


def in_process() -> None:
    title("A submission, stored in process (limit: raw sqlite3, WAL, synchronous=FULL, one JSON row)")
    with tempfile.TemporaryDirectory() as name, council() as (_, asked), closing(raw_database(Path(name))) as raw:
        ready = iter(list(deliveries(asked, ROUNDS + 1)))
        document = next(ready).part
        db.session.close()

        def limit() -> None:
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("INSERT INTO sittings VALUES (?, ?)", (str(uuid.uuid4()), document))
            raw.execute("COMMIT")

        def ours() -> None:
            with receiving() as desk:
                receive(desk, next(ready), clock.now())
                desk.commit()

        raw_spread, our_spread = time_in_turn(ROUNDS, limit, ours)
    say("raw row, median", f"{raw_spread.median * 1000:.2f} ms")
    say("receive and commit, median", f"{our_spread.median * 1000:.2f} ms")
    say("submissions per second, of the limit's", f"{raw_spread.median / our_spread.median:.2f} ×", "≥ 0.6")


def over_http(clients: int = 16, each: int = 60) -> None:
    title(f"A submission over HTTP, {clients} clients")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bodies = list(prepare(folder, clients * each, Random(1)).values())
        server = Server(folder, "")
        server.start()
        try:
            taken: list[float] = []
            lock = threading.Lock()

            def tablet(mine: list[bytes]) -> None:
                for body in mine:
                    began = time.perf_counter()
                    assert deliver(server.port, body) == 201
                    with lock:
                        taken.append(time.perf_counter() - began)

            threads = [threading.Thread(target=tablet, args=(bodies[n::clients],)) for n in range(clients)]
            began = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            per_second = len(taken) / (time.perf_counter() - began)
        finally:
            server.kill()
        with closing(raw_database(folder)) as raw:
            seconds = []
            for body in bodies:
                began = time.perf_counter()
                raw.execute("INSERT INTO sittings VALUES (?, ?)", (str(uuid.uuid4()), body))
                seconds.append(time.perf_counter() - began)
    spread = Spread.of(taken)
    say("submissions per second", f"{per_second:.0f}")
    say("of the raw rows per second", f"{per_second * statistics.median(seconds):.2f} ×", "≥ 0.4")
    say("slowest hundredth, of the median", f"{spread.slowest / spread.median:.1f} ×", "≤ 10")
    say("slowest request", f"{max(taken):.2f} s", "≤ 1")


def main() -> None:
    in_process()
    over_http()
