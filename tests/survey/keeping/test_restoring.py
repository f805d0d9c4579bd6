"""A restore fills an empty folder or leaves it as it was."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from app import create_app
from survey.database import db
from survey.keeping import backups, restoring
from survey.models import Role
from tests.survey.keeping.council import PASSPHRASE, Council, names
from tests.survey.staff.office import Office

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
