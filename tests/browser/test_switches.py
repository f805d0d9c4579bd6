"""A whole sitting by one switch and by two: nothing is touched but what a switch presses, and what is pointed at is all
that a child has to go by."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from questions.bank import question_sets
from questions.questionnaire import Question, QuestionSet
from survey.codes import Card
from tests.browser.council import finished_sittings, new_sitting
from tests.browser.story import QUIET, Child, faults_found_by_axe, something_different_each_time, stored

SETS = question_sets()
STAR, BOAT, KITE, SYMBOLS = (SETS["children-in-care", version] for version in ("star", "boat", "kite", "symbols"))
Meet = Callable[..., Child]
BESIDE_THE_QUIET = 300
"""Milliseconds between two presses that are meant as two: hands that tremble press twice within less."""
PATIENCE = 30
"""Seconds until everything on a page has been pointed at, and again."""
A_TURN = 600
"""Milliseconds that each thing waits by one switch: quicker than any child would want."""
POINTED = """target => {
  const pointed = document.querySelector("[data-pointed]");
  if (!pointed) return "nothing";
  if (pointed === target) return "here";
  // The way on is by itself, wherever it lies.
  return pointed.contains(target) && !target.matches(".go") ? "around" : pointed.outerHTML.slice(0, 80);
}"""


class Presser(Child):
    """A child who presses: one switch chooses what is pointed at in turn, and a second one goes on to the next.

    The page's clock stands still but for what ``let_pass`` lets pass: else what is pointed at by one switch could go on
    between a look at it and the press.
    """

    def __init__(self, child: Child, switches: int) -> None:
        super().__init__(child.page, child.question_set, child.language)
        self.switches = switches
        self.page.clock.install()
        self.hold_the_clock()
        # Whoever helps chooses this for the child, by touch.
        self.page.locator(f"switch-scanning label:has([name=switches][value='{switches}'])").tap()
        if switches == 1:
            pace = self.page.locator("switch-scanning [name=pace]")
            pace.evaluate(
                "(each, turn) => { each.min = each.step = each.value = turn / 1000;"
                " each.dispatchEvent(new Event('change', { bubbles: true })); }",
                A_TURN,
            )

    def hold_the_clock(self) -> None:
        self.page.clock.pause_at(float(self.page.evaluate("Date.now()")) / 1000 + 60)

    def let_pass(self, milliseconds: int) -> None:
        self.page.clock.run_for(milliseconds)

    def faults_found_by_axe(self) -> list[str]:
        """It waits for time to pass."""
        self.page.clock.resume()
        found = faults_found_by_axe(self.page)
        self.hold_the_clock()
        return found

    def switch(self, key: str) -> None:
        self.let_pass(BESIDE_THE_QUIET)
        self.page.keyboard.press(key)
        self.let_pass(1)  # what follows a press is not at once

    def press(self, target: Locator) -> None:
        """Wait or go on until it is pointed at, and choose it."""
        thing, met, ends = target.element_handle(), list[str](), time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            where = str(self.page.evaluate(POINTED, thing))
            if where in ("here", "around"):
                self.switch("Enter")
                if where == "here":
                    return
                continue
            met.append(where)
            if self.switches == 2:
                self.switch("Space")
            else:
                self.let_pass(A_TURN)
        raise AssertionError(f"never pointed at; pointed at were {dict.fromkeys(met)}")

    def choose(self, question: Question, value: str) -> None:
        radio = self.shown().locator(f"input[name='{question.field}'][value='{value}']")
        self.press(radio)
        expect(radio).to_be_checked()


@pytest.mark.parametrize(
    ("asked", "switches"), [(SYMBOLS, 1), (SYMBOLS, 2), (BOAT, 2)], ids=["symbols, one", "symbols, two", "boat, two"]
)
def test_a_whole_sitting_is_answered_and_sent_by_switch(
    council: Flask, meet: Meet, asked: QuestionSet, switches: int
) -> None:
    child, before = Presser(meet(asked), switches), set(finished_sittings(council))
    child.begin()
    said = child.answer_all(something_different_each_time)
    child.send()
    document = new_sitting(council, before)
    assert stored(document["answers"]) == said
    assert len(set(said.values())) > 2
    assert document["method"] == ("switch" if asked is SYMBOLS else None)


@pytest.mark.parametrize("switches", [1, 2])
def test_help_and_stopping_are_reached_by_switch(council: Flask, meet: Meet, switches: int) -> None:
    child = Presser(meet(KITE), switches)
    child.begin()
    for sheet in ("worried", "stop"):
        child.press(child.shown().locator(f"[popovertarget={sheet}]").first)
        opened = child.page.locator(f"#{sheet}")
        expect(opened).to_be_visible()
        expect(opened.locator("[data-pointed], :scope[data-pointed]"), "it points inside the sheet").to_have_count(1)
        child.press(opened.locator(f":scope > [popovertarget={sheet}]"))
        assert opened.is_hidden()
    before = set(finished_sittings(council))
    child.press(child.shown().locator("[popovertarget=stop]").first)
    child.press(child.page.get_by_role("button", name="Send what I said so far"))
    child.page.wait_for_url("**/thanks**")
    assert new_sitting(council, before)["answers"] == {}


def test_a_door_that_was_opened_from_another_sheet_is_where_it_points(meet: Meet) -> None:
    child = Presser(meet(KITE), 2)
    child.begin()
    child.press(child.shown().locator("[popovertarget=worried]").first)
    child.press(child.page.locator("#worried .door.think"))
    expect(child.page.locator("#think [data-pointed], #think[data-pointed]")).to_have_count(1)
    child.press(child.page.locator("#think [popovertargetaction=hide]"))
    expect(child.page.locator("#think")).to_be_hidden()


class TestAPress:
    @pytest.fixture
    def child(self, meet: Meet) -> Presser:
        child = Presser(meet(SYMBOLS), 2)
        child.begin()
        return child

    def pointed(self, page: Page) -> str:
        return str(page.evaluate("document.querySelector('[data-pointed]').outerHTML"))

    def test_of_a_hand_that_trembles_is_one(self, child: Presser) -> None:
        pointed = self.pointed(child.page)
        child.let_pass(BESIDE_THE_QUIET)
        child.page.keyboard.press("Space")
        moved = self.pointed(child.page)
        assert moved != pointed
        child.page.keyboard.press("Space")
        assert self.pointed(child.page) == moved

    def test_that_is_held_down_is_one(self, child: Presser) -> None:
        child.let_pass(BESIDE_THE_QUIET)
        child.page.keyboard.down("Space")
        moved = self.pointed(child.page)
        child.let_pass(BESIDE_THE_QUIET)
        child.page.keyboard.down("Space")
        child.page.keyboard.up("Space")
        assert self.pointed(child.page) == moved

    def test_meets_the_question_then_each_answer_and_last_of_all_hide(self, meet: Meet) -> None:
        child = Presser(meet(STAR), 2)
        child.begin()
        expect(child.page.locator("[data-pointed]")).to_have_count(1)
        stops = list[str]()
        for _ in range(child.page.evaluate("document.querySelector('switch-scanning').stops.length")):
            stops.append(str(child.page.evaluate("document.querySelector('[data-pointed]').className")))
            child.switch("Space")
        assert stops == ["speaker", "rungs", "aside", "bar", "go", "hide"]

    def test_chooses_nothing_that_is_not_pointed_at_and_the_page_shows_what_is(self, child: Presser) -> None:
        assert child.shown().locator(":checked").count() == 0
        expect(child.page.locator("[data-pointed]")).to_have_count(1)
        assert child.faults_found_by_axe() == []
        child.press(child.shown().locator("[value=good]"))
        expect(child.shown().locator(".pictures :checked")).to_have_count(1)

    def test_on_the_way_on_comes_first_once_there_is_an_answer(self, child: Presser) -> None:
        first = child.shown().get_attribute("id")
        child.press(child.shown().locator("[value=good]"))
        child.switch("Enter")
        assert child.shown().get_attribute("id") != first


def test_how_a_child_presses_is_kept_over_a_reload_and_gone_for_the_next(meet: Meet, card: Callable[..., Card]) -> None:
    child = Presser(meet(SYMBOLS), 2)
    child.begin()
    child.press(child.shown().locator("[value=good]"))
    child.reload()
    expect(child.page.locator("[name=switches]:checked")).to_have_value("2")
    child.scan(card("symbols"))
    child.page.locator("#start[data-card=open]").wait_for()  # a fresh card begins the page anew
    expect(child.page.locator("[name=switches]:checked")).to_have_value("0")
    assert "switches" not in child.page.evaluate("JSON.stringify({...sessionStorage})")


@pytest.mark.parametrize(("asked", "sheet"), [(SYMBOLS, "helper"), (BOAT, "stop")], ids=["symbols", "boat"])
def test_the_wait_is_changed_in_the_middle_of_a_sitting(meet: Meet, asked: QuestionSet, sheet: str) -> None:
    child = Presser(meet(asked), 1)
    child.begin()
    wait = child.page.locator(f"#{sheet}").get_by_role("slider", name="How long each thing waits")
    expect(wait).to_be_hidden()
    child.shown().locator(f"[popovertarget={sheet}]").first.tap()
    assert child.faults_found_by_axe() == []
    child.let_pass(A_TURN)
    wait.focus()
    child.let_pass(A_TURN)
    child.page.keyboard.press("End")
    expect(wait).to_have_value("7.8")
    child.page.locator(f"#{sheet} [popovertargetaction=hide]").tap()
    expect(wait).to_be_hidden()
    child.let_pass(1)
    pointed = child.page.evaluate("document.querySelector('[data-pointed]').outerHTML")
    child.let_pass(7_000)
    assert child.page.evaluate("document.querySelector('[data-pointed]').outerHTML") == pointed
    child.page.reload()
    expect(child.page.locator("switch-scanning [name=pace]")).to_have_value("8")


def test_by_two_switches_there_is_no_wait_to_change(meet: Meet) -> None:
    child = Presser(meet(BOAT), 2)
    child.begin()
    child.shown().locator("[popovertarget=stop]").first.tap()
    expect(child.page.locator("#stop")).to_be_visible()
    expect(child.page.locator("[name=pace]")).to_be_hidden()


def test_without_switches_no_key_is_taken(meet: Meet) -> None:
    """Nothing is pointed at, and the space bar chooses what has the focus as it does everywhere."""
    child = meet(SYMBOLS)
    child.begin()
    child.page.keyboard.press("Space")
    child.page.keyboard.press("Enter")
    assert child.page.locator("[data-pointed]").count() == 0
    assert child.shown().locator(":checked").count() == 0
    assert not QUIET.fullmatch(child.shown().get_attribute("id") or "")


@pytest.mark.parametrize("switches", [1, 2])
def test_what_is_written_is_written_and_chooses_nothing(meet: Meet, switches: int) -> None:
    child = Presser(meet(KITE), switches)
    child.begin()
    child.press(child.shown().locator("[popovertarget=worried]").first)
    child.page.locator("#worried .door.think").tap()
    words = child.page.locator("#think textarea").first
    words.tap()
    for letter in "a b c":
        child.page.keyboard.type(letter)
        child.let_pass(A_TURN)  # the one switch would have gone on
    expect(words).to_have_value("a b c")
