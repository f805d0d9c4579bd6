"""Finding, handing out and erasing what a young person may ask for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from survey.alerts.tables import Alert, Call
from survey.configuration import Configuration
from survey.models import AuditEntry, Role
from survey.safeguarding.tables import Worry, WorryStep
from tests.survey.safeguarding.answering import ADULT, MIA, Desk, Hand, ask, join_team, text_of
from tests.survey.safeguarding.in_place import InPlace, employed
from tests.survey.staff.office import Office

LEAD, DEPUTY = Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY


@pytest.fixture
def desk(office: Office, place: InPlace) -> Desk:
    return Desk(office, LEAD)


def deeds(office: Office, worry: str) -> list[str]:
    with office.database() as session:
        return list(session.scalars(select(AuditEntry.deed).where(AuditEntry.about == f"worry:{worry}")))


def on_the_disk(settings: Configuration, sealed: bytes) -> bool:
    """Whether any piece of sealed words is in the database's files, which may keep them in several places."""
    pieces = [sealed[start : start + 32] for start in range(0, len(sealed) - 32, 32)]
    files = [file.read_bytes() for file in Path(settings.instance).glob("heard.sqlite*")]
    return any(piece in file for piece in pieces for file in files)


def test_somebody_is_found_by_name_in_ones_own_boxes_only(office: Office, desk: Desk) -> None:
    zoe = replace(MIA, name="Zoë  Müller")
    named = replace(MIA, name="", asks_worker=True, worker="zoe mULLER")
    found, also, other, hidden = ask(office, zoe, named, MIA, replace(ADULT, name="Zoe Muller"))
    shut = desk.send("find", find_name="zoe")
    assert shut.status_code == 409
    assert "Open my key" in shut.text
    desk.read(other)
    page = desk.send("find", find_name="ZOE muller")
    assert "2 found" in page.text
    assert found in page.text
    assert also in page.text
    assert other not in page.text
    assert hidden not in page.text
    assert "None found" in desk.send("find", find_name="nobody of that name").text
    assert desk.send("find", find_name=" ").status_code == 422


def test_what_children_wrote_is_not_fished_through(office: Office, desk: Desk) -> None:
    [worry] = ask(office, replace(MIA, words="Zoe hit me", when="when Zoe is out"))
    desk.read(worry)
    desk.send(f"{worry}/note", note_words="Zoe is the foster mother")
    assert "None found" in desk.send("find", find_name="Zoe").text
    assert "One found" in desk.send("find", find_name="mia").text


def test_a_search_has_three_letters_and_leaves_a_confidential_line(office: Office, desk: Desk) -> None:
    [worry] = ask(office, MIA)
    desk.send("find", find_name="mia")
    desk.read(worry)
    for short in ("", "i", "mi", "  a  "):
        assert desk.send("find", find_name=short).status_code == 422
    with office.database() as session:
        assert session.query(AuditEntry).filter_by(deed="worries-searched").count() == 0
    desk.send("find", find_name="Mia")
    desk.send("find", find_name="nobody of that name")
    lead = office.number_of(f"{LEAD}@council.example")
    with office.database() as session:
        noted = session.query(AuditEntry).filter_by(deed="worries-searched")
        assert [(each.actor, each.about) for each in noted] == [(lead, ""), (lead, "")]


def test_what_cannot_be_looked_into_is_counted(office: Office, desk: Desk) -> None:
    broken, good = ask(office, MIA, MIA)
    desk.read(good)
    with office.database() as session:
        session.get_one(Worry, broken).sealed = b"x" * 100
    assert "One could not be looked into" in desk.send("find", find_name="mia").text


def test_a_name_that_was_looked_for_is_in_no_address_log_or_table(
    office: Office, desk: Desk, settings: Configuration, caplog: pytest.LogCaptureFixture
) -> None:
    [worry] = ask(office, MIA)
    desk.read(worry)
    page = desk.send("find", find_name="Canaryname")
    assert page.status_code == 200
    assert "?" not in page.request.full_path.rstrip("?")
    assert "canaryname" not in caplog.text.casefold()
    for file in Path(settings.instance).rglob("*"):
        assert not file.is_file() or b"canaryname" not in file.read_bytes().lower()


def test_it_is_handed_out_whole_and_that_stands_in_the_trail(office: Office, desk: Desk) -> None:
    [worry] = ask(office, MIA)
    assert desk.post(f"{worry}/hand-out", {"as": "file"}).status_code == 303
    desk.read(worry)
    desk.send(f"{worry}/decide", decision_decision="talk", decision_words="On Tuesday")
    desk.send(f"{worry}/note", note_words="I went")
    file = desk.post(f"{worry}/hand-out", {"as": "file"})
    assert file.headers["Content-Disposition"].startswith('attachment; filename="heard-')
    assert file.headers["Cache-Control"] == "no-store"
    told = json.loads(file.text)
    assert told["what_the_child_said"]["words"] == MIA.words
    assert [step["step"] for step in told["history"]] == ["raised", "seen", "decided", "noted"]
    assert [step["words"] for step in told["history"] if "words" in step] == [
        {"decision": "talk", "words": "On Tuesday"},
        "I went",
    ]
    page = desk.post(f"{worry}/hand-out", {"as": "page"})
    assert all(each in page.text for each in (MIA.words, MIA.when, "On Tuesday", "I went", "Print"))
    assert deeds(office, worry).count("worry-exported") == 2


