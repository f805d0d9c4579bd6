"""What has been kept long enough goes, with its bytes; what has not, and what nobody could count again, stays."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from survey import clock
from survey.database import db
from survey.keeping import unclaimed
from survey.models import AuditEntry, Code, Failures, Mark, Part, Role, Round, SetAside, Sitting, StaffSession
from survey.staff import sessions
from survey.staff.trail.entries import Deed
from tests.survey.keeping.council import Council
from tests.survey.staff.office import TOKEN, Office

pytestmark = pytest.mark.usefixtures("easy_passphrases")


def tables(council: Council) -> dict[str, int]:
    return {name: len(rows) for name, rows in council.rows().items()}


def results_page(council: Council) -> str:
    page = Office(council.app).signed_in(Role.OFFICER).open("/staff/results/spring")
    assert page.status_code == 200
    return TOKEN.sub("", page.text)


def release_with_canaries(council: Council) -> tuple[str, ...]:
    """A round released today, and what of it must be found nowhere later."""
    council.open_a_round("spring")
    canaries = [council.answer("spring") for _ in range(12)]
    canaries.append(council.answer("spring", mark=None))
    canaries.append(council.answer("spring", mark=None, then=Mark.DISCARDED))
    council.let_pass(30 + 14 + 1)
    canaries.append(council.set_aside("spring"))
    council.succeed("release", "spring")
    return tuple(canaries)


def test_ninety_days_after_the_release_nothing_of_it_is_left_in_any_file(council: Council) -> None:
    canaries = release_with_canaries(council)
    council.let_pass(89)
    council.succeed("purge")
    assert council.is_anywhere(*canaries) == set(canaries) - {canaries[-2]}, "the discarded one has lost its shell"
    council.let_pass(1)
    said = council.succeed("purge")
    assert "13 removed from sittings: what children answered" in said
    assert "13 removed from parts: what children answered" in said
    assert "1 removed from set_aside" in said
    assert council.is_anywhere(*canaries) == set()
    assert council.succeed("purge") == "Nothing is due.\n"


def test_a_purge_is_in_the_trail_and_a_trial_or_an_idle_one_is_not(council: Council) -> None:
    release_with_canaries(council)
    council.let_pass(90)
    for words in (("purge", "--dry-run"), ("purge",), ("purge",)):
        council.succeed(*words)
    with council.app.app_context():
        deeds = list(db.session.scalars(select(AuditEntry.deed).where(AuditEntry.deed == Deed.PURGED)))
    assert deeds == [Deed.PURGED]


def test_the_log_is_empty_and_no_page_is_free(council: Council) -> None:
    release_with_canaries(council)
    council.let_pass(90)
    council.succeed("purge")
    database = council.settings.instance / "heard.sqlite"
    log = database.with_name("heard.sqlite-wal")
    assert not log.exists() or log.stat().st_size == 0
    connection = sqlite3.connect(database)
    assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    connection.close()


def test_a_purged_rounds_results_are_shown_as_before(council: Council) -> None:
    council.release_a_round()
    before = results_page(council)
    officer = Office(council.app).signed_in(Role.OFFICER)
    figures = officer.open("/staff/results/spring/figures.csv").data
    council.let_pass(90)
    assert "70 removed from sittings" in council.succeed("purge")
    assert results_page(council) == before
    assert "took part" in before
    officer = Office(council.app).signed_in(Role.OFFICER)
    assert officer.open("/staff/results/spring/figures.csv").data == figures


def test_a_trial_says_the_same_and_changes_nothing(council: Council) -> None:
    release_with_canaries(council)
    council.let_pass(90)
    before = council.rows()
    trial = council.succeed("purge", "--dry-run")
    assert council.rows() == before
    assert not (council.settings.instance / unclaimed.NAME).exists()
    assert trial.replace("would go", "removed") == council.succeed("purge")


@pytest.mark.parametrize("days", [0, 29, 30, 44])
def test_nothing_of_an_open_round_goes_however_it_stands(council: Council, days: int) -> None:
    council.open_a_round()
    council.answer("open-now")
    council.answer("open-now", mark=None)
    council.answer("open-now", mark=None, then=Mark.DISCARDED)
    council.set_aside("open-now")
    council.let_pass(days)
    before = tables(council)
    council.succeed("purge")
    assert tables(council) == before


def test_a_round_that_nobody_releases_keeps_its_answers_and_is_named(council: Council) -> None:
    council.open_a_round()
    kept = council.answer("open-now"), council.answer("open-now", mark=None), council.set_aside("open-now")
    thrown_away = council.answer("open-now", mark=None, then=Mark.DISCARDED)
    council.let_pass(400)
    said = council.succeed("purge")
    assert "open-now is over and not released" in said
    assert council.is_anywhere(*kept, thrown_away) == set(kept)


def test_without_its_release_a_rounds_answers_are_all_there_is(council: Council) -> None:
    council.release_a_round("spring")
    council.release_a_round("summer")
    release = council.settings.instance / "releases" / "spring-1.json"
    release.chmod(0o600)
    release.write_bytes(release.read_bytes().replace(b"Spring", b"Sprong"))
    council.let_pass(90)
    said = council.run("purge")
    assert said.exit_code == 1
    assert "The release of spring is gone or changed" in said.output
    with council.app.app_context():
        assert {sitting.round_id for sitting in db.session.query(Sitting)} == {"spring"}


def test_a_release_copied_to_another_rounds_name_vouches_for_nothing(council: Council) -> None:
    council.release_a_round("spring")
    council.release_a_round("summer")
    releases = council.settings.instance / "releases"
    (releases / "spring-1.json").unlink()
    (releases / "spring-1.json").write_bytes((releases / "summer-1.json").read_bytes())
    council.let_pass(90)
    assert council.run("purge").exit_code == 1
    assert tables(council)["sittings"] == 70


def test_cards_are_known_until_thirty_days_after_the_grace(council: Council) -> None:
    council.open_a_round()
    with council.app.app_context():
        asked = db.session.get(Round, "open-now")
        assert asked is not None
        db.session.add(
            Code(
                code_hash="a" * 64,
                digits_hash="b" * 64,
                round_id="open-now",
                setting="foster-care",
                version="star",
                expires=clock.now() + timedelta(hours=2),
            )
        )
        db.session.commit()
    council.let_pass(30 + 14 + 30)
    council.succeed("purge")
    assert tables(council)["codes"] == 1
    council.let_pass(1)
    assert "1 removed from codes" in council.succeed("purge")
    assert tables(council)["codes"] == 0


def test_what_belongs_to_no_round_goes_between_one_period_and_two_after_it_came(council: Council) -> None:
    first = council.set_aside()
    council.succeed("purge")
    council.let_pass(50)
    second = council.set_aside()
    council.let_pass(39)
    council.succeed("purge")
    assert council.is_anywhere(first, second) == {first, second}
    council.let_pass(1)
    council.succeed("purge")
    assert council.is_anywhere(first, second) == {second}
    council.let_pass(89)
    council.succeed("purge")
    assert council.is_anywhere(second) == {second}
    council.let_pass(1)
    council.succeed("purge")
    assert council.is_anywhere(second) == set()


def test_a_damaged_note_of_what_was_seen_begins_anew(council: Council) -> None:
    kept = council.set_aside()
    (council.settings.instance / unclaimed.NAME).write_text('{"since": "yesterday"}')
    council.succeed("purge")
    council.let_pass(89)
    council.succeed("purge")
    assert council.is_anywhere(kept) == {kept}


def test_dead_sessions_and_old_failures_go_and_living_ones_stay(council: Council) -> None:
    address = Office(council.app).employ(Role.OFFICER)
    number = Office(council.app).number_of(address)
    with council.app.app_context():
        now = clock.now()
        for name, began, seen in (("new", 1, 1), ("idle", 60, 31), ("old", 8 * 60 + 1, 1)):
            moments = {"began": now - timedelta(minutes=began), "last_seen": now - timedelta(minutes=seen)}
            db.session.add(StaffSession(token_hash=name, staff_id=number, **moments))
        db.session.add(Failures(key="lately", count=3, since=now - timedelta(hours=23)))
        db.session.add(Failures(key="once", count=3, since=now - timedelta(hours=25)))
        db.session.commit()
    said = council.succeed("purge")
    assert "2 removed from staff_sessions" in said
    assert "1 removed from failures" in said
    with council.app.app_context():
        assert [row.token_hash for row in db.session.query(StaffSession)] == ["new"]
        assert [row.key for row in db.session.query(Failures)] == ["lately"]
        assert sessions.open_by_person(db.session, clock.now()) == {number: 1}


def test_a_council_may_keep_for_longer(council: Council) -> None:
    council.release_a_round()
    council.monkeypatch.setenv("HEARD_KEEP_ANSWERS", "120")
    council.let_pass(119)
    council.succeed("purge")
    assert tables(council)["sittings"] == 70
    council.monkeypatch.setenv("HEARD_KEEP_ANSWERS", "12 weeks")
    refused = council.run("purge")
    assert refused.exit_code == 1
    assert "HEARD_KEEP_ANSWERS must be a number of days from 30 to 365" in refused.output
    assert tables(council)["sittings"] == 70


def test_where_bytes_cannot_be_removed_it_is_said_and_the_next_purge_does_it(council: Council) -> None:
    canaries = release_with_canaries(council)
    council.let_pass(90)
    reader = sqlite3.connect(council.settings.instance / "heard.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM parts").fetchone()
    with council.app.app_context(), db.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA busy_timeout = 50")
    said = council.run("purge")
    assert said.exit_code == 1
    assert "still in its files" in said.output
    reader.close()
    assert council.succeed("purge") == "Nothing is due.\n"
    assert council.is_anywhere(*canaries) == set()


def test_no_word_of_a_purge_names_a_sitting(council: Council) -> None:
    canaries = release_with_canaries(council)
    council.let_pass(90)
    said = council.succeed("purge", "--dry-run") + council.succeed("purge")
    assert not [canary for canary in canaries if canary in said]


def test_a_canary_would_be_found(council: Council) -> None:
    """Deleting rows alone leaves their bytes: a test that saw none there would see none anywhere."""
    council.open_a_round()
    canary = council.answer("open-now")
    with council.app.app_context():
        for table in (Part, Sitting, SetAside):
            db.session.execute(delete(table))
        db.session.commit()
    assert tables(council)["parts"] == 0
    log = council.settings.instance / "heard.sqlite-wal"
    files = [log, log.with_name("heard.sqlite")]
    assert any(canary.encode() in path.read_bytes() for path in files if path.exists())
