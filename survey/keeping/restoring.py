"""Putting a backup into an empty instance folder, up to date and with nobody signed in."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_engine, delete

from survey.database import WRITES
from survey.durability import bring_names_to_disk, write_new
from survey.keeping.contents import DATABASE, RELEASE, Contents
from survey.keeping.vouching import RELEASES
from survey.migrations import upgrade
from survey.models import StaffSession

SECRET = "secret"  # noqa: S105  the name of the file that may hold it
UNFINISHED = f".{DATABASE}.restoring"
WRITTEN_ONCE, OWN = 0o444, 0o600


class FolderNotEmpty(RuntimeError):
    """Something is there already; nothing was written."""


def insist_on_empty(folder: Path) -> None:
    """Raises ``FolderNotEmpty``. The council's secret may be there: it has to be put there by somebody."""
    if folder.exists() and {each.name for each in folder.iterdir()} - {SECRET}:
        raise FolderNotEmpty(str(folder))


def restore(held: Contents, folder: Path) -> None:
    """Write an opened backup into ``folder`` and bring its database up to date; raises ``FolderNotEmpty``.

    The database gets its name last: a folder that has it has everything. Staff sessions are ended: one that was ended
    since the backup was made would be open again.
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
        _bring_up_to_date(unfinished)
        unfinished.rename(folder / DATABASE)
    except BaseException:
        # What children said must not be left in a file that nobody knows of.
        for path in (*folder.glob(f"{UNFINISHED}*"), *(folder / name for name in held.files)):
            path.unlink(missing_ok=True)
        releases.rmdir()
        raise
    bring_names_to_disk(releases)
    bring_names_to_disk(folder)


def _bring_up_to_date(database: Path) -> None:
    engine = create_engine(f"sqlite:///{database.resolve()}", hide_parameters=True)
    try:
        upgrade(engine)
        with engine.connect().execution_options(**WRITES) as connection:
            connection.execute(delete(StaffSession))
            connection.commit()
    finally:
        engine.dispose()  # the last connection to go empties the log into the database
