"""The administrator's page: who may sign in, who is signed in, and putting an end to either; and who works together."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import clock
from survey.database import db, writing
from survey.duty import readiness
from survey.keys import boxes
from survey.models import Role
from survey.staff import people
from survey.staff.doors import door
from survey.staff.forms import TeamForm
from survey.staff.people import NobodyOutside, OwnAccount, PersonUnknown, TeamTaken, TeamUnknown
from survey.staff.trail.entries import Deed, note

# Lives inside the staff blueprint, whose headers and error pages it has; the door is its own.
administration = Blueprint("administration", __name__, url_prefix="/people")
administration.before_request(door(Role.ADMINISTRATOR))


@administration.get("/")
def index() -> str:
    return _page(TeamForm(formdata=None))


@administration.post("/<int:person>/sign-out")
def end_sessions(person: int) -> ResponseReturnValue:
    with writing():
        try:
            name = people.end_sessions(db.session, person)
        except PersonUnknown:
            abort(404)
        note(db.session, Deed.SESSIONS_ENDED, g.staff, staff_id=person)
        db.session.commit()
    flash(_("%(name)s is signed out everywhere.", name=name))
    return redirect(url_for("staff.administration.index"), 303)


@administration.post("/<int:person>/deactivate")
def deactivate(person: int) -> ResponseReturnValue:
    with writing():
        try:
            name = people.deactivate(db.session, person, by=g.staff.id)
        except PersonUnknown:
            abort(404)
        except OwnAccount:
            flash(_("You cannot switch off your own account. Another administrator can."))
            return redirect(url_for("staff.administration.index"), 303)
        held = boxes.put_out(db.session, person)
        note(db.session, Deed.SWITCHED_OFF, g.staff, staff_id=person)
        if held:
            note(db.session, Deed.PUT_OUT, g.staff, staff_id=person)
        db.session.commit()
    flash(_("%(name)s can no longer sign in.", name=name))
    if held:
        flash(_("Their key is gone, and whatever children tell us from now on is locked with keys they never had."))
    if held and readiness.missing(db.session, clock.now()):
        flash(_("Children are not offered help now, because somebody is missing. Tell the safeguarding lead today."))
    return redirect(url_for("staff.administration.index"), 303)


@administration.post("/<int:person>/activate")
def activate(person: int) -> ResponseReturnValue:
    with writing():
        try:
            name = people.activate(db.session, person)
        except PersonUnknown:
            abort(404)
        note(db.session, Deed.SWITCHED_ON, g.staff, staff_id=person)
        db.session.commit()
    flash(_("%(name)s can sign in again.", name=name))
    return redirect(url_for("staff.administration.index"), 303)


@administration.post("/<int:person>/team")
def set_team(person: int) -> ResponseReturnValue:
    team = request.form.get("team", type=int)
    with writing():
        try:
            name = people.set_team(db.session, person, team)
        except (PersonUnknown, TeamUnknown):
            abort(404)
        except NobodyOutside:
            flash(_("Nothing was changed: all who read what children say to them would be in that team."))
            flash(_("Let somebody of another team into their box first, or give them no team."))
            return redirect(url_for("staff.administration.index"), 303)
        note(db.session, Deed.TEAM_CHANGED, g.staff, staff_id=person)
        db.session.commit()
    flash(_("The team of %(name)s is changed.", name=name))
    return redirect(url_for("staff.administration.index") + f"#person-{person}", 303)


@administration.post("/teams")
def add_team() -> ResponseReturnValue:
    form = TeamForm()
    if form.validate():
        with writing():
            try:
                people.add_team(db.session, form.team_name.data)
                note(db.session, Deed.TEAM_ADDED, g.staff)
                db.session.commit()
            except TeamTaken:
                form.refuse()
    if form.errors:
        return _page(form), 422
    flash(_("The team “%(name)s” is added.", name=form.team_name.data))
    return redirect(url_for("staff.administration.index") + "#teams", 303)


def _page(form: TeamForm) -> str:
    return render_template(
        "staff/people.html",
        people=people.everybody(db.session, clock.now()),
        teams=people.teams(db.session),
        form=form,
    )
