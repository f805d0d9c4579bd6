"""A whole sitting by what a screen reader is told alone: names, roles and states of the browser's own tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from questions.bank import question_sets
from questions.questionnaire import NOT_SURE, SKIP, Question, QuestionSet
from survey.codes import Card
from tests.browser.council import finished_sittings, new_sitting
from tests.browser.story import QUIET, Child, something_different_each_time, stored

SETS = question_sets()
WAYS_ON = ("Start", "Next", "Carry on")
ASIDES = {NOT_SURE: "Not sure", SKIP: "Skip"}
CHOOSES = "function () { this.click(); }"


class Told:
    """One thing of the tree: what it is called, what it is, how it stands, and what it holds."""

    def __init__(self, node: dict[str, Any], every: dict[str, dict[str, Any]]) -> None:
        self.role = str(node["role"]["value"])
        self.name = str(node.get("name", {}).get("value", ""))
        self.states = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
        self.element = node.get("backendDOMNodeId")
        self.is_ignored = bool(node.get("ignored"))
        self.children = [Told(every[child], every) for child in node.get("childIds", []) if child in every]

    def every(self, role: str) -> list[Told]:
        mine = [self] if self.role == role and not self.is_ignored else []
        return mine + [found for child in self.children for found in child.every(role)]

    def one(self, role: str, *names: str) -> Told:
        found = [each for each in self.every(role) if each.name in names]
        assert len(found) == 1, (role, names, [each.name for each in self.every(role)])
        return found[0]


class Listener(Child):
    """A child with a screen reader: finds everything in the tree, and does by it what there is to do."""

    def __init__(self, page: Page, question_set: QuestionSet) -> None:
        super().__init__(page, question_set)
        self.reader = page.context.new_cdp_session(page)
        self.reader.send("Accessibility.enable")

    def told(self) -> Told:
        nodes = self.reader.send("Accessibility.getFullAXTree")["nodes"]
        return Told(nodes[0], {node["nodeId"]: node for node in nodes})

    def act(self, thing: Told) -> None:
        found = self.reader.send("DOM.resolveNode", {"backendNodeId": thing.element})
        asked = {"objectId": found["object"]["objectId"], "functionDeclaration": CHOOSES, "userGesture": True}
        self.reader.send("Runtime.callFunctionOn", asked)

    def next(self) -> None:
        self.act(self.told().one("link", *WAYS_ON))
        assert self.told().every("heading")[0].states.get("focused"), "the focus is on what is new"

    def choose(self, question: Question, value: str) -> None:
        told = self.told()
        group = told.one("radiogroup", question.ask)
        assert told.one("heading", question.ask).states["level"] == 1
        radios = group.every("radio")
        names = [each.name for each in radios]
        assert all(names), "every answer has a name"
        assert len(set(names)) == len(names), "which is no other's"
        words = {option.value: option.word for option in question.scale.options} | ASIDES
        wanted = [each for each in radios if each.name == words[value]] or [
            each for each in radios if each.name.startswith(words[value])
        ]
        assert len(wanted) == 1, (words[value], names)
        self.act(wanted[0])
        after = self.told().one("radiogroup", question.ask).every("radio")
        assert [each.name for each in after if each.states["checked"] == "true"] == [wanted[0].name]

    def send(self) -> None:
        told = self.told()
        told.one("button", "Throw it away")
        self.act(told.one("button", "Send it"))
        self.page.wait_for_url("**/thanks**")


@pytest.mark.parametrize("version", ["star", "symbols"])
def test_a_whole_sitting_is_heard_answered_and_sent(
    council: Flask, tablet: Callable[..., Page], card: Callable[..., Card], version: str
) -> None:
    before = set(finished_sittings(council))
    child = Listener(tablet(), SETS["children-in-care", version])
    child.scan(card(version))
    child.page.locator("#start[data-card=open]").wait_for()
    told = child.told()
    assert told.one("RootWebArea", child.page.title())
    assert told.one("heading", "Hello").states["level"] == 1
    child.begin()
    assert not QUIET.fullmatch(child.shown().get_attribute("id") or "")
    said = child.answer_all(something_different_each_time)
    told = child.told()
    assert told.one("heading", "That was the last question")
    child.send()
    assert [each.name for each in child.told().every("heading")], "the thank-you has a heading"
    assert stored(new_sitting(council, before)["answers"]) == said


def test_help_says_what_opens_and_the_page_behind_it_is_not_there(
    tablet: Callable[..., Page], card: Callable[..., Card]
) -> None:
    child = Listener(tablet(), SETS["children-in-care", "star"])
    child.scan(card("star"))
    child.begin()
    for opener in ("Worried?", "Stop"):
        button = child.told().one("button", opener)
        assert button.states.get("expanded") is False
        child.act(button)
        told = child.told()
        assert told.one("button", opener).states.get("expanded") is True
        [dialog] = told.every("dialog")
        assert dialog.name
        assert dialog.every("heading")
        child.page.keyboard.press("Escape")
        assert child.told().every("dialog") == []
