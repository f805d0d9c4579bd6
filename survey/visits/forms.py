"""The form for making cards."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from survey.languages import Language
from survey.visits.offers import OpenRound

MOST_ON_A_SHEET = 24
CARDS_AT_FIRST = 8


class CardForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    """For whom the cards are: where they live, the version and the language; and how many, where they are printed."""

    setting = RadioField(_("Where do they live?"), [InputRequired(_("Choose where they live."))])
    version = RadioField(_("Which version?"), [InputRequired(_("Choose a version."))])
    language = RadioField(_("Which language?"), [InputRequired(_("Choose a language."))])
    count = SelectField(
        _("How many cards?"),
        coerce=int,
        choices=[SelectChoice(count, str(count)) for count in range(1, MOST_ON_A_SHEET + 1)],
        default=CARDS_AT_FIRST,
    )

    def __init__(self, offer: OpenRound, languages: Collection[Language], **words: Any) -> None:
        super().__init__(**words)
        self.setting.choices = [SelectChoice(place.setting, place.name) for place in offer.places]
        self.version.choices = [SelectChoice(version.key, version.name) for version in offer.versions]
        self.language.choices = [SelectChoice(language.code, language.name) for language in languages]
