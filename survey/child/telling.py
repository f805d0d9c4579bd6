"""What a child says through a door, from a form or from a script: the same fields either way.

A call for help is never refused for its shape: what is too long is cut, what is unknown is left out, and an id that is
missing is made. One thing is asked for again, without which nobody could come: a name, or a worker who knows it. But
what was written without it is kept all the same, since the page that asks again does not give it back: whoever goes
back in that browser could have it shown to them.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import datetime
from enum import Enum

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from questions.answers import PartUnreadable, sitting_id
from questions.bank import themes
from survey import passes
from survey.child import recording
from survey.child.recording import RECORD
from survey.giver import giver_in
from survey.keys.boxes import BoxMissing
from survey.models import Staff
from survey.retries import id_of
from survey.safeguarding.tables import Door
from survey.safeguarding.worries import LONGEST, Telling, TellingIncomplete, raise_worry
from survey.thoughts.receiving import ThoughtUnfit, TooManyWaiting
from survey.thoughts.receiving import keep as keep_thought
from survey.thoughts.tables import Prompt, Voice

THINK = "think"
CHILDRENS_PROMPTS = (Prompt.GOING_WELL, Prompt.WORRIED, Prompt.HIGHER)
# An adult is asked for no worry: one about a child does not wait five working days to be read.
ADULTS_PROMPTS = (Prompt.GOING_WELL, Prompt.HIGHER)
LINE = 200
# When it is safe to talk, as the keys on the page are written down for whoever reads it: staff read English.
WHEN = {
    "school": "at school",
    "alone": "when I am alone",
    "any": "any time",
    "phone": "by phone",
}
SEPARATOR = "; "
NAMELESS = "no name was given; they were asked for it next, so look at the call that came after this one"
NOT_GIVEN_BACK = ("name", "words")
GIVER_UNKNOWN = "the worker who gave the card; who that is cannot be read from it"

Form = MultiDict[str, str]


class Outcome(Enum):
    """What became of what was told. ``NAMELESS``: it is kept, and nobody could come; so the name is asked for."""

    KEPT = "kept"
    KEPT_BEFORE = "kept before"
    NAMELESS = "nameless"


class NotTaken(RuntimeError):
    """No more is taken through this door now: nothing was kept."""


class NoSuchDoor(ValueError):
    """What arrived names no door of ours."""


def keep(session: Session, form: Form, language: str, now: datetime) -> Outcome:
    """Keep what came through a door.

    Raises ``NoSuchDoor``, ``NotTaken``, ``TellingIncomplete`` where nothing was said that could be kept, and
    ``recording.LookAgain``.
    """
    if form.get("door") == THINK:
        return _keep_thoughts(session, form, now)
    if form.get("door") == RECORD:
        return _keep_record(session, form, now)
    try:
        door = Door(form.get("door", ""))
    except ValueError:
        raise NoSuchDoor from None
    giver = giver_in(form.get("giver", ""))
    try:
        telling = _telling(session, form, door, giver, language)
    except TellingIncomplete:
        if not any(_text(form, field) for field in ("words", "number", "worker")):
            raise
        _raise(session, form, _telling(session, form, door, giver, language, NAMELESS), giver, now)
        return Outcome.NAMELESS
    return _raise(session, form, telling, giver, now)


def _raise(session: Session, form: Form, telling: Telling, giver: int | None, now: datetime) -> Outcome:
    seen = form.get("pass", "")
    has_card = passes.calls(session, seen, now)
    # Other words under an id that was used before, as an old page may send them, are another call.
    worry_id = id_of(_id(form.get("id")), asdict(telling), giver)
    if not raise_worry(session, telling, worry_id, has_card, giver, now):
        return Outcome.KEPT_BEFORE
    if has_card:
        passes.count_call(session, seen, now)
    return Outcome.KEPT


def _telling(
    session: Session, form: Form, door: Door, giver: int | None, language: str, instead_of_name: str = ""
) -> Telling:
    worker = _line(form, "worker")
    if not worker and "asks_worker" in form and form.get("giver"):
        worker = _name_of(session, giver)
    return Telling(
        door=door,
        name=_line(form, "name") or instead_of_name,
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


def is_adults(form: Form) -> bool:
    """Whether the form is one that adults fill in. None of a child's says so."""
    return form.get("voice") == Voice.ADULT


def _keep_record(session: Session, form: Form, now: datetime) -> Outcome:
    try:
        is_new = recording.keep(session, form, _id(form.get("id")), now)
    except (TooManyWaiting, ThoughtUnfit, BoxMissing):
        raise NotTaken from None
    return Outcome.KEPT if is_new else Outcome.KEPT_BEFORE


def _keep_thoughts(session: Session, form: Form, now: datetime) -> Outcome:
    written = [
        (prompt, words)
        for prompt in (ADULTS_PROMPTS if is_adults(form) else CHILDRENS_PROMPTS)
        if (words := _text(form, prompt)[:LONGEST])
    ]
    if not written:
        raise TellingIncomplete
    try:
        kept = [_keep_thought(session, form, prompt, words, now) for prompt, words in written]
    except (TooManyWaiting, ThoughtUnfit, BoxMissing):
        raise NotTaken from None
    return Outcome.KEPT if any(kept) else Outcome.KEPT_BEFORE


def _keep_thought(session: Session, form: Form, prompt: Prompt, words: str, now: datetime) -> bool:
    theme = form.get("theme")
    theme = theme if prompt is Prompt.HIGHER and theme in themes() else None
    with_helper = "with_helper" in form
    has_card = passes.writes(form.get("pass", ""), now)
    voice = Voice.ADULT if is_adults(form) else Voice.CHILD
    thought_id = id_of(_id(form.get(f"id-{prompt}")), prompt, theme, words, with_helper, voice)
    return keep_thought(session, prompt, theme, words, with_helper, thought_id, now, has_card=has_card, voice=voice)


def said_again(form: Form) -> dict[str, object]:
    """What a form held, for the page that asks again: all but the words, which are kept by then, and the name."""
    when = form.getlist("when")
    given = {name: said for name, said in form.to_dict().items() if name not in NOT_GIVEN_BACK}
    return {**given, "when": when, "own_when": SEPARATOR.join(each for each in when if each not in WHEN)}


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
