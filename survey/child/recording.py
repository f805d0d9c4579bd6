"""An observer's record, from a form or from a script: what was seen, and apart from it what it may mean.

It comes beside a sitting's answers and has nothing in common with them: an id of its own, its week, no card and no
setting. Whoever holds the database cannot say which answers the same person gave.
"""

from __future__ import annotations

import unicodedata
from dataclasses import astuple
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from survey import passes
from survey.retries import id_of
from survey.thoughts.receiving import keep_record
from survey.thoughts.records import BOXES, SECOND, SURE, Record, RecordIncomplete

RECORD = "record"
# What each box holds at most: all of it, in letters that take nine signs each on their way, fits into what is taken.
MOST = dict.fromkeys(BOXES, 100) | {"where": 400, "shows": 600, "saw": 1600, "toward": 300, "away": 300}
MOST |= {"means": 800, "otherwise": 800, "change": 400}
CHOICES = {"sure": SURE, "second": SECOND}

Form = MultiDict[str, str]


class LookAgain(ValueError):
    """A record is not kept yet: boxes are ``missing``, or words of feeling stand among the facts.

    The second is asked once and refused never: whoever sends it again has looked.
    """

    def __init__(self, missing: tuple[str, ...] = (), feelings: tuple[str, ...] = ()) -> None:
        super().__init__("somebody must look at a record again")
        self.missing, self.feelings = missing, feelings


def feeling_words() -> tuple[str, ...]:
    """Words that say what somebody thinks a child feels or means, in the language of the page."""
    # Translators: not a translation word by word, but your language's own list, separated by commas: words of feeling,
    # of wanting, thinking and guessing, and "because", in every form in which people write them. They are pointed out
    # where somebody should write only what was seen and heard.
    said = _(
        "afraid, angry, annoyed, anxious, appeared, appears, because, bored, clearly, content, cross, "
        "delighted, disappointed, dislikes, enjoyed, enjoying, enjoys, excited, fear, feeling, feels, felt, "
        "frightened, frustrated, glad, grumpy, happier, happily, happy, hated, hates, hoped, in a mood, "
        "jealous, knew, knows, liked, likes, lonely, looks like, loved, loves, misses, naughty, nervous, "
        "obviously, pleased, proud, sad, sadly, scared, seemed, seems, shy, stressed, thinks, thought, trying "
        "to, unhappy, upset, wanted, wanting, wants, wished, wishes, worried"
    )
    return tuple(word for each in said.replace("،", ",").split(",") if (word := _plain(each)))


def feelings_in(text: str) -> tuple[str, ...]:
    """The words of feeling that stand in a text, each once, in the order of the list."""
    padded = f" {_plain(text)} "
    return tuple(word for word in feeling_words() if f" {word} " in padded)


def keep(session: Session, form: Form, sent: str, now: datetime) -> bool:
    """Keep the record in a form that was sent under the id ``sent``; False where it was kept before.

    Raises ``LookAgain``, and what ``keep_record`` does.
    """
    try:
        record = record_in(form)
    except RecordIncomplete as incomplete:
        raise LookAgain(missing=incomplete.missing) from None
    if "looked" not in form and (feelings := feelings_in(record.saw)):
        raise LookAgain(feelings=feelings)
    record_id = id_of(sent, *astuple(record))
    return keep_record(session, record, record_id, now, has_card=passes.writes(form.get("pass", ""), now))


def record_in(form: Form) -> Record:
    """What is too long is cut, what is unknown is left out. Raises ``RecordIncomplete``."""
    said = {name: form.get(name, "").replace("\r\n", "\n").strip()[: MOST[name]] for name in BOXES}
    for name, known in CHOICES.items():
        said[name] = said[name] if said[name] in known else ""
    return Record(**said)


def _plain(text: str) -> str:
    """A text as its words with one space between, as the page's script reads it too."""
    lowered = text.lower().replace("’", "'")
    letters = "".join(sign if sign == "'" or unicodedata.category(sign)[0] in "LM" else " " for sign in lowered)
    return " ".join(word for each in letters.split() if (word := each.strip("'")))
