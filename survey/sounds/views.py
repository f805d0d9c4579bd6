"""Voices for those who do not read: a room in which they are recorded, and the addresses at which they are heard."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from survey.assets import FOR_EVER
from survey.database import db, writing
from survey.headers import MICROPHONE, policy
from survey.languages import LANGUAGES, is_offered
from survey.models import Role
from survey.sounds import shelf
from survey.sounds.audio import LARGEST, LONGEST, SoundRefused, read_audio
from survey.sounds.formats import FORMATS
from survey.sounds.forms import RecordingForm
from survey.sounds.shelf import Shelved, State
from survey.sounds.wordings import EVERY_PAGE, Wording, collections, groups, title, wordings
from survey.staff.doors import door
from survey.staff.pages import furnish
from survey.staff.trail.entries import Deed, note

# A file, and what else a form sends along with it.
LARGEST_FORM = LARGEST + 64 * 1024
NAME = re.compile(r"[0-9a-f]{32}")

sounds = Blueprint("sounds", __name__, url_prefix="/staff/sounds")
sounds.before_request(door(Role.OFFICER, Role.ADMINISTRATOR))
furnish(sounds)

voices = Blueprint("voices", __name__, url_prefix="/sounds")


@sounds.url_value_preprocessor
def take_what_a_recording_needs(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # Before the form is read to look for its token: everywhere else a delivery is much smaller.
    request.max_content_length = LARGEST_FORM


@sounds.errorhandler(413)
def say_that_it_is_too_large(_error: Exception) -> ResponseReturnValue:
    return render_template("sounds/too-large.html"), 413


@sounds.after_request
def let_recordings_be_heard(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = policy(media_src="'self' blob:")
    if request.endpoint in ("sounds.show", "sounds.keep") and response.status_code in (200, 422):
        response.headers["Permissions-Policy"] = MICROPHONE
    return response


@sounds.get("/")
def index() -> str:
    """How much is recorded of each collection in each language whose words there are."""
    counted = {}
    for language in LANGUAGES:
        kept = shelf.shelved(db.session, language)
        counts = {collection: _counted(collection, language, kept) for collection in collections()}
        if any(total for collection, (_recorded, total) in counts.items() if collection != EVERY_PAGE):
            counted[language] = counts
    return render_template("sounds/index.html", counted=counted, languages=LANGUAGES, title=title)


@sounds.get("/<collection>/<language>/")
def wordings_of(collection: str, language: str) -> str:
    _check(collection, language)
    kept = shelf.shelved(db.session, language)
    return render_template(
        "sounds/wordings.html",
        groups=groups(collection),
        collection=collection,
        language=LANGUAGES[language],
        kept=kept,
        state=lambda wording: shelf.state(wording, language, kept),
        title=title,
        every_page=EVERY_PAGE,
    )


@sounds.get("/<collection>/<language>/<wording>")
def show(collection: str, language: str, wording: str) -> str:
    return _page(collection, language, _found(collection, language, wording), RecordingForm(formdata=None))


@sounds.post("/<collection>/<language>/<wording>")
def keep(collection: str, language: str, wording: str) -> ResponseReturnValue:
    found = _found(collection, language, wording)
    form = RecordingForm()
    if not form.validate():
        return _page(collection, language, found, form), 422
    try:
        handed_in = request.files.get("sound")
        audio = read_audio(handed_in.read(LARGEST + 1) if handed_in else b"")
    except SoundRefused as refused:
        form.refuse(refused.fault)
        return _page(collection, language, found, form), 422
    if shelf.state(found, language, {}) is State.UNTRANSLATED:
        abort(404)
    with writing():
        shelf.keep(db.session, found, language, audio, form.lent_by.data)
        note(db.session, Deed.RECORDING_KEPT, g.staff)
        db.session.commit()
    after = _next_missing(collection, language, found)
    flash(_("It is kept. Children can listen to it now."))
    if after is None:
        return redirect(url_for("sounds.wordings_of", collection=collection, language=language), 303)
    # Whoever lends a voice says one thing after the other.
    return redirect(url_for("sounds.show", collection=collection, language=language, wording=after.key), 303)


@sounds.post("/<collection>/<language>/<wording>/remove")
def remove(collection: str, language: str, wording: str) -> ResponseReturnValue:
    found = _found(collection, language, wording)
    with writing():
        if shelf.remove(db.session, found, language):
            note(db.session, Deed.RECORDING_REMOVED, g.staff)
            flash(_("It is removed."))
        db.session.commit()
    return redirect(url_for("sounds.wordings_of", collection=collection, language=language), 303)


@voices.before_request
def only_what_can_be_there() -> None:
    """The door: the name of a recording, or a language that a child may choose; nothing else leads anywhere."""
    asked = request.view_args or {}
    is_recording = NAME.fullmatch(asked.get("name", "")) and asked.get("ending") in FORMATS
    if not is_recording and not is_offered(asked.get("language", "")):
        abort(404)


@voices.get("/<language>.json")
def recordings(language: str) -> dict[str, str]:
    """Words as they stand on a set's pages → where their recording is.

    A page asks for all of them at once: nothing says which of them a child wants to hear.
    """
    key = request.args.get("set", "")
    of_set = wordings(key) if key in collections() else ()
    return shelf.addresses(db.session, language, (*of_set, *wordings(EVERY_PAGE)))


@voices.get("/<name>.<ending>")
def recording(name: str, ending: str) -> Response:
    """A recording. Its name is the digest of its sound, so it may be kept for ever and without a connection."""
    sound = shelf.sound(db.session, name, ending)
    if sound is None:
        abort(404)
    response = Response(sound, content_type=FORMATS[ending].MEDIA_TYPE)
    response.headers["Cache-Control"] = FOR_EVER
    # Safari plays nothing that does not come in the pieces it asks for.
    try:
        response.make_conditional(request.environ, accept_ranges=True, complete_length=len(sound))
    except RequestedRangeNotSatisfiable:
        return Response(status=416, content_type="text/plain", headers={"Content-Range": f"bytes */{len(sound)}"})
    return response


def _check(collection: str, language: str) -> None:
    if collection not in collections() or language not in LANGUAGES:
        abort(404)


def _found(collection: str, language: str, key: str) -> Wording:
    _check(collection, language)
    return next((each for each in wordings(collection) if each.key == key), None) or abort(404)


def _counted(collection: str, language: str, kept: Mapping[str, Shelved]) -> tuple[int, int]:
    """How many wordings are recorded, and how many there are to record."""
    states = [shelf.state(wording, language, kept) for wording in wordings(collection)]
    return states.count(State.RECORDED), len(states) - states.count(State.UNTRANSLATED)


def _next_missing(collection: str, language: str, after: Wording) -> Wording | None:
    kept = shelf.shelved(db.session, language)
    every = wordings(collection)
    place = every.index(after)
    missing = (State.MISSING, State.CHANGED)
    return next((w for w in (*every[place:], *every[:place]) if shelf.state(w, language, kept) in missing), None)


def _page(collection: str, language: str, wording: Wording, form: RecordingForm) -> str:
    every = wordings(collection)
    place = every.index(wording)
    kept = shelf.shelved(db.session, language)
    if not form.is_submitted():
        # Whoever lends a voice is likely to be who lent the one before.
        spoken = kept.get(wording.key) or kept.get(every[place - 1].key)
        form.lent_by.data = spoken.lent_by if spoken else ""
    return render_template(
        "sounds/wording.html",
        collection=collection,
        title=title(collection),
        language=LANGUAGES[language],
        wording=wording,
        form=form,
        state=shelf.state(wording, language, kept),
        recorded=kept.get(wording.key),
        longest=LONGEST,
        place=place + 1,
        total=len(every),
        before=every[place - 1] if place else None,
        after=every[place + 1] if place + 1 < len(every) else None,
    )
