"""What a cold tablet fetches for a child's first page, as the browser itself counts it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from survey.codes import Card

DOCUMENT = 14_600
EVERYTHING = 60_000
REQUESTS = 8
SHEET = "image/svg+xml"


@pytest.mark.parametrize("language", ["en", "cy", "ar"])
@pytest.mark.parametrize("version", ["star", "boat", "kite", "symbols"])
def test_the_first_page_is_light(
    tablet: Callable[..., Page], card: Callable[..., Card], version: str, language: str
) -> None:
    page = tablet()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    bodies: dict[str, int] = {}
    network.on("Network.loadingFinished", lambda event: bodies.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(f"/answer?set=children-in-care-{version}&lang={language}#{card(version).code}")
    page.wait_for_load_state("networkidle")
    document, *rest = bodies.values()
    # As the wire carries it, each answer's headers (less than a kilobyte) included.
    assert document <= DOCUMENT + 1000
    assert document + sum(rest) <= EVERYTHING
    assert len(bodies) <= REQUESTS


def test_drawings_that_did_not_come_are_asked_for_again_and_a_sheet_without_any_is_not(
    tablet: Callable[..., Page], card: Callable[..., Card]
) -> None:
    page, asked = tablet(), list[Route]()

    def answer(route: Route) -> None:
        asked.append(route)
        if len(asked) < 3:
            route.fulfill(content_type="text/html", body="<p>Sign in to this café’s network</p>")
        else:
            route.fulfill(content_type=SHEET, body='<svg xmlns="http://www.w3.org/2000/svg"/>')

    page.route("**/drawings?*", lambda route: answer(route))
    page.clock.install()
    page.goto(f"/answer?set=children-in-care-star&lang=en#{card('star').code}")
    with page.expect_response(lambda response: response.headers.get("content-type") == SHEET):
        page.keyboard.press("Shift")
    page.clock.fast_forward(10 * 60 * 1000)
    page.wait_for_timeout(300)
    assert len(asked) == 3
