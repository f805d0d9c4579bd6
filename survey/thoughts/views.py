"""The officers' pages: thoughts read one at a time, each for a reason, and sorted by the person who read them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.bank import themes
from survey import clock
from survey.database import db, writing
from survey.duty.calendar import calendar
from survey.keys import boxes, own
from survey.keys.boxes import NotAHolder
from survey.keys.own import OpenKey
from survey.keys.tables import Box
from survey.models import Role
from survey.staff.doors import door
from survey.staff.pages import furnish
from survey.staff.trail.entries import Deed, note
from survey.thoughts import deadlines, desk, piles, quotes, reading, sorting
from survey.thoughts.first import READERS, first
from survey.thoughts.piles import FOLLOWED, Pile
from survey.thoughts.quoting import proposing_page, quoting
from survey.thoughts.reading import Reading, Why
from survey.thoughts.sorting import NothingToFinish
from survey.thoughts.tables import Sort, Stage, Voice

# From so many unread without a card it is likely that somebody sends them by a program.
FLOOD = 50

thoughts = Blueprint("thoughts", __name__, url_prefix="/staff/thoughts")
thoughts.before_request(door(Role.OFFICER, *READERS))
furnish(thoughts)
thoughts.register_blueprint(first)
thoughts.register_blueprint(quoting)


@dataclass(frozen=True)
class Wish:
    """What an officer reads, and why; each of their pages hands it on to the next."""

    why: Why
    pile: Pile


@thoughts.errorhandler(NotAHolder)
def hide(error: NotAHolder) -> ResponseReturnValue:
    """What lies in a box whose key one has not is not there."""
    return render_template("staff/missing.html"), 404


@thoughts.get("/")
def index() -> str:
    return _index(asks_why=False)


@thoughts.post("/read")
def read() -> ResponseReturnValue:
    wish = _wish()
    if wish is None:
        return _index(asks_why=True), 422
    with writing():
        drawn = _next(desk.key_at_hand(Box.THOUGHTS), wish, request.form.get("last"))
        db.session.commit()
    return _page(drawn, wish)


@thoughts.post("/<thought_id>/sort")
def sort(thought_id: str) -> ResponseReturnValue:
    wish, as_what, then = _wish() or abort(400), _sort(request.form.get("sort")), request.form.get("then")
    with writing():
        key = desk.key_at_hand(Box.THOUGHTS)
        thought = desk.thought_or_404(thought_id, Stage.PASSED)
        if as_what is None:
            shown = reading.read(db.session, thought, key, wish.why, g.staff)
            db.session.commit()
            return _sheet(shown, wish, asks_sort=True), 422
        is_new_to_follow = as_what in FOLLOWED and as_what != thought.sort
        sorting.sort(db.session, thought, as_what, request.form.getlist("theme"))
        note(db.session, Deed.THOUGHT_TAGGED, g.staff, thought_id=thought_id)
        if then == "finish":
            try:
                sorting.finish(thought, clock.today())
            except NothingToFinish:
                abort(400)
            note(db.session, Deed.THOUGHT_FINISHED, g.staff, thought_id=thought_id)
        if then == "quote":
            shown = reading.read(db.session, thought, key, Why.QUOTE, g.staff)
            page = proposing_page(shown, key)
            db.session.commit()
            return page
        if then == "stop":
            db.session.commit()
            flash(_("It is kept."))
            return redirect(url_for("thoughts.index"), 303)
        if is_new_to_follow and then != "finish":
            # What is to be done with it is said before the next one takes its place.
            following: Reading | None = reading.read(db.session, thought, key, wish.why, g.staff)
        else:
            following = _next(key, wish, thought_id)
        db.session.commit()
    return _page(following, wish, was_kept=True)


def _next(key: OpenKey, wish: Wish, last: str | None) -> Reading | None:
    """The next thought of a pile, noted in the trail."""
    drawn = piles.next_of(db.session, wish.pile, key, desk.seed(), last)
    if drawn is None:
        return None
    return reading.read(db.session, desk.thought_or_404(drawn, Stage.PASSED), key, wish.why, g.staff)


def _wish() -> Wish | None:
    """What the form says is wanted; None where it gives no reason."""
    try:
        why = Why(request.form.get("why", ""))
    except ValueError:
        return None
    if why is Why.FIRST:
        return None
    about = request.form.get("about")
    pile = Pile(
        _sort(request.form.get("pile")),
        about if about in themes() else None,
        unfinished=why is Why.ANSWER,
        voice=_voice(request.form.get("voice")),
    )
    return Wish(why, pile)


def _sort(said: str | None) -> Sort | None:
    return Sort(said) if said in list(Sort) else None


def _voice(said: str | None) -> Voice:
    return Voice(said) if said in list(Voice) else Voice.CHILD


def _index(asks_why: bool) -> str:
    now = clock.now()
    reads_first = g.staff.role in READERS
    first_readers = boxes.colleagues(db.session, Box.SAFEGUARDING)
    return render_template(
        "thoughts/index.html",
        asks_why=asks_why,
        has_key=own.has_key(db.session, g.staff.id),
        holds=boxes.holds(db.session, Box.THOUGHTS, g.staff.id),
        holders=[each.name for each in boxes.colleagues(db.session, Box.THOUGHTS) if each.holds],
        unread=deadlines.waiting(db.session, calendar(db.session), now) if reads_first else None,
        kept_back=deadlines.count_at(db.session, Stage.KEPT_BACK) if reads_first else 0,
        set_aside=deadlines.count_at(db.session, Stage.SET_ASIDE) if reads_first else 0,
        flood=FLOOD,
        holds_first=boxes.holds(db.session, Box.SAFEGUARDING, g.staff.id),
        first_readers=[each.name for each in first_readers if each.holds],
        sizes={
            voice: (piles.sizes_by_sort(db.session, voice), piles.sizes_by_theme(db.session, voice)) for voice in Voice
        },
        themes=themes(),
        proposed=sum(1 for line in quotes.listed(db.session) if line.is_waiting),
    )


def _page(shown: Reading | None, wish: Wish, was_kept: bool = False) -> ResponseReturnValue:
    if shown is None:
        flash(_("There is no other in this pile."))
        return redirect(url_for("thoughts.index"), 303)
    return _sheet(shown, wish, was_kept=was_kept)


def _sheet(shown: Reading, wish: Wish, *, asks_sort: bool = False, was_kept: bool = False) -> str:
    return render_template(
        "thoughts/thought.html", thought=shown, wish=wish, asks_sort=asks_sort, was_kept=was_kept, themes=themes()
    )
