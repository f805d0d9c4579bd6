"""The demonstration's front door: answer as a child, be a worker, be an officer. It exists nowhere else."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from questions.versions import Version
from survey import clock, codes
from survey.codes import TooManyCards
from survey.configuration import configuration
from survey.database import db, writing
from survey.languages import is_offered, offered
from survey.models import Round
from survey.rounds.asking import sets_of
from survey.rounds.calendar import Stage, all_rounds, stage_of
from survey.rounds.settings import GROUPS, Group
from survey.staff.demonstration import PASSPHRASE, PASSWORD
from survey.visits.cards import path_to
from survey.visits.pictures import scene

MOST_LETTERS = 30
FIRST = "children-in-care"

demonstration = Blueprint("demonstration", __name__, url_prefix="/demonstration")


@demonstration.before_request
def only_in_the_demonstration() -> None:
    """The door: on a real council's server nobody hands out code cards to whoever asks."""
    if not configuration().demonstration:
        abort(404)


@demonstration.get("/")
def front_page() -> str:
    return _front_page()


def _front_page(is_out_of_cards: bool = False) -> str:
    first, *others = _open_rounds()
    by_whom: dict[str, list[tuple[Round, Group, list[Version]]]] = {"children": [], "adults": []}
    for asked in others:
        group = GROUPS[asked.question_set]
        by_whom["children" if group.is_of_children else "adults"].append((asked, group, _versions(asked)))
    return render_template(
        "demonstration/front-page.html",
        versions=_versions(first),
        others=by_whom,
        languages=offered(),
        scene=scene,
        password=PASSWORD,
        passphrase=PASSPHRASE,
        is_out_of_cards=is_out_of_cards,
    )


@demonstration.post("/answer")
def answer() -> ResponseReturnValue:
    """A fresh card for whoever wants to answer as a fictional child; its code goes along in the fragment."""
    version, language = request.form.get("version", ""), request.form.get("language", "")
    with writing():
        wanted = request.args.get("round")
        asked = next((each for each in _open_rounds() if wanted in (None, each.id)), None) or abort(404)
        if version not in sets_of(asked) or not is_offered(language):
            abort(404)
        try:
            [card] = codes.issue(db.session, asked.settings[0], version, 1, clock.now() + codes.ON_SCREEN)
        except TooManyCards:
            return _front_page(is_out_of_cards=True), 409
        db.session.commit()
    return redirect(path_to(sets_of(asked)[version].key, language, card.code), 303)


@demonstration.get("/letters")
def letters() -> str:
    """The alerts that were sent, as they would have arrived: a demonstration keeps them in a folder."""
    folder = configuration().instance / "letters"
    newest = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)[:MOST_LETTERS]
    read = [message_from_bytes(path.read_bytes(), policy=default) for path in newest]
    return render_template("demonstration/letters.html", letters=[(each, each.get_content()) for each in read])


def _open_rounds() -> list[Round]:
    """The open rounds, that of children in care first."""
    is_open = [asked for asked in all_rounds(db.session) if stage_of(asked, clock.today()) is Stage.OPEN]
    return sorted(is_open, key=lambda asked: asked.question_set != FIRST) or abort(404)


def _versions(asked: Round) -> list[Version]:
    return [each.version for each in sets_of(asked).values()]
