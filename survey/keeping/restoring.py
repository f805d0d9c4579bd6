"""Putting a backup into an empty instance folder, up to date and with nobody signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import current_app
from sqlalchemy import create_engine, delete
from sqlalchemy.orm import Session

from survey.configuration import KEY, configuration
from survey.database import WRITES
from survey.durability import bring_names_to_disk, write_new
from survey.keeping.contents import AUDIT_MARK, DATABASE, RELEASE, Contents
from survey.keeping.vouching import RELEASES
from survey.keys.tables import OpenedKey
from survey.migrations import upgrade
from survey.models import StaffSession
from survey.staff.trail.entries import KEYBOARD, Deed, note

SECRET = "secret"  # noqa: S105  the name of the file that may hold it
UNFINISHED = f".{DATABASE}.restoring"
WRITTEN_ONCE, OWN = 0o444, 0o600


class FolderNotEmpty(RuntimeError):
    """Something is there already; nothing was written."""


def insist_on_empty(folder: Path) -> None:
    """Raises ``FolderNotEmpty``. The council's secret may be there: it has to be put there by somebody."""
    if folder.exists() and {each.name for each in folder.iterdir()} - {SECRET}:
        raise FolderNotEmpty(str(folder))


def restore(held: Contents, folder: Path, is_noted: bool) -> None:
    """Write an opened backup into ``folder`` and bring its database up to date; raises ``FolderNotEmpty``.

    The database gets its name last: a folder that has it has everything. Staff sessions are ended and keys are shut:
    one that was ended since the backup was made would be open again. ``is_noted``: its trail says that it was restored.
    Not where the secret is another: the trail would be continued by an entry that is not good.
    """
    insist_on_empty(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    releases = folder / RELEASES
    releases.mkdir(mode=0o700)
    unfinished = folder / UNFINISHED
    try:
        for name, content in held.files.items():
            if name == DATABASE:
                write_new(unfinished, content, OWN)
            else:
                write_new(folder / name, content, WRITTEN_ONCE if RELEASE.fullmatch(name) else OWN)
        with _settled_in(folder):
            _bring_up_to_date(unfinished, is_noted)
        unfinished.rename(folder / DATABASE)
    except BaseException:
        # What children said must not be left in a file that nobody knows of.
        for path in (*folder.glob(f"{UNFINISHED}*"), *(folder / name for name in (*held.files, AUDIT_MARK))):
            path.unlink(missing_ok=True)
        releases.rmdir()
        raise
    bring_names_to_disk(releases)
    bring_names_to_disk(folder)


def _bring_up_to_date(database: Path, is_noted: bool) -> None:
    engine = create_engine(f"sqlite:///{database.resolve()}", hide_parameters=True)
    try:
        upgrade(engine)
        with engine.connect().execution_options(**WRITES) as connection, Session(connection) as session:
            session.execute(delete(OpenedKey))
            session.execute(delete(StaffSession))
            if is_noted:
                note(session, Deed.RESTORED, KEYBOARD)
            session.commit()
    finally:
        engine.dispose()  # the last connection to go empties the log into the database


@contextmanager
def _settled_in(folder: Path) -> Iterator[None]:
    """Have the trail's mark read and written beside the database that is restored, not beside the one served here."""
    here = configuration()
    current_app.config[KEY] = replace(here, instance=folder)
    try:
        yield
    finally:
        current_app.config[KEY] = here
