"""Finding what a young person may ask to see, handing it out, and erasing it. Nothing typed here is in an address."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import clock
from survey.database import db, forget_order, writing
from survey.keys import own
from survey.keys.boxes import NotAHolder
from survey.keys.sealing import SealBroken
from survey.safeguarding import desk, leaving, worries
from survey.safeguarding.actions import READING
from survey.safeguarding.forms import EraseForm, FindForm
from survey.safeguarding.leaving import Found, ReadByNobodyElse, Reason, StillOpen
from survey.safeguarding.page import told_history, worry_page
from survey.safeguarding.tables import Worry
from survey.safeguarding.wording import language_in_words
from survey.staff.doors import door
from survey.staff.trail.entries import Deed, note

departures = Blueprint("departures", __name__)
departures.before_request(door(*READING))


@departures.get("/find")
def ask_for_name() -> str:
    return _find_page(FindForm(formdata=None), None)


@departures.post("/find")
def find_by_name() -> ResponseReturnValue:
    form = FindForm()
    key = desk.open_key()
    if key is None or not form.validate():
        return _find_page(form, None), 409 if key is None else 422
    # Opening them all takes a while: it is noted after, and still before anything of it is shown.
    found = leaving.find_by_name(db.session, g.staff, key, form.name.data, clock.now())
    with writing():
        note(db.session, Deed.WORRIES_SEARCHED, g.staff)
        db.session.commit()
    return _find_page(form, found)


@departures.post("/<worry_id>/hand-out")
def hand_out(worry_id: str) -> ResponseReturnValue:
    """Everything that is kept of it: as a file, or as a page to print."""
    key = desk.open_key()
    if key is None or not worries.has_seen(db.session, desk.worry_or_abort(worry_id), g.staff.id):
        flash(_("Open it and read it first."))
        return redirect(url_for("worries.show", worry_id=worry_id), 303)
    with writing():
        worry = desk.worry_or_abort(worry_id)
        try:
            handed = leaving.hand_out(db.session, worry, g.staff, key, clock.now())
        except (NotAHolder, SealBroken):
            return redirect(url_for("worries.show", worry_id=worry_id), 303)
        db.session.commit()
    if request.form.get("as") == "file":
        return _file(handed)
    worry = desk.worry_or_abort(worry_id)
    telling = worries.read(db.session, worry, key)
    return render_template(
        "safeguarding/handed-out.html",
        worry=worry,
        line=worries.line(db.session, worry, clock.now()),
        telling=telling,
        language=language_in_words(telling.language),
        done=told_history(worry, key)[::-1],
    )


@departures.post("/<worry_id>/erase")
def erase(worry_id: str) -> ResponseReturnValue:
    worry = desk.worry_or_abort(worry_id)
    form = EraseForm()
    if not form.validate():
        return worry_page(worry, form), 422
    with writing():
        worry = desk.worry_or_abort(worry_id)
        refused = _erase(worry, Reason(form.reason.data))
        if not refused:
            db.session.commit()
    if refused:
        flash(refused)
        return redirect(url_for("worries.show", worry_id=worry_id), 303)
    if forget_order():
        flash(_("Erased, with everything that was written about it. That it was stays in the trail; the head is told."))
    else:
        flash(_("Erased. Its last traces leave the disk with tonight’s clearing up."))
    return redirect(url_for("worries.ended"), 303)


def _erase(worry: Worry, reason: Reason) -> str:
    """Why it was not erased; nothing where it was."""
    refused = str(_("Only a worry that you have read, and that is closed, can be erased."))
    if not worries.has_seen(db.session, worry, g.staff.id):
        return refused
    try:
        leaving.erase(db.session, worry, g.staff, reason, clock.now())
    except StillOpen:
        return refused
    except ReadByNobodyElse:
        return str(
            _("Nobody but you has read this. Ask a colleague to read it, or wait until it has been closed 28 days.")
        )
    return ""


def _find_page(form: FindForm, found: Found | None) -> str:
    return render_template(
        "safeguarding/find.html",
        form=form,
        found=found,
        is_open=desk.open_key() is not None,
        has_key=own.has_key(db.session, g.staff.id),
    )


def _file(handed: dict[str, Any]) -> Response:
    asked = str(handed["worry"]["asked"])[:10]
    response = Response(json.dumps(handed, ensure_ascii=False, indent=2), mimetype="application/json")
    # The file's name says when, and nobody's name: it is seen in lists of downloads.
    response.headers["Content-Disposition"] = f'attachment; filename="heard-{asked}.json"'
    return response
