"""The forms with which somebody reads a worry and does something about it. Each has names of its own on the page."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from survey.keys.tables import Box
from survey.safeguarding.leaving import Reason
from survey.safeguarding.steps import Decision
from survey.safeguarding.wording import DECISIONS, READERS, TOLD

LONGEST_NOTE = 8000
LONGEST_PASSPHRASE = 1000
TOO_LONG = _("Make it shorter: %(max)d letters at most.")
CONFIRMATION = "erase"
# Fewer would show every worry at once.
SHORTEST_NAME = 3
BOXES = (Box.SAFEGUARDING, Box.ALLEGATIONS, Box.ADVOCACY)

REASONS = {
    Reason.KEPT_LONG_ENOUGH: _("It has been kept as long as our rules say"),
    Reason.REQUEST: _("The young person asked for it, and the law lets us"),
    Reason.MISTAKE: _("It was a test or a mistake"),
}


def note_field(label: str, *more: Any) -> TextAreaField:
    return TextAreaField(label, [*more, Length(max=LONGEST_NOTE, message=TOO_LONG)])


class StepForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    """Several stand on one page: their fields are told apart by a prefix."""

    def __init__(self, **words: Any) -> None:
        super().__init__(prefix=type(self).__name__.removesuffix("Form").lower(), **words)


class PassphraseForm(StepForm):
    passphrase = PasswordField(
        _("Your passphrase"),
        [InputRequired(_("Type your passphrase.")), Length(max=LONGEST_PASSPHRASE, message=TOO_LONG)],
    )


class DecisionForm(StepForm):
    decision = RadioField(
        _("What will be done?"),
        [InputRequired(_("Choose what will be done."))],
        choices=[SelectChoice(choice.value, name) for choice, (name, _hint) in DECISIONS.items()],
    )
    words = note_field(_("Who does what, and by when?"))

    def validate_words(self, field: TextAreaField) -> None:
        if self.decision.data == Decision.NOTHING and not (field.data or "").strip():
            raise ValidationError(_("Write down why there is nothing to do."))


class NoteForm(StepForm):
    words = note_field(_("Your note"), DataRequired(_("Write something first.")))


class PassForm(StepForm):
    to = RadioField(_("To whom?"), [InputRequired(_("Choose who it goes to."))])
    lets_go = BooleanField(
        _("I understand that I will not see it any more"),
        [InputRequired(_("Tick that you will not see it any more."))],
    )

    def __init__(self, box: Box, **words: Any) -> None:
        super().__init__(**words)
        self.to.choices = [SelectChoice(each.value, READERS[each]) for each in BOXES if each is not box]


class HideForm(StepForm):
    team = SelectField(_("From which team?"), validate_choice=True)

    def __init__(self, teams: list[tuple[int, str]], **words: Any) -> None:
        super().__init__(**words)
        self.team.choices = [
            SelectChoice("", _("from nobody")),
            *(SelectChoice(str(number), name) for number, name in teams),
        ]

    @property
    def team_id(self) -> int | None:
        return int(self.team.data) if self.team.data else None


class CloseForm(StepForm):
    told = RadioField(
        _("Has the child been told?"),
        [InputRequired(_("Say whether the child has been told."))],
        choices=[SelectChoice(each.value, name) for each, name in TOLD.items()],
    )
    words = note_field(_("What came of it?"), DataRequired(_("Write down what came of it.")))


class FindForm(StepForm):
    name = StringField(
        _("Name, or part of it"),
        [
            DataRequired(_("Type a name.")),
            Length(min=SHORTEST_NAME, message=_("Type at least %(min)d letters of it.")),
            Length(max=120, message=TOO_LONG),
        ],
        filters=[lambda name: " ".join((name or "").split())],
    )


class EraseForm(StepForm):
    reason = RadioField(
        _("Why?"),
        [InputRequired(_("Choose why."))],
        choices=[SelectChoice(each.value, name) for each, name in REASONS.items()],
    )
    typed = StringField(_("Type “erase”"), [InputRequired(_("Type the word “erase”."))])

    def validate_typed(self, field: StringField) -> None:
        if (field.data or "").strip().casefold() != CONFIRMATION:
            raise ValidationError(_("Type the word “erase”."))
