"""The demonstration's front door: answer as a child, be a worker, be an officer. It exists nowhere else."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from analysis.demonstration.seeding import PASSWORD
from questions.bank import question_sets
from questions.versions import VERSIONS
from survey import clock, codes
from survey.configuration import configuration
from survey.database import db, writing
from survey.languages import is_offered, offered
from survey.models import Round
from survey.rounds.calendar import Stage, all_rounds, stage_of
from survey.visits.cards import path_to
from survey.visits.pictures import scene

demonstration = Blueprint("demonstration", __name__, url_prefix="/demonstration")


@demonstration.before_request
def only_in_the_demonstration() -> None:
    """The door: on a real council's server nobody hands out code cards to whoever asks."""
    if not configuration().demonstration:
        abort(404)


@demonstration.after_request
def keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@demonstration.get("/")
def front_page() -> str:
    return render_template(
        "demonstration/front-page.html",
        versions=VERSIONS.values(),
        languages=offered(),
        scene=scene,
        password=PASSWORD,
    )


@demonstration.post("/answer")
def answer() -> AnyResponse:
    """A fresh card for whoever wants to answer as a fictional child; its code goes along in the fragment."""
    version, language = request.form.get("version", ""), request.form.get("language", "")
    if version not in VERSIONS or not is_offered(language):
        abort(404)
    with writing():
        asked = _open_round()
        [card] = codes.issue(db.session, asked.settings[0], version, 1, clock.now() + codes.ON_SCREEN)
        db.session.commit()
    return redirect(path_to(question_sets()[asked.question_set, version].key, language, card.code), 303)


def _open_round() -> Round:
    is_open = (asked for asked in all_rounds(db.session) if stage_of(asked, clock.today()) is Stage.OPEN)
    return next(is_open, None) or abort(404)
