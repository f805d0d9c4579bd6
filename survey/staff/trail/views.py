"""The administrator's page of what staff did. It reads only; nothing in the house changes or removes an entry."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from survey.database import db
from survey.models import Role
from survey.staff.doors import door
from survey.staff.trail.entries import Deed
from survey.staff.trail.reading import choices, sheet

trail = Blueprint("trail", __name__, url_prefix="/trail")
trail.before_request(door(Role.ADMINISTRATOR))


@trail.get("/")
def index() -> str:
    wanted = request.args.get("deed", "")
    deed = Deed(wanted) if wanted in set(Deed) else None
    before = request.args.get("before", type=int)
    return render_template(
        "staff/trail.html", sheet=sheet(db.session, deed, before), deed=deed, before=before, choices=choices()
    )
