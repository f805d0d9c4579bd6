"""Numbers are written as the language writes them; what is dialled or typed is not."""

from __future__ import annotations

import re

import pytest
from babel import Locale
from flask import Flask
from flask_babel import force_locale

from survey.wordings.figures import FIGURES, WESTERN, in_figures
from survey.wordings.registry import LANGUAGES, Language
from tests.strictness import StrictClient

RUNG = re.compile(r'class="answer rung"><input[^>]+value="(\d+)"[^>]*><span>([^<\s]+)')


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: str(language.code))
def test_every_language_has_the_figures_that_cldr_says(app: Flask, language: Language) -> None:
    with app.test_request_context(), force_locale(language.code):
        assert in_figures(WESTERN) == FIGURES[Locale.parse(language.code).default_numbering_system]


@pytest.mark.parametrize(
    ("language", "ten", "part"), [("fa", "۱۰", "۱"), ("ur", "10", "1"), ("ar", "10", "1"), ("pl", "10", "1")]
)
def test_the_ladder_and_the_parts_are_numbered_so(client: StrictClient, language: str, ten: str, part: str) -> None:
    page = client.get(f"/answer?set=children-in-care-star&lang={language}").text
    assert dict(reversed(RUNG.findall(page)))["10"] == ten
    where = re.search(r'<div class="where"><p>([^<]+)<b>', page)
    assert where is not None
    assert part in where[1]


def test_what_is_sent_dialled_and_typed_stays_as_it_is(client: StrictClient) -> None:
    page = client.get("/answer?set=children-in-care-star&lang=fa").text
    assert 'href="tel:08001111"' in page
    assert "0800 1111" in page
    assert {value for value, _said in RUNG.findall(page)} == {str(number) for number in range(11)}
