"""What somebody does about a worry on its page. Everything here asks for a worry that they have opened and read."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import clock
from survey.database import db, writing
from survey.keys.boxes import BoxMissing, NotAHolder
from survey.keys.tables import Box
from survey.models import Role
from survey.safeguarding import desk, steps, worries
from survey.safeguarding.forms import CloseForm, DecisionForm, HideForm, NoteForm, PassForm, StepForm
from survey.safeguarding.page import teams, worry_page
from survey.safeguarding.steps import Decision, NobodyThere, Told
from survey.safeguarding.tables import Worry
from survey.staff.doors import door

READING = (Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY, Role.DESIGNATED_OFFICER, Role.ADVOCATE)

# Lives inside the blueprint of worries; its door leaves out the head of service, who reads none.
actions = Blueprint("actions", __name__)
actions.before_request(door(*READING))


@actions.post("/<worry_id>/decide")
def decide(worry_id: str) -> ResponseReturnValue:
    form = DecisionForm()

    def act(worry: Worry) -> None:
        steps.decide(db.session, worry, g.staff, Decision(form.decision.data), _words(form), clock.now())

    return _do(worry_id, form, act, _("Your decision is written down."))


@actions.post("/<worry_id>/note")
def add_note(worry_id: str) -> ResponseReturnValue:
    form = NoteForm()

    def act(worry: Worry) -> None:
        steps.add_note(db.session, worry, g.staff, _words(form), clock.now())

    return _do(worry_id, form, act, _("Your note is added."))


@actions.post("/<worry_id>/close")
def close(worry_id: str) -> ResponseReturnValue:
    form = CloseForm()

    def act(worry: Worry) -> None:
        steps.close(db.session, worry, g.staff, _words(form), clock.now(), Told(form.told.data))

    worry = desk.worry_or_abort(worry_id)
    if worry.decided is None:
        return _sent_back(worry, form, _("First decide what will be done. Then it can be closed."))
    return _do(worry_id, form, act, _("Closed. It stays under “Ended”."))


@actions.post("/<worry_id>/reopen")
def reopen(worry_id: str) -> ResponseReturnValue:
    def act(worry: Worry) -> None:
        steps.reopen(db.session, worry, g.staff, clock.now())

    return _do(worry_id, None, act, _("Open again."), is_closed=True)


@actions.post("/<worry_id>/hide")
def hide(worry_id: str) -> ResponseReturnValue:
    """For the designated officer: who works beside the person it is about must not learn of it."""
    form = HideForm(teams())

    def act(worry: Worry) -> None:
        steps.hide_from(db.session, worry, g.staff, form.team_id)

    worry = desk.worry_or_abort(worry_id)
    if g.staff.role is not Role.DESIGNATED_OFFICER:
        return _sent_back(worry, None, _("Only the designated officer hides a worry from a team."))
    return _do(worry_id, form, act, _("Whom it is hidden from is changed."), is_closed=worry.closed is not None)


@actions.post("/<worry_id>/pass-on")
def pass_on(worry_id: str) -> ResponseReturnValue:
    worry = desk.worry_or_abort(worry_id)
    form = PassForm(worries.box_of(db.session, worry))
    key = desk.open_key()
    if key is None:
        return _sent_back(worry, form, _("Your key has closed. Open it, then pass this on."))

    def act(worry: Worry) -> None:
        steps.pass_on(db.session, worry, g.staff, Box(form.to.data), key, clock.now())

    # To whoever passes it on its page is no longer there: the list is.
    said = _("It is passed on, and they are being fetched. You do not see it any more.")
    try:
        return _do(worry_id, form, act, said, leads_to=url_for("worries.index"))
    except (NobodyThere, BoxMissing, NotAHolder):
        db.session.rollback()
        form.to.errors = [_("Nobody could read it there. Choose somebody else, or ring them.")]
        return worry_page(desk.worry_or_abort(worry_id), form), 422


def _do(
    worry_id: str,
    form: StepForm | None,
    act: Callable[[Worry], None],
    said: str,
    is_closed: bool = False,
    leads_to: str = "",
) -> ResponseReturnValue:
    """Check what was typed, act in the writing turn, and lead on. ``is_closed``: it is for worries that are."""
    worry = desk.worry_or_abort(worry_id)
    if form is not None and not form.validate():
        return worry_page(worry, form), 422
    with writing():
        # Somebody else may have closed it, passed it on or hidden it meanwhile.
        worry = desk.worry_or_abort(worry_id)
        refused = _why_not(worry, is_closed)
        if not refused:
            act(worry)
            db.session.commit()
    if refused:
        return _sent_back(worry, form, refused)
    flash(said)
    return redirect(leads_to or url_for("worries.show", worry_id=worry_id), 303)


def _why_not(worry: Worry, is_closed: bool) -> str:
    if not worries.has_seen(db.session, worry, g.staff.id):
        return str(_("Open it and read it first."))
    if (worry.closed is not None) != is_closed:
        return str(_("Somebody closed it meanwhile.") if worry.closed else _("Somebody opened it again meanwhile."))
    return ""


def _sent_back(worry: Worry, form: StepForm | None, said: str) -> ResponseReturnValue:
    """The page again, with what was typed and why it was not done."""
    flash(said)
    return worry_page(worry, form), 409


def _words(form: StepForm) -> str:
    return str(form["words"].data or "").strip()
