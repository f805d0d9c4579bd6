"""What waits for somebody: the list, and one worry, opened with its reader's own key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import SQLAlchemyError

from survey import clock
from survey.database import db, writing
from survey.keys import own
from survey.keys.boxes import NotAHolder
from survey.keys.opening import Refusal
from survey.keys.opening import show as show_key
from survey.keys.own import TooManyTries
from survey.keys.sealing import SealBroken
from survey.models import Role
from survey.safeguarding import desk, steps, worries
from survey.safeguarding.actions import actions
from survey.safeguarding.departures import departures
from survey.safeguarding.forms import PassphraseForm
from survey.safeguarding.page import phrases, worry_page
from survey.staff.doors import TOKEN, door
from survey.staff.pages import furnish

ROLES = (
    Role.SAFEGUARDING_LEAD,
    Role.SAFEGUARDING_DEPUTY,
    Role.DESIGNATED_OFFICER,
    Role.ADVOCATE,
    Role.HEAD_OF_SERVICE,
)

# So many without a card on one page of the list.
LINES = 50

worries_pages = Blueprint("worries", __name__, url_prefix="/staff/worries")
worries_pages.before_request(door(*ROLES, unnoticed=("worries.count",)))
furnish(worries_pages)
worries_pages.context_processor(phrases)
worries_pages.register_blueprint(departures)
worries_pages.register_blueprint(actions)


@worries_pages.app_context_processor
def tell_how_many_wait() -> dict[str, Callable[[], dict[str, Any] | None]]:
    """For the frame of every staff page: how many wait, for those who may know."""
    return {"worries_waiting": waiting_in_words}


def waiting_in_words() -> dict[str, Any] | None:
    """How many worries wait for whoever is signed in, as a number and in words; None for those who hear of none."""
    staff = g.get("staff")
    if staff is None or staff.role not in ROLES:
        return None
    try:
        count = worries.waiting_count(db.session, staff)
    except SQLAlchemyError:
        # The page that says that something broke must not break for the same reason.
        db.session.rollback()
        return None
    words = ngettext("%(num)s waits for a decision", "%(num)s wait for a decision", count)
    return {"count": count, "words": words if count else _("none waits for a decision")}


@worries_pages.get("/")
def index() -> str:
    now = clock.now()
    lines = worries.waiting(db.session, g.staff, now)
    undecided = [line for line in lines if line.decided is None]
    without_card = [line for line in undecided if not line.has_card]
    # Strangers may have left thousands: the list must open on a phone, and every one of them must be found in it.
    last = max(1, -(-len(without_card) // LINES))
    page = min(max(request.args.get("page", 1, type=int), 1), last)
    return render_template(
        "safeguarding/index.html",
        count=len(undecided),
        with_card=[line for line in undecided if line.has_card],
        without_card=without_card[(page - 1) * LINES : page * LINES],
        without_card_count=len(without_card),
        page=page,
        last=last,
        under_way=[line for line in lines if line.decided is not None],
        around=desk.around(db.session, g.staff, now),
    )


@worries_pages.get("/ended")
def ended() -> str:
    return render_template("safeguarding/ended.html", lines=worries.ended(db.session, g.staff, clock.now()))


@worries_pages.get("/count")
def count() -> dict[str, Any]:
    """For the frame's script. It asks by itself, so this is no use of the session."""
    waiting = waiting_in_words() or {"count": 0, "words": ""}
    return {**waiting, "is_open": desk.open_until() is not None}


@worries_pages.get("/<worry_id>")
def show(worry_id: str) -> ResponseReturnValue:
    return worry_page(desk.worry_or_abort(worry_id))


@worries_pages.post("/<worry_id>/read")
def read(worry_id: str) -> ResponseReturnValue:
    """Open one's key where it is shut, and write down that one reads this."""
    worry = desk.worry_or_abort(worry_id)
    form = PassphraseForm()
    key = desk.open_key()
    is_shut = key is None
    if key is None:
        if not form.validate():
            return worry_page(worry, form), 422
        # Outside of the writing turn: it takes a tenth of a second, and children's answers must not wait for it.
        shown = show_key(form.passphrase.data or "")
        if isinstance(shown, Refusal):
            return _refused(worry_id, form, shown)
        key = shown
    with writing():
        worry = desk.worry_or_abort(worry_id)
        try:
            if is_shut:
                own.keep_open(db.session, key, session[TOKEN], clock.now())
            worries.read(db.session, worry, key)
            steps.note_seen(db.session, worry, g.staff, clock.now())
        except TooManyTries:
            return _refused(worry_id, form, Refusal.SLOWED)
        except (NotAHolder, SealBroken):
            # Nobody has read it. The page says what to do.
            pass
        db.session.commit()
    return redirect(url_for("worries.show", worry_id=worry_id), 303)


def _refused(worry_id: str, form: PassphraseForm, why: Refusal) -> ResponseReturnValue:
    is_slowed = why is Refusal.SLOWED
    form.passphrase.errors = [
        _("Too many tries. Wait ten minutes, then try again.")
        if is_slowed
        else _("This is not your passphrase. It is not the password you sign in with.")
    ]
    return worry_page(desk.worry_or_abort(worry_id), form), 429 if is_slowed else 403
