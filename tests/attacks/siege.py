"""A council under siege: everybody who signs in, everything that children confided, and who may know of what.

Each thing has words that stand nowhere else (canaries), so that whoever is shown them is known to have seen that thing.
"""

from __future__ import annotations

import hashlib
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey import clock
from survey.database import db
from survey.keys import boxes, own
from survey.keys.own import OpenKey
from survey.keys.tables import Box
from survey.models import Part, Reason, Role, Round, SetAside, Staff, Team
from survey.safeguarding import steps, worries
from survey.safeguarding.steps import Decision
from survey.safeguarding.tables import Door, Worry
from survey.safeguarding.worries import Telling
from survey.staff.sessions import SignedIn
from survey.thoughts import names, quotes, reading, receiving
from survey.thoughts.tables import Prompt, Quote, Refusal, Thought
from tests.analysis.rounds import sit
from tests.survey.safeguarding.in_place import PASSPHRASE, employed, fresh, put_in_place
from tests.survey.sittings import a_document
from tests.survey.staff.office import TOKEN, Browser, Office

LEAD, DEPUTY, HEAD = Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY, Role.HEAD_OF_SERVICE
DESIGNATED, ADVOCATE, OFFICER = Role.DESIGNATED_OFFICER, Role.ADVOCATE, Role.OFFICER
# The last four work beside the adult whom the child complains of, in the hidden team.
PEOPLE: Mapping[str, Role] = {
    "lead": LEAD,
    "deputy": DEPUTY,
    "designated": DESIGNATED,
    "advocate": ADVOCATE,
    "head": HEAD,
    "officer": OFFICER,
    "other officer": OFFICER,
    "new lead": LEAD,  # has a key, and nobody has let them in
    "administrator": Role.ADMINISTRATOR,
    "worker": Role.WORKER,
    "their lead": LEAD,
    "their designated": DESIGNATED,
    "their head": HEAD,
    "their administrator": Role.ADMINISTRATOR,
}
THEIRS = {name for name in PEOPLE if name.startswith("their ")} | {"worker"}
KEYED = {LEAD, DEPUTY, DESIGNATED, ADVOCATE, OFFICER}
NOBODY = "nobody"


@dataclass(frozen=True)
class Thing:
    """Something confided. ``knows`` may be told that it is there; of these, ``reads`` may see the canary."""

    id: str
    canary: str
    knows: frozenset[str]
    reads: frozenset[str]
    is_open: bool = True


@dataclass
class Siege:
    app: Flask
    office: Office
    numbers: dict[str, int] = field(default_factory=dict)
    keys: dict[str, OpenKey] = field(default_factory=dict)
    browsers: dict[str, Browser] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    worries: dict[str, Thing] = field(default_factory=dict)
    thoughts: dict[str, Thing] = field(default_factory=dict)
    quotes: dict[str, Thing] = field(default_factory=dict)
    answers: dict[str, Thing] = field(default_factory=dict)
    name_list: str = ""
    state: Path | None = None

    @property
    def database(self) -> Path:
        return Path(self.app.config["HEARD"].instance) / "heard.sqlite"

    @property
    def canaries(self) -> dict[str, Thing]:
        kinds = (self.worries, self.thoughts, self.quotes, self.answers)
        things = [thing for kind in kinds for thing in kind.values()]
        return {thing.canary: thing for thing in things}

    def by(self, name: str) -> SignedIn:
        team = None
        with self.app.app_context():
            team = db.session.get_one(Staff, self.numbers[name]).team_id
        return SignedIn(self.numbers[name], name, PEOPLE[name], team)

    @contextmanager
    def from_here(self) -> Iterator[None]:
        """Until the end, and at the end, ``restore`` leads back to here: sessions, open keys, rows."""
        before = self.state
        self.state = self.database.parent.with_name(f"{uuid.uuid4()}.sqlite")
        with closing(sqlite3.connect(self.database)) as live, closing(sqlite3.connect(self.state)) as kept:
            live.backup(kept)
        try:
            yield
        finally:
            self.restore()
            self.state.unlink()
            self.state = before

    def restore(self) -> None:
        """Back to how it was. The trail's mark may then be ahead of the trail."""
        if self.state is not None:
            with closing(sqlite3.connect(self.state)) as kept, closing(sqlite3.connect(self.database)) as live:
                live.execute("PRAGMA synchronous = OFF")
                kept.backup(live)

    def call(self, name: str, method: str, path: str, fields: Mapping[str, str] | None = None) -> TestResponse:
        """As somebody whose forms are all believed: it is doors that are tried."""
        if name == NOBODY:
            self.app.config["WTF_CSRF_CHECK_DEFAULT"] = False
            response = self.app.test_client().open(path, method=method, data=fields if method == "POST" else None)
            self.app.config["WTF_CSRF_CHECK_DEFAULT"] = True
            return response
        sent = {**(fields or {}), "csrf_token": self.tokens[name]} if method == "POST" else None
        return self.browsers[name].client.open(path, method=method, data=sent)


