"""Whoever changes the database past its triggers is found: a thousand ways, drawn at random."""

from __future__ import annotations

import hashlib
import hmac
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from survey.configuration import Configuration
from survey.database import db
from survey.staff.trail import mark
from survey.staff.trail.checking import Verdict, Wrong, check
from survey.staff.trail.entries import BEGINNING, SEALED, Deed, seal
from survey.staff.trail.mark import Mark
from tests.survey.staff.trail.ledger import TRIGGERS, write, write_every_deed, write_one

LENGTH = 24
NAMES = (*SEALED, "hash")
Row = dict[str, Any]
Rows = list[Row]
Draw = Callable[[st.SearchStrategy[Any]], Any]
PLACES = st.integers(0, LENGTH - 1)
VALUES = st.one_of(
    st.none(), st.integers(-(2**40), 2**40), st.text(max_size=70), st.binary(max_size=70), st.floats(allow_nan=False),
    st.sampled_from(["worker", "officer", "administrator", "signed-in", "2026-01-01", "staff:1", BEGINNING]),
)  # fmt: skip


@contextmanager
def spoilt(session: Session, rows: Rows) -> Iterator[None]:
    """The trail with these rows instead, as somebody with the file could make it; undone afterwards.

    Types and keys are gone with the table, so that anything can be in it, and more than once.
    """
    session.execute(text("ALTER TABLE audit_trail RENAME TO true_trail"))
    session.execute(text(f"CREATE TABLE audit_trail ({', '.join(NAMES)})"))
    if rows:
        session.execute(
            text(f"INSERT INTO audit_trail VALUES ({', '.join(f':{name}' for name in NAMES)})"),
            [{name: row[name] for name in NAMES} for row in rows],
        )
    try:
        yield
    finally:
        session.rollback()


def alter(rows: Rows, draw: Draw) -> None:
    row, name = rows[draw(PLACES)], draw(st.sampled_from(NAMES))
    row[name] = draw(VALUES)


def alter_one_sign(rows: Rows, draw: Draw) -> None:
    row = rows[draw(PLACES)]
    name = draw(st.sampled_from([name for name in NAMES if isinstance(row[name], str) and row[name]]))
    place = draw(st.integers(0, len(row[name]) - 1))
    row[name] = row[name][:place] + draw(st.characters(codec="utf-8")) + row[name][place + 1 :]


def borrow(rows: Rows, draw: Draw) -> None:
    name = draw(st.sampled_from(NAMES))
    rows[draw(PLACES)][name] = rows[draw(PLACES)][name]


def remove(rows: Rows, draw: Draw) -> None:
    gone = draw(st.sets(PLACES, min_size=1))
    rows[:] = [row for place, row in enumerate(rows) if place not in gone]
    if draw(st.booleans()):
        renumber(rows)


def cut_off(rows: Rows, draw: Draw) -> None:
    del rows[draw(PLACES) :]


def reorder(rows: Rows, draw: Draw) -> None:
    order = draw(st.permutations(range(len(rows))))
    rows[:] = [rows[place] for place in order]
    renumber(rows)


def duplicate(rows: Rows, draw: Draw) -> None:
    rows.insert(draw(PLACES), dict(rows[draw(PLACES)]))
    if draw(st.booleans()):
        renumber(rows)


def insert_invented(rows: Rows, draw: Draw) -> None:
    """An entry sealed as well as somebody without the key can."""
    place = draw(st.integers(0, LENGTH))
    invented = dict(rows[draw(PLACES)], previous=rows[place - 1]["hash"] if place else BEGINNING)
    invented["hash"] = seal(invented, draw(st.binary(max_size=40)))
    rows.insert(place, invented)
    renumber(rows)


def chain_anew(rows: Rows, draw: Draw) -> None:
    """Change an entry and seal it and all that follow again, without the key."""
    first = draw(PLACES)
    rows[first]["deed"] = draw(st.text(max_size=10))
    guess = draw(st.sampled_from([b"", b"audit trail", b"s" * 32]))
    for place in range(first, len(rows)):
        rows[place]["previous"] = rows[place - 1]["hash"] if place else BEGINNING
        said = json.dumps([1, *(rows[place][name] for name in SEALED)], separators=(",", ":")).encode()
        plain = hashlib.sha256(said).hexdigest()
        rows[place]["hash"] = plain if guess == b"" else hmac.new(guess, said, hashlib.sha256).hexdigest()


