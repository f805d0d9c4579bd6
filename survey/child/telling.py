"""What a child says through a door, from a form or from a script: the same fields either way.

A call for help is never refused for its shape: what is too long is cut, what is unknown is left out, and an id that is
missing is made. Only one thing must be there, without which nobody could come: a name, or a worker who knows it.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from questions.answers import PartUnreadable, sitting_id
from questions.bank import themes
from survey.codes import is_pass
from survey.giver import giver_in
from survey.models import Staff
from survey.safeguarding.tables import Door
from survey.safeguarding.worries import LONGEST, Telling, TellingIncomplete, raise_worry
from survey.thoughts.receiving import keep as keep_thought
from survey.thoughts.tables import Prompt

THINK = "think"
LINE = 200
# When it is safe to talk, as the keys on the page are written down for whoever reads it: staff read English.
WHEN = {
    "school": "at school",
    "alone": "when I am alone",
    "any": "any time",
    "phone": "by phone",
}
SEPARATOR = "; "
GIVER_UNKNOWN = "the worker who gave the card; who that is cannot be read from it"

Form = MultiDict[str, str]


class NoSuchDoor(ValueError):
    """What arrived names no door of ours."""


def keep(session: Session, form: Form, language: str, now: datetime) -> bool:
    """Keep what came through a door; False where all of it was kept before.

    Raises ``NoSuchDoor``, and ``TellingIncomplete`` where there is nothing to keep or nobody to find.
    """
    if form.get("door") == THINK:
        return _keep_thoughts(session, form, now)
    try:
        door = Door(form.get("door", ""))
    except ValueError:
        raise NoSuchDoor from None
    giver = giver_in(form.get("giver", ""))
    telling = _telling(session, form, door, giver, language)
    has_card = is_pass(form.get("pass", ""), now.date())
    return raise_worry(session, telling, _id(form.get("id")), has_card, giver, now)


def _telling(session: Session, form: Form, door: Door, giver: int | None, language: str) -> Telling:
    worker = _line(form, "worker")
    if not worker and "asks_worker" in form and form.get("giver"):
        worker = _name_of(session, giver)
    return Telling(
        door=door,
        name=_line(form, "name"),
        asks_worker="asks_worker" in form,
        worker=worker,
        when=_when(form),
        words=_text(form, "words")[:LONGEST],
        about_adult="about_adult" in form,
        language=language,
    )


def _name_of(session: Session, giver: int | None) -> str:
    person = session.get(Staff, giver) if giver is not None else None
    return person.name if person else GIVER_UNKNOWN


def _when(form: Form) -> str:
    """Everything that was said of when and how, in the order of the page."""
    said = [WHEN.get(choice, choice.strip()[:LINE]) for choice in form.getlist("when")]
    number = _line(form, "number")
    if number:
        # Whoever typed a number meant to be called on it, whether or not the key was pressed.
        said = [each for each in said if each != WHEN["phone"]] + [f"{WHEN['phone']}: {number}"]
    return SEPARATOR.join(each for each in said if each)[:LONGEST]


def _keep_thoughts(session: Session, form: Form, now: datetime) -> bool:
    written = [(prompt, words) for prompt in Prompt if (words := _text(form, prompt)[:LONGEST])]
    if not written:
        raise TellingIncomplete
    theme = form.get("theme")
    kept = [
        keep_thought(
            session,
            prompt,
            theme if prompt is Prompt.HIGHER and theme in themes() else None,
            words,
            "with_helper" in form,
            _id(form.get(f"id-{prompt}")),
            now,
        )
        for prompt, words in written
    ]
    return any(kept)


def said_again(form: Form) -> dict[str, object]:
    """What a form held, for the page that gives it back: nothing is lost because something was missing."""
    when = form.getlist("when")
    return {**form.to_dict(), "when": when, "own_when": SEPARATOR.join(each for each in when if each not in WHEN)}


def _id(text: str | None) -> str:
    try:
        return str(sitting_id(text))
    except PartUnreadable:
        return str(uuid.uuid4())


def _text(form: Form, name: str) -> str:
    # A plain form sends two signs for a new line, and a page counts one.
    return form.get(name, "").replace("\r\n", "\n").strip()


def _line(form: Form, name: str) -> str:
    return _text(form, name)[:LINE]
