"""A picture of the council's own is drawn in WebKit and in Firefox as it is in Chromium."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from questions.bank import question_sets
from survey.codes import Card
from survey.gallery.taking import take
from tests.browser.council import at_the_council
from tests.browser.council_pictures import put, take_away
from tests.browser.engines.story import PATIENCE, Child, Window
from tests.browser.engines.wires import Tell
from tests.survey.gallery.files import saved

SET = question_sets()["children-in-care", "symbols"]
RED = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="red" d="M0 0h9v9H0z"/></svg>'
# The first picture of a question, by itself on the page.
ALONE = """
const shown = document.querySelector("use[href='#p-home']").closest("svg").cloneNode(true);
shown.style.cssText = "position: fixed; inset: 0; inline-size: 400px; block-size: 400px; z-index: 9999";
document.body.append(shown);
"""


@pytest.fixture(autouse=True)
def _ours_again(council: Flask) -> Iterator[None]:
    yield
    at_the_council(council, take_away)


@pytest.mark.parametrize(
    "file", [RED.encode(), saved(Image.new("RGB", (300, 300), "red"), "PNG")], ids=["a drawing", "a painting"]
)
def test_it_is_drawn(
    engine: Tell, address: str, council: Flask, card: Callable[..., Card], tmp_path: Path, file: bytes
) -> None:
    # Of a tab that lies behind another, as a new one does, WebKit makes no picture.
    window = Window(engine, address)
    # Where the page before stands open, another card would begin it anew at a moment that nobody here knows.
    engine("NavigateTo", url="about:blank")
    at_the_council(council, lambda: put({"home": take(file)}))
    child = Child(window, SET)
    child.scan(card("symbols"))
    child.begin()
    window.until("document.querySelector('#drawings symbol image')")
    window.run(ALONE)
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        window.picture(tmp_path / "seen.png")
        with Image.open(tmp_path / "seen.png") as seen:
            ratio = seen.width / float(window.run("return innerWidth"))
            red, green, blue = seen.convert("RGB").getpixel((int(200 * ratio), int(200 * ratio)))  # type: ignore[misc]
        if red > 230 and green < 40 and blue < 40:
            return
    raise AssertionError(f"there is {red}, {green}, {blue}")
