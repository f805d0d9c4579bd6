"""When messages are read, in the child's language and no kinder than it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from babel.dates import format_date
from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _

from survey.clock import FIRST_MONDAY
from survey.duty.promise import Promise
from survey.wordings.figures import in_figures

# Beyond two, days that follow each other are said as a stretch.
STRETCH = 3


def reading_hours(promise: Promise) -> list[str]:
    """One sentence for the days with the same hours: "Messages are read Monday to Friday, 9:00 to 17:00."."""
    return [
        _(
            "Messages are read %(days)s, %(opens)s to %(closes)s.",
            days=_days(weekdays),
            opens=_clock(opens),
            closes=_clock(closes),
        )
        for weekdays, opens, closes in promise.hours
    ]


def next_reading(promise: Promise) -> str:
    """Whether somebody reads at this moment, and when somebody does next; empty where nobody knows."""
    if promise.reading_until:
        return _("Somebody is reading today until %(time)s.", time=_time(promise.reading_until))
    if promise.next_reading:
        day = in_figures(format_date(promise.next_reading, "EEEE d MMMM", locale=get_locale()))
        return _("The next time somebody reads is %(day)s, %(time)s.", day=day, time=_time(promise.next_reading))
    return ""


def _days(weekdays: Sequence[int]) -> str:
    names = [_name(day) for day in weekdays]
    if len(weekdays) >= STRETCH and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return _("%(first)s to %(last)s", first=names[0], last=names[-1])
    return format_list(names, locale=get_locale())


def _name(weekday: int) -> str:
    day: date = FIRST_MONDAY + timedelta(days=weekday)
    return format_date(day, "EEEE", locale=get_locale())


def _time(moment: datetime) -> str:
    return _clock(moment.hour * 60 + moment.minute)


def _clock(minutes: int) -> str:
    return in_figures(f"{minutes // 60}:{minutes % 60:02}")
