"""The page of one worry: what is known of it without its words, and its words for whoever opened and read them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

from flask import g, render_template
from sqlalchemy import select

from survey import clock
from survey.database import db
from survey.keys import own
from survey.keys.boxes import NotAHolder
from survey.keys.own import OpenKey
from survey.keys.sealing import SealBroken
from survey.keys.tables import Box, Holding
from survey.models import Role, Staff, Team
from survey.safeguarding import desk, history, worries
from survey.safeguarding.forms import (
    CloseForm,
    DecisionForm,
    EraseForm,
    HideForm,
    NoteForm,
    PassForm,
    PassphraseForm,
    StepForm,
)
from survey.safeguarding.history import Entry
from survey.safeguarding.leaving import IN_PARTS
from survey.safeguarding.steps import Decision, Told
from survey.safeguarding.tables import Worry, WorryHidden
from survey.safeguarding.wording import (
    ASKS,
    DECISIONS,
    READERS,
    TOLD,
    dated_in_words,
    how_long,
    language_in_words,
    moment_in_words,
)
from survey.safeguarding.worries import Telling


class Shut(Enum):
    """Why a worry's words are not on the page."""

    NO_KEY = "no-key"
    NOT_LET_IN = "not-let-in"
    KEY_SHUT = "key-shut"
    UNREAD = "unread"
    BROKEN = "broken"


@dataclass(frozen=True)
class Done:
    """One step as the page tells it. ``chosen`` is what was decided or answered, beside the words."""

    entry: Entry
    chosen: str
    words: str | None


def phrases() -> dict[str, Any]:
    """What every page about worries says times and names with."""
    now = clock.now()
    return {
        "now": now,
        "asks": ASKS,
        "readers": READERS,
        "when": lambda moment: moment_in_words(moment, now),
        "dated": dated_in_words,
        "how_long": how_long,
        "local": clock.local,
    }


def worry_page(worry: Worry, form: StepForm | None = None) -> str:
    """The page. ``form`` is one that came back with something still to do in it."""
    key = desk.open_key()
    telling, why = opened(worry, key)
    now = clock.now()
    box = worries.box_of(db.session, worry)
    return render_template(
        "safeguarding/worry.html",
        worry=worry,
        line=worries.line(db.session, worry, now),
        telling=telling,
        shut=why,
        language=language_in_words(telling.language) if telling else None,
        done=told_history(worry, key if telling else None),
        open_until=desk.open_until(),
        forms=_forms(worry, box, form),
        sent=form,
        decisions=DECISIONS,
        hidden_from=db.session.get(Team, worry.hidden_from) if worry.hidden_from else None,
        hidden_people=_hidden_people(worry),
    )


def opened(worry: Worry, key: OpenKey | None) -> tuple[Telling | None, Shut | None]:
    """What the child said, or why it stays shut. It is shown once it is written down that this person reads it."""
    if not own.has_key(db.session, g.staff.id):
        return None, Shut.NO_KEY
    if db.session.get(Holding, (worry.box_key_id, g.staff.id)) is None:
        return None, Shut.NOT_LET_IN
    if key is None:
        return None, Shut.KEY_SHUT
    if not worries.has_seen(db.session, worry, g.staff.id):
        return None, Shut.UNREAD
    try:
        return worries.read(db.session, worry, key), None
    except NotAHolder:
        return None, Shut.NOT_LET_IN
    except SealBroken:
        return None, Shut.BROKEN


def told_history(worry: Worry, key: OpenKey | None) -> list[Done]:
    """Every step, the newest first."""
    return [_done(entry) for entry in reversed(history.entries(db.session, worry.id, key))]


def _done(entry: Entry) -> Done:
    if entry.words is None or entry.step not in IN_PARTS:
        return Done(entry, "", entry.words)
    parts = json.loads(entry.words)
    chosen = DECISIONS[Decision(parts["decision"])][0] if "decision" in parts else TOLD[Told(parts["told"])]
    return Done(entry, str(chosen), parts["words"])


def _forms(worry: Worry, box: Box, sent: StepForm | None) -> dict[str, StepForm]:
    """Every form that fits the worry as it stands; the one that came back with what was typed in it."""
    made: list[StepForm] = [PassphraseForm(formdata=None)]
    if worry.closed is None:
        made += [DecisionForm(formdata=None), NoteForm(formdata=None), PassForm(box, formdata=None)]
        if worry.decided is not None:
            made += [CloseForm(formdata=None)]
    else:
        made += [EraseForm(formdata=None)]
    if g.staff.role is Role.DESIGNATED_OFFICER:
        made += [HideForm(teams(), formdata=None, data={"team": str(worry.hidden_from or "")})]
    if sent is not None:
        made = [each for each in made if type(each) is not type(sent)] + [sent]
    return {type(each).__name__.removesuffix("Form").lower(): each for each in made}


def _hidden_people(worry: Worry) -> list[str]:
    """The names of those whom it stays hidden from wherever they move."""
    kept = select(WorryHidden.staff_id).where(WorryHidden.worry_id == worry.id)
    return list(db.session.scalars(select(Staff.name).where(Staff.id.in_(kept)).order_by(Staff.name)))


def teams() -> list[tuple[int, str]]:
    """The teams a worry can be hidden from: all but one's own."""
    rows = db.session.execute(select(Team.id, Team.name).order_by(Team.name))
    return [(row.id, row.name) for row in rows if row.id != g.staff.team_id]