def besiege(app: Flask, canary: Callable[[], str] = lambda: f"canary{uuid.uuid4().hex}") -> Siege:
    """A council with everybody signed in and every key open, and one of each thing that can be confided."""
    # Pages are read strictly elsewhere; here are thousands of them.
    app.test_client_class = FlaskClient
    siege = Siege(app, Office(app))
    siege.office.ask("open-round")
    with app.app_context():
        _employ(siege)
        _answer(siege, canary)
        _confide_worries(siege, canary)
        _confide_thoughts(siege, canary)
        db.session.commit()
    for name, role in PEOPLE.items():
        siege.browsers[name] = browser = siege.office.browser()
        assert browser.sign_in(_address(name)).status_code == 303, name
        if role in KEYED:
            assert browser.send("/staff/keys/open", {"passphrase": PASSPHRASE}).status_code == 303, name
        found = TOKEN.search(browser.open("/staff/no-such-page").text)
        assert found, name
        siege.tokens[name] = unescape(found[1])
    return siege


def _address(name: str) -> str:
    return f"{name.replace(' ', '-')}@council.example"


def _employ(siege: Siege) -> None:
    in_place = put_in_place(db.session, clock.now(), (0, 24 * 60))
    first = {LEAD: "lead", DEPUTY: "deputy", DESIGNATED: "designated", ADVOCATE: "advocate", OFFICER: "officer"}
    theirs, others = Team(name="Their team"), Team(name="Another team")
    db.session.add_all((theirs, others))
    db.session.flush()
    for role, number in in_place.people.items():
        person = db.session.get_one(Staff, number)
        person.name = first.get(role, "head")
        person.email = _address(person.name)
    db.session.flush()
    for name, role in PEOPLE.items():
        number = siege.numbers[name] = employed(db.session, role, _address(name))
        person = db.session.get_one(Staff, number)
        person.name, person.team_id = name, theirs.id if name in THEIRS else others.id
        if role in in_place.keys and first[role] == name:
            siege.keys[name] = in_place.keys[role]
        elif role in KEYED:
            siege.keys[name] = own.make_own(db.session, number, fresh(name))
    let_in = {
        "their lead": (Box.SAFEGUARDING, Box.THOUGHTS),
        "their designated": (Box.ALLEGATIONS,),
        "other officer": (Box.THOUGHTS,),
    }
    for name, held in let_in.items():
        for box in held:
            by = "designated" if box is Box.ALLEGATIONS else "lead"
            boxes.let_in(db.session, box, siege.numbers[name], siege.keys[by])
    db.session.commit()


def _answer(siege: Siege, canary: Callable[[], str]) -> None:
    """What children answered in the open round, and what of theirs was set aside. Nobody who signs in may see it."""
    asked = db.session.get_one(Round, "open-round")
    for name in ("finished", "set aside"):
        thing = siege.answers[name] = Thing(sit(db.session, asked, {}), canary(), frozenset(), frozenset())
        document = a_document(thing.id, {"home_safe": "8"}).decode().replace('"8"', f'"{thing.canary}"')
        assert thing.canary in document
        if name == "finished":
            db.session.get_one(Part, (thing.id, 1)).document = document
        else:
            digest = hashlib.sha256(document.encode()).hexdigest()
            db.session.add(SetAside(digest=digest, round_id=asked.id, reason=Reason.LATE, document=document.encode()))
    db.session.commit()


