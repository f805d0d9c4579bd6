"""Commands for the server's own keyboard and its clock: purge, backup, verify, restore."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

import click
from flask.cli import with_appcontext

from survey import clock
from survey.configuration import configuration
from survey.database import db, writing
from survey.keeping import backups, confided, contents, examining, purging, restoring, retention, unclaimed, vouching
from survey.keeping.contents import Contents, DatabaseUnfit
from survey.keeping.restoring import FolderNotEmpty
from survey.keeping.sealing import BackupUnreadable
from survey.migrations import known_revisions
from survey.passphrases import SHORTEST_PASSPHRASE
from survey.staff.trail.entries import KEYBOARD, Deed, note

PASSPHRASE = "HEARD_BACKUP_PASSPHRASE"  # noqa: S105  the name under which it may be set
A_FILE = click.Path(dir_okay=False, path_type=Path)
from_standard_input = click.option(
    "--passphrase-stdin", is_flag=True, help=f"Read the passphrase from standard input instead of {PASSPHRASE}."
)


@click.command("purge")
@click.option("--dry-run", is_flag=True, help="Say what is due and remove nothing.")
@click.option(
    "--backups",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Also remove backups in this folder that are too old, but never the newest.",
)
@with_appcontext
def purge(dry_run: bool, folder: Path | None) -> None:
    """Remove what has been kept long enough, and its bytes."""
    try:
        periods = retention.periods_from(os.environ)
    except retention.RetentionUnsound as unsound:
        raise click.ClickException(str(unsound)) from None
    instance, now, today = configuration().instance, clock.now(), clock.today()
    seen, readable = unclaimed.read(instance), vouching.vouched_rounds(instance)
    if dry_run:
        due = purging.due(db.session, periods, readable, seen, today)
        gone = purging.remove(db.session, due, periods, now, is_trial=True)
    else:
        with writing():
            due = purging.due(db.session, periods, readable, seen, today)
            gone = purging.remove(db.session, due, periods, now, is_trial=False)
            left = purging.unclaimed(db.session)
            if any(gone.values()):
                note(db.session, Deed.PURGED, KEYBOARD)
            db.session.commit()
        if seen is None or seen.is_over(today, periods["set-aside"]):
            unclaimed.write(instance, today, left)
    waiting = confided.kept_waiting(db.session, periods, now)
    db.session.close()
    old = backups.outdated(folder, today - periods["backups"]) if folder else []
    for path in old:
        if not dry_run:
            path.unlink()
    _tell(gone, len(old), "would go" if dry_run else "removed")
    for key in due.unreleased:
        click.echo(f"The round {key} is over and not released: its answers are kept until it is, and then their time.")
    if waiting:
        click.echo(
            f"{waiting} of what children wrote is older than its time and kept: nobody has read it, or nobody has done "
            "what a complaint asks for."
        )
    for key in due.unreadable:
        click.echo(
            f"The release of {key} is gone or changed, so its answers are kept. Restore it from a backup.", err=True
        )
    # Also where nothing was due: an earlier purge may have been unable to write the file anew.
    is_rewritten = dry_run or purging.rewrite()
    if not is_rewritten:
        click.echo("The database is in use: what was removed is still in its files. Run this again.", err=True)
    if due.unreadable or not is_rewritten:
        sys.exit(1)


@click.command("backup")
@click.argument("file", type=A_FILE)
@from_standard_input
@with_appcontext
def backup(file: Path, passphrase_stdin: bool) -> None:
    """Write the database and the releases into FILE, sealed under a passphrase. The council's secret is not in it."""
    database = _database()
    if file.exists():
        raise click.ClickException(f"{file} is there already and is never written over.")
    passphrase = _passphrase(passphrase_stdin, is_new=True)
    try:
        held = contents.gather(configuration(), database, clock.today())
        wrong = [*examining.faults(held, known_revisions(), vouching.vouch())]
        if wrong:
            raise click.ClickException("\n".join(("Nothing was written. Keep the backups you have.", *wrong)))
        backups.write(file, held, passphrase)
    except DatabaseUnfit as unfit:
        raise click.ClickException(str(unfit)) from None
    except FileExistsError:
        raise click.ClickException(f"{file} is there already and is never written over.") from None
    except OSError as failed:
        raise click.ClickException(f"{file} could not be written: {failed.strerror}.") from None
    click.echo(f"{file}: {_summary(held)}. Keep the passphrase and the secret somewhere else.")


