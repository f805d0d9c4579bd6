"""The form for what a round asks. What was typed is kept as it was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from questions.edition import ANSWERS, MOST_OWN, PLACES, Edition, OwnQuestion, asked_in
from questions.pictures import concepts
from questions.questionnaire import Question
from questions.versions import VERSIONS
from survey.languages import ENGLISH, LANGUAGES
from survey.rounds.forms import tidy

# Theme → version → how that version asks it.
Themes = Mapping[str, Mapping[str, Question]]

LONGEST_WORDS = 30
LONGEST_ASK = 160
LONGEST_NAME = 30
LONGEST_STATEMENT = 100


class ChoiceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    """Themes to ask about, the council's own words, and its own questions: see ``own`` for their fields."""

    theme = SelectMultipleField(later("What is asked"))
    more = SelectMultipleField(later("What is asked besides"))
    home = StringField(later("Where they live"), [Length(max=LONGEST_WORDS)], filters=[tidy])
    worker = StringField(later("Who works with them"), [Length(max=LONGEST_WORDS)], filters=[tidy])

    def __init__(self, themes: Themes, **words: Any) -> None:
        super().__init__(**words)
        self.themes = themes
        self.theme.choices = [SelectChoice(key, key) for key in self.usual]
        self.more.choices = [SelectChoice(key, key) for key in self.extra]

    @property
    def usual(self) -> Themes:
        """What is asked unless it is left out, in the versions that ask it so."""
        return _only(self.themes, is_extra=False)

    @property
    def extra(self) -> Themes:
        """What is asked only where it is added. A theme may be extra in one version and not in another."""
        return _only(self.themes, is_extra=True)

    @property
    def own(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Number and fields of each question of the council's own: "ask", "answers", "name", "statement", "picture"."""
        parts = ("ask", "answers", "name", "statement", "picture")
        for number in range(1, MOST_OWN + 1):
            yield number, {part: self[f"{part}-{number}"] for part in parts}

    def in_language(self, number: int, language: str) -> StringField:
        """The field for a question of the council's own in another language than English."""
        return self[f"ask-{number}-{language}"]

    @property
    def questions(self) -> list[OwnQuestion]:
        """The council's own questions; only after ``validate``."""
        return [self._question(number, fields) for number, fields in self.own if fields["ask"].data]

    @property
    def edition(self) -> Edition:
        """What the officer chose; only after ``validate``."""
        words = {"home": self.home.data, "worker": self.worker.data}
        return Edition(
            added=frozenset(self.more.data or []),
            left_out=frozenset(self.usual.keys() - set(self.theme.data or [])),
            words=tuple((place, word) for place, word in words.items() if word),
            own=tuple(self.questions),
        )

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = bool(super().validate(extra_validators))
        wrong = [
            *self._wrong_with_themes(),
            *self._wrong_with_words(),
            *(each for number, fields in self.own for each in self._wrong_with_own(number, fields)),
        ]
        for field, reason in wrong:
            field.errors = [reason]
        return is_good and not wrong

    def _wrong_with_themes(self) -> Iterator[tuple[Any, str]]:
        asked = [asks for key, asks in self.usual.items() if key in (self.theme.data or [])]
        asked += [asks for key, asks in self.extra.items() if key in (self.more.data or [])]
        for version in sorted({version for asks in self.themes.values() for version in asks}):
            if not any(version in asks for asks in asked):
                yield self.theme, _("Leave at least one question in %(version)s.", version=VERSIONS[version].name)

    def _wrong_with_words(self) -> Iterator[tuple[Any, str]]:
        for place, field in (("home", self.home), ("worker", self.worker)):
            if not field.data:
                continue
            if "{" in field.data or "}" in field.data:
                yield field, _("Leave the curly brackets out.")
                continue
            if longest := self._too_long(place, field.data):
                yield field, longest

    def _too_long(self, place: str, word: str) -> str:
        """Why the council's words make a question too long, or nothing."""
        for asks in self.themes.values():
            for version, question in asks.items():
                if question.with_words and place in PLACES.findall(question.with_words):
                    said = question.with_words.replace(f"{{{place}}}", word)
                    if len(said.split()) > VERSIONS[version].words:
                        limit = {"version": VERSIONS[version].name, "most": VERSIONS[version].words}
                        return str(
                            _("Too long for %(version)s: “%(said)s” has over %(most)s words.", said=said, **limit)
                        )
        return ""

    def _wrong_with_own(self, number: int, fields: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
        if not any(fields[part].data for part in ("ask", "name", "statement")):
            return
        for part, missing in (
            ("ask", _("Question %(number)s: write the question.", number=number)),
            ("name", _("Question %(number)s: give it a short name for the tables.", number=number)),
            ("statement", _("Question %(number)s: write how a finding would say it.", number=number)),
        ):
            if not fields[part].data:
                yield fields[part], missing
                return
        needs_picture = ANSWERS[fields["answers"].data].needs_picture
        if needs_picture and not fields["picture"].data:
            yield fields["picture"], _("Question %(number)s: choose its picture.", number=number)
        elif not self._versions_asked(self._question(number, fields)):
            yield fields["ask"], _("Question %(number)s: no version can ask this: it is too long.", number=number)

    def _versions_asked(self, question: OwnQuestion) -> list[str]:
        written = {version for asks in self.themes.values() for version in asks}
        return [version.key for version in asked_in(question) if version.key in written]

    def _question(self, number: int, fields: Mapping[str, Any]) -> OwnQuestion:
        others = [
            (language, words)
            for language in LANGUAGES
            if language != ENGLISH.code and (words := self.in_language(number, language).data)
        ]
        return OwnQuestion(
            asks=((ENGLISH.code, fields["ask"].data), *others),
            answers=fields["answers"].data,
            name=fields["name"].data,
            statement=fields["statement"].data,
            picture=fields["picture"].data or None,
        )


def _only(themes: Themes, *, is_extra: bool) -> Themes:
    found = {
        key: {version: question for version, question in asks.items() if question.is_extra is is_extra}
        for key, asks in themes.items()
    }
    return {key: asks for key, asks in found.items() if asks}


def _line(label: str, longest: int) -> StringField:
    return StringField(label, [Length(max=longest)], filters=[tidy])


for _number in range(1, MOST_OWN + 1):
    setattr(ChoiceForm, f"ask-{_number}", _line(later("The question"), LONGEST_ASK))
    setattr(ChoiceForm, f"name-{_number}", _line(later("Its name in tables"), LONGEST_NAME))
    setattr(ChoiceForm, f"statement-{_number}", _line(later("How a finding says it"), LONGEST_STATEMENT))
    setattr(
        ChoiceForm,
        f"answers-{_number}",
        SelectField(later("The answers"), choices=[SelectChoice(key, each.name) for key, each in ANSWERS.items()]),
    )
    setattr(
        ChoiceForm,
        f"picture-{_number}",
        SelectField(
            later("A picture"),
            choices=[
                SelectChoice("", later("No picture")),
                *(SelectChoice(key, concept.word) for key, concept in concepts().items()),
            ],
        ),
    )
    for _language in LANGUAGES:
        if _language != ENGLISH.code:
            setattr(ChoiceForm, f"ask-{_number}-{_language}", _line(LANGUAGES[_language].name, LONGEST_ASK))


def choice_form(themes: Themes, edition: Edition | None = None) -> ChoiceForm:
    """The form as it was posted, or where an edition is given, filled with that."""
    if edition is None:
        return ChoiceForm(themes)
    usual = [key for key in _only(themes, is_extra=False) if key not in edition.left_out]
    filled: dict[str, Any] = {"theme": usual, "more": sorted(edition.added), **dict(edition.words)}
    for number, question in enumerate(edition.own, start=1):
        parts = {"ask": question.ask, "answers": question.answers, "name": question.name}
        parts |= {"statement": question.statement, "picture": question.picture or ""}
        filled |= {f"{part}-{number}": said for part, said in parts.items()}
        filled |= {f"ask-{number}-{language}": said for language, said in question.asks[1:]}
    return ChoiceForm(themes, formdata=None, data=filled)
