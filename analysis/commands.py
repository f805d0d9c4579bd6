"""Commands of this floor: release a round from a terminal."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from analysis.counts import AnswersUncountable
from analysis.release import RoundNotReady, RoundReleasedBefore, release
from analysis.released import ReleaseTampered
from survey import clock
from survey.database import db, forget_order, writing
from survey.models import Round


@click.command("release")
@click.argument("round_id")
@with_appcontext
def release_round(round_id: str) -> None:
    """Count round ROUND_ID once and write its signed release."""
    with writing():
        asked = db.session.get(Round, round_id)
        if asked is None:
            raise click.ClickException(f"There is no round {round_id}.")
        try:
            made = release(db.session, asked, clock.today())
        except RoundNotReady:
            raise click.ClickException("The round is still open, or tablets may still bring answers.") from None
        except RoundReleasedBefore:
            raise click.ClickException("The round was released before. A round is released once.") from None
        except ReleaseTampered as tampered:
            raise click.ClickException(f"{tampered} is not what was signed.") from None
        except AnswersUncountable as uncountable:
            raise click.ClickException(f"The questions were changed after they were answered: {uncountable}") from None
        db.session.commit()
    forget_order()
    click.echo(f"Released {made.round_id}: {made.everyone.sittings} of {made.everyone.asked} took part.")


commands: list[click.Command] = [release_round]
