"""Pages for quotes: proposing one, looking at another's, and the list of names that redaction looks out for."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import clock
from survey.database import db, writing
from survey.keys import opening
from survey.keys.own import OpenKey
from survey.keys.tables import Box
from survey.models import Role
from survey.staff.doors import door
from survey.staff.trail.entries import Deed, note
from survey.thoughts import desk, names, quotes, reading, redaction
from survey.thoughts.first import READERS
from survey.thoughts.names import ListTooLong
from survey.thoughts.quotes import AlreadyDecided, OwnProposal, QuoteUnfit, WordsChanged
from survey.thoughts.reading import Reading, Why
from survey.thoughts.redaction import Finding
from survey.thoughts.tables import Quote, Refusal, Stage

# What a form on which a quote is made holds: it comes through a closed key unharmed.
TYPED = ("words", "seen", "looked", "instead", "then")

# Lives inside the blueprint of thoughts, whose headers and error pages it has.
quoting = Blueprint("quotes", __name__, url_prefix="/quotes")
quoting.before_request(door(Role.OFFICER, *READERS))


@quoting.get("/")
def index() -> str:
    return render_template("thoughts/quotes.html", lines=quotes.listed(db.session))


@quoting.post("/from/<thought_id>")
def propose(thought_id: str) -> ResponseReturnValue:
    """Check what was typed, or propose it; it is proposed only with nothing found that was not on the screen."""
    typed, wants_out = request.form.get("words", ""), request.form.get("then") == "propose"
    desk.insist_on_holding(Box.THOUGHTS)
    if (asked := _asked_to_open(thought_id)) is not None:
        return asked
    with writing():
        key = desk.key_at_hand(Box.THOUGHTS)
        thought = desk.thought_or_404(thought_id, Stage.PASSED)
        found = redaction.findings(typed, names.listed(db.session, key))
        problem = _problem(typed, found)
        if wants_out and problem is None:
            if not quotes.waits(db.session, thought, typed, key):  # else it is a second press
                quote_id = str(uuid.uuid4())
                quotes.propose(db.session, quote_id, thought, typed, g.staff.id, clock.today())
                _take_back_refused(thought_id)
                note(db.session, Deed.QUOTE_PROPOSED, g.staff, quote_id=quote_id)
                db.session.commit()
            flash(_("It is proposed. Somebody else looks at it before it can be used."))
            return redirect(url_for("thoughts.quotes.index"), 303)
        shown = reading.read(db.session, thought, key, Why.QUOTE, g.staff)
        page = proposing_page(shown, key, typed, problem if wants_out else None)
        db.session.commit()
    return page, 422 if wants_out else 200


@quoting.post("/<quote_id>/again")
def begin_again(quote_id: str) -> ResponseReturnValue:
    """Make a refused proposal of one's own better."""
    with writing():
        key = desk.key_at_hand(Box.THOUGHTS)
        quote = desk.quote_or_404(quote_id)
        if quote.proposed_by != g.staff.id or quote.refused_by is None:
            abort(404)
        thought = desk.thought_or_404(quote.thought_id, Stage.PASSED)
        shown = reading.read(db.session, thought, key, Why.QUOTE, g.staff)
        page = proposing_page(shown, key, quotes.proposal(db.session, quote, key), instead=quote_id)
        db.session.commit()
    return page


@quoting.post("/<quote_id>/compare")
def compare(quote_id: str) -> ResponseReturnValue:
    return _comparing(quote_id, asks_why=False)


@quoting.post("/<quote_id>/approve")
def approve(quote_id: str) -> ResponseReturnValue:
    with writing():
        key = desk.key_at_hand(Box.THOUGHTS)
        try:
            quotes.approve(db.session, desk.quote_or_404(quote_id), key, clock.today(), _compared())
        except (OwnProposal, AlreadyDecided):
            return _cannot()
        except WordsChanged:
            return _look_again()
        note(db.session, Deed.QUOTE_APPROVED, g.staff, quote_id=quote_id)
        db.session.commit()
    flash(_("It is approved, and stands below."))
    return redirect(url_for("thoughts.quotes.index"), 303)


@quoting.post("/<quote_id>/refuse")
def refuse(quote_id: str) -> ResponseReturnValue:
    try:
        why = Refusal(request.form.get("why", ""))
    except ValueError:
        return _comparing(quote_id, asks_why=True)
    with writing():
        key = desk.key_at_hand(Box.THOUGHTS)
        try:
            quotes.refuse(db.session, desk.quote_or_404(quote_id), key, why, _compared())
        except (OwnProposal, AlreadyDecided):
            return _cannot()
        except WordsChanged:
            return _look_again()
        note(db.session, Deed.QUOTE_REFUSED, g.staff, quote_id=quote_id)
        db.session.commit()
    flash(_("It is refused. Whoever proposed it sees why."))
    return redirect(url_for("thoughts.quotes.index"), 303)


@quoting.post("/<quote_id>/withdraw")
def withdraw(quote_id: str) -> ResponseReturnValue:
    with writing():
        desk.insist_on_holding(Box.THOUGHTS)
        try:
            quotes.withdraw(db.session, desk.quote_or_404(quote_id), g.staff.id)
        except AlreadyDecided:
            return _cannot()
        note(db.session, Deed.QUOTE_WITHDRAWN, g.staff, quote_id=quote_id)
        db.session.commit()
    flash(_("It is gone."))
    return redirect(url_for("thoughts.quotes.index"), 303)


