"""Reading aloud in WebKit and in Firefox: with a voice of the device, with a recording, and honestly without either."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from questions.bank import question_sets
from survey.codes import Card
from tests.browser.engines.story import SHOWN, Child, Window
from tests.browser.test_recordings import lend
from tests.browser.voices import LOCAL, REMOTE, device

BOAT = question_sets()["children-in-care", "boat"]
ASKS = f"{SHOWN} .question .speaker"


def at_the_first_question(window: Window, card: Callable[..., Card], language: str = "en") -> Child:
    child = Child(window, BOAT, language)
    child.scan(card("boat"))
    window.until("document.querySelector('.speaker')")
    child.begin()
    return child


def test_a_voice_of_the_device_reads(window: Window, card: Callable[..., Card]) -> None:
    at_the_first_question(window, card)
    window.run(device(REMOTE, LOCAL))
    window.click(ASKS)
    window.until("said.length === 1")
    assert window.run("return said") == [[BOAT.questions[0].ask, "local"]]
    assert window.run("return document.querySelectorAll('[data-theme] :checked').length") == 0
    assert window.faults_found_by_axe() == []


def test_a_recording_is_heard(council: Flask, window: Window, card: Callable[..., Card]) -> None:
    lend(council, BOAT.key, [BOAT.questions[0].ask])
    at_the_first_question(window, card, "cy")
    window.run(device())
    window.click(ASKS)
    window.until("played.length === 1")
    window.until("!document.querySelector('[data-said]')")
    assert window.run("return document.querySelector('.voiceless')") is None


def test_without_a_voice_it_says_so_once(window: Window, card: Callable[..., Card]) -> None:
    at_the_first_question(window, card)
    window.run(device(REMOTE))
    window.click(ASKS)
    window.until("document.querySelector('.voiceless')?.textContent")
    assert window.run("return [...document.querySelectorAll('.speaker')].every((each) => each.disabled)")
    assert window.run("return said.length") == 0
