"""What a backup holds: the database as it was at one moment, the releases, and a list that proves them. No secret.

All of it is in memory, never in a file: a copy on the disk would stay there when this is killed. A council's database
takes some tens of megabytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from survey.configuration import Configuration
from survey.keeping.sealing import CHUNK, BackupDamaged
from survey.keeping.vouching import RELEASES

FORMAT = 1
DATABASE = "heard.sqlite"
AUDIT_MARK = "audit-mark"  # how far the audit trail had come: without it nobody can tell that its end is there
RELEASE = re.compile(rf"{RELEASES}/[a-z0-9][a-z0-9-]{{0,39}}-[0-9]{{1,4}}\.json")
OLDEST_SQLITE = (3, 36)  # the first whose databases in memory can be shared by two connections
LENGTH = 8


class DatabaseUnfit(RuntimeError):
    """The database cannot be copied; the message says why and quotes no row."""


@dataclass(frozen=True)
class Member:
    """One file in a backup: where it belongs in the instance folder, its size in bytes, and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. ``revision`` is the database's schema; ``rows`` counts rows by table.

    ``secret`` tells whether a secret is the one that was set then, and nothing else about it.
    """

    made: date
    revision: str
    secret: str
    rows: Mapping[str, int]
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Contents:
    """A backup's manifest, and the bytes of its members in the same order."""

    manifest: Manifest
    files: Mapping[str, bytes]

    @property
    def database(self) -> bytes:
        return self.files[DATABASE]

    @property
    def releases(self) -> dict[str, bytes]:
        """File name → bytes."""
        return {name.rpartition("/")[2]: held for name, held in self.files.items() if RELEASE.fullmatch(name)}


def mark_of(settings: Configuration) -> str:
    """What tells this council's secret from another. The secret cannot be worked out from it."""
    return settings.key("mark of the secret in backups")[:8].hex()


def gather(settings: Configuration, database: Path, today: date) -> Contents:
    """The database and releases as they are; raises ``DatabaseUnfit``.

    The releases are read after the database: one that was made meanwhile is then there without its round's being
    released, which the next attempt to release it mends. The other way about, it would be lost. The audit trail's mark
    is read before: ahead of the trail, it would say that the trail's end was cut off.
    """
    mark = settings.instance / AUDIT_MARK
    files = {AUDIT_MARK: mark.read_bytes()} if mark.exists() else {}
    files[DATABASE] = copy_of(database)
    for path in sorted((settings.instance / RELEASES).glob("*.json")):
        files[f"{RELEASES}/{path.name}"] = path.read_bytes()
    with closing(opened(files[DATABASE])) as copy:
        manifest = Manifest(
            made=today,
            revision=revision_of(copy),
            secret=mark_of(settings),
            rows=rows_of(copy),
            members=tuple(Member(name, len(held), hashlib.sha256(held).hexdigest()) for name, held in files.items()),
        )
    return Contents(manifest, files)


def copy_of(database: Path) -> bytes:
    """A SQLite database as it is at one moment, written anew in key order: a copy of its files would tell who came
    before whom, and hold what was deleted."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise DatabaseUnfit(f"SQLite {sqlite3.sqlite_version} is too old to make backups: 3.36 or newer is needed.")
    place = f"file:/heard-{secrets.token_hex(8)}?vfs=memdb"
    try:
        with (
            closing(sqlite3.connect(place, uri=True)) as copy,
            closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=rw", uri=True, timeout=10)) as source,
        ):
            source.execute("PRAGMA temp_store = MEMORY")
            source.execute("VACUUM INTO ?", (place,))
            return copy.serialize()
    except (sqlite3.Error, MemoryError, OverflowError) as failed:
        raise DatabaseUnfit(f"The database could not be copied ({failed or type(failed).__name__}).") from None


def opened(database: bytes) -> sqlite3.Connection:
    """A database in memory; the caller closes it."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(database)
    connection.execute("PRAGMA trusted_schema = 0")
    return connection


def revision_of(connection: sqlite3.Connection) -> str:
    """The schema's revision, or nothing where no migration was ever made."""
    try:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        return ""
    return str(found[0]) if found else ""


def rows_of(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has."""
    listed = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' "
                                "ESCAPE '~' ORDER BY name").fetchall()  # fmt: skip
    counting = 'SELECT count(*) FROM "{}"'
    return {name: connection.execute(counting.format(name.replace('"', '""'))).fetchone()[0] for (name,) in listed}


def written(contents: Contents) -> Iterator[bytes | memoryview]:
    """A backup's bytes before they are sealed: the manifest's length and the manifest, then each member's bytes."""
    told = asdict(contents.manifest) | {"format": FORMAT, "made": contents.manifest.made.isoformat()}
    manifest = json.dumps(told).encode()
    yield len(manifest).to_bytes(LENGTH, "big") + manifest
    for held in contents.files.values():
        view = memoryview(held)
        for start in range(0, len(view), CHUNK):
            yield view[start : start + CHUNK]


def read(whole: bytes) -> Contents:
    """The contents in these bytes; raises ``BackupDamaged`` unless every member is there, once, as its hash says."""
    view = memoryview(whole)
    begin = LENGTH + int.from_bytes(view[:LENGTH], "big")
    manifest = _manifest(bytes(view[LENGTH:begin]))
    files: dict[str, bytes] = {}
    for member in manifest.members:
        held = bytes(view[begin : begin + member.size])
        begin += member.size
        if hashlib.sha256(held).hexdigest() != member.sha256 or len(held) != member.size or member.name in files:
            raise BackupDamaged(f"{member.name} in the backup is not what was put there.")
        files[member.name] = held
    if begin != len(view) or DATABASE not in files:
        raise BackupDamaged("The backup does not hold what it says it holds.")
    return Contents(manifest, files)


def _manifest(said: bytes) -> Manifest:
    try:
        told: dict[str, Any] = json.loads(said)
        if told["format"] != FORMAT:
            raise BackupDamaged("The backup was made by a newer Heard than this one.")
        members = tuple(Member(str(m["name"]), int(m["size"]), str(m["sha256"])) for m in told["members"])
        # Members become files: none may be a path of its own choosing, whoever wrote the backup.
        if not all(m.size >= 0 and (m.name in (DATABASE, AUDIT_MARK) or RELEASE.fullmatch(m.name)) for m in members):
            raise ValueError
        rows = {str(table): int(count) for table, count in told["rows"].items()}
        return Manifest(date.fromisoformat(told["made"]), str(told["revision"]), str(told["secret"]), rows, members)
    except BackupDamaged:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise BackupDamaged("The backup’s list of contents cannot be read.") from None
