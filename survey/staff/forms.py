"""The sign-in form, and the one for a new team."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from survey.staff.passwords import LONGEST

TOO_LONG = _("Make it shorter: %(max)d letters at most.")


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    email = EmailField(
        _("E-mail address"), [InputRequired(_("Type your e-mail address.")), Length(max=254, message=TOO_LONG)]
    )
    password = PasswordField(
        _("Password"), [InputRequired(_("Type your password.")), Length(max=LONGEST, message=TOO_LONG)]
    )
    next = HiddenField()


class TeamForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    team_name = StringField(
        _("Name of a new team"),
        [DataRequired(_("Give the team a name.")), Length(max=120, message=TOO_LONG)],
        filters=[lambda name: " ".join((name or "").split())],
    )

    def refuse(self) -> None:
        self.team_name.errors = [_("There is a team of this name already.")]
