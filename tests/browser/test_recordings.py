"""Recordings on a child's pages: what can be recorded, what is played, and what nobody may learn from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from questions.bank import question_sets
from survey.codes import Card
from survey.database import db, writing
from survey.sounds import shelf, wordings
from survey.sounds.audio import read_audio
from survey.sounds.wordings import EVERY_PAGE, Wording
from tests.browser.council import at_the_council
from tests.browser.voices import LOCAL, SILENT, Meet, listening, said, switch_on, until
from tests.survey.sounds.samples import wav

STAR, BOAT = (question_sets()["children-in-care", version] for version in ("star", "boat"))


@pytest.fixture
def meet(tablet: Callable[..., Page], card: Callable[..., Card]) -> Meet:
    return listening(tablet, card)


def test_all_that_is_read_on_a_childs_pages_can_be_recorded(council: Flask, meet: Meet) -> None:
    def recordable() -> set[str]:
        return {each.said("en") for name in (STAR.key, EVERY_PAGE) for each in wordings.wordings(name)}

    known = at_the_council(council, recordable)
    child = meet("star")
    page = child.page
    switch_on(child)
    spoken = said(page, 5)
    child.begin()
    spoken += said(page, 7)
    for sheet in ("stop", "worried", "talk", "think", "advocate"):
        page.evaluate("sheet => document.getElementById(sheet).showPopover()", sheet)
        spoken += said(page, 3)
        page.evaluate("sheet => document.getElementById(sheet).hidePopover()", sheet)
    # What is not a wording by itself is a sentence of one, or tells today's hours.
    missing = {words for words in spoken if not any(words in each for each in known)}
    assert {
        words for words in missing if not words.startswith(("Messages are read", "Somebody is", "The next time"))
    } == set()


def lend(council: Flask, key: str, words: list[str]) -> dict[str, str]:
    """These words of a set, lent in Welsh, each a sound of its own: words as they are shown → address."""

    def keep() -> dict[str, str]:
        with writing():
            for number, english in enumerate(words):
                shelf.keep(db.session, Wording(english), "cy", read_audio(wav(0.2 + number / 50)), "Mia")
            db.session.commit()
        shared = wordings.wordings(EVERY_PAGE)
        found = shelf.addresses(db.session, "cy", (*wordings.wordings(key), *shared))
        return {said: found[said] for english in words if (said := Wording(english).said("cy"))}

    return at_the_council(council, keep)


@pytest.fixture
def lent(council: Flask) -> dict[str, str]:
    """The boat's first question and its answers."""
    question = BOAT.questions[0]
    return lend(council, BOAT.key, [question.ask, *(option.word for option in question.scale.options)])


def test_a_recording_is_played_instead_of_a_voice_and_the_rest_is_spoken(meet: Meet, lent: dict[str, str]) -> None:
    child = meet("boat", language="cy")
    page = child.page
    switch_on(child)
    until(child.page, "said.length > 1")
    child.begin()
    until(page, "played.length === 4")
    until(page, "said.some(([words]) => words === 'Hepgor')")
    spoken = said(page)
    assert not set(spoken) & set(lent)
    assert page.evaluate("played.every((source) => source.startsWith('blob:'))")


@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_is_fetched_never_tells_what_a_child_listened_to(meet: Meet, lent: dict[str, str], place: int) -> None:
    """An answer's recording is fetched with all the others of its page: no log, no cache and no neighbour can tell."""
    child = meet("boat", LOCAL, language="cy")
    fetched: list[str] = []
    child.page.on("request", lambda request: fetched.append(request.url.partition("/sounds/")[2]))
    child.begin()
    assert not [each for each in fetched if each], "nothing is fetched that nobody wants to hear"
    child.press(child.shown().locator(".steps .speaker").nth(place))
    until(child.page, "played.length === 1")
    child.page.wait_for_load_state("networkidle")
    child.choose(BOAT.questions[0], BOAT.questions[0].scale.options[place].value)
    child.page.wait_for_timeout(200)
    named = [each for each in fetched if each]
    assert named[0] == f"cy.json?set={BOAT.key}"
    assert [f"/sounds/{each}" for each in named[1:]] == [lent[words] for words in lent]


@pytest.mark.parametrize("rung", ["2", "9"])
def test_nor_which_rung_they_stand_on(council: Flask, meet: Meet, rung: str) -> None:
    rungs = lend(council, STAR.key, [str(number) for number in range(10, -1, -1)])
    child = meet("star", LOCAL, language="cy")
    fetched: list[str] = []
    child.page.on("request", lambda request: fetched.append(request.url.partition("/sounds/")[2]))
    child.begin()
    child.press(child.shown().locator(".rungs .speaker").first)
    until(child.page, "played.length === 2")
    until(child.page, SILENT)
    before = [f"/sounds/{each}" for each in fetched if each.endswith(".wav")]
    child.choose(STAR.questions[0], rung)
    until(child.page, "played.length === 3")
    assert before == list(rungs.values())
    assert [f"/sounds/{each}" for each in fetched if each.endswith(".wav")] == before
