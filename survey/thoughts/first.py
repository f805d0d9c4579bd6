"""The pages of those who read thoughts first, before anybody else: pass on, or keep back."""

from __future__ import annotations

import uuid

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from questions.bank import themes
from survey import clock
from survey.database import db, writing
from survey.keys.boxes import BoxMissing
from survey.keys.own import OpenKey
from survey.keys.tables import Box
from survey.models import Role
from survey.safeguarding import worries
from survey.staff.doors import door
from survey.staff.trail.entries import Deed, note
from survey.thoughts import desk, piles, reading
from survey.thoughts.reading import NotWaiting, Reading, Why
from survey.thoughts.tables import Stage

READERS = (Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY)
UNPASSED = (Stage.WAITING, Stage.KEPT_BACK, Stage.SET_ASIDE)

# Lives inside the blueprint of thoughts, whose headers and error pages it has; the door is its own.
first = Blueprint("first", __name__, url_prefix="/first")
first.before_request(door(*READERS))


@first.post("/read")
def read() -> ResponseReturnValue:
    with writing():
        key = desk.key_at_hand(Box.SAFEGUARDING)
        shown = _next(key, request.form.get("last"))
        db.session.commit()
    return _page(shown)


@first.post("/<thought_id>/pass-on")
def pass_on(thought_id: str) -> ResponseReturnValue:
    with writing():
        key = desk.key_at_hand(Box.SAFEGUARDING)
        try:
            reading.pass_on(db.session, desk.thought_or_404(thought_id, *Stage), key)
        except NotWaiting:
            return _somebody_else_did()
        except BoxMissing:
            flash(_("Nothing was passed on: no officer has a key yet, so nobody could read it."))
            return redirect(url_for("thoughts.index"), 303)
        note(db.session, Deed.THOUGHT_PASSED, g.staff, thought_id=thought_id)
        shown = _next(key, thought_id)
        db.session.commit()
    return _page(shown, _("It is passed on to the officers. Here is the next."))


@first.post("/<thought_id>/keep-back")
def keep_back(thought_id: str) -> ResponseReturnValue:
    with writing():
        key = desk.key_at_hand(Box.SAFEGUARDING)
        try:
            reading.keep_back(db.session, desk.thought_or_404(thought_id, *Stage), key)
        except NotWaiting:
            return _somebody_else_did()
        note(db.session, Deed.THOUGHT_KEPT_BACK, g.staff, thought_id=thought_id)
        shown = _next(key, thought_id)
        db.session.commit()
    return _page(shown, _("It is kept back. Here is the next."))


@first.post("/<thought_id>/raise")
def raise_as_worry(thought_id: str) -> ResponseReturnValue:
    """Make a worry of a thought: somebody must decide about it by a certain time, and is fetched if they do not."""
    with writing():
        key = desk.key_at_hand(Box.SAFEGUARDING)
        thought = desk.thought_or_404(thought_id, *UNPASSED)
        worry_id = str(uuid.uuid4())
        telling = reading.move_out(db.session, thought, key, _("Nobody knows: it was told without a name"))
        worries.raise_worry(db.session, telling, worry_id, True, None, clock.now())
        note(db.session, Deed.THOUGHT_RAISED, g.staff, thought_id=thought_id)
        db.session.commit()
    flash(_("It is a worry now, and waits here for a decision."))
    return redirect(url_for("worries.index"), 303)


@first.post("/set-aside")
def set_aside() -> ResponseReturnValue:
    """Clear the pile of all that came without a card and nobody has read, where somebody sends thousands."""
    with writing():
        desk.insist_on_holding(Box.SAFEGUARDING)
        moved = reading.set_aside(db.session)
        if moved:
            note(db.session, Deed.THOUGHTS_SET_ASIDE, g.staff)
        db.session.commit()
    flash(ngettext("%(num)s is set aside.", "%(num)s are set aside.", moved))
    return redirect(url_for("thoughts.index"), 303)


def _next(key: OpenKey, last: str | None) -> Reading | None:
    """The next thought of the pile that is being read, noted in the trail."""
    drawn = piles.next_first(db.session, _stage(), key, desk.seed(), last)
    if drawn is None:
        return None
    return reading.read(db.session, desk.thought_or_404(drawn, *UNPASSED), key, Why.FIRST, g.staff)


def _stage() -> Stage:
    said = request.form.get("stage")
    return next((stage for stage in UNPASSED if stage == said), Stage.WAITING)


def _page(shown: Reading | None, done: str | None = None) -> ResponseReturnValue:
    if shown is None:
        flash(_("There is no other to read."))
        return redirect(url_for("thoughts.index"), 303)
    return render_template("thoughts/first.html", thought=shown, stage=_stage(), done=done, themes=themes())


def _somebody_else_did() -> ResponseReturnValue:
    flash(_("Somebody else has passed this one on already."))
    return redirect(url_for("thoughts.index"), 303)
