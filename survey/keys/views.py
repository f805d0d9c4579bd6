"""A person's key and their boxes: making, opening and shutting the one, and letting colleagues into the others."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import clock
from survey.database import db, writing
from survey.keys import boxes, recovery
from survey.keys import own as own
from survey.keys.boxes import ENTITLED, FOUNDERS, Colleague, NotAHolder, NotEntitled, RecoveryMissing
from survey.keys.forms import ChangeForm, MakeForm, OpenForm
from survey.keys.opening import Refusal, open_here, opened, show
from survey.keys.own import KeyChanged, OpenKey, TooManyTries
from survey.keys.sheets import sheets
from survey.keys.tables import Box, OwnKey
from survey.models import Role, Staff
from survey.passphrases import SHORTEST_PASSPHRASE
from survey.staff.doors import TOKEN, door, leads_inside
from survey.staff.pages import furnish
from survey.staff.passwords import matches
from survey.staff.trail.entries import Deed, note

keys = Blueprint("keys", __name__, url_prefix="/staff/keys")
keys.before_request(
    door(Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY, Role.DESIGNATED_OFFICER, Role.ADVOCATE, Role.OFFICER)
)
furnish(keys)
keys.register_blueprint(sheets)


@dataclass(frozen=True)
class Shelf:
    """A box as one person sees it: whether it was ever set up, and everybody who may hold it."""

    box: Box
    is_set_up: bool
    may_set_up: bool
    people: list[Colleague]

    @property
    def is_mine(self) -> bool:
        return any(each.holds for each in self.people if each.id == g.staff.id)

    @property
    def holders(self) -> list[Colleague]:
        return [each for each in self.people if each.holds]

    @property
    def others(self) -> list[Colleague]:
        """Colleagues who do not hold it."""
        return [each for each in self.people if not each.holds and each.id != g.staff.id]


@keys.get("/")
def index() -> str:
    wanted = request.args.get("next")
    return _page(OpenForm(formdata=None, next=wanted if leads_inside(wanted) else None))


@keys.post("/open")
def open_key() -> ResponseReturnValue:
    form = OpenForm()
    if not form.validate():
        return _page(form), 422
    refusal = open_here(form.passphrase.data)
    if refusal is Refusal.SLOWED:
        form.slow_down()
        return _page(form), 429
    if refusal is Refusal.WRONG:
        form.refuse()
        return _page(form), 403
    wanted = form.next.data
    return redirect(wanted if leads_inside(wanted) else url_for("keys.index"), 303)


@keys.post("/shut")
def shut() -> ResponseReturnValue:
    with writing():
        own.shut(db.session, session[TOKEN])
        db.session.commit()
    flash(_("Your key is closed in this browser."))
    return redirect(url_for("keys.index"), 303)


@keys.get("/new")
def begin() -> str:
    return _make_page(MakeForm(not own.has_key(db.session, g.staff.id), formdata=None))


@keys.post("/new")
def make() -> ResponseReturnValue:
    form = MakeForm(not own.has_key(db.session, g.staff.id))
    if not form.validate():
        return _make_page(form), 422
    if _is_own_password(form.passphrase.data):
        form.refuse_password()
        return _make_page(form), 422
    fresh = own.draw(form.passphrase.data)
    with writing():
        if "understood" not in form and own.has_key(db.session, g.staff.id):
            # Made in another window meanwhile. To put it aside without a word would shut what it opens.
            return redirect(url_for("keys.index"), 303)
        key = boxes.begin_anew(db.session, g.staff.id, fresh)
        own.keep_open(db.session, key, session[TOKEN], clock.now())
        note(db.session, Deed.KEY_MADE, g.staff, staff_id=g.staff.id)
        db.session.commit()
    flash(_("Your key is made, and open in this browser."))
    return redirect(url_for("keys.index"), 303)


@keys.get("/passphrase")
def ask() -> str:
    return _passphrase_page(ChangeForm(formdata=None))


@keys.post("/passphrase")
def change() -> ResponseReturnValue:
    form = ChangeForm()
    if not form.validate():
        return _passphrase_page(form), 422
    key = show(form.present.data)
    if isinstance(key, Refusal):
        form.refuse(key is Refusal.SLOWED)
        return _passphrase_page(form), 429 if key is Refusal.SLOWED else 403
    if _is_own_password(form.passphrase.data):
        form.refuse_password()
        return _passphrase_page(form), 422
    wrapped = own.rewrap(key, form.passphrase.data)
    with writing():
        try:
            own.change_passphrase(db.session, key, wrapped)
            own.keep_open(db.session, key, session[TOKEN], clock.now())
        except TooManyTries:
            form.refuse(is_slowed=True)
            return _passphrase_page(form), 429
        except KeyChanged:
            flash(_("Nothing was changed: your key or its passphrase was changed in another window meanwhile."))
            return redirect(url_for("keys.index"), 303)
        note(db.session, Deed.PASSPHRASE_CHANGED, g.staff, staff_id=g.staff.id)
        db.session.commit()
    flash(_("Your passphrase is changed."))
    return redirect(url_for("keys.index"), 303)


@keys.post("/set-up")
def set_up() -> ResponseReturnValue:
    box, key = _box(), opened()
    if box is not None and key is not None:
        with writing():
            try:
                if not boxes.is_set_up(db.session, box):
                    boxes.make(db.session, box, key)
                    note(db.session, Deed.BOX_MADE, g.staff)
                    flash(_("The box is set up, and you hold its key."))
            except (NotEntitled, RecoveryMissing):
                flash(_("You cannot set this box up."))
            else:
                db.session.commit()
    return _back(key)


@keys.post("/let-in")
def let_in() -> ResponseReturnValue:
    box, key = _box(), opened()
    person = request.form.get("person", type=int)
    if not request.form.get("spoken"):
        flash(_("Nobody was let in. Speak with them first, then tick that you have."))
        return redirect(url_for("keys.index"), 303)
    if box is not None and key is not None:
        with writing():
            them = next((each for each in boxes.colleagues(db.session, box) if each.id == person), None)
            if them is None or them.sign is None or them.sign != request.form.get("sign"):
                flash(_("Nobody was let in: their key has changed since this page was shown. Speak with them again."))
            else:
                _let_in(box, them, key)
    return _back(key)


def _let_in(box: Box, them: Colleague, key: OpenKey) -> None:
    try:
        boxes.let_in(db.session, box, them.id, key)
        note(db.session, Deed.LET_IN, g.staff, staff_id=them.id)
        db.session.commit()
    except (NotAHolder, NotEntitled):
        db.session.rollback()
        flash(_("Nobody was let in: one of you may not hold this box."))
    else:
        flash(_("%(name)s is let in.", name=them.name))


def _box() -> Box | None:
    """The box a form speaks of; None where there is none of that name."""
    return next((box for box in Box if box == request.form.get("box")), None)


def _back(key: OpenKey | None) -> ResponseReturnValue:
    if key is None:
        flash(_("Open your key first."))
    return redirect(url_for("keys.index"), 303)


def _is_own_password(passphrase: str) -> bool:
    """Whether it is what they sign in with, which somebody else can change, and so must open nothing here."""
    kept = db.session.get_one(Staff, g.staff.id).password_hash
    db.session.rollback()
    return matches(passphrase, kept)


def _page(form: OpenForm) -> str:
    mine = db.session.get(OwnKey, g.staff.id)
    until = own.open_until(db.session, session[TOKEN], clock.now())
    return render_template(
        "keys/index.html",
        form=form,
        mine=mine,
        sign=own.sign_of(mine.public) if mine else None,
        until=clock.local(until) if until else None,
        shelves=[_shelf(box) for box in Box if g.staff.role in ENTITLED[box]],
        has_sheets=recovery.is_made(db.session),
        may_draw=g.staff.role in ENTITLED[Box.SAFEGUARDING],
    )


def _shelf(box: Box) -> Shelf:
    return Shelf(
        box,
        boxes.is_set_up(db.session, box),
        g.staff.role in FOUNDERS[box],
        list(boxes.colleagues(db.session, box)),
    )


def _make_page(form: MakeForm) -> str:
    alone = [box for box in Box if boxes.holders(db.session, box) == {g.staff.id}]
    return render_template("keys/make.html", form=form, shortest=SHORTEST_PASSPHRASE, alone=alone)


def _passphrase_page(form: ChangeForm) -> str:
    return render_template("keys/passphrase.html", form=form, shortest=SHORTEST_PASSPHRASE)
