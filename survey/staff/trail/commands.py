"""Commands for the trail at the server's own keyboard: ``audit-verify``, ``audit-show`` and ``audit-mark``."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from survey.database import db, writing
from survey.models import AuditEntry
from survey.staff.trail import mark
from survey.staff.trail.checking import check
from survey.staff.trail.entries import KEYBOARD, Deed, note
from survey.staff.trail.mark import Mark, mark_from


def _mark(_context: click.Context, _option: click.Parameter, words: tuple[str, ...]) -> tuple[Mark, ...]:
    marks = [mark_from(each.strip()) for each in words]
    if None in marks:
        raise click.BadParameter("a mark is a number, a hyphen and 64 hexadecimal digits, as audit-verify prints it")
    return tuple(each for each in marks if each)


@click.command("audit-verify")
@click.option("--mark", "marks", multiple=True, callback=_mark, help="One kept elsewhere. May be repeated.")
@with_appcontext
def verify(marks: tuple[Mark, ...]) -> None:
    """Say how many entries of the audit trail are good, or which is the first that is wrong; then the status is 1."""
    verdict = check(db.session, *marks)
    click.echo(f"{verdict.good} {'entry is' if verdict.good == 1 else 'entries are'} good.")
    if verdict.newest is not None:
        click.echo(f"The newest of them has the mark\n{verdict.newest}")
    if verdict.fault is None:
        click.echo("Keep that line on paper or on another machine: with --mark it finds what no file here can show.")
    else:
        which = f"Entry {verdict.fault.number}" if verdict.fault.number else "The mark"
        click.echo(f"{which}: {verdict.fault.wrong.value}.", err=True)
        sys.exit(1)


@click.command("audit-show")
@click.option("--last", default=50, show_default=True, type=click.IntRange(1, 100_000), help="How many entries.")
@with_appcontext
def show(last: int) -> None:
    """Print the newest entries of the audit trail, newest last: number, moment (UTC), by whom, deed, on what."""
    newest = db.session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(last)).all()
    for entry in reversed(newest):
        by = entry.role if entry.actor is None else f"{entry.role}:{entry.actor}"
        click.echo(f"{entry.number:>7}  {entry.moment:<20}  {by:<20}  {entry.deed:<18}  {entry.about}".rstrip())


@click.command("audit-mark")
@with_appcontext
def begin_mark() -> None:
    """Begin the mark anew: where its file was lost, on a further server, or when a fault is understood.

    This says nothing of the entries that are there, and is itself an entry.
    """
    with writing():
        written = note(db.session, Deed.MARK_SET, KEYBOARD)
        mark.begin_anew(db.session, written)
        db.session.commit()
    click.echo(f"The mark is at entry {written.number} now, and that entry says so.")


commands: list[click.Command] = [verify, show, begin_mark]
