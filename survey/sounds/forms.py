"""The form with which a recording is handed in, from a file or from the page's own microphone."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import FileField, StringField
from wtforms.validators import Length

from survey.sounds.audio import Fault
from survey.sounds.formats import FORMATS
from survey.sounds.tables import LONGEST_NAME

FAULTS = {
    Fault.EMPTY: _("There is no recording yet. Record one, or choose a file."),
    Fault.LARGE: _("This file is larger than 1 MB. Record it again, shorter, or save it as M4A or MP3."),
    Fault.UNKNOWN: _("This is no sound file that browsers play. Use M4A, MP3, WAV, Ogg or WebM."),
    Fault.BROKEN: _("This file cannot be read as sound alone. Save it once more as M4A, MP3 or WAV."),
    Fault.LONG: _("This lasts more than 30 seconds. Say only these words."),
    Fault.SHORT: _("This is too short to hold a word. Record it again."),
}


class RecordingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    sound = FileField(
        _("Choose a file"),
        render_kw={"accept": ",".join(f".{ending}" for ending in FORMATS) + ",audio/*"},
    )
    lent_by = StringField(
        _("Who speaks? (if they want it noted)"),
        [Length(max=LONGEST_NAME, message=_("Make it shorter: %(max)d letters at most."))],
        filters=[lambda name: " ".join((name or "").split())],
    )

    def refuse(self, fault: Fault) -> None:
        self.sound.errors = [FAULTS[fault]]
