"""Which deeds leave an entry, and which must leave none: no entry may say when a child answered."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from analysis import release as releasing
from survey import clock, codes
from survey.database import db
from survey.models import AuditEntry, Role, Round
from survey.staff.trail import sign_ins
from survey.staff.trail.checking import check
from survey.staff.trail.entries import Deed
from survey.staff.trail.sign_ins import MAY_BE_WITH_A_CHILD
from tests.analysis.rounds import closed_round, fill
from tests.house.code import imports, modules
from tests.house.test_doors import MAY_CALL
from tests.strictness import StrictClient
from tests.survey.rounds.plans import day, plan
from tests.survey.safeguarding.in_place import put_in_place
from tests.survey.sittings import a_document
from tests.survey.staff.conftest import Later
from tests.survey.staff.office import PASSWORD, Office
from tests.survey.staff.trail.ledger import entries_in, moments_of
from tests.survey.visits.reading import read_cards

ADMINISTRATOR, LEAD = Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD
CARD = {"setting": "foster-care", "version": "star", "language": "en"}


@pytest.fixture(autouse=True)
def _good_at_the_end(app: Flask) -> Iterator[None]:
    yield
    with app.app_context():
        assert check(db.session).fault is None
        db.session.close()


def test_an_administrators_day(office: Office) -> None:
    office.employ(Role.WORKER)
    mine = office.signed_in(ADMINISTRATOR)
    for deed in ("sign-out", "deactivate", "activate"):
        mine.send(f"/staff/people/1/{deed}")
    mine.send("/staff/people/2/deactivate")
    mine.send("/staff/people/99/sign-out")
    mine.send("/staff/sign-out")
    assert entries_in(office) == [
        ("signed-in", "administrator", 2, ""),
        ("sessions-ended", "administrator", 2, "staff:1"),
        ("switched-off", "administrator", 2, "staff:1"),
        ("switched-on", "administrator", 2, "staff:1"),
        ("signed-out", "administrator", 2, ""),
    ]


def test_the_servers_keyboard(office: Office) -> None:
    run = office.app.test_cli_runner().invoke
    words = ("staff-add", "ana@council.example", "--name", "Ana", "--role", "worker", "--password-stdin")
    for _ in range(2):
        run(args=words, input=f"{PASSWORD}\n")
    run(args=("staff-password", "ana@council.example", "--password-stdin"), input="a new password\n")
    run(args=("staff-password", "nobody@council.example", "--password-stdin"), input="a new password\n")
    assert entries_in(office) == [
        ("staff-added", "keyboard", None, "staff:1"),
        ("password-set", "keyboard", None, "staff:1"),
    ]


def test_an_officers_rounds(office: Office) -> None:
    officer = office.signed_in(Role.OFFICER)
    with office.database() as session:
        put_in_place(session, clock.now())
    officer.send("/staff/rounds/new", plan(foster_care="300"))
    officer.send("/staff/rounds/new", plan(foster_care="300"))  # the name is taken
    officer.send("/staff/rounds/new", plan(name=""))
    with office.database() as session:
        [made] = [asked.id for asked in session.query(Round)]
    officer.send(f"/staff/rounds/{made}", plan(name="Another", opens=0, seen="at-once", foster_care="300"))
    officer.send(f"/staff/rounds/{made}", {"name": "Another", "closes": day(50)})
    officer.send(f"/staff/rounds/{made}", {"name": "Another", "closes": day(-5)})
    assert entries_in(office)[1:] == [
        ("round-planned", "officer", 1, f"round:{made}"),
        ("round-changed", "officer", 1, f"round:{made}"),
        ("end-moved", "officer", 1, f"round:{made}"),
    ]


def test_releasing_once_and_downloading(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with office.database() as session:
        fill(session, closed_round(session, clock.today()), {"foster-care": {"star": 40}})
    officer = office.signed_in(Role.OFFICER)
    assert officer.open("/staff/results/spring/figures.csv").status_code == 404
    with monkeypatch.context() as trouble:
        trouble.setattr("analysis.results.views.release", lambda *_: (_ for _ in ()).throw(releasing.RoundNotReady))
        officer.send("/staff/results/spring/release")
    for _ in range(2):
        officer.send("/staff/results/spring/release")
    officer.open("/staff/results/spring")
    assert officer.open("/staff/results/spring/figures.csv").status_code == 200
    assert entries_in(office)[1:] == [
        ("results-released", "officer", 1, "round:spring"),
        ("figures-downloaded", "officer", 1, "round:spring"),
    ]
    with office.database() as session:
        assert len(moments_of(session, Deed.DOWNLOADED)[0]) == len("2030-12-31T23:59:59Z")


class TestSigningIn:
    def test_refusals_name_a_number_and_no_address(self, office: Office, later: Later) -> None:
        office.employ(LEAD)
        browser = office.browser()
        for _ in range(12):
            browser.sign_in("safeguarding-lead@council.example", "guess")
        browser.sign_in("stranger@council.example", "guess")
        assert entries_in(office) == [
            ("sign-in-refused", "nobody", None, "staff:1"),
            ("sign-in-slowed", "nobody", None, "staff:1"),
            ("sign-in-refused", "nobody", None, ""),
        ]
        later(timedelta(minutes=11))
        browser.sign_in("safeguarding-lead@council.example", "guess")
        browser.sign_in("safeguarding-lead@council.example")
        assert [entry[0] for entry in entries_in(office)[3:]] == ["sign-in-refused", "signed-in"]
        with office.database() as session:
            assert "example" not in repr([vars(entry) for entry in session.query(AuditEntry)])

    @pytest.mark.parametrize("role", Role)
    def test_of_those_with_children_only_the_day_and_once(self, office: Office, role: Role) -> None:
        browser = office.signed_in(role)
        browser.send("/staff/sign-out")
        browser.sign_in(f"{role}@council.example", "guess")
        browser.sign_in(f"{role}@council.example")
        is_with_children = role in MAY_BE_WITH_A_CHILD
        deeds = [entry[0] for entry in entries_in(office)]
        assert deeds == (
            ["signed-in", "sign-in-refused"]
            if is_with_children
            else ["signed-in", "signed-out", "sign-in-refused", "signed-in"]
        )
        with office.database() as session:
            moments = [entry.moment for entry in session.query(AuditEntry)]
        assert all(("T" in moment) is not is_with_children for moment in moments)

    def test_the_next_day_is_another_entry(self, office: Office, later: Later) -> None:
        office.signed_in(Role.WORKER)
        later(timedelta(days=1))
        office.signed_in(Role.WORKER)
        office.signed_in(Role.OFFICER)
        assert [(deed, actor) for deed, _, actor, _ in entries_in(office)] == [
            ("signed-in", 1), ("signed-in", 1), ("signed-in", 2),
        ]  # fmt: skip

    def test_whoever_may_hand_over_a_tablet_is_told_to_the_day_only(self) -> None:
        for endpoint in ("visits.hand_over", "visits.show_on_screen"):
            assert MAY_CALL[endpoint] == set(MAY_BE_WITH_A_CHILD)

    def test_strangers_cannot_fill_the_trail(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sign_ins, "MOST_REFUSALS", 4)
        office.employ(LEAD)
        browser = office.browser()
        for number in range(9):
            browser.sign_in(f"stranger-{number}@council.example", "guess")
        browser.sign_in("safeguarding-lead@council.example", "guess")
        assert [entry[0] for entry in entries_in(office)] == [*["sign-in-refused"] * 3, "many-refused"]

    def test_with_and_without_an_account_the_same_is_done(self, office: Office) -> None:
        """Otherwise the time taken would tell which addresses have an account."""
        office.employ(LEAD)
        office.signed_in(ADMINISTRATOR)
        office.browser().sign_in("somebody@council.example", "guess")
        did = []
        for email in ("safeguarding-lead@council.example", "stranger@council.example"):
            browser = office.browser()
            browser.open("/staff/sign-in")
            for _ in range(11):
                with office.statements() as said:
                    browser.sign_in(email, "guess")
                did.append(said)
        assert did[:11] == did[11:]
        assert "INSERT INTO audit_trail" in " ".join(did[0])
        assert "INSERT INTO audit_trail" not in " ".join(did[1])

    def test_the_demonstrations_one_touch_is_a_sign_in(self, shown_office: Office) -> None:
        shown_office.employ(ADMINISTRATOR, "admin@demo.example")
        shown_office.browser().send("/staff/sign-in/demonstration", {"account": "admin@demo.example"})
        assert [entry[0] for entry in entries_in(shown_office)] == ["signed-in"]


class TestWhatLeavesNone:
    def test_cards_and_handing_over(self, office: Office) -> None:
        office.ask()
        with office.database() as session:
            put_in_place(session, clock.now())
        worker = office.signed_in(Role.WORKER)
        page = worker.send("/staff/visits/open-round/screen", CARD)
        assert worker.send("/staff/visits/open-round/sheet", {**CARD, "count": "24"}).status_code == 200
        [card] = read_cards(page.text)
        gone = worker.send(
            "/staff/visits/hand-over",
            {"code": card.code, "opens": "children-in-care-star", "language": "en"},
        )
        assert gone.status_code == 303
        worker.sign_in("worker@council.example")
        assert [entry[0] for entry in entries_in(office)] == ["signed-in"]

    def test_what_a_child_does(self, client: StrictClient, office: Office) -> None:
        key = office.ask()
        with office.database() as session:
            place = session.get_one(Round, key).settings[0]
            card, other = codes.issue(session, place, "star", 2, clock.now() + codes.ON_SCREEN)
        sitting = str(uuid.uuid4())
        assert client.get("/").status_code == 200
        assert client.get("/answer?set=children-in-care-star&lang=en").status_code == 200
        assert client.post("/knock", json={"code": card.code}).status_code == 200
        assert client.post("/begin", data={"digits": other.digits}).status_code == 200
        assert client.post("/begin", data={"digits": "123456789012"}).status_code != 200
        part = a_document(sitting, {"home_safe": "7"}).decode()
        sent = {"sitting": sitting, "code": card.code, "part": part, "mark": "finished"}
        assert [client.post("/parts", json=sent).status_code for _ in range(2)] == [201, 200]
        stray = {**sent, "sitting": str(uuid.uuid4())}
        assert client.post("/parts", json=stray).status_code < 400, "set aside"
        form = {"sitting": str(uuid.uuid4()), "code": other.digits, "set": "children-in-care-star", "language": "en"}
        assert client.post("/send", data={**form, "sides": "good-first", "mark": "finished"}).status_code == 303
        assert entries_in(office) == []

    def test_none_of_it_could_leave_any(self) -> None:
        """Neither the children's rooms nor the worker's know of the trail."""
        known = modules()
        rooms = ("survey.child", "survey.visits", "survey.responses", "survey.codes", "survey.throttle")
        looked = [module for module in known if module.startswith(rooms)]
        assert len(looked) > 10
        for module in looked:
            assert not [each for each in imports(known[module], known) if each.startswith("survey.staff.trail")], module

    def test_looking(self, office: Office) -> None:
        office.ask()
        for role, path in {
            Role.OFFICER: ("/staff/results/", "/staff/results/open-round", "/staff/rounds/", "/staff/visits/"),
            ADMINISTRATOR: ("/staff/people/", "/staff/trail/"),
        }.items():
            browser = office.signed_in(role)
            for each in path:
                browser.open(each)
        assert [entry[0] for entry in entries_in(office)] == ["signed-in"] * 2