def renumber(rows: Rows) -> None:
    for number, row in enumerate(rows, start=1):
        row["number"] = number


TAMPERINGS = [alter, alter_one_sign, borrow, remove, cut_off, reorder, duplicate, insert_invented, chain_anew]


@pytest.fixture
def trail(db_session: Session) -> Rows:
    write(LENGTH)
    found = db_session.execute(text("SELECT * FROM audit_trail ORDER BY number")).mappings().all()
    db_session.rollback()
    return [dict(row) for row in found]


def same(one: Rows, other: Rows) -> bool:
    """Whether two trails say the same, down to the types."""
    return sorted(map(repr, one)) == sorted(map(repr, other))


def test_the_table_that_is_used_for_spoiling_spoils_nothing_by_itself(db_session: Session, trail: Rows) -> None:
    with spoilt(db_session, trail):
        assert check(db_session).fault is None


def test_a_thousand_tamperings_are_all_found(db_session: Session, trail: Rows) -> None:
    found: list[str] = []

    @settings(max_examples=1300, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def tamper(data: st.DataObject) -> None:
        kind = data.draw(st.sampled_from(TAMPERINGS))
        rows = [dict(row) for row in trail]
        kind(rows, data.draw)
        if same(rows, trail):
            return  # what was put there was there before
        with spoilt(db_session, rows):
            verdict = check(db_session)
        assert verdict.fault is not None, kind.__name__
        assert verdict.good < LENGTH or len(rows) > LENGTH
        found.append(kind.__name__)

    tamper()
    assert len(found) >= 1000
    assert {kind.__name__ for kind in TAMPERINGS} == set(found)
    assert check(db_session).fault is None


def test_of_every_deed_an_entry_that_is_changed_removed_or_moved_is_found(db_session: Session) -> None:
    write_every_deed()
    trail = [dict(row) for row in db_session.execute(text("SELECT * FROM audit_trail ORDER BY number")).mappings()]
    db_session.rollback()
    assert {row["deed"] for row in trail} == set(Deed)

    def found(rows: Rows) -> Wrong | None:
        with spoilt(db_session, rows):
            return wrong(check(db_session))

    for place, row in enumerate(trail):
        for name, said in (("deed", "signed-in"), ("actor", 1), ("about", ""), ("moment", "2026-01-01"), ("role", "x")):
            if row[name] != said:
                changed = [*trail[:place], row | {name: said}, *trail[place + 1 :]]
                assert found(changed) is Wrong.CHANGED, (row["deed"], name)
        removed = [dict(each) for each in (*trail[:place], *trail[place + 1 :])]
        assert found(removed) in (Wrong.MISSING, Wrong.CUT_OFF), row["deed"]
        renumber(removed)
        assert found(removed) is not None, row["deed"]
        other = (place + 1) % len(trail)
        moved = [dict(each) for each in trail]
        moved[place], moved[other] = moved[other], moved[place]
        renumber(moved)
        assert found(moved) is not None, row["deed"]


@pytest.mark.parametrize(
    ("statement", "number", "wrong"),
    [
        ("UPDATE audit_trail SET deed = 'signed-in' WHERE number = 5", 5, Wrong.CHANGED),
        ("UPDATE audit_trail SET moment = CAST(x'ff' AS TEXT) WHERE number = 5", 1, Wrong.UNREADABLE),
        ("DELETE FROM audit_trail WHERE number = 5", 5, Wrong.MISSING),
        ("DELETE FROM audit_trail WHERE number = 1", 1, Wrong.MISSING),
        ("DELETE FROM audit_trail WHERE number > 20", 21, Wrong.CUT_OFF),
        ("DELETE FROM audit_trail WHERE number = 24", 24, Wrong.CUT_OFF),
        ("DELETE FROM audit_trail", 1, Wrong.CUT_OFF),
        ("UPDATE audit_trail SET number = number + 100 WHERE number = 5", 5, Wrong.MISSING),
        ("DROP TABLE audit_trail", 1, Wrong.UNREADABLE),
    ],
)
def test_the_first_wrong_number_is_told(
    db_session: Session, trail: Rows, statement: str, number: int, wrong: Wrong
) -> None:
    for trigger in TRIGGERS:
        db_session.execute(text(f"DROP TRIGGER {trigger}"))
    db_session.execute(text(statement))
    verdict = check(db_session)
    assert verdict.fault is not None
    assert (verdict.fault.number, verdict.fault.wrong, verdict.good) == (number, wrong, number - 1)


def cut(settings: Configuration, above: int) -> None:
    """What somebody with the file does, past the application."""
    with closing(sqlite3.connect(settings.instance / "heard.sqlite")) as file:
        for trigger in TRIGGERS:
            file.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        file.execute("DELETE FROM audit_trail WHERE number > ?", [above])
        file.commit()


def wrong(verdict: Verdict) -> Wrong | None:
    return verdict.fault.wrong if verdict.fault else None


@pytest.fixture
def cut_short(app: Flask, settings: Configuration) -> Iterator[list[Mark]]:
    """The marks of twelve entries, the last four of which somebody has cut off."""
    with app.app_context():
        marks = write(12)
        cut(settings, above=8)
        yield marks
        db.session.close()


def test_later_deeds_do_not_cover_up_a_cut(cut_short: list[Mark]) -> None:
    assert wrong(check(db.session)) is Wrong.CUT_OFF
    for _ in range(12):
        write_one()
        assert wrong(check(db.session)) in (Wrong.CUT_OFF, Wrong.REPLACED)
    assert mark.read() == cut_short[-1], "what the mark shows is kept"


def test_taking_the_mark_away_as_well_does_not_cover_it_up(settings: Configuration, cut_short: list[Mark]) -> None:
    (settings.instance / "audit-mark").unlink()
    assert wrong(check(db.session)) is Wrong.MARK_MISSING
    write(8)
    assert wrong(check(db.session)) is Wrong.MARK_MISSING
    assert wrong(check(db.session, cut_short[-1])) is Wrong.REPLACED, "one that was kept elsewhere says more"


@pytest.mark.parametrize("words", ["", "8-", "8-" + "a" * 64, "8-" + "a" * 64 + " " + "b" * 64, "\udcff", "x" * 9999])
def test_a_forged_mark_is_no_mark(settings: Configuration, cut_short: list[Mark], words: str) -> None:
    (settings.instance / "audit-mark").write_bytes(words.encode(errors="surrogateescape"))
    assert wrong(check(db.session)) is Wrong.MARK_FORGED
    write_one()
    assert wrong(check(db.session)) is Wrong.MARK_FORGED


def test_both_put_back_to_an_older_state_are_found_by_a_mark_kept_elsewhere(
    app: Flask, settings: Configuration, tmp_path: Path
) -> None:
    with app.app_context():
        write(8)
        shutil.copy(settings.instance / "audit-mark", tmp_path / "older")
        elsewhere = write(4)[-1]
        cut(settings, above=8)
        (tmp_path / "older").replace(settings.instance / "audit-mark")
        assert wrong(check(db.session)) is None, "the limit that the decision names"
        assert wrong(check(db.session, elsewhere)) is Wrong.CUT_OFF
        write(6, first=50)
        assert wrong(check(db.session, elsewhere)) is Wrong.REPLACED
        db.session.close()


def test_two_marks_of_one_entry_cannot_both_be_right(db_session: Session) -> None:
    kept = write(3)[1]
    assert wrong(check(db_session, kept)) is None
    assert wrong(check(db_session, kept, Mark(kept.number, "0" * 64))) is Wrong.REPLACED


def test_another_servers_trail_is_not_this_ones(app: Flask, settings: Configuration) -> None:
    with app.app_context():
        write(3)
        app.config["HEARD"] = Configuration(
            settings.instance, settings.database_url, b"another secret, long enough too", "http://localhost"
        )
        verdict = check(db.session)
        assert verdict.fault is not None
        assert (verdict.fault.number, verdict.fault.wrong) == (1, Wrong.CHANGED)
        db.session.close()