def test_only_what_is_closed_is_erased_and_with_the_word_typed(office: Office, desk: Desk) -> None:
    [worry] = ask(office, MIA)
    desk.read(worry)
    desk.send(f"{worry}/decide", decision_decision="talk")
    desk.send(f"{worry}/erase", erase_reason="request", erase_typed="erase")
    assert desk.open(worry).status_code == 200
    desk.send(f"{worry}/close", close_words="well", close_told="yes")
    assert desk.send(f"{worry}/erase", erase_reason="request", erase_typed="yes").status_code == 422
    assert desk.send(f"{worry}/erase", erase_typed="erase").status_code == 422
    assert desk.open(worry).status_code == 200


@pytest.mark.parametrize(
    ("reason", "deed"),
    [
        ("kept-long-enough", "worry-erased"),
        ("request", "worry-erased-on-request"),
        ("mistake", "worry-erased-as-mistake"),
    ],
)
def test_erased_it_is_gone_with_its_bytes_and_the_trail_says_why(
    office: Office, desk: Desk, settings: Configuration, reason: str, deed: str
) -> None:
    [worry, other] = ask(office, MIA, MIA)
    desk.read(worry)
    Desk(office, DEPUTY).read(worry)
    desk.send(f"{worry}/decide", decision_decision="talk")
    desk.send(f"{worry}/close", close_words="well", close_told="yes")
    with office.database() as session:
        sealed = [session.get_one(Worry, worry).sealed]
        sealed += [row for row in session.scalars(select(WorryStep.sealed).where(WorryStep.worry_id == worry)) if row]
    assert len(sealed) == 3
    assert all(on_the_disk(settings, each) for each in sealed)
    assert desk.send(f"{worry}/erase", erase_reason=reason, erase_typed=" Erase ").status_code == 303
    assert desk.open(worry).status_code == 404
    with office.database() as session:
        assert session.scalars(select(Worry.id)).all() == [other]
        for table in (WorryStep, Alert):
            assert session.scalar(select(func.count()).select_from(table).where(table.worry_id == worry)) == 0
    assert deeds(office, worry)[-1] == deed
    assert not any(on_the_disk(settings, each) for each in sealed)


ERASE = {"erase_reason": "mistake", "erase_typed": "erase"}


def closed_alone(desk: Desk, worry: str) -> None:
    """Somebody reads a worry, decides that there is nothing to do, and closes it, in one breath."""
    desk.read(worry)
    desk.send(f"{worry}/decide", decision_decision="nothing", decision_words="a test")
    desk.send(f"{worry}/close", close_words="a test", close_told="no")


def test_nobody_erases_alone_what_nobody_else_has_read(office: Office, desk: Desk, hand: Hand) -> None:
    [worry] = ask(office, MIA)
    closed_alone(desk, worry)
    assert desk.send(f"{worry}/erase", **ERASE).status_code == 303
    assert "Nobody but you has read this." in text_of(desk.open("ended"))
    assert MIA.words in desk.open(worry).text
    Desk(office, DEPUTY).read(worry)
    desk.send(f"{worry}/erase", **ERASE)
    assert desk.open(worry).status_code == 404


def test_after_a_month_one_reader_is_enough_and_opening_it_again_begins_anew(
    office: Office, desk: Desk, hand: Hand
) -> None:
    [worry] = ask(office, MIA)
    closed_alone(desk, worry)
    hand.pass_by(days=27)
    desk = Desk(office, LEAD)
    desk.send(f"{worry}/erase", **ERASE)
    assert desk.open(worry).status_code == 200
    desk.send(f"{worry}/reopen")
    desk.send(f"{worry}/decide", decision_decision="nothing", decision_words="a test")
    desk.send(f"{worry}/close", close_words="a test", close_told="no")
    hand.pass_by(days=2)
    desk = Desk(office, LEAD)
    desk.send(f"{worry}/erase", **ERASE)
    assert desk.open(worry).status_code == 200
    hand.pass_by(days=26)
    desk = Desk(office, LEAD)
    desk.send(f"{worry}/erase", **ERASE)
    assert desk.open(worry).status_code == 404


def test_the_head_who_may_know_gets_a_letter(office: Office, place: InPlace, hand: Hand) -> None:
    with office.database() as session:
        team = join_team(session, "fostering", place.people[Role.HEAD_OF_SERVICE])
        other = employed(session, Role.HEAD_OF_SERVICE, "other@council.example")
        session.commit()
    [hidden, open_to_all] = ask(office, ADULT, ADULT)
    desk = Desk(office, Role.DESIGNATED_OFFICER)
    desk.read(hidden)
    desk.send(f"{hidden}/hide", hide_team=str(team))
    for worry in (hidden, open_to_all):
        closed_alone(desk, worry)
    hand.pass_by(days=28)
    desk = Desk(office, Role.DESIGNATED_OFFICER)
    told = []
    for worry in (hidden, open_to_all):
        desk.send(f"{worry}/erase", **ERASE)
        with office.database() as session:
            told.append(sorted(session.scalars(select(Alert.staff_id).where(Alert.call == Call.ERASED))))
    assert told == [[other], sorted([other, other, place.people[Role.HEAD_OF_SERVICE]])]
    with office.database() as session:
        assert not session.scalars(select(Worry.id)).all()
        assert not session.scalars(select(Alert).where(Alert.call == Call.ERASED, Alert.worry_id.is_not(None))).all()
