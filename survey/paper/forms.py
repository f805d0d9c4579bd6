"""The form for typing in one sheet: its card, who was there, and a row of answers for each question."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as later
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import UUID, InputRequired, Length, Optional

from questions.company import Company
from questions.questionnaire import NOT_SURE, Question, QuestionSet

NOTHING = ""
COMPANY = {
    Company.NOBODY: later("Nobody"),
    Company.CARER: later("Carer"),
    Company.SOCIAL_WORKER: later("Social worker"),
    Company.HELPER: later("Teacher or helper"),
    Company.FRIEND: later("Friend"),
    Company.SOMEONE_ELSE: later("Someone else"),
}


class SheetForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    """Beside the fields here there is one for each question, named like the question's own field: see ``rows``."""

    sitting = HiddenField(validators=[UUID()])
    digits = StringField(
        later("The twelve numbers of the card"), [InputRequired(later("Type the numbers of the card.")), Length(max=40)]
    )
    company = RadioField(
        later("Who was with them?"),
        [Optional()],
        choices=[SelectChoice(NOTHING, later("Nothing ticked")), *(SelectChoice(*each) for each in COMPANY.items())],
        default=NOTHING,
    )

    @property
    def rows(self) -> list[tuple[Question, RadioField]]:
        """Each question, as the paper asks it, and its field."""
        return [(question, self[question.field]) for question in self.questions]

    @property
    def questions(self) -> list[Question]:
        raise NotImplementedError

    @property
    def typed(self) -> dict[str, str]:
        """Field → value of what was ticked."""
        return {question.field: field.data for question, field in self.rows if field.data}


def sheet_form(question_set: QuestionSet, **words: Any) -> SheetForm:
    """The form for a sheet of this question set."""
    asked = [question.wordings[-1] for question in question_set.questions]
    fields: dict[str, Any] = {"questions": asked}
    for question in asked:
        options = [SelectChoice(option.value, option.word) for option in question.scale.options]
        if question.does_not_apply:
            options.append(SelectChoice("does-not-apply", question.does_not_apply))
        choices = [*options, SelectChoice(NOT_SURE, later("Not sure")), SelectChoice(NOTHING, later("Nothing ticked"))]
        fields[question.field] = RadioField(question.ask, [Optional()], choices=choices, default=NOTHING)
    form: SheetForm = type("SheetForm", (SheetForm,), fields)(**words)
    return form