@click.command("verify")
@click.argument("file", type=A_FILE)
@from_standard_input
@with_appcontext
def verify(file: Path, passphrase_stdin: bool) -> None:
    """Open the backup FILE in memory and check all of it. Nothing is written."""
    held = _open(file, passphrase_stdin)
    _insist_on_soundness(held)
    click.echo(f"{file} is good: {_summary(held)}, made on {held.manifest.made}, schema {held.manifest.revision}.")
    if _is_of_another_secret(held):
        click.echo(
            "The secret set here is not the one it was made under: whether its releases are signed is not known."
        )


@click.command("restore")
@click.argument("file", type=A_FILE)
@click.option(
    "--into",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="An instance folder that is empty, or holds only the file “secret”.",
)
@from_standard_input
@with_appcontext
def restore(file: Path, folder: Path, passphrase_stdin: bool) -> None:
    """Check the backup FILE, then put it into an empty instance folder and bring its database up to date."""
    try:
        restoring.insist_on_empty(folder)
        held = _open(file, passphrase_stdin)
        _insist_on_soundness(held)
        restoring.restore(held, folder, is_noted=not _is_of_another_secret(held))
    except FolderNotEmpty:
        raise click.ClickException(f"{folder} is not empty. Nothing was written.") from None
    except OSError as failed:
        raise click.ClickException(f"{folder} could not be written: {failed.strerror}.") from None
    click.echo(f"{folder} has {_summary(held)} of {held.manifest.made}. Everybody has to sign in again.")
    click.echo(f"Next: HEARD_INSTANCE={folder} flask --app app purge (what was purged since has come back).")
    if _is_of_another_secret(held):
        click.echo(
            "The secret set here is not the one it was made under. Set that one before serving this folder: "
            "with another, no release can be shown, no code card that was given out works, nothing that children said "
            "can be opened, and the audit trail is not good. That it was restored is not noted in it."
        )


def _database() -> Path:
    """SQLite's file. PostgreSQL has its own way, which this says."""
    url = db.engine.url
    if url.get_backend_name() != "sqlite":
        where = " ".join(
            f"--{name}={value}"
            for name, value in (
                ("host", url.host),
                ("port", url.port),
                ("username", url.username),
                ("dbname", url.database),
            )
            if value
        )
        raise click.ClickException(
            "PostgreSQL is backed up by its own program. First run “purge”, which writes tables in the order of their "
            f"keys: a dump tells in which order rows stand. Then:\n\n    pg_dump --format=custom {where} "
            f"| gpg --symmetric --output=FILE\n\nand copy {vouching.RELEASES} and {contents.AUDIT_MARK} from "
            f"{configuration().instance} beside it."
        )
    if not url.database or not Path(url.database).exists():
        raise click.ClickException("There is no database yet.")
    return Path(url.database)


def _open(file: Path, from_stdin: bool) -> Contents:
    if not file.exists():
        raise click.ClickException(f"There is no {file}.")
    try:
        return backups.read(file, _passphrase(from_stdin, is_new=False))
    except BackupUnreadable as unreadable:
        raise click.ClickException(f"{unreadable} Nothing was written.") from None


def _insist_on_soundness(held: Contents) -> None:
    judge = None if _is_of_another_secret(held) else vouching.vouch()
    if wrong := [*examining.faults(held, known_revisions(), judge)]:
        raise click.ClickException("\n".join(("This backup is not good. Nothing was written.", *wrong)))


def _is_of_another_secret(held: Contents) -> bool:
    return held.manifest.secret != contents.mark_of(configuration())


def _passphrase(from_stdin: bool, is_new: bool) -> str:
    """The passphrase, never taken from the command line: that would stay in the shell's history."""
    if from_stdin:
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        given = os.environ.get(PASSPHRASE) or click.prompt("Passphrase", hide_input=True, confirmation_prompt=is_new)
    if is_new and len(given) < SHORTEST_PASSPHRASE:
        raise click.ClickException(
            f"The passphrase needs {SHORTEST_PASSPHRASE} characters or more: who has the file may guess for years."
        )
    return given


def _summary(held: Contents) -> str:
    rows, releases = sum(held.manifest.rows.values()), len(held.releases)
    return f"{rows} rows in {len(held.manifest.rows)} tables and {releases} release{'' if releases == 1 else 's'}"


def _tell(gone: Counter[tuple[str, str]], old_backups: int, done: str) -> None:
    """What went, in counts. No line names a child's anything."""
    for (kind, table), count in gone.items():
        if count:
            click.echo(f"{count} {done} from {table}: {retention.RETENTION[kind].what}")
    if old_backups:
        click.echo(f"{old_backups} {done}: {retention.RETENTION['backups'].what}")
    if not gone.total() and not old_backups:
        click.echo("Nothing is due.")


commands: list[click.Command] = [purge, backup, verify, restore]
