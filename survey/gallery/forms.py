"""The forms by which a council puts in its own pictures. A good picture is not lost with what was forgotten."""

from __future__ import annotations

import base64
import binascii

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from survey.gallery.tables import LONGEST_LICENCE
from survey.gallery.taking import Taken

LICENCE = [
    DataRequired(_("Say who may use it: the licence that you hold, or who agreed.")),
    Length(max=LONGEST_LICENCE, message=_("Make it shorter: %(max)d letters at most.")),
]


def _tidy(words: str | None) -> str:
    return " ".join((words or "").split())


class PictureForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    """A picture for one concept. ``held`` is one that was good when something else was not."""

    picture = FileField(_("Picture"))
    licence = StringField(_("Who may use it"), LICENCE, filters=[_tidy])
    held = HiddenField()

    @property
    def file(self) -> bytes | None:
        """What was sent, or what was held; None where there is neither. Either is taken in the same way."""
        if self.picture.data:
            return bytes(self.picture.data.read())
        try:
            return base64.b64decode(self.held.data or "", validate=True) or None
        except (binascii.Error, ValueError):
            return None

    def hold(self, taken: Taken) -> None:
        self.held.data = base64.b64encode(taken.large.content).decode()


class PackForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    pack = FileField(_("ZIP file"))
    licence = StringField(_("Who may use them"), LICENCE, filters=[_tidy])
