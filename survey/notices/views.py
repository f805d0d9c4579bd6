"""What we keep, who sees it and for how long: told to children and to adults from the settings that are in force."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Literal

from babel.dates import format_timedelta
from flask import Blueprint, Response, g, render_template, request
from flask_babel import get_locale

from survey.child.documents import APPEARANCES
from survey.child.pages import language_asked_for, render, seal_page
from survey.database import db
from survey.duty.promise import promise_now
from survey.keeping.retention import RETENTION, periods_from
from survey.languages import ENGLISH
from survey.notices.council import council_from
from survey.rounds.asking import set_by_key
from survey.wordings.figures import in_figures

# In years or months a period would be rounded: a notice says what is true.
NEVER_ROUNDED = 10**6

notices = Blueprint("notices", __name__, url_prefix="/privacy")


@notices.before_request
def speak_the_childs_language() -> None:
    """The door. Anybody may read what is kept; no cookie is set and nothing is noted."""
    g.language = language_asked_for().code


@notices.after_request
def leave_nothing_behind(response: Response) -> Response:
    return seal_page(response)


@notices.get("")
def for_children() -> str:
    """The notice in the words of the question set ``set``; the plainest where none is named."""
    asked = set_by_key(db.session, request.args.get("set", ""))
    version = asked.version.key if asked else "symbols"
    periods = periods_from(os.environ)
    return render(
        "child/notice.html",
        APPEARANCES[version].sky,
        version=version,
        kept={kind: _days(period) for kind, period in periods.items()},
    )


@notices.get("/adults")
def for_adults() -> str:
    g.language = ENGLISH.code
    periods = periods_from(os.environ)
    return render_template(
        "notices/adults.html",
        council=council_from(os.environ),
        kinds=[(kind, _days(periods[kind.key])) for kind in RETENTION.values() if periods.get(kind.key)],
        for_good=[kind for kind in RETENTION.values() if kind.kept is None],
        promise=promise_now(),
    )


def _days(period: timedelta) -> str:
    unit: Literal["day", "hour", "minute"] = "day"
    if period < timedelta(days=1):
        unit = "hour" if period >= timedelta(hours=1) else "minute"
    return in_figures(format_timedelta(period, granularity=unit, threshold=NEVER_ROUNDED, locale=get_locale()))
