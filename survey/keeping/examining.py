"""Looking a backup over: whether it would bring everything back."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing

from survey.keeping.contents import Contents, opened, revision_of, rows_of
from survey.keeping.vouching import Vouch


def faults(contents: Contents, known: Collection[str], vouch: Vouch | None) -> Iterator[str]:
    """What is wrong with an opened backup, in sentences; nothing where all is well.

    ``known`` are the schemas that this program can bring up to date. Without ``vouch`` (the secret is another) it is
    not judged whether the releases are signed.
    """
    if contents.manifest.revision not in known:
        yield "Its database is of a newer Heard than this one, or of none: bring this one up to date first."
    try:
        with closing(opened(contents.database)) as copy:
            yield from _faults_of_database(contents, copy)
            if vouch is not None:
                yield from _faults_of_releases(contents, copy, vouch)
    except sqlite3.Error:
        yield "Its database cannot be read."


def _faults_of_database(contents: Contents, copy: sqlite3.Connection) -> Iterator[str]:
    # What SQLite says about a faulty row may quote it: it is counted and not told.
    said = copy.execute("PRAGMA integrity_check").fetchall()
    if said != [("ok",)]:
        yield f"Its database is not sound: {len(said)} faults."
    if loose := len(copy.execute("PRAGMA foreign_key_check").fetchall()):
        yield f"Its database has {loose} rows that belong to nothing."
    if revision_of(copy) != contents.manifest.revision:
        yield "Its database is of another schema than its list of contents says."
    if rows_of(copy) != dict(contents.manifest.rows):
        yield "Its database has other numbers of rows than its list of contents says."


def _faults_of_releases(contents: Contents, copy: sqlite3.Connection, vouch: Vouch) -> Iterator[str]:
    vouched = {name: vouch(name, held) for name, held in contents.releases.items()}
    yield from (f"The release {name} is not what was signed." for name, asked in vouched.items() if asked is None)
    released = copy.execute("SELECT id FROM rounds WHERE released IS NOT NULL ORDER BY id")
    signed = set(vouched.values())
    yield from (
        f"The round {key} was released, and its release is not here." for (key,) in released if key not in signed
    )
