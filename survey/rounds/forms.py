"""The forms for planning a round and for moving the end of an open one. What was typed is kept as it was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import format_date, format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from survey.models import FEWEST_ASKED, LONGEST_GRACE
from survey.rounds.planning import Caution, Plan
from survey.rounds.settings import SETTINGS, Group

GRACE_AT_FIRST = 14
# No council looks after so many children. A larger number is a slip, and a far larger one more than a database keeps.
MOST_ASKED = 20_000
LONGEST_COUNT = 9
LONGEST = timedelta(days=366)
FURTHEST = timedelta(days=731)
# Browsers that know dates send the first; where there is only a line to type on, people in the UK type the second.
AS_TYPED = ["%Y-%m-%d", "%d/%m/%Y"]


class CountField(StringField):  # type: ignore[misc]  # WTForms is not typed
    """A whole number from nought up, kept as it was typed."""

    @property
    def count(self) -> int | None:
        """What was typed, where it is a number as people write them: “1,200” is one."""
        typed = re.sub(r"[\s,]", "", str(self.data or ""))
        return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_COUNT else None

    @property
    def is_blank(self) -> bool:
        return not str(self.data or "").strip()


def tidy(name: str | None) -> str:
    """A name in one line: without control characters, which some databases refuse, and without doubled spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name or "").split())


def day_in_words(day: date) -> str:
    return str(format_date(day, "d MMMM y"))


def last_day() -> DateField:
    return DateField(
        later("Last day"),
        [InputRequired(later("Say which day is the last."))],
        AS_TYPED,
        later("The last day is not a date. Write it like 31/12/2030."),
    )


class NamedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    name = StringField(
        later("What is the round called?"),
        [
            DataRequired(later("Give the round a name.")),
            Length(max=120, message=later("Make the name shorter: 120 letters at most.")),
        ],
        filters=[tidy],
    )

    def refuse_name(self) -> None:
        self.name.errors = [_("Another round has this name. Add the season or the year.")]

    def ask_again(self) -> None:
        self.name.errors = [_("Somebody else saved a round at the same moment. Nothing of yours was saved: try again.")]


class PlanForm(NamedForm):
    """All of a plan for a group of people. Each of their settings has a tick and a number: see ``places``."""

    opens = DateField(
        later("First day"),
        [InputRequired(later("Say on which day it opens."))],
        AS_TYPED,
        later("The first day is not a date. Write it like 31/12/2030."),
    )
    closes = last_day()
    grace_days = CountField(later("Days for late tablets"), default=str(GRACE_AT_FIRST))
    seen = HiddenField()

    def __init__(self, group: Group, today: date, is_ready: bool, plan: Plan | None = None, **words: Any) -> None:
        """``group`` are the people it asks. ``plan`` is what stands in the form before anything is typed; nothing
        posted is read where it is given.

        ``is_ready``: a child who asked for help today would reach a person, so a round may open today.
        """
        super().__init__(**(_filled(plan, today) if plan else {}), **words)
        self.group, self.today, self.is_ready = group, today, is_ready

    @property
    def places(self) -> list[tuple[str, BooleanField, CountField]]:
        """Key, tick and number of every setting of the group."""
        keys = [setting.key for setting in self.group.settings]
        return [(key, self[f"tick-{key}"], self[f"asked-{key}"]) for key in keys]

    @property
    def plan(self) -> Plan:
        """What the officer wants; only after ``validate``."""
        asked = {key: number.count or 0 for key, tick, number in self.places if tick.data}
        days = self.opens.data, self.closes.data, self.grace_days.count or 0
        return Plan(self.group.question_set, self.name.data, *days, asked)

    @property
    def cautions_seen(self) -> frozenset[str]:
        return frozenset((self.seen.data or "").split())

    def show_cautions(self, cautions: frozenset[Caution]) -> None:
        self.seen.data = " ".join(sorted(cautions))

    def validate_opens(self, field: DateField) -> None:
        if field.data is None:
            return
        if field.data < self.today:
            raise ValidationError(_("It cannot open before today, %(day)s.", day=day_in_words(self.today)))
        if field.data == self.today and not self.is_ready:
            raise ValidationError(
                _("It cannot open today: a child who asks for help would reach nobody yet. Choose a later day.")
            )
        if field.data > self.today + FURTHEST:
            raise ValidationError(_("It would open in more than two years. Is the year right?"))

    def validate_closes(self, field: DateField) -> None:
        if field.data is not None and self.opens.data is not None and not self.opens.errors:
            check_length(self.opens.data, field.data)

    def validate_grace_days(self, field: CountField) -> None:
        if field.count is None or field.count > LONGEST_GRACE:
            raise ValidationError(_("Write how many days late tablets have: 0 to %(most)s.", most=LONGEST_GRACE))

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = bool(super().validate(extra_validators))
        for key, tick, number in self.places:
            wrong = _wrong_with(_(SETTINGS[key].name), tick.data, number)
            number.errors = [wrong] if wrong else []
            is_good = is_good and not wrong
        if not any(tick.data or number.errors for _key, tick, number in self.places):
            # Said at the first tick, where the list begins.
            self.places[0][1].errors = [_("Tick at least one place where children are asked.")]
            is_good = False
        return is_good


