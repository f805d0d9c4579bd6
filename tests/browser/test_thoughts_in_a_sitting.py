"""A child tells what they think in the middle of the questions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from questions.bank import question_sets
from survey.codes import Card
from tests.browser.council import at_the_council
from tests.browser.doors import cards_of_thoughts, thoughts_told
from tests.browser.story import Child, faults_found_by_axe

STAR = question_sets()["children-in-care", "star"]
SAFE = STAR.by_theme["home_safe"]


@pytest.fixture
def child(tablet: Callable[..., Page], card: Callable[..., Card]) -> Child:
    child = Child(tablet(360, 740), STAR)
    child.scan(card("star"))
    child.is_let_in()
    child.begin()
    child.choose(SAFE, "8")
    return child


def test_each_thought_goes_by_itself(child: Child, council: Flask) -> None:
    before = thoughts_told(council)
    bodies: list[str] = []
    child.page.on("request", lambda request: bodies.append(request.post_data or "") if "/tell" in request.url else None)
    sheet = child.open_door("think")
    sheet.get_by_label("What is going well?").fill("My dog")
    sheet.get_by_label("What would make things one step better?").fill("More time")
    child.press(sheet.locator("button.go"))
    child.page.locator("#sent").get_by_role("heading", name="Thank you").wait_for()
    told = {said for key, said in thoughts_told(council).items() if key not in before}
    assert told == {("going-well", None, "My dog"), ("higher", None, "More time")}
    assert len(bodies) == 2
    assert not [body for body in bodies if "giver=" in body]
    assert at_the_council(council, lambda: cards_of_thoughts("My dog", "More time")) == [True, True]


def test_what_would_make_one_answer_higher(child: Child, council: Flask) -> None:
    before = thoughts_told(council)
    child.press(child.shown().get_by_role("button", name="What would make it one higher?"))
    sheet = child.page.locator("#think")
    expect(sheet.locator("textarea:visible")).to_have_count(1)
    sheet.get_by_label("What would make it one higher?").fill("A lock on my door")
    child.press(sheet.locator("button.go"))
    child.page.locator("#sent").get_by_role("heading", name="Thank you").wait_for()
    [told] = [said for key, said in thoughts_told(council).items() if key not in before]
    assert told == ("higher", "home_safe", "A lock on my door")
    child.press(child.page.get_by_role("button", name="Back to the questions").locator("visible=true"))
    expect(child.open_door("think").locator("textarea:visible")).to_have_count(3)


def test_where_no_more_is_taken_it_is_said_with_the_ways_to_help(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.thoughts.receiving.MOST_WITH_CARD", 0)
    sheet = child.open_door("think")
    sheet.get_by_label("What is going well?").fill("My dog")
    child.press(sheet.locator("button.go"))
    said = child.page.locator("#sent")
    said.get_by_role("heading", name="This has not gone").wait_for()
    expect(said.get_by_role("link", name="Childline")).to_be_visible()
    assert said.get_by_text("Thank you").is_hidden()
    assert said.get_by_text("It is on its way.").is_hidden()
    assert faults_found_by_axe(child.page) == []


def test_what_stands_in_a_closed_sheet_is_rubbed_out_at_one_touch(child: Child) -> None:
    sheet = child.open_door("think")
    expect(sheet.get_by_text("If you go back, what you wrote stays here.")).to_be_visible()
    words = sheet.get_by_label("What is going well?")
    words.fill("My dog")
    child.press(sheet.get_by_role("button", name="Rub it out"))
    assert words.input_value() == ""
