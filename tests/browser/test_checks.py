"""The check before a ladder or a third picture: two things to place, which tell whether the scale is understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from questions.bank import question_sets
from tests.browser.council import what_was_sent
from tests.browser.story import Child, faults_found_by_axe

SETS = question_sets()
BOAT, SYMBOLS = (SETS["children-in-care", version] for version in ("boat", "symbols"))
Meet = Callable[..., Child]


def place(child: Child, liked: str, hated: str) -> None:
    for value in (liked, hated):
        child.tap(value)
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
        child.go_to("c1")
        place(child, liked, hated)
        assert self.answer(child) == self.ASKED
        document = what_was_sent(council, child)
        assert document["check"] is True
        assert document["answers"] == {self.ASKED.theme.key: [self.ASKED.fingerprint, "10"]}

    def test_who_does_not_may_try_once_more_and_then_meets_fewer_options(self, council: Flask, meet: Meet) -> None:
        child = meet(BOAT)
        child.go_to("c1")
        place(child, "5", "3")
        assert child.shown().get_attribute("id") == "again"
        assert faults_found_by_axe(child.page) == []
        child.shown().locator("[data-again]").tap()
        assert child.shown().get_attribute("id") == "c1"
        assert child.shown().locator(":checked").count() == 0
        place(child, "0", "10")
        assert self.answer(child) == self.ASKED.unless_checked
        document = what_was_sent(council, child)
        assert document["check"] is False
        assert document["answers"].keys() == {self.ASKED.theme.key}

    def test_once_more_may_be_enough(self, meet: Meet) -> None:
        child = meet(BOAT)
        child.go_to("c1")
        place(child, "5", "3")
        child.shown().locator("[data-again]").tap()
        place(child, "9", "1")
        assert self.answer(child) == self.ASKED

    def test_who_would_rather_go_on_meets_fewer_options(self, council: Flask, meet: Meet) -> None:
        child = meet(BOAT)
        child.go_to("c1")
        place(child, "5", "3")
        child.next()
        assert self.answer(child) == self.ASKED.unless_checked
        assert what_was_sent(council, child)["check"] is False

    @pytest.mark.parametrize("liked", [None, "skip", "not-sure"])
    def test_who_leaves_it_out_meets_fewer_options_and_is_not_said_to_have_failed(
        self, council: Flask, meet: Meet, liked: str | None
    ) -> None:
        child = meet(BOAT)
        child.go_to("c1")
        if liked:
            child.tap(liked)
        child.next()
        child.tap("2")
        child.next()
        assert self.answer(child) == self.ASKED.unless_checked
        assert what_was_sent(council, child)["check"] is None

    def test_its_outcome_is_there_after_a_reload_and_it_is_not_asked_again(self, council: Flask, meet: Meet) -> None:
        child = meet(BOAT)
        child.go_to("c1")
        place(child, "10", "0")
        self.answer(child)
        child.reload()
        met = []
        while child.shown().get_attribute("id") != "end":
            child.next()
            met.append(str(child.shown().get_attribute("id")))
        assert not {"c1", "c2", "again"} & set(met)
        assert [section for section in met if section[0] == "r"]

    def test_two_pictures_right_twice_with_sides_swapped_bring_the_third(self, council: Flask, meet: Meet) -> None:
        asked = next(question for question in SYMBOLS.questions if question.unless_checked)
        child = meet(SYMBOLS)
        child.go_to("c1")
        orders = []
        for value in ("good", "other"):
            orders.append(child.shown().locator(".pictures input").evaluate_all("all => all.map(each => each.value)"))
            child.tap(value)
            child.next()
        assert orders[0] == orders[1][::-1]
        while child.shown().get_attribute("data-theme") != asked.theme.key:
            child.next()
        expect(child.shown().locator(".pictures input")).to_have_count(3)
        child.choose(asked, "middle")
        assert what_was_sent(council, child)["check"] is True
