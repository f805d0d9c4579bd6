"""A child completes each version by touch, by keyboard and without scripts; what is stored is what was touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from questions.bank import question_sets
from survey.codes import Card
from tests.browser.council import finished_sittings, new_sitting
from tests.browser.story import Child, something_different_each_time, stored

VERSIONS = ("star", "boat", "kite", "symbols")
LANGUAGES = ("en", "ar")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("way", "width", "height"), [("touch", 360, 740), ("keyboard", 1280, 800)])
def test_a_child_answers_with_scripts(
    council: Flask, tablet: Callable[..., Page], card: Callable[..., Card],
    version: str, language: str, way: Any, width: int, height: int,
) -> None:  # fmt: skip
    before = set(finished_sittings(council))
    child = Child(tablet(width, height), question_sets()["children-in-care", version], language, way)
    child.scan(card(version))
    child.begin()
    said = child.answer_all(something_different_each_time)
    child.send()
    kept = new_sitting(council, before)
    assert stored(kept["answers"]) == said
    assert (kept["version"], kept["language"]) == (version, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("version", VERSIONS)
def test_a_child_answers_without_scripts(
    council: Flask, tablet: Callable[..., Page], card: Callable[..., Card], version: str, language: str
) -> None:
    before = set(finished_sittings(council))
    child = Child(tablet(820, 1180, scripts=False), question_sets()["children-in-care", version], language)
    child.type_digits(card(version))
    child.begin()
    said: dict[str, str] = {}
    for number, question in enumerate(child.question_set.questions, start=1):
        asked = child.asked(question)
        value = something_different_each_time(asked, number)
        if value is not None:
            child.choose(asked, value)
            said[question.theme.key] = value
        child.go_on()
    child.send()
    shown = child.question_set.shown(said)
    kept = new_sitting(council, before)
    assert stored(kept["answers"]) == {theme: value for theme, value in said.items() if theme in shown}
