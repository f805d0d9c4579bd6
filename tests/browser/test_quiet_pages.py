"""What stands between questions: the check, who goes on with a part, a rest half way; and what is the helper's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from questions.bank import question_sets
from questions.questionnaire import QuestionSet
from survey.codes import Card
from tests.browser.council import finished_sittings
from tests.browser.story import Child, faults_found_by_axe, stored

SETS = question_sets()
STAR, BOAT, KITE, SYMBOLS = (SETS["children-in-care", version] for version in ("star", "boat", "kite", "symbols"))
Meet = Callable[..., Child]


@pytest.fixture
def meet(tablet: Callable[..., Page], card: Callable[..., Card]) -> Meet:
    """A child whose card has just been scanned; without scripts, typed."""

    def begun(asked: QuestionSet, scripts: bool = True, **more: Any) -> Child:
        child = Child(tablet(scripts=scripts, **more), asked)
        if not scripts:
            child.type_digits(card(asked.version.key))
            return child
        child.scan(card(asked.version.key))
        child.page.locator("#start[data-card=open]").wait_for()
        return child

    return begun


def go_to(child: Child, section: str) -> None:
    while child.shown().get_attribute("id") != section:
        child.next()


def tap(child: Child, value: str, name: str | None = None) -> None:
    named = f"[name='{name}']" if name else ""
    child.shown().locator(f"label:has(input{named}[value='{value}'])").tap()


def sent(council: Flask, child: Child) -> dict[str, Any]:
    before = set(finished_sittings(council))
    child.answer_rest()
    child.send()
    [[document]] = [parts for key, parts in finished_sittings(council).items() if key not in before]
    return document


def place(child: Child, liked: str, hated: str) -> None:
    for value in (liked, hated):
        tap(child, value)
        child.next()


class TestTheCheck:
    """Failing it means fewer options, and never that a question is left out."""

    ASKED = next(question for question in BOAT.questions if question.unless_checked)

    def answer(self, child: Child) -> Any:
        """Answer the first question that it opens something for; tell the wording that was on the screen."""
        while child.shown().get_attribute("data-theme") != self.ASKED.theme.key:
            child.next()
        wording = child.asked(self.ASKED)
        child.choose(wording, wording.scale.options[0].value)
        return wording

    @pytest.mark.parametrize(("liked", "hated"), [("10", "0"), ("5", "2")])
    def test_who_places_them_far_apart_meets_the_ladder(
        self, council: Flask, meet: Meet, liked: str, hated: str
    ) -> None:
        child = meet(BOAT)
        go_to(child, "c1")
        place(child, liked, hated)
        assert self.answer(child) == self.ASKED
        document = sent(council, child)
        assert document["check"] is True
        assert document["answers"] == {self.ASKED.theme.key: [self.ASKED.fingerprint, "10"]}

    def test_who_does_not_may_try_once_more_and_then_meets_fewer_options(self, council: Flask, meet: Meet) -> None:
        child = meet(BOAT)
        go_to(child, "c1")
        place(child, "5", "3")
        assert child.shown().get_attribute("id") == "again"
        assert faults_found_by_axe(child.page) == []
        child.shown().locator("[data-again]").tap()
        assert child.shown().get_attribute("id") == "c1"
        assert child.shown().locator(":checked").count() == 0
        place(child, "0", "10")
        assert self.answer(child) == self.ASKED.unless_checked
        document = sent(council, child)
        assert document["check"] is False
        assert document["answers"].keys() == {self.ASKED.theme.key}

    def test_once_more_may_be_enough(self, meet: Meet) -> None:
        child = meet(BOAT)
        go_to(child, "c1")
        place(child, "5", "3")
        child.shown().locator("[data-again]").tap()
        place(child, "9", "1")
        assert self.answer(child) == self.ASKED

    def test_who_would_rather_go_on_meets_fewer_options(self, council: Flask, meet: Meet) -> None:
        child = meet(BOAT)
        go_to(child, "c1")
        place(child, "5", "3")
        child.next()
        assert self.answer(child) == self.ASKED.unless_checked
        assert sent(council, child)["check"] is False

    @pytest.mark.parametrize("liked", [None, "skip", "not-sure"])
    def test_who_leaves_it_out_meets_fewer_options_and_is_not_said_to_have_failed(
        self, council: Flask, meet: Meet, liked: str | None
    ) -> None:
        child = meet(BOAT)
        go_to(child, "c1")
        if liked:
            tap(child, liked)
        child.next()
        tap(child, "2")
        child.next()
        assert self.answer(child) == self.ASKED.unless_checked
        assert sent(council, child)["check"] is None

    def test_its_outcome_is_there_after_a_reload_and_it_is_not_asked_again(self, council: Flask, meet: Meet) -> None:
        child = meet(BOAT)
        go_to(child, "c1")
        place(child, "10", "0")
        self.answer(child)
        child.page.reload()
        child.page.locator("#start[data-card=more]").wait_for()
        met = []
        while child.shown().get_attribute("id") != "end":
            child.next()
            met.append(str(child.shown().get_attribute("id")))
        assert not {"c1", "c2", "again"} & set(met)
        assert [section for section in met if section[0] == "r"]

    def test_two_pictures_right_twice_with_sides_swapped_bring_the_third(self, council: Flask, meet: Meet) -> None:
        asked = next(question for question in SYMBOLS.questions if question.unless_checked)
        child = meet(SYMBOLS)
        go_to(child, "c1")
        orders = []
        for value in ("good", "other"):
            orders.append(child.shown().locator(".pictures input").evaluate_all("all => all.map(each => each.value)"))
            tap(child, value)
            child.next()
        assert orders[0] == orders[1][::-1]
        while child.shown().get_attribute("data-theme") != asked.theme.key:
            child.next()
        assert child.shown().locator(".pictures input").count() == 3
        child.choose(asked, "middle")
        assert sent(council, child)["check"] is True


class TestWhoGoesOn:
    """Before a part about somebody who is there."""

    PART, CHAPTER = next((part, each) for part, each in enumerate(STAR.chapters, start=1) if each.about == "carer")
    THEMES = tuple(question.theme.key for question in CHAPTER.questions)

    def met(self, child: Child) -> list[str]:
        """The sections from here on."""
        met: list[str] = []
        while child.shown().get_attribute("id") != "end":
            child.next()
            met.append(str(child.shown().get_attribute("id")))
        return met

    @pytest.mark.parametrize("scripts", [True, False])
    @pytest.mark.parametrize(
        ("company", "asked"),
        [("carer", "carer"), ("social-worker", "social-worker"), ("friend", None), ("nobody", None), (None, None)],
    )
    def test_it_is_asked_only_where_that_somebody_is_there(
        self, meet: Meet, company: str | None, asked: str | None, scripts: bool
    ) -> None:
        child = meet(STAR, scripts)
        if company:
            tap(child, company, "company")
        child.next()
        met = [str(child.shown().get_attribute("id")), *self.met(child)]
        expected = [f"alone{part}" for part, each in enumerate(STAR.chapters, start=1) if asked and each.about == asked]
        assert [section for section in met if section.startswith("alone")] == expected

    @pytest.mark.parametrize("scripts", [True, False])
    def test_on_my_own_is_kept_with_the_themes_it_is_about(self, council: Flask, meet: Meet, scripts: bool) -> None:
        child = meet(STAR, scripts)
        tap(child, "carer", "company")
        child.next()
        go_to(child, f"alone{self.PART}")
        if scripts:
            assert faults_found_by_axe(child.page) == []
        tap(child, "own")
        child.next()
        first = child.asked(self.CHAPTER.questions[0])
        child.choose(first, first.scale.options[0].value)
        document = sent(council, child)
        assert (document["company"], document["alone"]) == ("carer", sorted(self.THEMES))

    @pytest.mark.parametrize("scripts", [True, False])
    def test_a_part_that_is_left_out_is_skipped(self, council: Flask, meet: Meet, scripts: bool) -> None:
        child = meet(STAR, scripts)
        tap(child, "carer", "company")
        child.next()
        go_to(child, f"alone{self.PART}")
        tap(child, "skip")
        child.next()
        if scripts:
            assert child.shown().get_attribute("data-theme") not in self.THEMES, "and is not gone through"
        document = sent(council, child)
        assert stored(document["answers"]) == dict.fromkeys(self.THEMES, "skip")
        assert document["alone"] == []

    def test_after_a_reload_it_is_asked_again_and_does_not_show_what_was_chosen(self, meet: Meet) -> None:
        child = meet(STAR)
        tap(child, "carer", "company")
        child.next()
        go_to(child, f"alone{self.PART}")
        tap(child, "own")
        child.next()
        first = child.asked(self.CHAPTER.questions[0])
        child.choose(first, first.scale.options[0].value)
        child.page.reload()
        child.page.locator("#start[data-card=more]").wait_for()
        child.next()
        assert child.shown().get_attribute("id") == f"alone{self.PART}"
        assert child.shown().locator(":checked").count() == 0
        assert "own" not in child.page.evaluate("JSON.stringify({...sessionStorage})")
        child.next()
        assert child.shown().get_attribute("data-theme") == self.THEMES[1]

    @pytest.mark.parametrize("asked", [KITE, SYMBOLS], ids=lambda each: each.version.key)
    def test_where_a_helper_must_see_another_helper_is_offered(self, meet: Meet, asked: QuestionSet) -> None:
        child = meet(asked)
        tap(child, "carer", "company")
        child.next()
        part = next(part for part, each in enumerate(asked.chapters, start=1) if each.about == "carer")
        go_to(child, f"alone{part}")
        assert child.shown().get_by_text("Could another helper do this bit?").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("asked", [BOAT, KITE], ids=lambda each: each.version.key)
def test_half_way_a_rest_is_offered_and_stopping_there_sends(
    council: Flask, meet: Meet, asked: QuestionSet, scripts: bool
) -> None:
    child = meet(asked, scripts)
    child.next()
    go_to(child, "rest")
    if scripts:
        assert faults_found_by_axe(child.page) == []
    child.next()
    assert child.shown().get_attribute("data-theme"), "carry on"
    child.press(child.shown().locator("a.tool, .helper a.key").first)
    if scripts:
        assert child.shown().get_attribute("data-theme"), "a rest is not gone back to"
    go_to(child, "rest")
    before = set(finished_sittings(council))
    child.press(child.shown().locator("[popovertarget=stop]"))
    child.press(child.page.get_by_role("button", name="Send what I said so far"))
    child.page.wait_for_url("**/thanks**")
    assert len(set(finished_sittings(council)) - before) == 1


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("asked", [KITE, SYMBOLS], ids=lambda each: each.version.key)
def test_how_the_child_chooses_is_kept_and_can_be_changed(
    council: Flask, meet: Meet, asked: QuestionSet, scripts: bool
) -> None:
    child = meet(asked, scripts)
    for method in ("touch", "eyes"):
        child.press(child.shown().locator("[popovertarget=helper]").first)
        child.page.locator(f"#helper label:has([value={method}])").tap()
        child.page.keyboard.press("Escape")
        child.begin()
    assert sent(council, child)["method"] == "eyes"


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("asked", [KITE, SYMBOLS], ids=lambda each: each.version.key)
def test_the_pictures_turn_for_a_child_who_sits_opposite_and_back(
    meet: Meet, asked: QuestionSet, scripts: bool
) -> None:
    child = meet(asked, scripts)
    child.begin()
    turned = child.shown().locator(".pictures")
    for expected in ("180deg", "none"):
        child.press(child.shown().locator("[popovertarget=helper]").first)
        child.page.locator("#helper label:has(#turned)").tap()
        child.page.keyboard.press("Escape")
        if scripts:
            assert turned.evaluate("each => getComputedStyle(each).rotate") == expected
        else:
            assert child.page.locator(":root:has(#turned:checked)").count() == (expected == "180deg")


def test_how_much_is_asked_of_the_picture_that_is_chosen_by_keyboard_too(council: Flask, meet: Meet) -> None:
    child = meet(KITE, width=1280, height=800)
    child.begin()
    asked = KITE.questions[0]
    child.shown().locator(".side input").first.focus()
    pictures = child.shown().locator(".side > :first-child input").evaluate_all("all => all.map(each => each.value)")
    child.page.keyboard.press("Space")
    assert child.shown().locator(".amounts:visible").count() == 1
    child.page.keyboard.press("ArrowDown")
    chosen = child.shown().locator("input:checked")
    assert chosen.get_attribute("value") == f"{pictures[0]}-lot"
    mark = child.shown().locator(".side").first.locator(":scope > :first-child .mark")
    assert mark.is_visible(), "the picture stays chosen"
    assert child.shown().get_by_role("radio", name="A lot", checked=True).count() == 1
    document = sent(council, child)
    assert stored(document["answers"]) == {asked.theme.key: f"{pictures[0]}-lot"}
