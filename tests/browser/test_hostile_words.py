"""A hundred hostile texts in a real browser: nothing is carried out, fetched or refused: all of it is words."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, Page, Route
from werkzeug.test import TestResponse

from app import create_app
from survey.configuration import Configuration
from survey.migrations import migrate
from tests.attacks.hostile import HIT, HOSTILE
from tests.attacks.siege import Siege, besiege
from tests.attacks.test_hostile_words import named, pages, released_pages

HERE = "http://heard.test"
AT_ONCE = 4
LONGEST_NAME = 120
# Before anything of the page: what it carries out, and what it was kept from.
LISTENING = """
globalThis.refused = [];
document.addEventListener("securitypolicyviolation", event => refused.push(event.violatedDirective, event.blockedURI));
"""
TOUCHING = """
for (const each of document.querySelectorAll("main *")) {
  for (const kind of ["focus", "mouseover", "toggle", "begin"]) each.dispatchEvent(new Event(kind));
  if (each.localName == "details") each.open = true;
}
"""
# Plotly sets the style of what it draws, and of the corner in which it measures words.
OF_PLOTLY = ".plotted *, #js-plotly-tester, #js-plotly-tester *"
NEVER_OURS = f"document.querySelectorAll('iframe, object, embed, base, [style]:not({OF_PLOTLY})').length"
Found = TypeVar("Found")


@dataclass(frozen=True)
class Shown:
    """A page as the server sent it, and the policy that it came with."""

    place: str
    html: str
    policy: str


def apart(work: Callable[[], Found]) -> Found:
    """In a thread of its own: the browser's driver runs a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


@pytest.fixture
def siege(settings: Configuration) -> Siege:
    def begin() -> Siege:
        app = create_app(settings)
        with app.app_context():
            migrate()
        return besiege(app)

    return apart(begin)


def in_names() -> list[str]:
    """All of them, in as few names as hold them."""
    names = [""]
    for words in HOSTILE:
        if len(names[-1]) + len(words) >= LONGEST_NAME:
            names.append("")
        names[-1] = f"{names[-1]} {words}".strip()
    assert all(len(name) <= LONGEST_NAME for name in names)
    return names


def policy_of(response: TestResponse) -> str:
    return response.headers["Content-Security-Policy"]


def every_page(siege: Siege) -> list[Shown]:
    for_staff = policy_of(siege.call("lead", "GET", "/staff/worries/"))
    with_charts = policy_of(siege.call("officer", "GET", "/staff/results/"))
    for_children = policy_of(siege.app.test_client().get("/"))
    shown = []
    for begin in range(0, len(HOSTILE), AT_ONCE):
        with siege.from_here():
            for place, html in pages(siege, "\n".join(HOSTILE[begin : begin + AT_ONCE])):
                shown.append(Shown(place, html, for_children if place == "incomplete" else for_staff))
    with siege.from_here():
        for place, html in (*named(siege, *in_names()), *released_pages(siege, *HOSTILE)):
            shown.append(Shown(place, html, with_charts if place == "released" else for_staff))
    return shown


def draw_charts(page: Page) -> None:
    """Have every chart drawn again by Plotly, which reads more out of words than they say, and touch its marks."""
    for chart in page.locator("released-chart").all():
        chart.scroll_into_view_if_needed()
        chart.locator(".main-svg").first.wait_for()
        points = chart.locator(".point")
        if points.count():
            points.first.hover(force=True)
    assert page.locator(".main-svg a").count() == 0, "words have become a link"


def test_nothing_is_carried_out(siege: Siege, browser: Browser) -> None:
    shown = [each for each in apart(lambda: every_page(siege)) if len(each.html) > 500]
    assert len({each.place for each in shown}) > 10
    elsewhere: list[str] = []
    beside: dict[str, TestResponse] = {}  # styles, scripts and drawings, the same for every page

    def serve(route: Route) -> None:
        url = route.request.url
        if url.startswith(f"{HERE}/shown/"):
            each = shown[int(url.rpartition("/")[2])]
            headers = {"Content-Security-Policy": each.policy, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(status=200, body=each.html, headers=headers)
        elif url.startswith(f"{HERE}/"):
            if url not in beside:
                beside[url] = apart(lambda: siege.app.test_client().get(url.removeprefix(HERE)))
            response = beside[url]
            route.fulfill(status=response.status_code, body=response.data, headers=dict(response.headers))
        else:
            elsewhere.append(url)
            route.abort()

    context = browser.new_context()
    context.add_init_script(LISTENING)
    context.route("**/*", serve)
    page = context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    for number, each in enumerate(shown):
        page.goto(f"{HERE}/shown/{number}", wait_until="load")
        # Whatever waits to be touched is touched.
        page.evaluate(TOUCHING)
        if each.place == "released":
            draw_charts(page)
        assert page.evaluate("globalThis.hit") is None, (each.place, "something was carried out")
        assert page.evaluate("globalThis.refused") == [], each.place
        assert page.evaluate(NEVER_OURS) == 0, each.place
        assert page.url.startswith(f"{HERE}/")
    context.close()
    assert elsewhere == []
    assert dialogs == []
    assert len(shown) > 300
    assert any(each.place == "released" for each in shown)


def test_the_listener_hears(browser: Browser) -> None:
    """On a page that escapes nothing, texts of these are carried out, or kept from it by the policy."""
    context = browser.new_context()
    context.add_init_script(LISTENING)
    policies: dict[str, dict[str, str]] = {"/open": {}, "/sealed": {"Content-Security-Policy": "default-src 'none'"}}
    body = f"<!doctype html><p><script>{HIT}</script></p>"

    def serve(route: Route) -> None:
        headers = policies[route.request.url.removeprefix(HERE)]
        route.fulfill(status=200, body=body, headers={"Content-Type": "text/html", **headers})

    context.route("**/*", serve)
    page = context.new_page()
    page.goto(f"{HERE}/open")
    assert page.evaluate("globalThis.hit") == 1
    page.goto(f"{HERE}/sealed")
    page.wait_for_function("() => globalThis.refused.length > 0")
    assert page.evaluate("globalThis.hit") is None
    context.close()
