"""Taking a sheet in, and saying who has checked a language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired, Length


class SheetForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    sheet = FileField(_("The filled sheet (.xlsx)"), [FileRequired(_("Choose the file that came back."))])


class CheckForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    """``digest`` is of what the page showed: what changed in the meantime is not signed off with it."""

    person = StringField(
        _("Who has checked it"),
        [
            DataRequired(_("Say who has checked it.")),
            Length(max=120, message=_("Make it shorter: %(max)d letters at most.")),
        ],
        filters=[lambda name: " ".join((name or "").split())],
    )
    is_fluent = BooleanField(
        _("They speak it fluently, and have read every wording where a child meets it."),
        [InputRequired(_("Only somebody fluent can check a language."))],
    )
    digest = HiddenField()
