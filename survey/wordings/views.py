"""How each language stands; the translator's sheet, out and in; and who has checked what is said."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import clock
from survey.database import db, writing
from survey.languages import why_not
from survey.models import Role
from survey.staff.doors import door
from survey.staff.pages import furnish
from survey.staff.trail.entries import Deed, note
from survey.wordings import keeping, reading
from survey.wordings.forms import CheckForm, SheetForm
from survey.wordings.reading import SheetRefused
from survey.wordings.registry import ENGLISH, LANGUAGES, Language
from survey.wordings.sheets import written
from survey.wordings.sorting import Sorted, sort
from survey.wordings.standing import forget, standing, standings

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

languages = Blueprint("wordings", __name__, url_prefix="/staff/languages")
languages.before_request(door(Role.OFFICER, Role.ADMINISTRATOR))
furnish(languages)


@languages.url_value_preprocessor
def let_a_sheet_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Elsewhere a child's answers are the most that anybody sends. A file too large is to be told of in our words."""
    if endpoint == "wordings.take_in":
        # Werkzeug holds what it has read and not yet told apart to the second of these.
        request.max_content_length = request.max_form_memory_size = 2 * reading.LARGEST


@languages.get("/")
def index() -> str:
    states = [state for state in standings() if state.language is not ENGLISH]
    return render_template("wordings/index.html", states=states, why_not=why_not)


@languages.get("/<language>")
def show(language: str) -> str:
    return _page(_named(language))


@languages.get("/<language>/sheet")
def give_out(language: str) -> Response:
    named = _named(language)
    name = f"heard-{named.english.lower().replace(' ', '-').strip('()')}-{clock.today().isoformat()}.xlsx"
    response = Response(written(standing(named.code)), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@languages.post("/<language>/sheet")
def take_in(language: str) -> ResponseReturnValue:
    named, form = _named(language), SheetForm()
    if not form.validate():
        return _page(named, sheet=form), 422
    try:
        result = sort(reading.rows_in(form.sheet.data.read(), named), standing(named.code))
    except SheetRefused as refused:
        form.sheet.errors = [str(refused)]
        return _page(named, sheet=form), 422
    if result.taken:
        with writing():
            keeping.take(db.session, named, result.taken)
            note(db.session, Deed.WORDINGS_TAKEN, g.staff, language=named.code)
            db.session.commit()
        forget()
    return _page(named, result=result), 422 if result.refused else 200


@languages.post("/<language>/check")
def sign_off(language: str) -> ResponseReturnValue:
    named, form, state = _named(language), CheckForm(), standing(language)
    if not form.validate():
        return _page(named, check=form), 422
    if not state.is_whole or form.digest.data != state.digest:
        flash(_("Not everything is there, or something has changed since this page was opened. Look again."))
        return redirect(url_for("wordings.show", language=language), 303)
    with writing():
        keeping.sign_off(db.session, named, state.said, form.person.data, clock.today())
        note(db.session, Deed.LANGUAGE_CHECKED, g.staff, language=named.code)
        db.session.commit()
    forget()
    flash(_("%(language)s is checked, and no draft any more.", language=named.english))
    return redirect(url_for("wordings.show", language=language), 303)


@languages.post("/<language>/withdraw")
def withdraw(language: str) -> ResponseReturnValue:
    named = _named(language)
    with writing():
        keeping.withdraw(db.session, named)
        note(db.session, Deed.CHECK_WITHDRAWN, g.staff, language=named.code)
        db.session.commit()
    forget()
    flash(_("The check is withdrawn: %(language)s is a draft again.", language=named.english))
    return redirect(url_for("wordings.show", language=language), 303)


@languages.post("/<language>/drop")
def drop(language: str) -> ResponseReturnValue:
    named = _named(language)
    with writing():
        keeping.drop(db.session, named)
        note(db.session, Deed.WORDINGS_DROPPED, g.staff, language=named.code)
        db.session.commit()
    forget()
    flash(_("Your own wordings are removed. Children read what came with Heard."))
    return redirect(url_for("wordings.show", language=language), 303)


def _named(language: str) -> Language:
    if language not in LANGUAGES or language == ENGLISH.code:
        abort(404)
    return LANGUAGES[language]


def _page(
    language: Language, sheet: SheetForm | None = None, check: CheckForm | None = None, result: Sorted | None = None
) -> str:
    state = standing(language.code)
    return render_template(
        "wordings/language.html",
        state=state,
        reason=why_not(state),
        sheet=sheet or SheetForm(formdata=None),
        check=check or CheckForm(formdata=None, digest=state.digest),
        result=result,
    )
