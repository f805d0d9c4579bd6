"""Where a council puts its own pictures in place of ours: one by one, or a pack of them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from questions.pictures import Concept, concepts
from survey.child.pictures import sprite
from survey.database import db, writing
from survey.gallery import own
from survey.gallery.forms import PackForm, PictureForm
from survey.gallery.refusals import LeftOut, PictureRefused
from survey.gallery.taking import LARGEST_PACK, Pack, Taken, take, unpack
from survey.models import Role
from survey.staff.doors import TOKEN, door
from survey.staff.trail.entries import Deed, note

LONGEST_FIELD = 128 * 1024

# Lives inside the gallery's blueprint, whose headers and error pages it has; the door is its own.
own_pictures = Blueprint("own", __name__, url_prefix="/own")
EDITORS = (Role.OFFICER, Role.ADMINISTRATOR)
own_pictures.before_request(door(*EDITORS))


@own_pictures.url_value_preprocessor
def let_files_in(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Larger things than forms, from somebody who has signed in: whoever has not could fill the disk with them."""
    if TOKEN in session:
        request.max_content_length = LARGEST_PACK
        request.max_form_memory_size = LONGEST_FIELD


@own_pictures.get("/")
def index() -> str:
    return _overview(PackForm(formdata=None))


@own_pictures.post("/")
def put_pack() -> ResponseReturnValue:
    form = PackForm()
    form.validate()
    pack = Pack()
    try:
        pack = unpack(form.pack.data.read()) if form.pack.data else pack
    except PictureRefused as refused:
        form.pack.errors = [refused.why.value]
    if not form.pack.data:
        form.pack.errors = [_("Choose a ZIP file.")]
    if not form.errors and pack.taken:
        with writing():
            for concept, taken in pack.taken.items():
                own.put(db.session, concept, taken, form.licence.data)
            note(db.session, Deed.PICTURES_CHANGED, g.staff)
            db.session.commit()
        own.forget_remembered()
        number = len(pack.taken)
        flash(ngettext("%(num)s picture is taken.", "%(num)s pictures are taken.", number))
        if not pack.refused and not any(taken.left_out for taken in pack.taken.values()):
            return redirect(url_for("pictures.own.index"), 303)
    return _overview(form, pack), 422 if form.errors or pack.refused else 200


@own_pictures.get("/<concept>")
def show(concept: str) -> str:
    found = _known(concept)
    there = own.own_pictures(db.session).get(concept)
    return _page(found, PictureForm(formdata=None, data={"licence": there.licence if there else ""}))


@own_pictures.post("/<concept>")
def put(concept: str) -> ResponseReturnValue:
    """Take a picture, or only what is said of the one that is there."""
    found, form = _known(concept), PictureForm()
    form.validate()
    taken = _taken(form, is_needed=concept not in own.own_pictures(db.session))
    if form.errors:
        if taken is not None:
            form.hold(taken)
        return _page(found, form), 422
    with writing():
        if taken is None:
            own.say_who_may_use(db.session, concept, form.licence.data)
        else:
            own.put(db.session, concept, taken, form.licence.data)
        note(db.session, Deed.PICTURES_CHANGED, g.staff)
        db.session.commit()
    own.forget_remembered()
    if waiting := _words(own.waits_for(concept, own.own_pictures(db.session))):
        flash(_("Saved. Children see it once there is one of yours, too, for: %(words)s.", words=waiting))
    else:
        flash(_("Saved. This is how children see it from now on."))
    if taken is not None and taken.left_out:
        flash(_("Left out of the file: %(what)s. Does the picture still show what it should?", what=_list(taken)))
    return redirect(url_for("pictures.own.show", concept=concept), 303)


@own_pictures.post("/<concept>/remove")
def remove(concept: str) -> ResponseReturnValue:
    found = _known(concept)
    with writing():
        if own.remove(db.session, concept):
            note(db.session, Deed.PICTURE_REMOVED, g.staff)
        db.session.commit()
    own.forget_remembered()
    flash(_("Your picture for “%(word)s” is gone. Children see ours again.", word=found.word))
    return redirect(url_for("pictures.own.show", concept=concept), 303)


@own_pictures.errorhandler(413)
def too_large(_error: Exception) -> ResponseReturnValue:
    return render_template("gallery/too-large.html"), 413


def _known(concept: str) -> Concept:
    if concept not in concepts():
        abort(404)
    return concepts()[concept]


def _taken(form: PictureForm, is_needed: bool) -> Taken | None:
    """The picture that was sent or held; where there is none, or it cannot be taken, the form says so."""
    file = form.file
    if file is None and not form.picture.data:
        if is_needed:
            form.picture.errors = [_("Choose a picture.")]
        return None
    try:
        return take(file or b"")
    except PictureRefused as refused:
        form.picture.errors = [refused.why.value]
        return None


def _list(taken: Taken) -> str:
    return ", ".join(str(what.value) for what in LeftOut if what in taken.left_out)


def _words(keys: list[str]) -> str:
    return ", ".join(concepts()[key].word for key in keys)


def _page(concept: Concept, form: PictureForm) -> str:
    there = own.own_pictures(db.session)
    return render_template(
        "gallery/own-picture.html",
        concept=concept,
        own=there.get(concept.key),
        waiting=_words(own.waits_for(concept.key, there)),
        form=form,
        sprite=sprite([concept.key], {}),
    )


def _overview(form: PackForm, pack: Pack | None = None) -> str:
    pack, there = pack or Pack(), own.own_pictures(db.session)
    return render_template(
        "gallery/own.html",
        concepts=concepts(),
        own=there,
        waiting={key: _words(own.waits_for(key, there)) for key in there if key in concepts()},
        form=form,
        refused=pack.refused,
        left_out={concept: _list(taken) for concept, taken in pack.taken.items() if taken.left_out},
        is_taken=not form.errors,
    )
