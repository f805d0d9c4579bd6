"""A device's voices for the tests: what they are given to say is written down instead of spoken."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page

from questions.bank import question_sets
from survey.codes import Card
from tests.browser.story import Child

Meet = Callable[..., Child]

LOCAL = {"name": "local", "lang": "en-GB", "localService": True, "default": False}
WELSH = {"name": "welsh", "lang": "cy_GB", "localService": True, "default": False}
REMOTE = {"name": "remote", "lang": "en-GB", "localService": False, "default": True}
ELSEWHERE = {"name": "elsewhere", "lang": "fr-FR", "localService": True, "default": True}
USUAL = (REMOTE, ELSEWHERE, LOCAL, WELSH)

SILENT = "!document.querySelector('[data-said]')"
DEVICE = """
window.said = []; window.silenced = 0; window.played = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => VOICES,
  speak(utterance) {
    said.push([utterance.text, utterance.voice.name]);
    if (PACE) setTimeout(() => utterance.onend(), PACE);
  },
  cancel() { silenced += 1; },
} });
const play = HTMLMediaElement.prototype.play;
// Muted: a machine that tests has no loudspeaker, and a browser may call that a fault of the sound.
HTMLMediaElement.prototype.play = function () { played.push(this.src); this.muted = true; return play.call(this); };
"""


def give_voices(page: Page, *voices: dict[str, Any], pace: int = 1) -> None:
    """Give the page's device these voices; with a ``pace`` of 0 none of them ever comes to an end."""
    page.add_init_script(device(*voices, pace=pace))


def device(*voices: dict[str, Any], pace: int = 1) -> str:
    """The script that gives a page's device these voices."""
    return DEVICE.replace("VOICES", json.dumps(voices)).replace("PACE", str(pace))


def until(page: Page, expression: str) -> None:
    """Wait for something to be so. The driver's own waiting needs what the pages' policy does not allow."""
    for _ in range(1500):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"it never came about that {expression}")


def said(page: Page, count: int | None = None) -> list[str]:
    """What was said since this was last asked, after so many pieces, or once nothing more is being said."""
    if count is not None:
        until(page, f"said.length >= {count}")
    until(page, SILENT)
    spoken: list[list[str]] = page.evaluate("said.splice(0)")
    assert all(voice in ("local", "welsh") for _words, voice in spoken), "a voice elsewhere was used"
    return [words for words, _voice in spoken]


def ready(page: Page) -> None:
    """The speakers are there."""
    page.locator(".speaker").first.wait_for(state="attached")


def speaker(place: Locator, name: str) -> Locator:
    return place.get_by_role("button", name=f"Read aloud: {name}", exact=True)


def switch_on(child: Child) -> None:
    child.press(child.page.locator("label:has([name=aloud][value=on])"))


def listening(tablet: Callable[..., Page], card: Callable[..., Card]) -> Meet:
    """What brings a child to a set's first page, on a tablet with these voices."""

    def meet(
        version: str,
        *voices: dict[str, Any],
        pace: int = 1,
        language: str = "en",
        width: int = 360,
        height: int = 740,
    ) -> Child:
        page = tablet(width, height)
        give_voices(page, *(voices or USUAL), pace=pace)
        child = Child(page, question_sets()["children-in-care", version], language)
        child.scan(card(version))
        ready(page)
        return child

    return meet
