"""A backup is whole, sealed, its owner's, and never in another's place; a restore is all or nothing."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import threading
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import create_app
from survey import clock
from survey.keeping import backups, commands, contents
from survey.keeping.contents import DATABASE, Contents, Manifest, Member
from survey.keeping.examining import faults
from survey.keeping.sealing import BackupDamaged
from tests.survey.keeping.council import PASSPHRASE, Council, names

pytestmark = pytest.mark.usefixtures("easy_passphrases")


def test_only_its_owner_may_read_it_and_nothing_else_is_left(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert names(file.parent) == {"heard.backup"}


def test_it_says_nothing_to_who_lacks_the_passphrase(council: Council, file: Path) -> None:
    for words in (b"SQLite", b"Spring round", b"foster-care", b"signature", b"sha256"):
        assert words not in file.read_bytes()


def test_the_secret_is_not_in_it(council: Council, file: Path) -> None:
    (council.settings.instance / "secret").write_text("a kept secret of the instance folder")
    file.unlink()
    council.succeed("backup", file)
    held = backups.read(file, PASSPHRASE)
    everything = b"".join((*held.files.values(), repr(held.manifest).encode()))
    for secret in (council.settings.secret, b"a kept secret of the instance folder"):
        assert secret not in everything
        assert secret.hex().encode() not in everything


def test_another_file_is_never_written_over(council: Council, file: Path) -> None:
    before = file.read_bytes()
    said = council.run("backup", file)
    assert said.exit_code == 1
    assert "never written over" in said.output
    with pytest.raises(FileExistsError):
        backups.write(file, backups.read(file, PASSPHRASE), PASSPHRASE)
    assert file.read_bytes() == before
    assert names(file.parent) == {"heard.backup"}


def test_where_no_links_are_known_it_is_renamed(council: Council, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    held = backups.read(file, PASSPHRASE)
    backups.write(file.with_name("second"), held, PASSPHRASE)
    with pytest.raises(FileExistsError):
        backups.write(file, held, PASSPHRASE)
    assert names(file.parent) == {"heard.backup", "second"}
    assert backups.read(file.with_name("second"), PASSPHRASE) == held


def test_a_full_disk_leaves_nothing(council: Council, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    file.unlink()
    monkeypatch.setattr(os, "fsync", refuse)
    said = council.run("backup", file)
    assert said.exit_code == 1
    assert "No space left on device" in said.output
    assert names(file.parent) == set()


@pytest.mark.parametrize("passphrase", ["", "short", "x" * 15])
def test_a_passphrase_that_could_be_guessed_is_refused(council: Council, tmp_path: Path, passphrase: str) -> None:
    said = council.run("backup", tmp_path / "b", typed=passphrase)
    assert said.exit_code == 1
    assert "16 characters or more" in said.output
    assert not (tmp_path / "b").exists()


def test_the_passphrase_may_be_in_the_environment(
    council: Council, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(commands.PASSPHRASE, PASSPHRASE)
    said = council.app.test_cli_runner().invoke(args=["verify", str(file)])
    assert said.exit_code == 0, said.output


def test_the_passphrase_may_be_typed(council: Council, file: Path) -> None:
    runner = council.app.test_cli_runner()
    said = runner.invoke(args=["verify", str(file)], input=f"{PASSPHRASE}\n")
    assert said.exit_code == 0, said.output
    assert PASSPHRASE not in said.output
    again = file.with_name("again")
    said = runner.invoke(args=["backup", str(again)], input=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    assert said.exit_code == 0, said.output


def test_verify_says_what_is_in_it(council: Council, file: Path) -> None:
    said = council.succeed("verify", file)
    assert "is good" in said
    assert f"made on {clock.today()}" in said
    assert "1 release," in said


def test_a_wrong_passphrase_is_told_from_a_changed_file(council: Council, file: Path, tmp_path: Path) -> None:
    into = tmp_path / "restored"
    for words in (("verify", file), ("restore", file, "--into", into)):
        said = council.run(*words, typed="not the passphrase of this one")
        assert said.exit_code == 1
        assert "The passphrase is not the one this backup was made with." in said.output
    whole = bytearray(file.read_bytes())
    whole[-1] ^= 1
    file.write_bytes(whole)
    for words in (("verify", file), ("restore", file, "--into", into)):
        said = council.run(*words)
        assert said.exit_code == 1
        assert "changed or cut off" in said.output
    assert not into.exists()


def test_any_changed_byte_of_a_file_is_refused(council: Council, file: Path) -> None:
    whole = file.read_bytes()
    changed = file.with_name("changed")

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, len(whole) - 1), st.integers(1, 255))
    def change(place: int, by: int) -> None:
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ by]) + whole[place + 1 :])
        said = council.run("verify", changed)
        assert said.exit_code == 1
        assert "Error: " in said.output

    change()


def test_with_another_secret_it_is_said_that_signatures_are_not_known(council: Council, file: Path) -> None:
    other = Council(
        create_app(replace(council.settings, secret=b"another council's secret, or a lost one")),
        council.settings,
        council.monkeypatch,
    )
    assert "not the one it was made under" in other.succeed("verify", file)
    assert "not the one" not in council.succeed("verify", file)


def test_a_release_that_was_changed_or_lost_is_found_before_it_is_backed_up(council: Council, file: Path) -> None:
    release = council.settings.instance / "releases" / "spring-1.json"
    kept = release.read_bytes()
    release.unlink()
    lost = council.run("backup", file.with_name("lost"))
    release.write_bytes(kept.replace(b"Spring", b"Sprung"))
    changed = council.run("backup", file.with_name("changed"))
    assert (lost.exit_code, changed.exit_code) == (1, 1)
    assert "spring was released, and its release is not here" in lost.output
    assert "spring-1.json is not what was signed" in changed.output
    assert names(file.parent) == {"heard.backup"}


def forge(held: Contents, **changes: object) -> Contents:
    return Contents(replace(held.manifest, **changes), held.files)  # type: ignore[arg-type]


def test_what_a_backup_says_of_itself_is_checked(council: Council, file: Path, tmp_path: Path) -> None:
    held = backups.read(file, PASSPHRASE)
    rows = {**held.manifest.rows, "parts": held.manifest.rows["parts"] + 1}
    for name, forged, expected in (
        ("rows", forge(held, rows=rows), "other numbers of rows"),
        ("newer", forge(held, revision="9999"), "of a newer Heard than this one"),
    ):
        path = tmp_path / name
        backups.write(path, forged, PASSPHRASE)
        for words in (("verify", path), ("restore", path, "--into", tmp_path / "into")):
            said = council.run(*words)
            assert said.exit_code == 1
            assert expected in said.output
    assert not (tmp_path / "into").exists()


def test_a_member_whose_hash_is_another_is_refused(council: Council, file: Path) -> None:
    held = backups.read(file, PASSPHRASE)
    members = tuple(Member(each.name, each.size, "0" * 64) for each in held.manifest.members)
    backups.write(file.with_name("forged"), forge(held, members=members), PASSPHRASE)
    assert "is not what was put there" in council.run("verify", file.with_name("forged")).output


@pytest.mark.parametrize(
    "name", ["../outside", "/etc/passwd", "secret", "releases/../secret", "releases/a.json", "releases/A-1.json\n", ""]
)
def test_no_member_chooses_its_own_place(name: str) -> None:
    manifest = Manifest(date(2026, 3, 1), "0001", "", {}, (Member(name, 0, ""),))
    with pytest.raises(BackupDamaged, match="cannot be read"):
        contents.read(b"".join(contents.written(Contents(manifest, {name: b""}))))


def test_a_broken_database_is_found(council: Council, file: Path) -> None:
    held = backups.read(file, PASSPHRASE)
    database = bytearray(held.database)
    for place in range(8192, len(database), 4096):
        database[place : place + 64] = b"\xff" * 64
    manifest = contents.gather(council.settings, council.settings.instance / DATABASE, clock.today()).manifest
    broken = Contents(manifest, {**held.files, DATABASE: bytes(database)})
    assert [*faults(broken, {manifest.revision}, None)]


def test_loose_rows_are_found(council: Council, file: Path) -> None:
    with closing(sqlite3.connect(council.settings.instance / "heard.sqlite")) as connection:
        connection.execute("DELETE FROM sittings WHERE id = (SELECT min(id) FROM sittings)")
        connection.commit()
    said = council.run("backup", file.with_name("loose"))
    assert said.exit_code == 1
    assert "1 rows that belong to nothing" in said.output


def test_old_backups_go_and_the_newest_never(council: Council, file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    held = backups.read(file, PASSPHRASE)
    for day in (1, 2, 3, 30):
        manifest = replace(held.manifest, made=date(2026, 3, day))
        backups.write(folder / f"{day}.backup", Contents(manifest, held.files), PASSPHRASE)
    (folder / "letter.txt").write_text("not a backup, and old")
    council.monkeypatch.setattr(clock, "today", lambda: date(2026, 4, 2))
    assert "2 would go: backups" in council.succeed("purge", "--dry-run", "--backups", folder)
    assert "2 removed: backups" in council.succeed("purge", "--backups", folder)
    assert names(folder) == {"3.backup", "30.backup", "letter.txt"}
    council.monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 1))
    council.succeed("purge", "--backups", folder)
    assert names(folder) == {"30.backup", "letter.txt"}


def test_postgresql_is_told_its_own_way(council: Council, tmp_path: Path) -> None:
    url = "postgresql+psycopg://heard:a-password@db.example:5433/answers"
    other = Council(create_app(replace(council.settings, database_url=url)), council.settings, council.monkeypatch)
    said = other.run("backup", tmp_path / "b")
    assert said.exit_code == 1
    assert "pg_dump --format=custom --host=db.example --port=5433 --username=heard --dbname=answers" in said.output
    assert "a-password" not in said.output


def test_without_a_database_there_is_nothing_to_back_up(council: Council, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'nowhere' / 'heard.sqlite'}"
    other = Council(create_app(replace(council.settings, database_url=url)), council.settings, council.monkeypatch)
    assert "There is no database yet." in other.run("backup", tmp_path / "b").output


def test_the_manifest_is_what_it_says(council: Council, file: Path) -> None:
    held = backups.read(file, PASSPHRASE)
    whole = b"".join(contents.written(held))
    told = json.loads(whole[contents.LENGTH : contents.LENGTH + int.from_bytes(whole[: contents.LENGTH], "big")])
    assert told["format"] == contents.FORMAT
    assert told["rows"]["sittings"] == 70
    assert {each["name"] for each in told["members"]} >= {"heard.sqlite", "releases/spring-1.json"}
    assert len(told["secret"]) == 16


def test_children_go_on_answering_while_backups_are_made(council: Council, tmp_path: Path) -> None:
    council.open_a_round()
    answered: list[str] = []
    children = threading.Thread(target=lambda: answered.extend(council.answer("open-now") for _ in range(40)))
    children.start()
    counts: list[int] = []
    while children.is_alive() or not counts:
        path = tmp_path / f"{len(counts)}.backup"
        council.succeed("backup", path)
        counts.append(backups.read(path, PASSPHRASE).manifest.rows["sittings"])
    children.join()
    assert len(answered) == 40
    assert counts == sorted(counts)
    council.succeed("verify", tmp_path / "0.backup")
