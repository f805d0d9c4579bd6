"""The recovery sheets: drawn, printed and given away once, and typed in again when a passphrase is lost."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import clock
from survey.database import db, writing
from survey.keys import boxes, recovery
from survey.keys import own as own
from survey.keys.boxes import ENTITLED
from survey.keys.forms import NewSheetsForm, RenewForm, TwoSheetsForm
from survey.keys.opening import opened
from survey.keys.recovery import SheetsDoNotOpen
from survey.keys.tables import Box, Recovery
from survey.models import Role
from survey.staff.doors import door
from survey.staff.trail.entries import Deed, note

# Lives inside the keys blueprint, whose headers and error pages it has.
sheets = Blueprint("sheets", __name__, url_prefix="/sheets")
sheets.before_request(
    door(Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY, Role.DESIGNATED_OFFICER, Role.ADVOCATE, Role.OFFICER)
)
# What is set up together with the first sheets.
AT_FIRST = (Box.SAFEGUARDING, Box.THOUGHTS)


@sheets.get("/")
def index() -> str:
    return _page(TwoSheetsForm(formdata=None))


@sheets.post("/draw")
def draw() -> ResponseReturnValue:
    """Three sheets to print. Nothing is kept yet: they are good for something once they come back as printed."""
    if g.staff.role not in ENTITLED[Box.SAFEGUARDING]:
        abort(404)
    if recovery.is_made(db.session) or not own.has_key(db.session, g.staff.id):
        return redirect(url_for("keys.sheets.index"), 303)
    form = NewSheetsForm(formdata=None)
    form.lay_out(recovery.draw())
    return _sheets_page(form, "keys.sheets.keep")


@sheets.post("/keep")
def keep() -> ResponseReturnValue:
    if g.staff.role not in ENTITLED[Box.SAFEGUARDING]:
        abort(404)
    form = NewSheetsForm()
    if not form.validate():
        return _again(form, "keys.sheets.keep")
    key = opened()
    with writing():
        if recovery.is_made(db.session):
            flash(_("Somebody else made sheets while you printed yours. Yours open nothing: shred them."))
            return redirect(url_for("keys.index"), 303)
        recovery.make(db.session, form.sheets)
        note(db.session, Deed.SHEETS_MADE, g.staff)
        # A key that has closed while they were printed sets up no box. Its page then asks for it, and offers the rest.
        for box in AT_FIRST:
            if key is not None and not boxes.is_set_up(db.session, box):
                boxes.make(db.session, box, key)
                note(db.session, Deed.BOX_MADE, g.staff)
        db.session.commit()
    flash(_("The three sheets are in force. Any two of them open the boxes; one alone opens nothing."))
    return redirect(url_for("keys.index"), 303)


@sheets.post("/use")
def use() -> ResponseReturnValue:
    """Two sheets that were typed, and where they are good, three new ones to print. Nothing is changed yet."""
    form = TwoSheetsForm()
    if not own.has_key(db.session, g.staff.id):
        return redirect(url_for("keys.sheets.index"), 303)
    if recovery.is_slowed(db.session, g.staff.id, clock.now()):
        form.validate()
        form.slow_down()
        return _page(form), 429
    if not form.validate():
        return _page(form), 422
    try:
        recovery.check(db.session, form.first.sheet, form.second.sheet)
    except SheetsDoNotOpen:
        with writing():
            _note_refusal()
        form.refuse()
        return _page(form), 403
    new = RenewForm(formdata=None, data={"first": form.first.data, "second": form.second.data})
    new.lay_out(recovery.draw())
    return _sheets_page(new, "keys.sheets.renew")


@sheets.post("/renew")
def renew() -> ResponseReturnValue:
    form = RenewForm()
    if not form.validate():
        return _again(form, "keys.sheets.renew")
    with writing():
        if not own.has_key(db.session, g.staff.id) or recovery.is_slowed(db.session, g.staff.id, clock.now()):
            return redirect(url_for("keys.sheets.index"), 303)
        try:
            held = recovery.use(db.session, form.first.sheet, form.second.sheet, g.staff.id, form.sheets)
        except SheetsDoNotOpen:
            _note_refusal()
            flash(_("Nothing was changed: somebody else made new sheets while you printed yours. Shred yours."))
            return redirect(url_for("keys.sheets.index"), 303)
        note(db.session, Deed.SHEETS_USED, g.staff)
        if held:
            note(db.session, Deed.LET_IN, g.staff, staff_id=g.staff.id)
        db.session.commit()
    if held:
        flash(_("You hold your boxes again."))
    flash(_("The three new sheets are in force. The old ones open nothing any more: shred them."))
    return redirect(url_for("keys.index"), 303)


def _note_refusal() -> None:
    """Count two wrong sheets, and leave a line of it; commits."""
    recovery.count_wrong(db.session, g.staff.id, clock.now())
    note(db.session, Deed.SHEETS_REFUSED, g.staff)
    db.session.commit()


def _again(form: NewSheetsForm, keeps: str) -> ResponseReturnValue:
    """The same sheets once more, where only the tick is missing; where they are not whole, nothing can be kept."""
    if form.is_whole:
        return _sheets_page(form, keeps), 422
    flash(_("Nothing was changed: the sheets did not come back whole. Begin again, and shred what you printed."))
    return redirect(url_for("keys.sheets.index"), 303)


def _page(form: TwoSheetsForm) -> str:
    return render_template(
        "keys/two-sheets.html",
        form=form,
        kept=db.session.get(Recovery, 1),
        has_key=own.has_key(db.session, g.staff.id),
        may_draw=g.staff.role in ENTITLED[Box.SAFEGUARDING],
    )


def _sheets_page(form: NewSheetsForm, keeps: str) -> str:
    return render_template(
        "keys/sheets.html",
        form=form,
        sheets=form.sheets,
        keeps=url_for(keeps),
        made=clock.today(),
        is_renewed=isinstance(form, RenewForm),
    )
