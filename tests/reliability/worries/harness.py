"""Children ask for help while mail is down and the server is killed; then every worry, alert and word is accounted for.

``python -m tests.reliability.worries.harness --worries 1000 --mail-down 200 --while-killed 100`` prints the counts.
"""

from __future__ import annotations

import argparse
import http.client
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import create_app
from survey import clock, passes
from survey.alerts.escalation import escalate
from survey.alerts.letters import letter_id
from survey.alerts.tables import Alert, Call
from survey.database import db
from survey.keys.tables import Box
from survey.migrations import migrate
from survey.models import Role
from survey.safeguarding import worries
from survey.safeguarding.tables import Worry
from survey.safeguarding.worries import Telling
from survey.staff.sessions import SignedIn
from tests.reliability.harness import PAUSE, Server, free_port
from tests.reliability.worries.outcome import Outcome
from tests.reliability.worries.searching import files_in, found_in, letters_in, new_canary
from tests.reliability.worries.server import MAIL_PORT, settings_with_mail
from tests.survey.alerts.mailbox import Mailbox
from tests.survey.safeguarding.in_place import ROUND_THE_CLOCK, InPlace, put_in_place

CLIENTS = 8
KILLED_AFTER = 10
# Long enough for a machine that has much else to do: what is not acknowledged by then is counted as such.
GIVE_UP = 1800.0
# Long enough for the watch to have tried in vain.
DOWN_FOR = 5.0
READER = {
    Box.SAFEGUARDING: Role.SAFEGUARDING_LEAD,
    Box.ALLEGATIONS: Role.DESIGNATED_OFFICER,
    Box.ADVOCACY: Role.ADVOCATE,
}
LATER = timedelta(days=3)


@dataclass(frozen=True)
class Asking:
    """One child who asks: the form as it is sent, again and again, until it is acknowledged."""

    id: str
    fields: dict[str, str]
    is_script: bool

    def send(self, port: int) -> bool:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if self.is_script:
            headers["Accept"] = "application/json"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("POST", "/tell?lang=en", urlencode(self.fields), headers)
            return connection.getresponse().status in (200, 201, 303)
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


@dataclass
class Council:
    """The instance's folder, the application that looks into it from outside, who reads, and their mail server."""

    folder: Path
    app: Flask
    in_place: InPlace
    mailbox: Mailbox


def prepare(folder: Path) -> Council:
    mailbox = Mailbox(free_port())
    (folder / MAIL_PORT).write_text(str(mailbox.port))
    app = create_app(settings_with_mail(folder))
    with app.app_context():
        migrate()
        in_place = put_in_place(db.session, clock.now(), ROUND_THE_CLOCK)
    return Council(folder, app, in_place, mailbox)


def askings(council: Council, count: int, canary: str, chance: Random) -> list[Asking]:
    """Through both doors, about adults and not, by name and by worker, with scripts and without."""
    made = []
    with council.app.app_context():
        for number in range(count):
            fields = {
                "door": chance.choice(("talk", "talk", "advocate")),
                "id": str(uuid.uuid4()),
                "when": f"when {canary}{number} is out",
                "words": f"{canary}{number} is loud.\n" * chance.randrange(4),
                "pass": passes.new_pass(clock.now().date()),
            }
            if chance.random() < 0.5:
                fields["name"] = f"Mia {canary}{number}"
            else:
                fields |= {"asks_worker": "1", "worker": f"Sam {canary}{number}"}
            if fields["door"] == "talk" and chance.random() < 0.3:
                fields["about_adult"] = "1"
            made.append(Asking(fields["id"], fields, is_script=chance.random() < 0.5))
    return made


def deliver(server: Server, some: Sequence[Asking], acknowledged: set[str], kill: bool = False) -> int:
    """Send them all, each until it is acknowledged; kill the server now and then where told. Returns the kills."""
    waiting, over, kills = list(some), time.monotonic() + GIVE_UP, 0
    begun = len(acknowledged)
    lock = threading.Lock()

    def child() -> None:
        while True:
            with lock:
                if not waiting:
                    return
                asking = waiting.pop()
            while time.monotonic() < over:
                if asking.send(server.port):
                    with lock:
                        acknowledged.add(asking.id)
                    break
                time.sleep(PAUSE)

    children = [threading.Thread(target=child) for _each in range(CLIENTS)]
    for each in children:
        each.start()
    while any(each.is_alive() for each in children):
        if kill and len(acknowledged) - begun >= (kills + 1) * KILLED_AFTER:
            server.kill()
            kills += 1
            server.start()
        time.sleep(0.001)
    return kills