for _key in SETTINGS:
    setattr(PlanForm, f"tick-{_key}", BooleanField())
    setattr(PlanForm, f"asked-{_key}", CountField())


class EndForm(NamedForm):
    """What may still change while a round is open."""

    closes = last_day()

    def __init__(self, opens: date, today: date, **words: Any) -> None:
        super().__init__(**words)
        self.opened, self.today = opens, today

    def validate_closes(self, field: DateField) -> None:
        if field.data is not None and field.data < self.today:
            raise ValidationError(_("The last day cannot be before today, %(day)s.", day=day_in_words(self.today)))
        if field.data is not None:
            check_length(self.opened, field.data)


def check_length(opens: date, last: date) -> None:
    if last < opens:
        raise ValidationError(_("The last day is before the first. Choose %(day)s or later.", day=day_in_words(opens)))
    if last > opens + LONGEST:
        raise ValidationError(
            _("A round lasts a year at most. Choose %(day)s or earlier.", day=day_in_words(opens + LONGEST))
        )


def _wrong_with(place: str, is_ticked: bool, number: CountField) -> str:
    """What is wrong with a setting's tick and number, in words; nothing where all is well."""
    if not is_ticked:
        # A number without a tick is a slip of one or the other. To guess which would ask children, or leave them out.
        return "" if number.is_blank else str(_("%(place)s: tick it, or take its number away.", place=place))
    if number.count is None:
        return str(_("%(place)s: write how many children are asked, like 40.", place=place))
    if number.count < FEWEST_ASKED:
        return str(
            _(
                "%(place)s: %(asked)s is too few to count on its own, because so small a number could show what one "
                "child said. Leave this place out, and add its children to the place most like it.",
                place=place,
                asked=number.count,
            )
        )
    if number.count > MOST_ASKED:
        return str(
            _(
                "%(place)s: %(asked)s children are too many. Check the number.",
                place=place,
                asked=format_decimal(number.count),
            )
        )
    return ""


def _filled(plan: Plan, today: date) -> Mapping[str, Any]:
    places = {f"tick-{key}": True for key in plan.asked} | {
        f"asked-{key}": str(many) for key, many in plan.asked.items()
    }
    fields = {
        "name": plan.name,
        "opens": plan.opens,
        "closes": plan.closes,
        "grace_days": str(plan.grace_days),
        # What was read when the round was set up need not be read again for every change.
        "seen": " ".join(sorted(plan.cautions(today))),
    }
    return {"formdata": None, "data": fields | places}