def _confide_worries(siege: Siege, canary: Callable[[], str]) -> None:
    readers = frozenset({"lead", "deputy", "their lead"})
    leads, heads = readers | {"new lead"}, frozenset({"head", "their head"})
    others = frozenset({"lead", "deputy"})  # who read in the same box, and are not of the hidden team
    plans: dict[str, tuple[Door, bool, frozenset[str], frozenset[str]]] = {
        "talk": (Door.TALK, False, leads | heads, readers),
        "closed": (Door.TALK, False, leads | heads, readers),
        "allegation": (Door.TALK, True, frozenset({"designated", "head"}), frozenset({"designated"})),
        "passed on": (Door.TALK, True, others | {"new lead", "head"}, others),
        "advocate": (Door.ADVOCATE, False, heads | {"advocate"}, frozenset({"advocate"})),
    }
    now = clock.now()
    for name, (door, about_adult, knows, reads) in plans.items():
        thing = Thing(str(uuid.uuid4()), canary(), knows, reads, is_open=name != "closed")
        siege.worries[name] = thing
        told = Telling(door, thing.canary, True, thing.canary, thing.canary, thing.canary, about_adult, "en")
        worries.raise_worry(db.session, told, thing.id, True, siege.numbers["worker"], now)
        worry, by = db.session.get_one(Worry, thing.id), "designated" if about_adult else sorted(reads)[-1]
        steps.note_seen(db.session, worry, siege.by(by), now)
        steps.add_note(db.session, worry, siege.by(by), thing.canary, now)
        if name == "passed on":
            steps.pass_on(db.session, worry, siege.by(by), Box.SAFEGUARDING, siege.keys[by], now)
        if name == "closed":
            steps.decide(db.session, worry, siege.by(by), Decision.TALK, thing.canary, now)
            steps.close(db.session, worry, siege.by(by), thing.canary, now)
        for reader in reads:
            if name != "passed on" or reader != by:
                steps.note_seen(db.session, worry, siege.by(reader), now)
    db.session.commit()


def _confide_thoughts(siege: Siege, canary: Callable[[], str]) -> None:
    first, officers = frozenset({"lead", "deputy", "their lead"}), frozenset({"officer", "other officer"})
    for name in ("waiting", "kept back", "passed"):
        reads = first | officers if name == "passed" else first
        thing = siege.thoughts[name] = Thing(str(uuid.uuid4()), canary(), reads, reads)
        receiving.keep(db.session, Prompt.WORRIED, None, thing.canary, True, thing.id, clock.now())
        thought = db.session.get_one(Thought, thing.id)
        if name == "passed":
            reading.pass_on(db.session, thought, siege.keys["lead"])
        elif name == "kept back":
            reading.keep_back(db.session, thought, siege.keys["lead"])
    thought = db.session.get_one(Thought, siege.thoughts["passed"].id)
    holders = first | officers
    for name, proposer in {"officer's": "officer", "refused": "officer", "approved": "other officer"}.items():
        # An approved quote is in plain words for all who may open the page of quotes, let in or not.
        reads = holders | {"new lead"} if name == "approved" else holders
        thing = siege.quotes[name] = Thing(str(uuid.uuid4()), canary(), holders, reads)
        quotes.propose(db.session, thing.id, thought, thing.canary, siege.numbers[proposer], clock.today())
        quote = db.session.get_one(Quote, thing.id)
        if name == "approved":
            quotes.approve(db.session, quote, siege.keys["lead"], clock.today(), quotes.print_of(quote, thing.canary))
        elif name == "refused":
            quotes.refuse(db.session, quote, siege.keys["lead"], Refusal.KNOWN, quotes.print_of(quote, thing.canary))
    siege.name_list = canary()
    names.keep(db.session, [siege.name_list])
    db.session.commit()
