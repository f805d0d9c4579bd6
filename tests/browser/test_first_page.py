"""What a cold tablet fetches for a child's first page, as the browser itself counts it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from survey.codes import Card

DOCUMENT = 14_600
EVERYTHING = 60_000
REQUESTS = 8


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