def run(
    count: int, mail_down: int, while_killed: int, fault: str = "", seed: int = 1, patience: float = 120.0
) -> Outcome:
    """``count`` worries, of which some come while mail is down and some while the server is killed again and again.

    ``patience``: how many seconds to wait for alerts before they count as lost.
    """
    outcome, began, canary = Outcome(worries=count), time.monotonic(), new_canary()
    acknowledged = set[str]()
    with tempfile.TemporaryDirectory() as name:
        council = prepare(Path(name))
        every = askings(council, count, canary, Random(seed))
        calm = every[: count - mail_down - while_killed]
        cut_off, killed = every[len(calm) : len(calm) + mail_down], every[count - while_killed :]
        server = Server(council.folder, fault, "tests.reliability.worries.server", council.folder / "server.log")
        council.mailbox.open()
        server.start()
        try:
            # The first half is seen through; mail goes down in the middle of what the second half sends.
            deliver(server, calm[: len(calm) // 2], acknowledged)
            wait_for_letters(council, len(calm) // 2, time.monotonic() + patience)
            deliver(server, calm[len(calm) // 2 :], acknowledged)
            council.mailbox.close()
            deliver(server, cut_off, acknowledged)
            time.sleep(DOWN_FOR if cut_off else 0)
            council.mailbox.open()
            outcome.kills = deliver(server, killed, acknowledged, kill=True)
            server.kill()  # whatever was thanked for last must be there, too
            outcome.kills += 1
            server.start()
            wait_for_letters(council, count, time.monotonic() + patience)
            server.kill()
        finally:
            if server.process is not None and server.process.poll() is None:
                server.kill()
            council.mailbox.close()
        outcome.acknowledged = len(acknowledged)
        compare(council, every, acknowledged, outcome)
        outcome.slowest_in_calm = slowest(council, {asking.fields["when"] for asking in calm[: len(calm) // 2]})
        outcome.leaks = found_in(
            canary, [*files_in(council.folder), *letters_in(council.mailbox.raw, council.mailbox.letters())]
        )
    outcome.seconds = time.monotonic() - began
    return outcome


def wait_for_letters(council: Council, count: int, end: float) -> None:
    while time.monotonic() < end:
        with council.app.app_context():
            undelivered = select(func.count()).where(Alert.delivered.is_(None))
            # One letter may tell of many.
            asked = select(func.count()).select_from(Worry)
            if db.session.scalar(undelivered) == 0 and db.session.scalar(asked) == count:
                return
        time.sleep(0.2)


def compare(council: Council, every: Sequence[Asking], acknowledged: set[str], outcome: Outcome) -> None:
    """Hold what is there and what arrived against what was acknowledged, by content as well as by key."""
    arrived = Counter(str(each["Message-ID"]).strip("<>") for each in council.mailbox.letters())
    outcome.letters, outcome.twice = arrived.total(), arrived.total() - len(arrived)
    with council.app.app_context():
        session = db.session
        rows = session.scalars(select(Worry)).all()
        # The id that a page sends is not the row's: each child says another "when".
        kept = {told.when: (row.id, told) for row, told in ((row, told_by(council, row)) for row in rows)}
        thanked = [asking for asking in every if asking.id in acknowledged]
        outcome.lost = sum(1 for asking in thanked if not is_kept(kept, asking))
        outcome.doubled = len(rows) - len(kept) + len(kept.keys() - {asking.fields["when"] for asking in every})
        raised = session.scalars(select(Alert).where(Alert.call == Call.RAISED)).all()
        fetched = {alert.worry_id for letter in letters_of(raised) if arrived[letter[0]] for alert in letter[1]}
        outcome.alerts = len(fetched)
        outcome.unfetched = sum(1 for asking in thanked if kept.get(asking.fields["when"], ("",))[0] not in fetched)
        took = [(each.delivered - each.made).total_seconds() for each in raised if each.delivered]
        outcome.slowest = max(took, default=0.0)
        look_later(session, council.in_place, outcome)


def slowest(council: Council, said: Collection[str]) -> float:
    """How many seconds the slowest first alert of the worries that said one of these took to be delivered."""
    with council.app.app_context():
        alerts = select(Alert, Worry).join(Worry, Worry.id == Alert.worry_id).where(Alert.call == Call.RAISED)
        found = [(alert, told_by(council, worry)) for alert, worry in db.session.execute(alerts)]
        took = [
            (each.delivered - each.made).total_seconds() for each, told in found if each.delivered and told.when in said
        ]
        return max(took, default=0.0)


def letters_of(alerts: Sequence[Alert]) -> list[tuple[str, list[Alert]]]:
    """The ids of the letters that told of these, and the alerts in each: those of a letter were delivered at once."""
    together: dict[object, list[Alert]] = defaultdict(list)
    for alert in alerts:
        if alert.delivered is not None:
            together[alert.staff_id, alert.delivered].append(alert)
    return [(letter_id((each.id, each.made) for each in letter), letter) for letter in together.values()]


def told_by(council: Council, worry: Worry) -> Telling:
    """What its reader reads."""
    return worries.read(db.session, worry, council.in_place.keys[READER[worries.box_of(db.session, worry)]])


def is_kept(kept: Mapping[str, tuple[str, Telling]], asking: Asking) -> bool:
    """Whether a worry is there and its reader reads what the child said, in the box where it belongs."""
    said = asking.fields
    if said["when"] not in kept:
        return False
    _id, told = kept[said["when"]]
    if (told.door, told.about_adult) != (said["door"], "about_adult" in said):
        return False
    wanted = (said.get("name", ""), said.get("worker", ""), said["words"].strip(), said["when"])
    return (told.name, told.worker, told.words, told.when) == wanted


def look_later(session: Session, in_place: InPlace, outcome: Outcome) -> None:
    """Look when the time to decide has passed: each must be red for its readers, and fetch the head."""
    readers = [SignedIn(in_place.people[role], "A reader", role, None) for role in READER.values()]
    now, later = clock.now(), clock.now() + LATER
    outcome.red_too_soon = sum(line.is_late for reader in readers for line in worries.waiting(session, reader, now))
    outcome.red = sum(line.is_late for reader in readers for line in worries.waiting(session, reader, later))
    escalate(session, later)
    head = in_place.people[Role.HEAD_OF_SERVICE]
    late = select(func.count(Alert.worry_id.distinct())).where(Alert.call == Call.LATE, Alert.staff_id == head)
    outcome.fetched_late = session.scalar(late) or 0


def main() -> int:
    reader = argparse.ArgumentParser()
    reader.add_argument("--worries", type=int, default=1000)
    reader.add_argument("--mail-down", type=int, default=200)
    reader.add_argument("--while-killed", type=int, default=100)
    reader.add_argument("--fault", default="")
    asked = reader.parse_args()
    outcome = run(asked.worries, asked.mail_down, asked.while_killed, asked.fault)
    print(outcome)
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
