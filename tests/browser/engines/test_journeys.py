"""A child's journeys in WebKit and in Firefox: what is stored is what was touched, and nothing comes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from questions.bank import question_sets
from survey.codes import Card
from tests.browser.council import finished_sittings, new_parts, new_sitting
from tests.browser.doors import worries_told
from tests.browser.engines.story import SHOWN, Child, Window
from tests.browser.story import something_different_each_time, stored

SETS = question_sets()
STAR = SETS["children-in-care", "star"]
SAFE = STAR.by_theme["home_safe"]
VERSIONS = [version for name, version in SETS if name == "children-in-care"]


@pytest.fixture
def child(window: Window, card: Callable[..., Card]) -> Child:
    child = Child(window, STAR)
    child.scan(card("star"))
    child.begin()
    child.choose(SAFE, "3")
    return child


@pytest.mark.parametrize("version", VERSIONS)
def test_a_child_answers(council: Flask, window: Window, card: Callable[..., Card], version: str) -> None:
    before = set(finished_sittings(council))
    child, fresh = Child(window, SETS["children-in-care", version]), card(version)
    child.scan(fresh)
    window.until("!location.hash")
    assert fresh.code not in window.path
    assert window.faults_found_by_axe() == []
    child.begin()
    said = child.answer_all(something_different_each_time)
    child.send()
    kept = new_sitting(council, before)
    assert stored(kept["answers"]) == said
    assert (kept["version"], kept["language"]) == (version, "en")


def test_in_arabic_the_way_on_is_left_and_the_ladder_stays_as_it_is(
    council: Flask, window: Window, card: Callable[..., Card]
) -> None:
    before = set(finished_sittings(council))
    child = Child(window, STAR, "ar")
    child.scan(card("star"))
    child.begin()
    back, on = (place(window, f".bar {way}") for way in ("a.tool", "a.go"))
    assert on[0] < back[0]
    ten, none = (place(window, f"label:has([name='{SAFE.field}'][value='{value}'])") for value in ("10", "0"))
    assert ten[1] < none[1]
    assert window.faults_found_by_axe() == []
    child.choose(SAFE, "7")
    child.answer_rest()
    child.send()
    kept = new_sitting(council, before)
    assert (stored(kept["answers"]), kept["language"]) == ({"home_safe": "7"}, "ar")


def place(window: Window, selector: str) -> tuple[float, float]:
    box = window.run(
        "return document.querySelector(arguments[0]).getBoundingClientRect().toJSON()", f"{SHOWN} {selector}"
    )
    return box["x"], box["y"]


def test_after_hide_nothing_comes_back(child: Child) -> None:
    child.press("[href='/notes']")
    child.window.until_at("/notes")
    assert '"3"' not in child.window.memory()
    for command in ("Back", "Back", "Forward", "Refresh"):
        child.window.step(command)
        assert child.answers_in_sight() == 0


def test_after_send_neither_back_nor_reload_shows_an_answer(child: Child) -> None:
    child.answer_rest()
    child.send()
    assert "home_safe" not in child.window.memory()
    for command in ("Back", "Forward", "Refresh", "Back"):
        child.window.step(command)
        assert child.answers_in_sight() == 0


def test_a_reload_shows_no_answer_and_the_child_carries_on(child: Child, council: Flask) -> None:
    before = set(finished_sittings(council))
    child.window.step("Refresh")
    assert child.answers_in_sight() == 0
    child.window.until("document.querySelector('#start').dataset.card === 'more'")
    child.begin()
    assert child.window.run(f"return document.querySelector('{SHOWN}').dataset.theme") == STAR.questions[1].theme.key
    child.choose(STAR.questions[1], STAR.questions[1].scale.options[0].value)
    child.answer_rest()
    child.send()
    parts = new_parts(council, before)
    told = [stored(part["answers"]) for part in parts]
    assert told == [{"home_safe": "3"}, {STAR.questions[1].theme.key: STAR.questions[1].scale.options[0].value}]


def test_a_child_asks_for_somebody_and_goes_on_where_they_were(child: Child, council: Flask) -> None:
    before = worries_told(council)
    child.press("[popovertarget=worried]")
    child.window.click("#worried .door.talk")
    child.window.type("#talk input[name=name]", "Mia")
    child.window.type("#talk textarea", "It is loud at night.")
    child.window.click("#talk button.go")
    child.window.until("document.querySelector('#sent').dataset.state === 'there'")
    child.window.click("#sent > [popovertarget=sent]")
    assert child.answers_in_sight() == 1
    [told] = [told for key, told in worries_told(council).items() if key not in before]
    assert (told.name, told.words) == ("Mia", "It is loud at night.")


def test_a_screen_reader_is_told_the_question_and_each_answer(child: Child) -> None:
    assert child.window.name_and_role(f"{SHOWN} .group") == (SAFE.ask, "radiogroup")
    name, role = child.window.name_and_role(f"{SHOWN} [value='10']")
    assert role == "radio"
    assert name.startswith("10")
    assert child.window.name_and_role(f"{SHOWN} .bar [popovertarget=worried]") == ("Worried?", "button")
