"""The forms for keys and recovery sheets. A passphrase or a sheet that was typed is never shown again."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from survey.keys.recovery import Sheet, Sheets, SheetUnreadable, sheet_from
from survey.passphrases import LONGEST_PASSPHRASE, SHORTEST_PASSPHRASE

LONGEST_SHEET = 100
TOO_LONG = Length(max=LONGEST_PASSPHRASE, message=later("Make it shorter: %(max)d signs at most."))


class OpenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    passphrase = PasswordField(later("Your passphrase"), [InputRequired(later("Type your passphrase.")), TOO_LONG])
    next = HiddenField()

    def refuse(self) -> None:
        self.passphrase.errors = [_("This passphrase does not open your key. Small and large letters matter.")]

    def slow_down(self) -> None:
        self.passphrase.errors = [_("Too many tries. Wait ten minutes, then try again.")]


class PassphraseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    """A new passphrase, typed twice."""

    passphrase = PasswordField(
        later("New passphrase"),
        [
            InputRequired(later("Type a passphrase.")),
            Length(min=SHORTEST_PASSPHRASE, message=later("Make it longer: %(min)d signs or more. Add a word or two.")),
            TOO_LONG,
        ],
    )
    again = PasswordField(later("The same again"), [TOO_LONG])

    def validate_again(self, field: PasswordField) -> None:
        if not self.passphrase.errors and field.data != self.passphrase.data:
            raise ValidationError(_("The two are not the same. Type both again."))

    def refuse_password(self) -> None:
        self.passphrase.errors = [
            _("This is your sign-in password. An administrator can change that one: think of another for your key.")
        ]


class MakeForm(PassphraseForm):
    """``understood`` is asked for only where there is a key already, which the new one takes the place of."""

    understood = BooleanField(later("I have read this, and I want a new key"))

    def __init__(self, is_first: bool, **words: Any) -> None:
        super().__init__(**words)
        if is_first:
            del self.understood

    def validate_understood(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(_("Tick that you want a new key, or go back and open the one you have."))


class ChangeForm(PassphraseForm):
    present = PasswordField(
        later("Your passphrase now"), [InputRequired(later("Type the one you have now.")), TOO_LONG]
    )

    def refuse(self, is_slowed: bool) -> None:
        self.present.errors = [
            _("Too many tries. Wait ten minutes, then try again.")
            if is_slowed
            else _("This passphrase does not open your key. Small and large letters matter.")
        ]


class SheetField(StringField):  # type: ignore[misc]  # WTForms is not typed
    """What is on a recovery sheet, typed from paper."""

    read: Sheet | None = None

    @property
    def sheet(self) -> Sheet:
        """What it says; only after it was found to be good."""
        assert self.read, "this was not read"
        return self.read

    def pre_validate(self, form: Any) -> None:
        try:
            self.read = sheet_from((self.data or "")[:LONGEST_SHEET])
        except SheetUnreadable:
            raise ValidationError(
                _(
                    "%(which)s: a sign is wrong or missing. Compare it with the paper, group by group.",
                    which=self.label.text,
                )
            ) from None


class TwoSheetsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    first = SheetField(later("One sheet"))
    second = SheetField(later("Another sheet"))

    def refuse(self) -> None:
        self.first.errors = [
            _("These two do not open the boxes. They are the same sheet twice, or from an older set of three.")
        ]

    def slow_down(self) -> None:
        self.first.errors = [_("Too many tries. Wait ten minutes, then try again.")]


class NewSheetsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    """Three sheets that were just drawn and are good for nothing until they are printed, and this comes back.

    They travel in the page: were they kept before, a page that never arrived would have taken them with it.
    """

    one, two, three = SheetField(), SheetField(), SheetField()
    printed = BooleanField(
        later("I have printed all three and given them to three different people"),
        [InputRequired(later("Print the three sheets, give them away, then tick this."))],
    )

    def lay_out(self, sheets: Sheets) -> None:
        for field, sheet in zip(self.laid_out, sheets, strict=True):
            field.data, field.read = sheet.words, sheet

    @property
    def laid_out(self) -> list[SheetField]:
        return [self.one, self.two, self.three]

    @property
    def typed(self) -> list[SheetField]:
        """The two sheets that open, where there are any already."""
        return []

    @property
    def is_whole(self) -> bool:
        """Whether all sheets came back as they were laid out; only after ``validate``."""
        numbers = [field.sheet.number for field in self.laid_out if field.read]
        return numbers == [1, 2, 3] and all(field.read for field in self.typed)

    @property
    def sheets(self) -> Sheets:
        """The three; only where the form is whole."""
        return self.one.sheet, self.two.sheet, self.three.sheet

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(super().validate(extra_validators)) and self.is_whole


class RenewForm(NewSheetsForm):
    """With the two sheets that were typed."""

    first, second = SheetField(), SheetField()

    @property
    def typed(self) -> list[SheetField]:
        return [self.first, self.second]
