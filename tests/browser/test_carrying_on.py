"""What a tab remembers across a reload says nothing of the answers, and is soon forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from questions.bank import question_sets
from survey.codes import Card
from survey.database import db
from survey.models import Part
from tests.browser.council import at_the_council
from tests.browser.story import Child

STAR = question_sets()["children-in-care", "star"]
FIRST, FOLLOW_UP = "sw_know", "sw_explain"
AN_HOUR = 60 * 60 * 1000


def remembered(page: Page) -> dict[str, object]:
    kept = page.evaluate("sessionStorage.getItem('sitting')")
    return dict(json.loads(kept)) if kept else {}


def go_to(child: Child, theme: str) -> None:
    """Go on, answering nothing, until a theme's question is shown."""
    while child.shown().get_attribute("data-theme") != theme:
        child.go_on()


@pytest.fixture
def child(tablet: Callable[..., Page], card: Callable[..., Card]) -> Child:
    child = Child(tablet(), STAR)
    child.scan(card("star"))
    child.begin()
    go_to(child, FIRST)
    return child


@pytest.mark.parametrize(
    ("answer", "follows"), [("yes", False), ("yes", True), ("not-sure", True), ("no", False), ("skip", False)]
)
def test_where_to_carry_on_does_not_tell_what_was_answered(child: Child, answer: str, follows: bool) -> None:
    child.choose(STAR.by_theme[FIRST], answer)
    if follows:
        go_to(child, FOLLOW_UP)
        child.choose(STAR.by_theme[FOLLOW_UP], "7")
    child.reload()
    child.begin()
    assert child.shown().get_attribute("data-theme") == FIRST
    assert remembered(child.page)["at"] == [question.theme.key for question in STAR.questions].index(FIRST) + 1


def test_what_is_answered_again_comes_after_what_was_said_before(child: Child, council: Flask) -> None:
    for answer in ("no", "yes"):
        child.choose(STAR.by_theme[FIRST], answer)
        child.reload()
        child.begin()
    sitting = str(remembered(child.page)["sitting"])

    def said() -> list[str]:
        kept = db.session.scalars(select(Part.document).where(Part.sitting_id == sitting).order_by(Part.number))
        return [json.loads(document)["answers"][FIRST][1] for document in kept]

    for _ in range(300):
        if len(at_the_council(council, said)) == 2:
            break
        child.page.wait_for_timeout(100)
    assert at_the_council(council, said) == ["no", "yes"]


@pytest.mark.parametrize("hours", [1, -1])
def test_a_tab_that_is_opened_again_later_carries_on_with_nothing(child: Child, hours: int) -> None:
    child.choose(STAR.by_theme[FIRST], "yes")
    child.reload()
    kept = remembered(child.page)
    left = kept["left"]
    assert isinstance(left, int)
    later = json.dumps(kept | {"left": left - hours * AN_HOUR})
    child.page.add_init_script(f"sessionStorage.setItem('sitting', {json.dumps(later)})")
    child.page.reload()
    child.page.wait_for_function("() => document.querySelector('#start').dataset.card === 'none'")
    assert remembered(child.page) == {}
