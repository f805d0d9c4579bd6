"""The page of what staff did, for administrators and for the head of service, to whom these answer for what they did.

It reads only; nothing in the house changes or removes an entry.
"""

from __future__ import annotations

from flask import Blueprint, render_template, request

from survey.database import db
from survey.models import Role
from survey.staff.doors import door
from survey.staff.trail.entries import Deed
from survey.staff.trail.reading import choices, sheet
from survey.staff.trail.wording import WORDS

trail = Blueprint("trail", __name__, url_prefix="/trail")
trail.before_request(door(Role.ADMINISTRATOR, Role.HEAD_OF_SERVICE))


@trail.get("/")
def index() -> str:
    wanted = request.args.get("deed", "")
    deed = Deed(wanted) if wanted in WORDS else None
    before = request.args.get("before", type=int)
    return render_template(
        "staff/trail.html", sheet=sheet(db.session, deed, before), deed=deed, before=before, choices=choices()
    )
