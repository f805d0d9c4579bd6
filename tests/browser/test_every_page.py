"""Every page there is, opened by somebody who may: nothing for axe to find, and nothing beyond the edge."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from survey.models import Role
from survey.staff.demonstration import ACCOUNTS
from tests.browser.story import Staff, faults_found_by_axe
from tests.house.test_doors import ANYBODY, MAY_CALL

# These answer with no page.
NO_PAGE = {
    "assets.bundled",
    "child.drawn",
    "child.icon",
    "child.keep_part",
    "child.knock",
    "worries.count",
    "staff.check",
}
CHILDRENS = ("child.", "notices.for_children")


def addresses(council: Flask, is_for: Callable[[set[Role] | None], bool]) -> dict[str, str]:
    """Endpoint → address of every page without an id in its address that somebody may open."""
    return {
        rule.endpoint: rule.rule
        for rule in council.url_map.iter_rules()
        if "GET" in (rule.methods or set())
        and not rule.arguments
        and rule.endpoint not in NO_PAGE
        and is_for(MAY_CALL[rule.endpoint])
    }


def has_no_faults(page: Page, address: str) -> None:
    response = page.goto(address)
    assert response, address
    assert response.status == 200, (address, response.status)
    assert faults_found_by_axe(page) == [], address
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), f"{address} scrolls sideways"


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800)])
def test_of_staff(council: Flask, tablet: Callable[..., Page], width: int, height: int) -> None:
    wanted = addresses(council, lambda allowed: allowed is not ANYBODY)
    assert len(wanted) > 15
    opened: set[str] = set()
    for account, role in ACCOUNTS.items():
        mine = [endpoint for endpoint in wanted if endpoint not in opened and role in (MAY_CALL[endpoint] or ())]
        if mine:
            page = tablet(width, height)
            Staff(page, account.partition("@")[0]).sign_in()
            for endpoint in mine:
                has_no_faults(page, wanted[endpoint])
                opened.add(endpoint)
    assert opened == wanted.keys()


@pytest.mark.parametrize("language", ["en", "cy", "ar", "ur"])
def test_of_anybody(council: Flask, tablet: Callable[..., Page], language: str) -> None:
    wanted = addresses(council, lambda allowed: allowed is ANYBODY)
    assert len(wanted) > 10
    page = tablet(360, 740)
    for endpoint, address in wanted.items():
        if endpoint.startswith(CHILDRENS):
            sets = [f"&set=children-in-care-{version}" for version in ("star", "boat", "kite", "symbols")]
            for more in sets if endpoint in ("child.answer", "notices.for_children", "child.thanks") else [""]:
                has_no_faults(page, f"{address}?lang={language}{more}")
        elif language == "en":
            has_no_faults(page, address)
