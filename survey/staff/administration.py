"""The administrator's page: who may sign in, who is signed in, and putting an end to either."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import clock
from survey.database import db, writing
from survey.models import Role
from survey.staff import people
from survey.staff.doors import door
from survey.staff.people import OwnAccount, PersonUnknown
from survey.staff.trail.entries import Deed, note

# Lives inside the staff blueprint, whose headers and error pages it has; the door is its own.
administration = Blueprint("administration", __name__, url_prefix="/people")
administration.before_request(door(Role.ADMINISTRATOR))


@administration.get("/")
def index() -> str:
    return render_template("staff/people.html", people=people.everybody(db.session, clock.now()))


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
        note(db.session, Deed.SWITCHED_OFF, g.staff, staff_id=person)
        db.session.commit()
    flash(_("%(name)s can no longer sign in.", name=name))
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
