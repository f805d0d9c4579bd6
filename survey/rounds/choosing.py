"""The officer chooses what a round asks: themes on and off, the council's own words, three questions of its own."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.bank import in_order, whole_question_sets
from questions.edition import ANSWERS, Edition
from questions.questionnaire import Question
from questions.versions import VERSIONS
from survey import clock
from survey.database import db, writing
from survey.languages import ENGLISH, offered
from survey.models import Round
from survey.rounds import planning
from survey.rounds.asking import edition_in, sets_of
from survey.rounds.calendar import Stage, stage_of
from survey.rounds.choice_form import ChoiceForm, Themes, choice_form
from survey.rounds.planning import RoundFixed
from survey.rounds.settings import GROUPS
from survey.staff.trail.entries import Deed, note

choosing = Blueprint("choosing", __name__)


@choosing.get("/<round_id>/questions")
def show(round_id: str) -> ResponseReturnValue:
    asked = db.get_or_abort(Round, round_id)
    if stage_of(asked, clock.today()) is not Stage.PLANNED:
        return redirect(url_for("rounds.show", round_id=round_id))
    return _page(choice_form(themes_of(asked.question_set), edition_in(asked.edition)), asked)


@choosing.post("/<round_id>/questions")
def choose(round_id: str) -> ResponseReturnValue:
    asked = db.get_or_abort(Round, round_id)
    form = choice_form(themes_of(asked.question_set))
    if not form.validate():
        return _page(form, asked), 422
    if not _is_kept(round_id, form.edition):
        flash(_("Nothing was changed: this round has opened since, and everybody is asked the same."))
        return redirect(url_for("rounds.show", round_id=round_id), 303)
    flash(_("What “%(name)s” asks is saved.", name=asked.name))
    return redirect(url_for("rounds.show", round_id=round_id), 303)


def _is_kept(round_id: str, edition: Edition) -> bool:
    with writing():
        try:
            planning.choose_questions(db.session, db.get_or_abort(Round, round_id), edition, clock.today())
        except RoundFixed:
            db.session.rollback()
            return False
        note(db.session, Deed.ROUND_CHANGED, g.staff, round_id=round_id)
        db.session.commit()
    return True


def themes_of(question_set: str) -> Themes:
    """What may be asked about, in the order of every table: each theme's question in every version that has it."""
    written = whole_question_sets()
    versions = [written[question_set, version] for version in VERSIONS if (question_set, version) in written]
    found: dict[str, dict[str, Question]] = {}
    for version in versions:
        for question in version.questions:
            found.setdefault(question.theme.key, {})[version.version.key] = question
    return {key: found[key] for key in in_order(found)}


def _page(form: ChoiceForm, asked: Round) -> str:
    return render_template(
        "rounds/questions.html",
        form=form,
        round=asked,
        group=GROUPS[asked.question_set],
        versions=[each.version for each in sets_of(asked).values()],
        all_answers=ANSWERS,
        languages=[language for language in offered() if language != ENGLISH],
    )
