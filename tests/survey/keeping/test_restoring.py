"""A restore fills an empty folder or leaves it as it was."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from app import create_app
from survey import clock
from survey.database import db
from survey.keeping import backups, restoring
from survey.keys import own
from survey.models import Role, StaffSession
from survey.safeguarding import worries
from survey.safeguarding.tables import Worry
from survey.staff.sessions import hash_of_token
from survey.staff.trail.entries import Deed
from tests.survey.keeping.confiding import confide
from tests.survey.keeping.council import PASSPHRASE, Council, names
from tests.survey.staff.office import Office
from tests.survey.staff.trail.ledger import entries_in

pytestmark = pytest.mark.usefixtures("easy_passphrases")


@pytest.mark.parametrize("there", ["heard.sqlite", "a file of mine", ".hidden"])
def test_a_folder_that_is_not_empty_is_left_alone(council: Council, file: Path, tmp_path: Path, there: str) -> None:
    into = tmp_path / "into"
    into.mkdir()
    (into / there).write_text("mine")
    said = council.run("restore", file, "--into", into)
    assert said.exit_code == 1
    assert "is not empty. Nothing was written." in said.output
    assert names(into) == {there}
    assert (into / there).read_text() == "mine"


def test_the_secret_may_be_there_before(council: Council, file: Path, tmp_path: Path) -> None:
    into = tmp_path / "into"
    into.mkdir()
    (into / "secret").write_text("put here by hand")
    council.succeed("restore", file, "--into", into)
    assert (into / "secret").read_text() == "put here by hand"
    assert names(into) == {"secret", "heard.sqlite", "releases"} | ({"audit-mark"} & names(into))
    assert stat.S_IMODE((into / "heard.sqlite").stat().st_mode) == 0o600


def test_a_restore_that_fails_leaves_nothing(
    council: Council, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(restoring, "upgrade", fail)
    said = council.run("restore", file, "--into", tmp_path / "into")
    assert said.exit_code == 1
    assert names(tmp_path / "into") == set()


def test_nobody_is_signed_in_after_a_restore(council: Council, file: Path, tmp_path: Path) -> None:
    """A session may have been ended since: by leaving, or because somebody was switched off."""
    Office(council.app).signed_in(Role.OFFICER)
    file.unlink()
    council.succeed("backup", file)
    held = backups.read(file, PASSPHRASE)
    assert held.manifest.rows["staff_sessions"] == 1
    council.succeed("restore", file, "--into", tmp_path / "into")
    restored = create_app(
        replace(council.settings, instance=tmp_path / "into", database_url=f"sqlite:///{tmp_path}/into/heard.sqlite")
    )
    with restored.app_context():
        assert db.session.execute(text("SELECT count(*) FROM staff_sessions")).scalar() == 0
        assert db.session.execute(text("SELECT count(*) FROM staff")).scalar() == 1


def served_from(council: Council, folder: Path) -> Council:
    settings = replace(council.settings, instance=folder, database_url=f"sqlite:///{folder / 'heard.sqlite'}")
    return Council(create_app(settings), settings, council.monkeypatch)


def test_what_children_confided_comes_back_and_no_key_is_left_open(council: Council, tmp_path: Path) -> None:
    confided = confide(council)
    token = "the token of a browser"
    with council.app.app_context():
        lead = confided.in_place.people[Role.SAFEGUARDING_LEAD]
        moments = {"began": clock.now(), "last_seen": clock.now()}
        db.session.add(StaffSession(token_hash=hash_of_token(token), staff_id=lead, **moments))
        db.session.flush()
        own.keep_open(db.session, confided.key, token, clock.now())
        db.session.commit()
    council.succeed("backup", tmp_path / "heard.backup")
    before = council.rows()
    assert before["opened_keys"]
    council.succeed("restore", tmp_path / "heard.backup", "--into", tmp_path / "into")
    restored = served_from(council, tmp_path / "into")
    for table in ("worries", "worry_steps", "thoughts", "alerts", "box_keys", "holdings", "own_keys", "recovery"):
        assert restored.rows()[table] == before[table], table
        assert before[table], table
    assert restored.rows()["opened_keys"] == []
    with restored.app.app_context():
        kept = db.session.get_one(Worry, confided.worry)
        assert worries.read(db.session, kept, confided.key).words == confided.canary


def test_that_it_was_restored_is_in_the_restored_trail_and_nowhere_else(council: Council, tmp_path: Path) -> None:
    Office(council.app).signed_in(Role.ADMINISTRATOR)
    council.succeed("backup", tmp_path / "heard.backup")
    here, mark_here = council.rows(), (council.settings.instance / "audit-mark").read_text()
    council.succeed("restore", tmp_path / "heard.backup", "--into", tmp_path / "into")
    restored = served_from(council, tmp_path / "into")
    assert entries_in(Office(restored.app))[-1] == (Deed.RESTORED, "keyboard", None, "")
    assert restored.run("audit-verify").exit_code == 0
    assert council.rows() == here
    assert (council.settings.instance / "audit-mark").read_text() == mark_here


def test_under_another_secret_nothing_is_added_to_a_trail_it_could_not_continue(
    council: Council, tmp_path: Path
) -> None:
    Office(council.app).signed_in(Role.ADMINISTRATOR)
    council.succeed("backup", tmp_path / "heard.backup")
    stranger = replace(council.settings, secret=b"quite another secret, just as long", instance=tmp_path / "other")
    other = Council(create_app(stranger), stranger, council.monkeypatch)
    said = other.succeed("restore", tmp_path / "heard.backup", "--into", tmp_path / "into")
    assert "not noted in it" in said
    restored = served_from(council, tmp_path / "into")
    assert [entry[0] for entry in entries_in(Office(restored.app))] == [Deed.SIGNED_IN]
    assert restored.run("audit-verify").exit_code == 0
