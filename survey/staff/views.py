"""Signing in and out, and the first page of each role."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from survey import clock
from survey.configuration import configuration
from survey.database import db, writing
from survey.models import Role
from survey.staff import demonstration, people, sessions
from survey.staff.administration import administration
from survey.staff.browsers import COOKIE, Browser, browser_from, remember
from survey.staff.doors import TOKEN, door, leads_inside
from survey.staff.forms import SignInForm
from survey.staff.pages import furnish
from survey.staff.passwords import LineTooLong, in_line, matches
from survey.staff.people import Account, Refusal
from survey.staff.trail.sign_ins import note_sign_out
from survey.staff.trail.views import trail

FIRST_PAGES = {
    Role.WORKER: "visits.index",
    Role.OFFICER: "results.index",
    Role.ADMINISTRATOR: "staff.administration.index",
    Role.SAFEGUARDING_LEAD: "worries.index",
    Role.SAFEGUARDING_DEPUTY: "worries.index",
    Role.HEAD_OF_SERVICE: "worries.index",
    Role.DESIGNATED_OFFICER: "worries.index",
    Role.ADVOCATE: "worries.index",
}

STATUSES = {Refusal.WRONG: 403, Refusal.SLOWED: 429, Refusal.BUSY: 503}

staff = Blueprint("staff", __name__, url_prefix="/staff")
staff.before_request(door(*Role, unlocked=("staff.sign_in", "staff.check", "staff.sign_in_to_demonstration")))
furnish(staff)
staff.register_blueprint(administration)
staff.register_blueprint(trail)


@staff.get("/")
def home() -> ResponseReturnValue:
    return redirect(url_for(FIRST_PAGES[g.staff.role]))


@staff.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    if g.staff is not None:
        return redirect(url_for("staff.home"))
    wanted = request.args.get("next")
    return _sign_in_page(SignInForm(formdata=None, next=wanted if leads_inside(wanted) else None), None)


@staff.post("/sign-in")
def check() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form, None), 422
    account = people.account_of(db.session, form.email.data or "")
    browser = browser_from(request.cookies.get(COOKIE))
    outcome = _check(account, form.password.data or "", browser)
    if isinstance(outcome, Refusal):
        return _sign_in_page(form, outcome), STATUSES[outcome]
    assert account.id, "somebody without an account was let in"
    entered = _enter(outcome, form.next.data)
    remember(entered, browser, account.id)
    return entered


@staff.post("/sign-in/demonstration")
def sign_in_to_demonstration() -> ResponseReturnValue:
    """Sign in to one of the demonstration's own accounts at one touch; there is no such page anywhere else."""
    email = request.form.get("account", "")
    if not configuration().demonstration or email not in demonstration.ACCOUNTS:
        abort(404)
    with writing():
        account = people.account_of(db.session, email)
        if account.id is None:
            abort(404)
        token = sessions.begin(db.session, account.id, clock.now())
        _forget_old_session(db.session)
        db.session.commit()
    return _enter(token, None)


@staff.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    with writing():
        _forget_old_session(db.session)
        note_sign_out(db.session, g.staff)
        db.session.commit()
    session.clear()
    flash(_("You are signed out."))
    return redirect(url_for("staff.sign_in"), 303)


@staff.get("/<path:unknown>")
def nowhere(unknown: str) -> ResponseReturnValue:
    """Any other address below /staff, so that staff who mistype one do not land on a page for children."""
    abort(404)


def _check(account: Account, password: str, browser: Browser) -> str | Refusal:
    """A new session's token, or why there is none. What need not be hashed is not: strangers can ask for it."""
    is_waiting = people.is_waiting(db.session, account, browser, clock.now())
    db.session.rollback()
    if is_waiting:
        return Refusal.SLOWED
    try:
        # Checked before the writing transaction: it takes 50 ms, and children's answers must not wait for it.
        with in_line(is_stranger=not browser.knows(account.id)):
            password_matches = matches(password, account.password_hash)
    except LineTooLong:
        return Refusal.BUSY
    with writing():
        outcome = people.admit(db.session, account, password_matches, browser, clock.now())
        if not isinstance(outcome, Refusal):
            _forget_old_session(db.session)
        db.session.commit()
    return outcome


def _forget_old_session(database: Session) -> None:
    """End the session this browser came with: nothing of it carries over into another sign-in."""
    if isinstance(session.get(TOKEN), str):
        sessions.end(database, session[TOKEN])


def _enter(token: str, wanted: str | None) -> Response:
    session.clear()
    session[TOKEN] = token
    return make_response(redirect(wanted if wanted and leads_inside(wanted) else url_for("staff.home"), 303))


def _sign_in_page(form: SignInForm, refusal: Refusal | None) -> str:
    return render_template(
        "staff/sign-in.html",
        form=form,
        refusal=refusal,
        accounts=demonstration.ACCOUNTS if configuration().demonstration else {},
        password=demonstration.PASSWORD,
        passphrase=demonstration.PASSPHRASE,
    )
