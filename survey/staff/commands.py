"""Commands for the server's own keyboard: ``flask --app app staff-add``, and its like, about people who sign in."""

from __future__ import annotations

import json
import sys

import click
from flask.cli import with_appcontext

from survey.database import db, forget_order, writing
from survey.models import Role
from survey.staff import leaving, people
from survey.staff.leaving import StillEmployed
from survey.staff.passwords import SHORTEST, PasswordTooShort
from survey.staff.people import EmailTaken, PersonUnknown
from survey.staff.trail.commands import commands as trail_commands
from survey.staff.trail.entries import KEYBOARD, Deed, note

from_standard_input = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it."
)


@click.command("staff-add")
@click.argument("email")
@click.option("--name", required=True, help="As colleagues know them.")
@click.option("--role", required=True, type=click.Choice([str(role) for role in Role]))
@from_standard_input
@with_appcontext
def add_person(email: str, name: str, role: str, password_stdin: bool) -> None:
    """Let somebody sign in with EMAIL."""
    if "@" not in email or not name.strip():
        raise click.ClickException("an e-mail address and a name are needed")
    password = _password(password_stdin)
    with writing():
        try:
            person = people.add_staff(db.session, email, name, Role(role), password)
        except (EmailTaken, PasswordTooShort) as refused:
            raise click.ClickException(str(refused)) from None
        note(db.session, Deed.STAFF_ADDED, KEYBOARD, staff_id=person)
        db.session.commit()
    click.echo(f"{name.strip()} can sign in.")


@click.command("staff-password")
@click.argument("email")
@from_standard_input
@with_appcontext
def set_password(email: str, password_stdin: bool) -> None:
    """Give the person with EMAIL a new password and sign them out everywhere."""
    password = _password(password_stdin)
    with writing():
        try:
            person = people.set_password(db.session, email, password)
        except (PersonUnknown, PasswordTooShort) as refused:
            raise click.ClickException(str(refused)) from None
        note(db.session, Deed.PASSWORD_SET, KEYBOARD, staff_id=person)
        db.session.commit()
    click.echo("The password is changed.")


@click.command("staff-export")
@click.argument("email")
@with_appcontext
def export_person(email: str) -> None:
    """Print all that is kept on the person with EMAIL, as JSON. That it was printed is noted in the audit trail."""
    with writing():
        try:
            kept = leaving.export(db.session, email)
        except PersonUnknown as unknown:
            raise click.ClickException(str(unknown)) from None
        note(db.session, Deed.STAFF_EXPORTED, KEYBOARD, staff_id=kept["account"]["number"])
        db.session.commit()
    click.echo(json.dumps(kept, indent=2, ensure_ascii=False))


@click.command("staff-erase")
@click.argument("email")
@with_appcontext
def erase_person(email: str) -> None:
    """Take name, address, team, key and absences off the switched-off account with EMAIL, for good."""
    with writing():
        try:
            number = leaving.erase(db.session, email)
        except PersonUnknown as unknown:
            raise click.ClickException(str(unknown)) from None
        except StillEmployed as employed:
            raise click.ClickException(f"{employed}: switch the account off first, on the page “People”.") from None
        note(db.session, Deed.STAFF_ERASED, KEYBOARD, staff_id=number)
        db.session.commit()
    is_rewritten = forget_order()
    click.echo(f"That account is “Former colleague {number}” now, and nobody signs in with it.")
    click.echo(
        f"What they did stays in the audit trail and in the histories of worries under the number {number}. Backups "
        "hold their name until they are removed, and so may letters that were delivered."
    )
    if not is_rewritten:
        click.echo("The database is in use: what was erased is still in its files. Run “purge”.", err=True)
        sys.exit(1)


def _password(from_stdin: bool) -> str:
    """The password, never taken from the command line: that would stay in the shell's history."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    question = f"Password (at least {SHORTEST} characters)"
    return str(click.prompt(question, hide_input=True, confirmation_prompt=True))


commands: list[click.Command] = [add_person, set_password, export_person, erase_person, *trail_commands]
