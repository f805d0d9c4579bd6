"""What a child meets. No cookie, no session: a child page's authority is its card."""

from __future__ import annotations

import secrets
import uuid
from functools import partial

from flask import Blueprint, Response, g, redirect, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response as AnyResponse

from questions.answers import MOST_PARTS, PartUnreadable, Sides
from questions.edition import spoken
from survey import clock, codes, passes
from survey.child import doorways, telling
from survey.child.documents import drawings, packed, response_for_card, response_for_everybody
from survey.child.pages import address, language, language_asked_for, render, seal_page
from survey.child.recording import LookAgain
from survey.child.sections import entry
from survey.child.sending import NotADelivery, Sent, chosen_beside, delivery_in, read_form, unreadable, who_goes_on
from survey.database import db, receiving, writing
from survey.languages import is_offered
from survey.models import Mark, Round
from survey.responses import Delivery, Receipt, receive
from survey.rounds.asking import easier_than, set_by_key, sets_of
from survey.safeguarding.worries import TellingIncomplete

TAKEN = (Receipt.KEPT, Receipt.KEPT_BEFORE)
STATUS = {Receipt.KEPT: 201, Receipt.KEPT_BEFORE: 200, Receipt.SET_ASIDE: 202, Receipt.CONFLICT: 409}
ENDINGS = ("thrown", "aside", "conflict", "full")
SHEET = Markup('<svg xmlns="http://www.w3.org/2000/svg">{}</svg>')
# What the enter key sends from a page without scripts: not a wish to finish. The page stays as it is.
NO_MARK = "none"

child = Blueprint("child", __name__)


@child.before_request
def speak_the_childs_language() -> None:
    """The door. It asks for nothing: what a child may do is decided by the card that comes with it."""
    g.language = language_asked_for().code


@child.after_request
def leave_nothing_behind(response: Response) -> Response:
    return seal_page(response)


@child.get("/")
def way_in() -> str:
    return _way_in()


def _way_in(refused: bool = False) -> str:
    return render(
        "child/way-in.html",
        "kite",
        pictures=("thanks",),
        refused=refused,
        language_link=lambda code: address("/", lang=code),
    )


@child.post("/begin")
def begin() -> Response | tuple[str, int]:
    """A card's digits were typed: hand out its document with everything it needs to work without scripts."""
    digits = codes.typed(request.form.get("digits", "")[:100])
    with writing():
        admission = codes.knock(db.session, digits, clock.now())
        versions = sets_of(db.session.get_one(Round, admission.round_id)) if admission else {}
        seen = passes.hand_out(db.session, digits, clock.now()) if admission else ""
        db.session.commit()
    if admission is None:
        return _way_in(refused=True), 403
    opened = versions.get(admission.version)
    if opened is None:
        raise NotFound
    sides = secrets.choice(list(Sides))
    fields = {"sitting": str(uuid.uuid4()), "code": codes.opened(digits), "sides": sides.value}
    return response_for_card(opened.key, sides, fields, seen)


@child.get("/answer")
def answer() -> Response:
    """A question set's document: the same for everybody. The card is in the fragment, which no server sees."""
    key, named = request.args.get("set", ""), request.args.get("lang")
    if set_by_key(db.session, key) is None or (named is not None and not is_offered(named)):
        raise NotFound
    return response_for_everybody(key)


@child.get("/drawings")
def drawn() -> Response:
    """The drawings of a question set's questions, for the script: they are not in everybody's document."""
    key = request.args.get("set", "")
    if set_by_key(db.session, key) is None:
        raise NotFound
    return packed(SHEET.format(drawings(key)).encode(), "image/svg+xml")


@child.post("/knock")
def knock() -> dict[str, str | None]:
    """The card, opened, and a pass for the doors, if it opens anything. Wrong, used and expired cards are alike."""
    content = _content()
    code = content.get("code") if isinstance(content, dict) else None
    if not isinstance(code, str):
        raise BadRequest
    with writing():
        admission = codes.knock(db.session, code[:100], clock.now())
        seen = passes.hand_out(db.session, code, clock.now()) if admission else ""
        db.session.commit()
    if admission is None:
        return {"card": None, "pass": None}
    return {"card": codes.opened(code), "pass": seen or None}


@child.post("/parts")
def keep_part() -> tuple[dict[str, str], int]:
    """A part or a closing mark, sent by script: what is acknowledged has reached the disk."""
    try:
        delivery = delivery_in(_content())
    except NotADelivery:
        raise BadRequest from None
    receipt = _receive(delivery)
    return {"receipt": receipt.value}, STATUS[receipt]


