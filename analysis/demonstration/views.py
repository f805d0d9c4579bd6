"""The demonstration's front door: answer as a child, be a worker, be an officer. It exists nowhere else."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from analysis.demonstration.council import ACCOUNTS
from analysis.demonstration.seeding import PASSWORD
from questions.versions import VERSIONS
from survey import clock, codes
from survey.configuration import configuration
from survey.database import db, writing
from survey.languages import LANGUAGES
from survey.models import Round, RoundSetting
from survey.rounds.calendar import Stage, all_rounds, stage_of

demonstration = Blueprint("demonstration", __name__, url_prefix="/demonstration")


@demonstration.before_request
def only_in_the_demonstration() -> None:
    """The door: on a real council's server nobody hands out code cards to whoever asks."""
    if not configuration().demonstration:
        abort(404)


@demonstration.get("/")
def front_page() -> str:
    return render_template(
        "demonstration/front-page.html",
        versions=VERSIONS.values(),
        languages=LANGUAGES.values(),
        accounts=ACCOUNTS,
        password=PASSWORD,
    )


@demonstration.post("/answer")
def answer() -> Response:
    """A fresh card for whoever wants to answer as a fictional child; its code goes along in the fragment."""
    version, language = request.form.get("version", ""), request.form.get("language", "")
    if version not in VERSIONS or language not in LANGUAGES:
        abort(404)
    with writing():
        asked = _open_round()
        place = db.session.scalars(
            select(RoundSetting).where(RoundSetting.round_id == asked.id).order_by(RoundSetting.position)
        ).first()
        assert place is not None
        [card] = codes.issue(db.session, place, version, 1, clock.now() + codes.ON_SCREEN)
        db.session.commit()
    return redirect(f"/answer?set={asked.question_set}-{version}&lang={language}#{card.code}", 303)


def _open_round() -> Round:
    is_open = (asked for asked in all_rounds(db.session) if stage_of(asked, clock.today()) is Stage.OPEN)
    return next(is_open, None) or abort(404)
