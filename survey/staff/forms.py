"""The sign-in form."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

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
