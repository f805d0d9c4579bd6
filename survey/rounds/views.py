"""The officer's rounds: all of them with their stage, setting one up, and changing what may still be changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from survey import clock
from survey.database import db, writing
from survey.duty import readiness
from survey.duty.readiness import Missing
from survey.models import FEWEST_ASKED, Role, Round
from survey.rounds import planning
from survey.rounds.asking import sets_in, sets_of
from survey.rounds.calendar import Stage, all_rounds, grace_ends, stage_of
from survey.rounds.choosing import choosing
from survey.rounds.forms import EndForm, NamedForm, PlanForm, day_in_words
from survey.rounds.planning import ENOUGH_FOR_SETTINGS, FIRST_SET, Caution, NameTaken, RoundFixed
from survey.rounds.settings import GROUPS, SETTINGS, Group
from survey.staff.doors import door
from survey.staff.pages import furnish
from survey.staff.trail.entries import Deed, note

rounds = Blueprint("rounds", __name__, url_prefix="/staff/rounds")
rounds.before_request(door(Role.OFFICER))
furnish(rounds)
rounds.register_blueprint(choosing)


@rounds.get("/")
def index() -> str:
    today = clock.today()
    listed = [(asked, stage_of(asked, today)) for asked in all_rounds(db.session)]
    return render_template("rounds/index.html", rounds=listed, grace_ends=grace_ends, missing=_missing())


@rounds.get("/new")
def begin() -> str:
    return _plan_page(PlanForm(_group_wanted(), clock.today(), not _missing(), formdata=None), None)


@rounds.post("/new")
def set_up() -> ResponseReturnValue:
    today = clock.today()
    form = PlanForm(_group_wanted(), today, not _missing())
    if not form.validate():
        return _plan_page(form, None), 422
    if unread := _unread(form, today):
        return _plan_page(form, None, unread)
    if not _is_kept(form, Deed.ROUND_PLANNED, lambda: planning.set_up(db.session, form.plan)):
        return _plan_page(form, None), 422
    flash(_("“%(name)s” is set up. Its first day is %(day)s.", name=form.plan.name, day=day_in_words(form.plan.opens)))
    return redirect(url_for("rounds.index"), 303)


def _group_wanted() -> Group:
    """The people whom the round is to ask."""
    wanted = request.values.get("set", FIRST_SET)
    if wanted not in GROUPS or not sets_in(wanted, None):
        abort(404)
    return GROUPS[wanted]


@rounds.get("/<round_id>")
def show(round_id: str) -> str:
    asked = db.get_or_abort(Round, round_id)
    today = clock.today()
    stage = stage_of(asked, today)
    if stage is Stage.PLANNED:
        return _plan_page(PlanForm(_group(asked), today, not _missing(), planning.plan_of(asked)), asked)
    if stage is Stage.OPEN:
        kept = {"name": asked.name, "closes": asked.closes}
        return _open_page(EndForm(asked.opens, today, formdata=None, data=kept), asked)
    return render_template("rounds/closed.html", round=asked, stage=stage, **_about(asked))


@rounds.post("/<round_id>")
def change(round_id: str) -> ResponseReturnValue:
    asked = db.get_or_abort(Round, round_id)
    today = clock.today()
    stage = stage_of(asked, today)
    try:
        if stage is Stage.PLANNED:
            return _change_plan(asked, today)
        # A plan for a round that is open was begun before it opened. To keep a part of it would say that all was kept.
        if stage is Stage.OPEN and "opens" not in request.form:
            return _change_end(asked, today)
    except RoundFixed:
        # Another officer changed it between our look at it and our turn to write.
        db.session.rollback()
    flash(_("Nothing was changed: this round has opened or closed since. Here is what can be changed now."))
    return redirect(url_for("rounds.show", round_id=round_id), 303)


def _change_plan(asked: Round, today: date) -> ResponseReturnValue:
    form = PlanForm(_group(asked), today, not _missing())
    if not form.validate():
        return _plan_page(form, asked), 422
    if unread := _unread(form, today):
        return _plan_page(form, asked, unread)
    if not _is_kept(
        form,
        Deed.ROUND_CHANGED,
        lambda: planning.change_plan(db.session, db.get_or_abort(Round, asked.id), form.plan, today),
    ):
        return _plan_page(form, asked), 422
    flash(_("“%(name)s” is changed. Its first day is %(day)s.", name=form.plan.name, day=day_in_words(form.plan.opens)))
    return redirect(url_for("rounds.index"), 303)


def _change_end(asked: Round, today: date) -> ResponseReturnValue:
    form = EndForm(asked.opens, today)
    if not form.validate():
        return _open_page(form, asked), 422
    name, closes = form.name.data, form.closes.data
    if not _is_kept(
        form,
        Deed.END_MOVED,
        lambda: planning.change_end(db.session, db.get_or_abort(Round, asked.id), name, closes, today),
    ):
        return _open_page(form, asked), 422
    flash(_("“%(name)s” is open until %(day)s.", name=name, day=day_in_words(closes)))
    return redirect(url_for("rounds.index"), 303)


def _is_kept(form: NamedForm, deed: Deed, keep: Callable[[], Round]) -> bool:
    """Whether the database took it, and the trail with it. Where it did not, the form says why."""
    with writing():
        try:
            note(db.session, deed, g.staff, round_id=keep().id)
            db.session.commit()
        except NameTaken:
            db.session.rollback()
            form.refuse_name()
        except IntegrityError:
            db.session.rollback()
            form.ask_again()
        else:
            return True
    return False


def _missing() -> tuple[Missing, ...]:
    """What is still to be put in place before a child who asks for help would reach a person."""
    return readiness.missing(db.session, clock.now())


def _unread(form: PlanForm, today: date) -> frozenset[Caution]:
    """Everything to be told before the plan is kept, if any of it has not been on this officer's screen yet."""
    cautions = form.plan.cautions(today)
    if cautions <= form.cautions_seen:
        return frozenset()
    form.show_cautions(cautions)
    return cautions


def _group(asked: Round) -> Group:
    return GROUPS[asked.question_set]


def _about(asked: Round) -> dict[str, Any]:
    """What every page about one round speaks of."""
    return {"names": SETTINGS, "grace_ends": grace_ends, "group": _group(asked), "versions": sets_of(asked).values()}


def _plan_page(form: PlanForm, asked: Round | None, cautions: frozenset[Caution] = frozenset()) -> str:
    question_set = form.group.question_set
    return render_template(
        "rounds/plan.html",
        form=form,
        round=asked,
        cautions=cautions,
        fewest=FEWEST_ASKED,
        enough=ENOUGH_FOR_SETTINGS,
        missing=_missing(),
        names=SETTINGS,
        group=form.group,
        groups=[group for group in GROUPS.values() if sets_in(group.question_set, None)],
        versions=sets_in(question_set, asked.edition if asked else None).values(),
    )


def _open_page(form: EndForm, asked: Round) -> str:
    return render_template("rounds/open.html", form=form, round=asked, missing=_missing(), **_about(asked))
