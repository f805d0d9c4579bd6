"""How times, steps and decisions are said to those who answer a child."""

from __future__ import annotations

from datetime import datetime, timedelta

from babel import Locale, UnknownLocaleError
from babel.dates import format_timedelta
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later

from survey.clock import local
from survey.keys.tables import Box
from survey.languages import ENGLISH
from survey.safeguarding.steps import Decision, Told
from survey.safeguarding.tables import Door

ASKS = {Door.TALK: later("A child wants somebody to talk to"), Door.ADVOCATE: later("A child wants an advocate")}

# Decision → what it is called, and what it means.
DECISIONS = {
    Decision.TALK: (
        later("Somebody talks with the child"),
        later("When and where the child said it is safe. Write down who, and when."),
    ),
    Decision.WORKER: (
        later("Their worker talks with the child"),
        later("The child asked for this worker, and it is not about them."),
    ),
    Decision.PROTECT: (
        later("Child protection steps"),
        later("The child may be harmed. Children’s social care, and the police where it cannot wait."),
    ),
    Decision.ADVOCATE: (
        later("Fetch an advocate"),
        later("Somebody independent speaks up for the child. Ask one, or pass this on to the advocates below."),
    ),
    Decision.ELSEWHERE: (
        later("Somebody else takes it on"),
        later("A school, a health service, another council. Write down who said yes to it."),
    ),
    Decision.NOTHING: (later("There is nothing to do"), later("Write down why. The child still hears back.")),
}

TOLD = {Told.YES: later("Yes, the child has been told"), Told.NO: later("No, the child has not been told")}

# Who reads what lies in a box.
READERS = {
    Box.SAFEGUARDING: later("the safeguarding lead and deputy"),
    Box.ALLEGATIONS: later("the designated officer"),
    Box.ADVOCACY: later("the advocates"),
}


def moment_in_words(moment: datetime, now: datetime) -> str:
    """A moment by the council's clock, as one says it now: “today, 13:05”, “Friday, 13:05”, “Friday 7 May, 13:05”."""
    then, today = local(moment), local(now).date()
    days = (then.date() - today).days
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}
    if days in near:
        day = near[days]
    elif abs(days) < 7:
        day = format_date(then.date(), "EEEE")
    else:
        day = format_date(then.date(), "EEEE d MMMM" if then.year == today.year else "EEEE d MMMM y")
    return str(_("%(day)s, %(time)s", day=day, time=f"{then:%H:%M}"))


def dated_in_words(moment: datetime) -> str:
    """A moment as paper tells it, which is read on another day: “7 May 2030, 13:05”."""
    then = local(moment)
    return str(_("%(day)s, %(time)s", day=format_date(then.date(), "d MMMM y"), time=f"{then:%H:%M}"))


def how_long(span: timedelta) -> str:
    """“3 hours”; less than a minute is a minute."""
    return str(
        format_timedelta(max(span, timedelta(minutes=1)), granularity="minute", threshold=1, locale=ENGLISH.code)
    )


def language_in_words(code: str) -> str | None:
    """The English name of a language; None for English itself and for what is no language."""
    if code == ENGLISH.code:
        return None
    try:
        return Locale.parse(code).english_name
    except (UnknownLocaleError, ValueError):
        return None
