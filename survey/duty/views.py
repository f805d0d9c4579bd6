"""When messages are read, by whom not, whom alerts reach, and what children are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import clock
from survey.database import db, writing
from survey.duty import planning, readiness
from survey.duty.calendar import calendar
from survey.duty.forms import AbsenceForm, ClosedDayForm, HoursForm, clock_of, in_words
from survey.duty.promise import promise
from survey.duty.readiness import Missing
from survey.models import Role
from survey.safeguarding import worries
from survey.staff.doors import door
from survey.staff.pages import furnish
from survey.staff.trail.entries import Deed, note

EDITORS = (Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY)

# A letter that takes longer than this is no hiccup of the mail server: somebody must be rung.
LONG_UNSENT = timedelta(hours=1)

duty = Blueprint("duty", __name__, url_prefix="/staff/duty")
duty.before_request(door(*EDITORS, Role.HEAD_OF_SERVICE, Role.DESIGNATED_OFFICER))
furnish(duty)
# What changes the calendar, with a door of its own.
changing = Blueprint("changing", __name__)
changing.before_request(door(*EDITORS))


@dataclass
class Forms:
    """The page's three forms: whichever came back with something wrong, and fresh ones."""

    hours: HoursForm | None = None
    closed: ClosedDayForm | None = None
    absence: AbsenceForm | None = None


@duty.get("/")
def index() -> str:
    return _page(Forms())


@changing.post("/hours")
def set_hours() -> ResponseReturnValue:
    form = HoursForm()
    if not form.validate():
        return _page(Forms(hours=form)), 422
    with writing():
        planning.set_hours(db.session, form.hours)
        note(db.session, Deed.DUTY_CHANGED, g.staff)
        db.session.commit()
    flash(_("The reading hours are saved."))
    return redirect(url_for("duty.index"), 303)


@changing.post("/closed")
def close_day() -> ResponseReturnValue:
    form = ClosedDayForm(_today())
    if not form.validate():
        return _page(Forms(closed=form)), 422
    with writing():
        planning.close_day(db.session, form.day.data)
        note(db.session, Deed.DUTY_CHANGED, g.staff)
        db.session.commit()
    flash(_("The closed day is saved."))
    return redirect(url_for("duty.index"), 303)


@changing.post("/closed/remove")
def open_day() -> ResponseReturnValue:
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        abort(404)
    with writing():
        planning.open_day(db.session, day)
        note(db.session, Deed.DUTY_CHANGED, g.staff)
        db.session.commit()
    flash(_("The closed day is taken off the list."))
    return redirect(url_for("duty.index"), 303)


@changing.post("/away")
def note_absence() -> ResponseReturnValue:
    form = _absence_form()
    if not form.validate():
        return _page(Forms(absence=form)), 422
    with writing():
        planning.note_absence(db.session, form.person.data, form.first.data, form.last.data)
        note(db.session, Deed.DUTY_CHANGED, g.staff, staff_id=form.person.data)
        db.session.commit()
    flash(_("The absence is saved."))
    return redirect(url_for("duty.index"), 303)


@changing.post("/away/remove")
def end_absence() -> ResponseReturnValue:
    with writing():
        planning.end_absence(db.session, request.form.get("absence", 0, type=int))
        note(db.session, Deed.DUTY_CHANGED, g.staff)
        db.session.commit()
    flash(_("The absence is taken off the list."))
    return redirect(url_for("duty.index"), 303)


@changing.post("/test")
def send_tests() -> ResponseReturnValue:
    with writing():
        sent = planning.send_tests(db.session, clock.now())
        if sent:
            note(db.session, Deed.ALERT_TESTED, g.staff)
        db.session.commit()
    if sent:
        flash(_("Test alerts are on their way. Each of those people should find one in their e-mail within a minute."))
    else:
        flash(_("There is nobody to send one to: all are on their way, or nobody has an account yet."))
    return redirect(url_for("duty.index") + "#tests", 303)


# Only now, when its routes are there.
duty.register_blueprint(changing)


def _today() -> date:
    """The council's day, which in summer begins an hour before the world's."""
    return clock.local(clock.now()).date()


def _absence_form(**words: Any) -> AbsenceForm:
    return AbsenceForm(_today(), [(number, name) for number, name, _role in planning.people(db.session)], **words)


def _page(forms: Forms) -> str:
    now, today, worked = clock.now(), _today(), calendar(db.session)
    said = promise(db.session, now)
    return render_template(
        "duty/index.html",
        hours=forms.hours or HoursForm(worked.hours),
        closed=forms.closed or ClosedDayForm(today, formdata=None),
        absence=forms.absence or _absence_form(formdata=None),
        closed_days=planning.closed_days(db.session, today),
        absences=planning.absences(db.session, today),
        unread_days=planning.unread_days(worked, today),
        tests=planning.tests(db.session),
        said=said,
        hours_said=[(in_words(days), clock_of(opens), clock_of(closes)) for days, opens, closes in said.hours],
        missing=readiness.missing(db.session, now),
        unsent=worries.unsent(db.session, g.staff, now, LONG_UNSENT),
        everything=list(Missing),
        local=clock.local,
        may_change=g.staff.role in EDITORS,
        today=today,
    )
