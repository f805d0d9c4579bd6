"""Every number gets the form that its language has for it."""

from __future__ import annotations

import pytest
from babel import Locale
from babel.support import Translations

from survey.wordings import catalogues
from survey.wordings.catalogues import Wording, translations
from survey.wordings.judging import numbers
from survey.wordings.registry import LANGUAGES, Language

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
DAYS = Wording("0123456789ab", ("%(num)s day", "%(num)s days"), None, (), ())
NUMBERS = [*range(201), 1000, 1001, 1002, 1011, 10_000, 999_999, 1_000_000]


def categories(language: Language) -> list[str]:
    """CLDR's categories that a whole number can have, in CLDR's order."""
    rule = Locale.parse(language.code).plural_form
    met = {rule(number) for number in range(1001)}
    return [category for category in CATEGORIES if category in met]


@pytest.fixture(params=LANGUAGES.values(), ids=lambda language: str(language.code))
def language(request: pytest.FixtureRequest) -> Language:
    named = request.param
    assert isinstance(named, Language)
    return named


@pytest.fixture
def spoken(language: Language, monkeypatch: pytest.MonkeyPatch) -> Translations:
    """A catalogue in which each form of "days" is the name of its category."""
    monkeypatch.setattr(catalogues, "wordings", lambda: {DAYS.key: DAYS})
    return translations(language, {DAYS.key: tuple(categories(language))})


def test_a_language_has_as_many_forms_as_cldr_says(language: Language) -> None:
    assert language.forms == len(categories(language))


def test_every_number_gets_the_form_of_its_category(language: Language, spoken: Translations) -> None:
    rule = Locale.parse(language.code).plural_form
    one, many = DAYS.english
    said = {number: spoken.ungettext(one, many, number) for number in NUMBERS}
    assert said == {number: rule(number) for number in NUMBERS}


def test_a_translator_is_told_which_numbers_a_form_is_for(language: Language) -> None:
    rule, known = Locale.parse(language.code).plural_form, categories(language)
    for form, category in enumerate(known):
        assert numbers(language, form) == tuple(number for number in range(201) if rule(number) == category)


def test_welsh_has_six() -> None:
    welsh = LANGUAGES["cy"]
    assert [numbers(welsh, form)[:2] for form in range(6)] == [(0,), (1,), (2,), (3,), (6,), (4, 5)]
