"""The worker's pages: making cards, on the screen or on paper. No page here reads an answer.

A card is for a round and a setting, never for one visit or one child: nothing here asks for a name, a time or a place,
and who made which card is not kept. It is sealed into the card alone: see ``survey/giver.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, abort, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from survey import clock, codes
from survey.codes import CODE, ON_SCREEN, TooManyCards
from survey.configuration import configuration
from survey.database import db, writing
from survey.duty.readiness import missing
from survey.giver import tag_of
from survey.languages import ENGLISH, LANGUAGES, is_offered, offered
from survey.models import Role
from survey.rounds.asking import set_by_key
from survey.staff import sessions
from survey.staff.doors import TOKEN, door
from survey.staff.pages import furnish
from survey.visits.cards import ShownCard, path_to, shown
from survey.visits.forms import CardForm
from survey.visits.offers import OpenRound, open_round, open_rounds, place_to_fill
from survey.visits.pictures import scene

CHOICES = ("setting", "version", "language")

visits = Blueprint("visits", __name__, url_prefix="/staff/visits")
visits.before_request(door(Role.WORKER, Role.OFFICER))
furnish(visits)


@visits.before_request
def wait_until_a_call_for_help_reaches_somebody() -> ResponseReturnValue | None:
    """No card before everything is in place: a child who asks for somebody would reach nobody."""
    if missing(db.session, clock.now()):
        return render_template("visits/not-yet.html"), 409 if request.method == "POST" else 200
    return None


@visits.get("/")
def index() -> ResponseReturnValue:
    rounds = open_rounds(db.session, clock.today())
    if len(rounds) == 1:
        return redirect(url_for("visits.choose", round_id=rounds[0].id))
    return render_template("visits/rounds.html", rounds=rounds)


@visits.get("/<round_id>")
def choose(round_id: str) -> str:
    """For whom the next cards are. What the query says of setting, version and language is chosen already."""
    chosen = {"language": ENGLISH.code} | {name: request.args[name] for name in CHOICES if name in request.args}
    offer = _offer(round_id)
    return _choose_page(offer, CardForm(offer, offered(), formdata=None, data=chosen))


@visits.post("/<round_id>/screen")
def show_on_screen(round_id: str) -> ResponseReturnValue:
    """One card, for the child who is next. It is shown in the reply to this request and never again."""
    with writing():
        now = clock.now()
        offer = _offer(round_id)
        form = CardForm(offer, offered())
        cards = _issue(offer, form, 1, min(now + ON_SCREEN, offer.ends))
        db.session.commit()
    if not cards:
        return _choose_page(offer, form), 422
    return render_template("visits/card.html", round=offer, form=form, card=cards[0], site=_site())


@visits.post("/<round_id>/sheet")
def print_sheet(round_id: str) -> ResponseReturnValue:
    """A sheet of cards which work until the round ends, shown in the reply to this request and never again."""
    with writing():
        offer = _offer(round_id)
        form = CardForm(offer, offered())
        cards = _issue(offer, form, form.count.data, offer.ends)
        db.session.commit()
    if not cards:
        return _choose_page(offer, form), 422
    return render_template("visits/sheet.html", round=offer, form=form, cards=cards, paper=_paper(offer, form, cards))


@visits.post("/hand-over")
def hand_over() -> ResponseReturnValue:
    """Open a card on this very tablet, for a child.

    The worker is signed out first: a child who presses "back", or whoever takes the tablet from them, must not stand in
    the worker's pages.
    """
    code, opens, language = (request.form.get(name, "") for name in ("code", "opens", "language"))
    if not CODE.fullmatch(code) or set_by_key(db.session, opens) is None or not is_offered(language):
        abort(400)
    giver = tag_of(g.staff.id)
    with writing():
        sessions.end(db.session, session[TOKEN])
        db.session.commit()
    session.clear()
    return redirect(path_to(opens, language, code, giver), 303)


def _offer(round_id: str) -> OpenRound:
    offer = open_round(db.session, round_id, clock.today())
    if offer is None:
        abort(404)
    return offer


def _site() -> str:
    """The service's address as somebody types it."""
    return configuration().public_url.partition("://")[2]


def _issue(offer: OpenRound, form: CardForm, count: int, expires: datetime) -> Sequence[ShownCard]:
    """Fresh cards, or none and the reason among the form's errors."""
    if not form.validate():
        return ()
    place = place_to_fill(db.session, offer.id, form.setting.data)
    try:
        cards = codes.issue(db.session, place, form.version.data, count, expires)
    except TooManyCards:
        form.setting.errors = [_too_many(offer, form.setting.data)]
        return ()
    opens = offer.opens[form.version.data]
    site = configuration().public_url
    return [shown(card, opens, form.language.data, site, tag_of(g.staff.id)) for card in cards]


def _too_many(offer: OpenRound, setting: str) -> str:
    place = offer.place(setting)
    if place.left:
        words = ngettext(
            "%(place)s can have only %(num)s more card: three are allowed for each child asked.",
            "%(place)s can have only %(num)s more cards: three are allowed for each child asked.",
            place.left,
            place=place.name,
        )
    else:
        all_made = {"place": place.name, "most": place.most}
        words = _("%(place)s has had all its %(most)s cards. Ask your participation officer.", **all_made)
    return str(words)


def _choose_page(offer: OpenRound, form: CardForm) -> str:
    return render_template("visits/choose.html", round=offer, form=form, languages=offered(), scene=scene)


def _paper(offer: OpenRound, form: CardForm, cards: Sequence[ShownCard]) -> Markup:
    """The cards themselves, in the children's language: the page round them is in the worker's."""
    language = LANGUAGES[form.language.data]
    with force_locale(language.code):
        paper = render_template(
            "visits/cards/sheet.html",
            cards=cards,
            language=language,
            version=form.version.data,
            closes=offer.closes,
            site=_site(),
            scene=scene,
        )
    return Markup(paper)  # noqa: S704 - a template of ours has just escaped it