def _content() -> object:
    """The JSON that was posted; None where there is none."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        # Nested deeper than any page of ours nests.
        return None


@child.post("/send")
def send() -> AnyResponse | tuple[str, int]:
    """The whole sitting, sent by a plain form; or a part of it, by a child who wants it easier."""
    if request.form.get("mark") == NO_MARK:
        return Response(status=204, mimetype="text/plain")
    key = request.form.get("set", "")
    try:
        sent = read_form(request.form, partial(set_by_key, db.session))
        if sent.easier is not None:
            return _made_easier(sent, sent.easier)
        delivery = sent.delivery
    except PartUnreadable:
        delivery = unreadable(request.form)
    receipt = _receive(delivery)
    if receipt in TAKEN:
        ending = {"thrown": "1"} if delivery.mark is Mark.DISCARDED else {}
        known = {"set": key} if set_by_key(db.session, key) else {}
        return redirect(address("/thanks", **known, lang=language().code, **ending), 303)
    return _not_taken(key, receipt)


def _not_taken(key: str, receipt: Receipt) -> tuple[str, int]:
    return doorways.thanks_page(key, "aside" if receipt is Receipt.SET_ASIDE else "conflict"), STATUS[receipt]


def _made_easier(sent: Sent, theme: str) -> Response | tuple[str, int]:
    """The easier version, where the child was. What they answered is kept first, and the page shows none of it.

    Until something is answered nothing is kept, and the card goes along. Raises ``PartUnreadable``.
    """
    part, now = sent.part, clock.now()
    easier = easier_than(db.session, part.question_set) if part else None
    if part is None or easier is None or part.number == MOST_PARTS:
        raise PartUnreadable("it cannot be made easier")
    seen, number, code = "", part.number, {"code": sent.code}
    if sent.code:
        with writing():
            # The pass for the doors is for the card, and so is handed out before the card is spent.
            seen = passes.hand_out(db.session, sent.code, now) if codes.knock(db.session, sent.code, now) else ""
            db.session.commit()
    if part.answers:
        receipt = _receive(sent.delivery)
        if receipt not in TAKEN:
            return _not_taken(part.question_set.key, receipt)
        number, code = number + 1, {}
    before, easier = spoken(part.question_set, g.language), spoken(easier, g.language)
    at = easier.carries_on_at(theme, before) + 1 if theme in before.by_theme else 1
    beside = chosen_beside(part, who_goes_on(request.form, part.question_set), easier)
    fields = {"sitting": str(part.sitting), "part": str(number), "at": str(at), **code, "sides": part.sides.value}
    return response_for_card(easier.key, part.sides, fields, seen, entry(easier, at), beside)


def _receive(delivery: Delivery) -> Receipt:
    with receiving() as desk:
        receipt = receive(desk, delivery, clock.now())
        desk.commit()
    return receipt


@child.get("/thanks")
def thanks() -> str:
    ending = next((ending for ending in ENDINGS if request.args.get(ending) == "1"), "sent")
    return doorways.thanks_page(request.args.get("set", ""), ending)


@child.get("/talk")
def talk() -> str:
    return doorways.door_page("talk", MultiDict())


@child.get("/think")
def think() -> str:
    return doorways.door_page(telling.THINK, MultiDict())


@child.get("/speak-up")
def speak_up() -> str:
    return doorways.door_page("advocate", MultiDict())


@child.post("/tell")
def tell() -> AnyResponse | str | tuple[str, int] | tuple[dict[str, str], int]:
    """Every door's one address: what comes after it is alike for all, on the screen and in a browser's history.

    The buttons of our own pages open the doors here, too: a history that says ``/talk`` would tell who asked for help.
    """
    if "open" in request.form:
        brought = {name: request.form[name] for name in ("pass", "voice") if name in request.form}
        return doorways.door_page(request.form["open"], MultiDict(brought))
    is_script = request.accept_mimetypes.best == "application/json"
    try:
        with writing():
            outcome = telling.keep(db.session, request.form, language().code, clock.now())
            db.session.commit()
    except telling.NoSuchDoor:
        raise BadRequest from None
    except telling.NotTaken:
        return ({"receipt": "not taken"}, 503) if is_script else (render("child/not-taken.html", "kite"), 503)
    except LookAgain as found:
        return ({"receipt": "incomplete"}, 422) if is_script else (doorways.record_page(request.form, found), 422)
    except TellingIncomplete:
        outcome = telling.Outcome.NAMELESS
    if outcome is telling.Outcome.NAMELESS:
        if is_script:
            return {"receipt": "incomplete"}, 422
        return doorways.door_page(request.form["door"], request.form, is_incomplete=True), 422
    if is_script:
        return {"receipt": outcome.value}, 201 if outcome is telling.Outcome.KEPT else 200
    named = request.form.get("set", doorways.ANY_ADULTS if telling.is_adults(request.form) else "")
    known = named if set_by_key(db.session, named) else ""
    return redirect(doorways.address_for("/thanks", known), 303)


@child.get("/help")
def help_page() -> str:
    return doorways.help_page(request.args.get("set", ""))


@child.get("/notes")
def notes() -> str:
    return render("child/notes.html", "kite")


@child.get("/favicon.ico")
def icon() -> Response:
    """No sign in the tab: behind "hide" nothing may say where a child has been."""
    return Response(status=204, mimetype="text/plain")
