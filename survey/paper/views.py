"""Pages for paper: sheets to print for whoever works with children, and typing in what came back, for officers.

Whoever types a sheet in has read it on paper. No page shows what was typed in before.
"""

from __future__ import annotations

import uuid

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.company import Company
from questions.questionnaire import QuestionSet
from survey import clock
from survey.database import db, receiving
from survey.gallery.own import addresses_now
from survey.languages import ENGLISH, is_offered, offered
from survey.models import Role, Round
from survey.paper.forms import SheetForm, sheet_form
from survey.paper.printing import pdf_of
from survey.paper.typing_in import CardRefused, delivery
from survey.responses import Receipt, receive
from survey.rounds.asking import sets_of
from survey.rounds.calendar import Stage, all_rounds, stage_of
from survey.rounds.settings import GROUPS
from survey.staff.doors import door
from survey.staff.pages import furnish
from survey.wordings.standing import edition as said_in

paper = Blueprint("paper", __name__, url_prefix="/staff/paper")
paper.before_request(door(Role.WORKER, Role.OFFICER))
furnish(paper)

typing = Blueprint("typing", __name__)
typing.before_request(door(Role.OFFICER))

SHOWN = (Stage.PLANNED, Stage.OPEN, Stage.GRACE)


@paper.get("/")
def index() -> str:
    """The sheets of every round that has not been counted, in each version."""
    today = clock.today()
    stages = [(asked, stage_of(asked, today)) for asked in all_rounds(db.session)]
    rounds = [(asked, stage, sets_of(asked).values()) for asked, stage in stages if stage in SHOWN]
    return render_template("paper/index.html", rounds=rounds, groups=GROUPS, languages=offered())


@paper.get("/<round_id>/<version>/sheet.pdf")
def sheet(round_id: str, version: str) -> ResponseReturnValue:
    asked, _set = _asked(round_id, version)
    language = request.args.get("lang", ENGLISH.code)
    if not is_offered(language):
        abort(404)
    in_one_colour = request.args.get("colours") == "one"
    body = pdf_of(
        asked.question_set, version, asked.edition, language, in_one_colour, said_in(language), addresses_now()
    )
    response = Response(body, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{asked.question_set}-{version}-{language}.pdf"'
    return response


@typing.get("/<round_id>/<version>/type")
def begin(round_id: str, version: str) -> str:
    asked, question_set = _asked(round_id, version)
    return _page(asked, question_set, sheet_form(question_set, formdata=None, data={"sitting": str(uuid.uuid4())}))


@typing.post("/<round_id>/<version>/type")
def keep(round_id: str, version: str) -> ResponseReturnValue:
    asked, question_set = _asked(round_id, version)
    form = sheet_form(question_set)
    if not form.validate():
        return _page(asked, question_set, form), 422
    try:
        typed = delivery(
            db.session,
            asked,
            question_set,
            form.typed,
            Company(form.company.data) if form.company.data else None,
            _language(),
            form.digits.data,
            uuid.UUID(form.sitting.data),
            clock.now(),
        )
    except CardRefused:
        form.digits.errors = [_("These numbers open nothing here: the card was used, or a number is wrong.")]
        return _page(asked, question_set, form), 422
    finally:
        # A wrong guess was counted: that is kept, whatever comes after.
        db.session.commit()
    with receiving() as desk:
        receipt = receive(desk, typed, clock.now())
        desk.commit()
    if receipt is Receipt.CONFLICT:
        flash(_("This sheet was typed in before, with other answers. What was typed in first stands."))
    elif receipt is Receipt.SET_ASIDE:
        flash(_("It is kept but cannot be counted: it came too late, or its card was used meanwhile."))
    else:
        flash(_("The sheet is typed in. Put a mark on the paper, and take the next one."))
    return redirect(url_for("paper.typing.begin", round_id=round_id, version=version, lang=_language()), 303)


paper.register_blueprint(typing)


def _asked(round_id: str, version: str) -> tuple[Round, QuestionSet]:
    asked = db.get_or_abort(Round, round_id)
    question_set = sets_of(asked).get(version)
    if question_set is None or stage_of(asked, clock.today()) not in SHOWN:
        abort(404)
    return asked, question_set


def _language() -> str:
    """The language that was on the paper."""
    named = request.values.get("lang", ENGLISH.code)
    return named if is_offered(named) else ENGLISH.code


def _page(asked: Round, question_set: QuestionSet, form: SheetForm) -> str:
    return render_template(
        "paper/type.html", round=asked, question_set=question_set, form=form, language=_language(), languages=offered()
    )
