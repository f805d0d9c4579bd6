"""The forms of the duty calendar. What was typed is kept as it was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired
from wtforms.widgets import TimeInput

WEEKDAYS = (
    later("Monday"),
    later("Tuesday"),
    later("Wednesday"),
    later("Thursday"),
    later("Friday"),
    later("Saturday"),
    later("Sunday"),
)
DAY = 24 * 60
# As browsers send it, and as people type it where there is only a line: "9", "9:00", "09.00".
TYPED = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?")
# Browsers that know dates send the first; where there is only a line to type on, people in the UK type the second.
AS_TYPED = ["%Y-%m-%d", "%d/%m/%Y"]
FURTHEST = timedelta(days=731)
NO_DATE = later("This is not a date. Write it like 31/12/2030.")


class TimeField(StringField):  # type: ignore[misc]  # WTForms is not typed
    """A time of day, kept as it was typed."""

    widget = TimeInput()

    @property
    def minutes(self) -> int | None:
        """Minutes from midnight, 0 to 1440; None where it is no time."""
        found = TYPED.fullmatch(str(self.data or "").strip())
        if not found:
            return None
        hours, minutes = int(found[1]), int(found[2] or 0)
        return hours * 60 + minutes if minutes < 60 and hours * 60 + minutes <= DAY else None


class HoursForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    """A tick and two times for each weekday: see ``days``. Midnight, as an end, is the end of that day."""

    def __init__(self, hours: Mapping[int, tuple[int, int]] | None = None) -> None:
        """``hours`` stand in the form before anything is typed; nothing posted is read where they are given."""
        super().__init__(**({"formdata": None, "data": _filled(hours)} if hours is not None else {}))

    @property
    def days(self) -> list[tuple[int, BooleanField, TimeField, TimeField]]:
        """Weekday (0 is Monday), tick, beginning and end."""
        return [(day, self[f"on-{day}"], self[f"opens-{day}"], self[f"closes-{day}"]) for day in range(7)]

    @property
    def hours(self) -> dict[int, tuple[int, int]]:
        """Weekday → minutes from midnight; only after ``validate``."""
        return {day: (opens.minutes or 0, closes.minutes or DAY) for day, tick, opens, closes in self.days if tick.data}

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = bool(super().validate(extra_validators))
        for day, tick, opens, closes in self.days:
            wrong = _wrong_with(str(WEEKDAYS[day]), opens, closes) if tick.data else ""
            opens.errors = [wrong] if wrong else []
            is_good = is_good and not wrong
        return is_good


for _day in range(7):
    setattr(HoursForm, f"on-{_day}", BooleanField(WEEKDAYS[_day]))
    setattr(HoursForm, f"opens-{_day}", TimeField(later("from")))
    setattr(HoursForm, f"closes-{_day}", TimeField(later("to")))


class ClosedDayForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    day = DateField(later("Nobody reads on"), [InputRequired(later("Say which day."))], AS_TYPED, NO_DATE)

    def __init__(self, today: date, **words: Any) -> None:
        super().__init__(**words)
        self.today = today

    def validate_day(self, field: DateField) -> None:
        _check_day(field, self.today)


class AbsenceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    person = SelectField(later("Who is away?"), coerce=int, validators=[InputRequired(later("Say who is away."))])
    first = DateField(later("First day"), [InputRequired(later("Say which day is the first."))], AS_TYPED, NO_DATE)
    last = DateField(later("Last day"), [InputRequired(later("Say which day is the last."))], AS_TYPED, NO_DATE)

    def __init__(self, today: date, people: list[tuple[int, str]], **words: Any) -> None:
        super().__init__(**words)
        self.person.choices = people
        self.today = today

    def validate_last(self, field: DateField) -> None:
        _check_day(field, self.today)
        if field.data is not None and self.first.data is not None and field.data < self.first.data:
            raise ValidationError(_("The last day is before the first."))


def _check_day(field: DateField, today: date) -> None:
    if field.data is None:
        return
    if field.data < today:
        raise ValidationError(_("This day is over. Is the year right?"))
    if field.data > today + FURTHEST:
        raise ValidationError(_("That is more than two years away. Is the year right?"))


def _wrong_with(day: str, opens: TimeField, closes: TimeField) -> str:
    """What is wrong with a day's two times, in words; nothing where all is well."""
    if opens.minutes is None or closes.minutes is None:
        return str(_("%(day)s: write two times, like 9:00 and 17:00, or take the tick away.", day=day))
    if opens.minutes >= (closes.minutes or DAY):
        return str(_("%(day)s: the end comes before the beginning.", day=day))
    return ""


def _filled(hours: Mapping[int, tuple[int, int]]) -> dict[str, Any]:
    filled: dict[str, Any] = {}
    for day, (opens, closes) in hours.items():
        filled |= {f"on-{day}": True, f"opens-{day}": clock_of(opens), f"closes-{day}": clock_of(closes % DAY)}
    return filled


def clock_of(minutes: int) -> str:
    """Minutes from midnight as a clock shows them; the end of a day is 24:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def in_words(days: Sequence[int]) -> str:
    """Days of the week, in order: three or more that follow each other as “Monday to Friday”."""
    names = [str(WEEKDAYS[day]) for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return str(_("%(first)s to %(last)s", first=names[0], last=names[-1]))
    return ", ".join(names)
