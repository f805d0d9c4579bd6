"""Backup files: written whole or not at all, never over another, readable by their owner who knows the passphrase."""

from __future__ import annotations

import os
import secrets
import time
from datetime import date
from pathlib import Path

from survey.durability import bring_names_to_disk
from survey.keeping import contents
from survey.keeping.contents import Contents
from survey.keeping.sealing import HEAD, BackupDamaged, day_of, seal, unseal

UNFINISHED = ".unfinished-backup"
# Writing one takes seconds. What is older than this was left by one that was killed.
LEFT_BEHIND = 3600


def write(path: Path, held: Contents, passphrase: str) -> None:
    """Write a backup to ``path``, on the disk when this returns. Nothing is ever there under that name but all of it.

    Raises ``FileExistsError``, and any other ``OSError`` where there is no room.
    """
    sweep(path.parent)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(8)}{UNFINISHED}")
    try:
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            seal(contents.written(held), passphrase, held.manifest.made, file)
            file.flush()
            os.fsync(file.fileno())
        _give_name(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    bring_names_to_disk(path.parent)


def read(path: Path, passphrase: str) -> Contents:
    """A backup, all of it proven; raises ``BackupUnreadable``."""
    with path.open("rb") as file:
        return contents.read(b"".join(unseal(file, passphrase)))


def sweep(folder: Path) -> None:
    """Remove what backups that were killed have left: sealed, so it tells nothing, but it takes room."""
    for left in folder.glob(f".*{UNFINISHED}"):
        if time.time() - left.stat().st_mtime > LEFT_BEHIND:
            left.unlink(missing_ok=True)


def outdated(folder: Path, before: date) -> list[Path]:
    """The backups in a folder that were made before a day. What is no backup is not listed.

    Nor is the newest of all: where making backups has stopped, it is what the council has left.
    """
    days = {}
    for path in folder.iterdir():
        if path.is_file():
            with path.open("rb") as file:
                try:
                    days[path] = day_of(file.read(HEAD))
                except BackupDamaged:
                    continue
    ordered = sorted(days, key=lambda path: (days[path], path.name))
    return [path for path in ordered[:-1] if days[path] < before]


def _give_name(unfinished: Path, path: Path) -> None:
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:
        # A memory stick or a share may know no links. Between the look and the renaming nobody else is expected.
        if path.exists():
            raise FileExistsError(path) from None
        unfinished.rename(path)
