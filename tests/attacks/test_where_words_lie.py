"""Two hundred canaries through both doors and every field that staff write in: none stands anywhere in plain words."""

from __future__ import annotations

import io
import logging
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from survey import clock
from survey.alerts import fetching
from survey.alerts.outbox import send_due
from survey.alerts.post import post_of
from survey.alerts.tables import Call
from survey.child import telling
from survey.configuration import configuration
from survey.database import db
from survey.duty.calendar import calendar
from survey.keeping import backups
from survey.safeguarding.tables import Worry
from survey.thoughts.records import BOXES
from survey.thoughts.tables import Quote, Thought
from tests.analysis.rounds import closed_round, fill
from tests.attacks.siege import Siege

BACKUP = "six words that nobody else has"
AT_LEAST = 200
RECORD = tuple(name for name in BOXES if name not in ("sure", "second"))
SEEN = re.compile(r'name="seen" value="([^"]+)"')


class Canaries:
    """Words that stand nowhere else, each handed out once, with the field that it was typed into."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}

    def new(self, field: str) -> str:
        canary = f"cnry{uuid.uuid4().hex[:12]}"
        self.fields[canary] = field
        return canary

    def form(self, *names: str, **fixed: str) -> dict[str, str]:
        return fixed | {name: self.new(name) for name in names}

    def found_in(self, content: bytes) -> set[str]:
        return {field for canary, field in self.fields.items() if canary.encode() in content}


@pytest.fixture
def canaries() -> Canaries:
    return Canaries()


@contextmanager
def everything_logged(siege: Siege) -> Iterator[io.StringIO]:
    """What every logger says, down to the last detail: SQL statements and the rows that they find, too."""
    said = io.StringIO()
    handler, root = logging.StreamHandler(said), logging.getLogger()
    level = root.level
    with siege.app.app_context():
        engine = db.engine
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    engine.echo = "debug"
    try:
        yield said
    finally:
        engine.echo = False
        root.removeHandler(handler)
        root.setLevel(level)


def tell(siege: Siege, canaries: Canaries) -> None:
    """Children go through every door, in every way."""
    client = siege.app.test_client()
    for number in range(8):
        for door in ("talk", "advocate"):
            form = canaries.form("name", "worker", "when", "number", "words", "asks_worker", door=door)
            about_adult = {"about_adult": "1"} if number % 2 else {}
            assert client.post("/tell", data=form | about_adult).status_code == 303
            assert client.post("/tell?lang=cy", data=canaries.form("words", door=door)).status_code == 422
        thoughts = canaries.form("going-well", "worried", "higher", door="think", with_helper="1")
        assert client.post("/tell", data=thoughts).status_code == 303
        as_script = {"Accept": "application/json"}
        assert client.post("/tell", data=canaries.form("worried", door="think"), headers=as_script).status_code == 201
        adults = canaries.form("going-well", "higher", door="think", voice="adult")
        assert client.post("/tell", data=adults).status_code == 303
        record = canaries.form(*RECORD, door="record", sure="2")
        assert client.post("/tell", data=record).status_code == 303
        assert client.post("/tell", data=canaries.form("where", "saw", "means", door="record")).status_code == 422
        feelings = record | {"saw": f"happy {canaries.new('saw')}"}
        assert client.post("/tell", data=feelings).status_code == 422
        assert client.post("/tell", data=feelings | {"looked": "1"}, headers=as_script).status_code == 201
        assert client.post("/tell", data=canaries.form("words", door="no such door")).status_code == 400
    for field in ("pass", "giver", "set", "theme", "id", "id-worried"):
        form = {"door": "think", "worried": canaries.new("worried"), "name": canaries.new("name")}
        client.post("/tell", data=form | canaries.form(field))
        client.post("/tell", data={**form, "door": "talk"} | canaries.form(field))


def answer(siege: Siege, canaries: Canaries) -> None:
    """Staff write into every field there is."""
    readers = {"talk": "lead", "closed": "deputy", "allegation": "designated", "advocate": "advocate"}
    for name, by in readers.items():
        at = f"/staff/worries/{siege.worries[name].id}"
        if name == "closed":
            assert siege.call(by, "POST", f"{at}/reopen").status_code == 303
        for action, fixed, fields in (
            ("decide", {"decision-decision": "nothing"}, ("decision-words",)),
            ("note", {}, ("note-words",)),
            ("note", {}, ("note-words", "note-unknown")),
            ("close", {"close-told": "yes"}, ("close-words",)),
        ):
            response = siege.call(by, "POST", f"{at}/{action}", canaries.form(*fields, **fixed))
            assert response.status_code == 303, (action, response.status_code)
        siege.call(by, "POST", f"{at}/erase", canaries.form("erase-typed", "erase-reason"))
        siege.call(by, "POST", "/staff/worries/find", canaries.form("find-name"))
        siege.call(by, "POST", f"{at}/read", canaries.form("passphrase-passphrase"))
        siege.call(by, "POST", "/staff/keys/open", canaries.form("passphrase", "next"))
        siege.call(by, "POST", "/staff/keys/passphrase", canaries.form("present", "passphrase", "again"))
        siege.call(by, "POST", "/staff/keys/sheets/use", canaries.form("first", "second"))
        siege.call("head", "POST", f"{at}/note", canaries.form("note-words"))
    thought, quote = siege.thoughts["passed"].id, siege.quotes["officer's"].id
    for _ in range(3):
        form = canaries.form("words", then="propose", looked="yes")
        path = f"/staff/thoughts/quotes/from/{thought}"
        first = siege.call("officer", "POST", path, form)
        if seen := SEEN.search(first.text):  # redaction asks about the digits in a canary
            first = siege.call("officer", "POST", path, form | {"seen": seen[1]})
        assert first.status_code == 303
    siege.call("officer", "POST", f"/staff/thoughts/{thought}/sort", canaries.form("why", "sort", "theme", "then"))
    siege.call("deputy", "POST", f"/staff/thoughts/quotes/{quote}/refuse", canaries.form("why"))
    siege.call("officer", "POST", "/staff/thoughts/quotes/names", canaries.form("names"))
    siege.call("nobody", "POST", "/staff/sign-in", canaries.form("email", "password", "next"))


def test_no_word_lies_anywhere_in_plain(
    siege: Siege, canaries: Canaries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = Path(siege.app.config["HEARD"].instance)
    run = siege.app.test_cli_runner().invoke
    with everything_logged(siege) as said:
        with siege.app.app_context():
            fill(db.session, closed_round(db.session, clock.today()), {"foster-care": {"star": 40}})
            db.session.commit()
        assert run(args=["release", "spring"]).exit_code == 0
        before = counted(siege)
        tell(siege, canaries)
        answer(siege, canaries)
        fail(siege, canaries, monkeypatch)
        with siege.app.app_context():
            waiting = db.session.scalars(select(Worry.id).where(Worry.decided.is_(None)))
            for worry in list(waiting):
                fetching.fetch(db.session, Call.LATE, [siege.numbers["head"]], clock.now(), worry)
            assert calendar(db.session).is_open(clock.now())
            db.session.commit()
            for _ in range(4):
                send_due(post_of(configuration()))
        assert all(now > was for now, was in zip(counted(siege), before, strict=True)), "it was kept"
        copy = tmp_path / "heard.backup"
        made = run(args=["backup", str(copy), "--passphrase-stdin"], input=f"{BACKUP}\n")
        assert made.exit_code == 0, made.output
        trail = run(args=["audit-show", "--last", "100000"]).output
        figures = siege.call("officer", "GET", "/staff/results/spring/figures.csv").data
        pages = [siege.call("administrator", "GET", path).data for path in ("/staff/trail/", "/staff/people/")]
        on_disk = content_of(instance)
        handed_out = [run(args=["staff-export", f"{name}@council.example"]).output for name in ("lead", "officer")]
        purged = run(args=["purge"]).output

    assert len(canaries.fields) >= AT_LEAST
    # The log holds everything that has just been written; a purge empties it.
    assert len(on_disk["heard.sqlite-wal"]) > 100_000
    assert {"heard.sqlite", "audit-mark"} <= on_disk.keys()
    assert all('"steps about worries"' in each for each in handed_out)
    assert len(list((instance / "letters").iterdir())) > 4
    assert len(list((instance / "releases").iterdir())) == 1
    for when, files in (("before", on_disk), ("after", content_of(instance))):
        for path, content in files.items():
            assert canaries.found_in(content) == set(), (path, when)
    for opened in (copy.read_bytes(), *backups.read(copy, BACKUP).files.values()):
        assert canaries.found_in(opened) == set()
    log = said.getvalue()
    assert "INSERT INTO worries" in log, "the log says what was done"
    for place in (figures, *pages, *map(str.encode, (log, trail, purged, made.output, *handed_out))):
        assert canaries.found_in(place) == set()


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def counted(siege: Siege) -> list[int]:
    with siege.app.app_context():
        return [len(db.session.scalars(select(table)).all()) for table in (Worry, Thought, Quote)]


def fail(siege: Siege, canaries: Canaries, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program breaks in the middle, with a child's words in its hands and in what it says of the failure."""
    siege.app.testing = False
    with monkeypatch.context() as broken:
        words = canaries.new("failure")

        def break_down(*_: object) -> None:
            raise RuntimeError(words)

        broken.setattr(telling, "keep", break_down)
        response = siege.app.test_client().post("/tell", data=canaries.form("name", "words", door="talk"))
        assert response.status_code == 500
        assert words not in response.text
    siege.app.testing = True


def test_the_test_would_find_a_canary(siege: Siege, canaries: Canaries, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were words kept as they are, or logged, this would see it."""
    monkeypatch.setattr("survey.keys.boxes.seal", lambda words, public, about: words)
    with everything_logged(siege) as said:
        tell(siege, canaries)
        siege.app.logger.info("%s", next(iter(canaries.fields)))
    files = b"".join(path.read_bytes() for path in siege.database.parent.iterdir() if path.is_file())
    fields = {"name", "worker", "when", "number", "words", "worried", "saw", "otherwise", "until"}
    assert fields <= canaries.found_in(files)
    assert canaries.found_in(said.getvalue().encode())
