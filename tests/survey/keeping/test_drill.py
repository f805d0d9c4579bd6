"""The drill: a disk is lost, an upgrade fails, the power goes; and what was backed up is all there again."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import delete, text, update

import survey.migrations
from analysis.demonstration.seeding import make
from app import create_app
from survey import clock
from survey.database import db, writing
from survey.keeping import backups
from survey.migrations import known_revisions, migrate
from survey.models import Part, Role, Round, Sitting
from tests.house.code import ROOT
from tests.reliability.server import settings_in
from tests.survey.keeping.council import PASSPHRASE, Council, found_in, names, rows_in
from tests.survey.keeping.killed import MOMENTS, unfinished_in
from tests.survey.staff.office import TOKEN, Office


def at(folder: Path, council: Council) -> Council:
    """The same council, served from another instance folder."""
    settings = replace(council.settings, instance=folder, database_url=f"sqlite:///{folder / 'heard.sqlite'}")
    return Council(create_app(settings), settings, council.monkeypatch)


def make_demonstration(council: Council) -> str:
    """The fictional council; returns the id of its released survey."""
    with council.app.app_context():
        with writing():
            make(db.session, clock.today())
            db.session.commit()
        return str(db.session.execute(text("SELECT id FROM rounds WHERE id LIKE 'survey-%'")).scalar_one())


def results_page(council: Council, round_id: str) -> str:
    officer = Office(council.app).browser()
    officer.sign_in("officer@demo.example", "demonstration")
    page = officer.open(f"/staff/results/{round_id}")
    assert page.status_code == 200
    return TOKEN.sub("", page.text)


def releases_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "releases").iterdir()}


Rows = dict[str, list[str]]


def without(rows: Rows, *tables: str) -> Rows:
    return {table: hashes for table, hashes in rows.items() if table not in tables}


def is_noted_once(before: Rows, after: Rows) -> bool:
    """Whether the trail is as it was, and one entry longer: that this was restored."""
    return set(before["audit_trail"]) < set(after["audit_trail"]) and len(after["audit_trail"]) == 1 + len(
        before["audit_trail"]
    )


def test_the_demonstration_comes_back_row_for_row(council: Council, tmp_path: Path) -> None:
    survey_id = make_demonstration(council)
    page = results_page(council, survey_id)
    before, releases = council.rows(), releases_in(council.settings.instance)
    assert len(before["sittings"]) > 500
    council.succeed("backup", tmp_path / "heard.backup")

    with council.app.app_context():
        db.session.execute(delete(Part))
        db.session.execute(delete(Sitting))
        db.session.execute(update(Round).values(name=Round.id))
        db.session.commit()
    shutil.rmtree(council.settings.instance / "releases")
    assert council.rows()["rounds"] != before["rounds"]

    council.succeed("verify", tmp_path / "heard.backup")
    council.succeed("restore", tmp_path / "heard.backup", "--into", tmp_path / "new" / "folder")
    restored = at(tmp_path / "new" / "folder", council)
    new = ("staff_sessions", "audit_trail")
    assert without(restored.rows(), *new) == without(before, *new)
    assert is_noted_once(before, restored.rows())
    assert releases_in(restored.settings.instance) == releases
    assert results_page(restored, survey_id) == page
    plain = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))
    assert "92% of children in foster care feel safe where they live" in plain


def test_after_a_restore_children_answer_and_the_audit_trail_is_whole(council: Council, tmp_path: Path) -> None:
    office = Office(council.app)
    office.signed_in(Role.OFFICER)
    council.open_a_round()
    kept = council.answer("open-now")
    council.succeed("backup", tmp_path / "heard.backup")
    council.answer("open-now")
    office.signed_in(Role.ADMINISTRATOR)
    council.succeed("restore", tmp_path / "heard.backup", "--into", tmp_path / "new")
    restored = at(tmp_path / "new", council)
    after = restored.answer("open-now")
    assert len(restored.rows()["sittings"]) == 2
    assert found_in(restored.settings.instance, (kept, after)) == {kept, after}
    if "audit-verify" in restored.app.cli.commands:
        Office(restored.app).employ(Role.ADMINISTRATOR)
        Office(restored.app).signed_in(Role.ADMINISTRATOR)
        assert restored.run("audit-verify").exit_code == 0, restored.run("audit-verify").output


def alembic(council: Council) -> Config:
    config = Config()
    config.set_main_option("script_location", str(survey.migrations.HERE))
    config.attributes["engine"] = db.engine
    return config


@pytest.mark.parametrize("revision", sorted(known_revisions()))
def test_a_backup_of_every_earlier_schema_is_brought_up_to_date(
    council: Council, tmp_path: Path, revision: str
) -> None:
    council.release_a_round()
    with council.app.app_context():
        db.session.close()
        command.downgrade(alembic(council), revision)
    older, columns = council.rows(), council.columns()
    said = council.succeed("backup", tmp_path / "old.backup") + council.succeed("verify", tmp_path / "old.backup")
    assert f"schema {revision}" in said
    council.succeed("restore", tmp_path / "old.backup", "--into", tmp_path / "new")
    restored = at(tmp_path / "new", council)
    # What a later schema adds to a row is empty; all that the row had is there.
    newer = restored.rows() | restored.rows(columns)
    changed = ("alembic_version", "audit_trail")
    assert {table: newer[table] for table in without(older, *changed)} == without(older, *changed)
    assert is_noted_once({"audit_trail": [], **older}, newer)
    with restored.app.app_context():
        head = max(known_revisions())
        assert db.session.execute(text("SELECT version_num FROM alembic_version")).scalar() == head
    Office(restored.app).signed_in(Role.OFFICER)


def test_an_old_backup_under_a_newer_program_is_brought_up_to_date(council: Council, tmp_path: Path) -> None:
    """With a migration that nobody has written yet."""
    council.release_a_round()
    council.succeed("backup", tmp_path / "old.backup")
    older = council.rows()
    newer_program = tmp_path / "migrations"
    shutil.copytree(survey.migrations.HERE, newer_program, ignore=shutil.ignore_patterns("__pycache__"))
    (newer_program / "versions" / "9999_rounds_have_a_colour.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision = '9999', '{max(known_revisions())}'\n"
        "def upgrade():\n    op.add_column('rounds', sa.Column('colour', sa.Text(), server_default='red'))\n"
    )
    with council.monkeypatch.context() as newer:
        newer.setattr(survey.migrations, "HERE", newer_program)
        council.succeed("restore", tmp_path / "old.backup", "--into", tmp_path / "new")
        council.run("verify", tmp_path / "old.backup")
        restored = at(tmp_path / "new", council)
        with restored.app.app_context():
            rows = db.session.execute(text("SELECT id, colour FROM rounds")).all()
            assert [tuple(row) for row in rows] == [("spring", "red")]
        restored.succeed("backup", tmp_path / "newer.backup")
    changed = ("rounds", "alembic_version", "audit_trail")
    assert without(rows_in(tmp_path / "new" / "heard.sqlite"), *changed) == without(older, *changed)
    # And back: what a newer program wrote is not brought "up" to date by an older one.
    refused = council.run("restore", tmp_path / "newer.backup", "--into", tmp_path / "back")
    assert refused.exit_code == 1
    assert "of a newer Heard than this one" in refused.output
    assert not (tmp_path / "back").exists()


# The process that is killed knows of no cheaper hashes.
@pytest.mark.usefixtures("true_costs")
@pytest.mark.parametrize("moment", MOMENTS)
def test_whenever_a_backup_is_killed_no_plain_copy_and_no_half_file_is_left(tmp_path: Path, moment: str) -> None:
    instance, safe = tmp_path / "instance", tmp_path / "safe"
    instance.mkdir()
    safe.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        council = Council(create_app(settings_in(instance)), settings_in(instance), patch)
        with council.app.app_context():
            migrate()
        council.release_a_round()
        council.open_a_round()
        canary = council.answer("open-now")
        files = {path.relative_to(instance) for path in instance.rglob("*")}
        died = subprocess.run(
            [sys.executable, "-m", "tests.survey.keeping.killed", instance, safe / "heard.backup", moment],
            cwd=ROOT, capture_output=True, check=False, env=os.environ | {"TMPDIR": str(safe)},
        )  # fmt: skip
        assert died.returncode == -signal.SIGKILL, died.stderr.decode()

        # No file is new beside the database, and what is beside the backup tells nothing.
        beside = {path.relative_to(instance) for path in instance.rglob("*")} - files
        assert beside <= {Path("heard.sqlite-wal"), Path("heard.sqlite-shm")}
        left = unfinished_in(safe)
        assert names(safe) == {path.name for path in left} | ({"heard.backup"} if moment == "once_named" else set())
        assert bool(left) == (moment not in ("while_copying", "once_copied"))
        for path in left:
            content = path.read_bytes()
            assert canary.encode() not in content
            assert b"SQLite format" not in content

        # The next one works, and an hour later takes away what the killed one left.
        for path in left:
            os.utime(path, (path.stat().st_atime, path.stat().st_mtime - timedelta(hours=2).total_seconds()))
        council.succeed("backup", safe / "next.backup")
        assert unfinished_in(safe) == []
        for path in safe.iterdir():
            assert canary.encode() in backups.read(path, PASSPHRASE).database
