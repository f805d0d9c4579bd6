"""Files that were made to harm, in a real browser: opened by themselves and on a child's page, nothing of them runs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Route

from questions.bank import question_sets
from questions.pictures import concepts, manifest
from survey.gallery.refusals import PictureRefused
from survey.gallery.taking import Taken, take
from tests.attacks.hostile_drawings import drawings
from tests.attacks.hostile_pictures import hostile_pictures
from tests.browser.council import at_the_council
from tests.browser.council_pictures import put, take_away

SET = "children-in-care-symbols"
# Whatever waits to be touched is touched.
TOUCHING = """
const kinds = ["load", "error", "focus", "click", "mouseover", "begin", "end"];
for (const each of document.querySelectorAll(document.querySelector("symbol image") ? "symbol *" : "*"))
  for (const kind of kinds) each.dispatchEvent(new Event(kind));
"""
DRAWN = """
Promise.all([...document.querySelectorAll("symbol image")].map(each => {
  const image = new Image();
  image.src = each.getAttribute("href");
  return image.decode().then(() => image.naturalWidth > 0, () => false);
}))
"""


def accepted() -> list[Taken]:
    taken = []
    for _name, file in hostile_pictures():
        try:
            taken.append(take(file))
        except PictureRefused:
            continue
    return taken


@pytest.fixture
def _ours_again(council: Flask) -> Iterator[None]:
    yield
    at_the_council(council, take_away)


class Watching:
    """A browser in which everything is heard that a picture should not do."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.elsewhere: list[str] = []
        self.dialogs: list[str] = []
        context.route(lambda url: not url.startswith(address), self._note)
        self.page = context.new_page()
        self.page.on("dialog", lambda dialog: self.dialogs.append(dialog.message))

    def _note(self, route: Route) -> None:
        self.elsewhere.append(route.request.url)
        route.abort()

    def open(self, address: str) -> bool:
        """Open an address and touch everything there. Whether anything ran."""
        self.page.goto(address, wait_until="load")
        if "/answer" in address:
            # A child's page brings the questions' drawings along once somebody begins.
            self.page.keyboard.press("Shift")
            self.page.wait_for_selector("#drawings symbol image", state="attached")
        self.page.evaluate(TOUCHING)
        return bool(self.page.evaluate("globalThis.hit !== undefined"))


@pytest.mark.usefixtures("_ours_again")
def test_nothing_of_what_was_taken_runs_or_fetches(browser: Browser, address: str, council: Flask) -> None:
    taken = accepted()
    # Those that lie beside others change only together with them.
    every = question_sets()["children-in-care", "symbols"].pictures & concepts().keys()
    shown = sorted(concept for concept in every if not manifest().beside(concept))
    context = browser.new_context()
    watching = Watching(context, address)
    opened = 0
    for begin in range(0, len(taken), len(shown)):
        some = dict(zip(shown, taken[begin : begin + len(shown)], strict=False))
        theirs = at_the_council(council, partial(put, some))
        assert not watching.open(f"{address}/answer?set={SET}&lang=en")
        assert watching.page.locator("symbol image").count() >= len(some)
        assert all(watching.page.evaluate(DRAWN)), "a picture was not drawn"
        for concept in some:
            for place in {theirs[concept].light, theirs[concept].large}:
                assert not watching.open(f"{address}{place}"), (concept, place)
                opened += 1
    context.close()
    assert watching.elsewhere == []
    assert watching.dialogs == []
    assert opened >= 80


def test_the_listener_hears(browser: Browser) -> None:
    """As they were sent, and with nothing that seals them, many of the drawings run or fetch something."""
    here = "http://heard.test"
    context = browser.new_context()
    context.set_default_timeout(5_000)
    watching = Watching(context, here)
    files = dict(drawings())
    context.route(
        f"{here}/**",
        lambda route: route.fulfill(
            body=files[route.request.url.rpartition("/")[2]], headers={"Content-Type": "image/svg+xml"}
        ),
    )
    ran = fetched = 0
    for name in files:
        if name.startswith("structure-"):
            continue  # as they were sent, some of these would keep the browser busy for ever
        before = len(watching.elsewhere)
        try:
            ran += watching.open(f"{here}/{name}")
        except Exception:
            continue  # a page that led elsewhere, or none
        watching.page.wait_for_timeout(20)
        fetched += len(watching.elsewhere) > before
    context.close()
    assert ran >= 20
    assert fetched >= 10
