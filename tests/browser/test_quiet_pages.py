"""What stands between questions: who goes on with a part, a rest half way; and what is the helper's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect

from questions.bank import question_sets
from questions.questionnaire import QuestionSet
from tests.browser.council import finished_sittings, what_was_sent
from tests.browser.story import Child, faults_found_by_axe, stored

SETS = question_sets()
STAR, BOAT, KITE, SYMBOLS = (SETS["children-in-care", version] for version in ("star", "boat", "kite", "symbols"))
Meet = Callable[..., Child]


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
            child.tap(company, "company")
        child.next()
        met = [str(child.shown().get_attribute("id")), *self.met(child)]
        expected = [f"alone{part}" for part, each in enumerate(STAR.chapters, start=1) if asked and each.about == asked]
        assert [section for section in met if section.startswith("alone")] == expected

    @pytest.mark.parametrize("scripts", [True, False])
    def test_on_my_own_is_kept_with_the_themes_it_is_about(self, council: Flask, meet: Meet, scripts: bool) -> None:
        child = meet(STAR, scripts)
        child.tap("carer", "company")
        child.next()
        child.go_to(f"alone{self.PART}")
        if scripts:
            assert faults_found_by_axe(child.page) == []
        child.tap("own")
        child.next()
        first = child.asked(self.CHAPTER.questions[0])
        child.choose(first, first.scale.options[0].value)
        document = what_was_sent(council, child)
        assert (document["company"], document["alone"]) == ("carer", sorted(self.THEMES))

    @pytest.mark.parametrize("scripts", [True, False])
    def test_a_part_that_is_left_out_is_skipped(self, council: Flask, meet: Meet, scripts: bool) -> None:
        child = meet(STAR, scripts)
        child.tap("carer", "company")
        child.next()
        child.go_to(f"alone{self.PART}")
        child.tap("skip")
        child.next()
        if scripts:
            assert child.shown().get_attribute("data-theme") not in self.THEMES, "and is not gone through"
        document = what_was_sent(council, child)
        assert stored(document["answers"]) == dict.fromkeys(self.THEMES, "skip")
        assert document["alone"] == []

    def test_after_a_reload_it_is_asked_again_and_does_not_show_what_was_chosen(self, meet: Meet) -> None:
        child = meet(STAR)
        child.tap("carer", "company")
        child.next()
        child.go_to(f"alone{self.PART}")
        child.tap("own")
        child.next()
        first = child.asked(self.CHAPTER.questions[0])
        child.choose(first, first.scale.options[0].value)
        child.reload()
        child.next()
        assert child.shown().get_attribute("id") == f"alone{self.PART}"
        assert child.shown().locator(":checked").count() == 0
        assert "own" not in child.page.evaluate("JSON.stringify({...sessionStorage})")
        child.next()
        assert child.shown().get_attribute("data-theme") == self.THEMES[1]

    @pytest.mark.parametrize("asked", [KITE, SYMBOLS], ids=lambda each: each.version.key)
    def test_where_a_helper_must_see_another_helper_is_offered(self, meet: Meet, asked: QuestionSet) -> None:
        child = meet(asked)
        child.tap("carer", "company")
        child.next()
        part = next(part for part, each in enumerate(asked.chapters, start=1) if each.about == "carer")
        child.go_to(f"alone{part}")
        expect(child.shown().get_by_text("Could another helper do this bit?")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("asked", [BOAT, KITE], ids=lambda each: each.version.key)
def test_half_way_a_rest_is_offered_and_stopping_there_sends(
    council: Flask, meet: Meet, asked: QuestionSet, scripts: bool
) -> None:
    child = meet(asked, scripts)
    child.next()
    child.go_to("rest")
    if scripts:
        assert faults_found_by_axe(child.page) == []
    child.next()
    assert child.shown().get_attribute("data-theme"), "carry on"
    child.press(child.shown().locator("a.tool, .helper a.key").first)
    if scripts:
        assert child.shown().get_attribute("data-theme"), "a rest is not gone back to"
    child.go_to("rest")
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
    assert what_was_sent(council, child)["method"] == "eyes"


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
    expect(child.shown().locator(".amounts:visible")).to_have_count(1)
    child.page.keyboard.press("ArrowDown")
    chosen = child.shown().locator("input:checked")
    assert chosen.get_attribute("value") == f"{pictures[0]}-lot"
    mark = child.shown().locator(".side").first.locator(":scope > :first-child .mark")
    expect(mark, "the picture stays chosen").to_be_visible()
    expect(child.shown().get_by_role("radio", name="A lot", checked=True)).to_have_count(1)
    document = what_was_sent(council, child)
    assert stored(document["answers"]) == {asked.theme.key: f"{pictures[0]}-lot"}