@quoting.get("/names")
def name_list() -> str:
    return _names_page(names.listed(db.session, desk.key_at_hand(Box.THOUGHTS)))


@quoting.post("/names")
def keep_names() -> ResponseReturnValue:
    typed = request.form.get("names", "")
    with writing():
        kept = names.listed(db.session, desk.key_at_hand(Box.THOUGHTS))
        try:
            wanted = names.names_in(typed)
        except ListTooLong:
            return _names_page(kept, typed, is_too_long=True), 422
        if request.form.get("seen") != _print_of(kept):
            # Two people had the list before them. To keep either one's would lose the other's children.
            both = "\n".join(names.names_in("\n".join([*kept, *wanted])))
            return _names_page(kept, both, was_changed=True), 409
        names.keep(db.session, wanted)
        note(db.session, Deed.NAMES_CHANGED, g.staff)
        db.session.commit()
    flash(_("The list is kept."))
    return redirect(url_for("thoughts.quotes.name_list"), 303)


def proposing_page(
    shown: Reading,
    key: OpenKey,
    typed: str | None = None,
    problem: str | None = None,
    instead: str | None = None,
) -> str:
    """The page on which a quote is made of a thought's words, with all that redaction finds in it."""
    words = shown.written.words if typed is None else typed
    found = redaction.findings(words, names.listed(db.session, key))
    return render_template(
        "thoughts/proposing.html",
        thought=shown,
        words=words,
        found=found,
        seen=_print_of(found),
        problem=problem,
        instead=instead or request.form.get("instead", ""),
        longest=quotes.LONGEST,
    )


def _comparing(quote_id: str, asks_why: bool) -> ResponseReturnValue:
    with writing():
        key = desk.key_at_hand(Box.THOUGHTS)
        quote = desk.quote_or_404(quote_id)
        try:
            words = quotes.proposal(db.session, quote, key)
        except AlreadyDecided:
            return _cannot()
        if quote.proposed_by == g.staff.id or quote.refused_by is not None:
            return _cannot()
        found = redaction.findings(words, names.listed(db.session, key))
        thought = desk.thought_or_404(quote.thought_id, Stage.PASSED)
        shown = reading.read(db.session, thought, key, Why.QUOTE, g.staff)
        db.session.commit()
        compared = quotes.print_of(quote, words)
    page = render_template(
        "thoughts/comparing.html",
        thought=shown,
        quote_id=quote_id,
        words=words,
        found=found,
        compared=compared,
        asks_why=asks_why,
    )
    return page, 422 if asks_why else 200


def _problem(typed: str, found: Sequence[Finding]) -> str | None:
    """Why words are not proposed yet, in words."""
    try:
        quotes.tidy(typed)
    except QuoteUnfit:
        return str(_("A quote has 1 to %(most)s letters.", most=quotes.LONGEST))
    if found and request.form.get("seen") != _print_of(found):
        return str(_("Something was found in what you wrote. Please look at it below first."))
    if found and request.form.get("looked") != "yes":
        return str(_("Say below that you have looked at each of these."))
    return None


def _take_back_refused(thought_id: str) -> None:
    """What is proposed anew takes the place of what was refused."""
    before = db.session.get(Quote, request.form.get("instead", ""))
    if before and before.thought_id == thought_id and before.refused_by and before.proposed_by == g.staff.id:
        quotes.withdraw(db.session, before, g.staff.id)


def _cannot() -> ResponseReturnValue:
    flash(_("Nothing was changed: it is decided already, or you proposed it and somebody else must decide."))
    return redirect(url_for("thoughts.quotes.index"), 303)


def _look_again() -> ResponseReturnValue:
    flash(_("Nothing was changed: what is proposed is not what you looked at. Please look at it."))
    return redirect(url_for("thoughts.quotes.index"), 303)


def _names_page(
    kept: Sequence[str], typed: str | None = None, *, is_too_long: bool = False, was_changed: bool = False
) -> str:
    return render_template(
        "thoughts/names.html",
        typed="\n".join(kept) if typed is None else typed,
        seen=_print_of(kept),
        is_too_long=is_too_long,
        was_changed=was_changed,
        most=names.MOST,
    )


def _compared() -> str:
    """The print of the words that stood on the page on which somebody decided."""
    return request.form.get("compared", "")


def _asked_to_open(thought_id: str) -> ResponseReturnValue | None:
    """Where the key has closed while somebody wrote: a page on which their words wait until it is open again."""
    if opening.opened() is not None:
        return None
    passphrase = request.form.get("passphrase")
    refusal = opening.open_here(passphrase) if passphrase is not None else None
    if passphrase is not None and refusal is None:
        return None
    typed = [(name, request.form[name]) for name in TYPED if name in request.form]
    page = render_template("thoughts/passphrase.html", thought_id=thought_id, typed=typed, refusal=refusal)
    return page, 429 if refusal is opening.Refusal.SLOWED else 403


def _print_of(shown: object) -> str:
    """A short print of what is on the screen, to tell whether it is still so."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
