"""Screenshots of every page × version × language × width, for people to look at: ``python3 dev.py pictures``.

Not a test by itself: what it checks, a person checks.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from questions.bank import question_sets
from survey.codes import Card
from tests.browser.story import Child, Staff

INTO = Path(os.environ.get("HEARD_PICTURES", "screenshots"))
SIZES = [(360, 740), (820, 1180), (1280, 800)]
LANGUAGES = ("en", "cy", "ar")


def take(page: Page, name: str, width: int, whole: bool = False) -> None:
    path = INTO / f"{name}-{width}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.wait_for_timeout(150)
    page.screenshot(path=str(path), full_page=whole)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("version", ["star", "boat", "kite", "symbols"])
def test_a_sitting(
    tablet: Callable[..., Page], card: Callable[..., Card], version: str, language: str, width: int, height: int
) -> None:
    page = tablet(width, height)
    child = Child(page, question_sets()["children-in-care", version], language)
    child.scan(card(version))
    name = f"child/{version}-{language}"
    take(page, f"{name}-00-start", width, whole=True)
    child.begin()
    for number, question in enumerate(child.question_set.questions, start=1):
        if child.shown().get_attribute("data-theme") != question.theme.key:
            continue
        take(page, f"{name}-{number:02}-{question.theme.key}", width)
        asked = child.asked(question)
        options = asked.scale.options
        child.choose(asked, options[(number * 3) % len(options)].value)
        take(page, f"{name}-{number:02}-{question.theme.key}-chosen", width)
        if number == 1:
            for sheet in ("stop", "worried"):
                child.shown().locator(f":is(.bar, .helper) [popovertarget={sheet}]").tap()
                take(page, f"{name}-{number:02}-{sheet}", width)
                page.keyboard.press("Escape")
        child.go_on()
    take(page, f"{name}-97-end", width)
    child.send()
    take(page, f"{name}-98-thanks", width)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_around_a_sitting(
    tablet: Callable[..., Page], card: Callable[..., Card], language: str, width: int, height: int
) -> None:
    page = tablet(width, height)
    for name, address in {
        "way-in": f"/?lang={language}",
        "help": f"/help?lang={language}",
        "notes": f"/notes?lang={language}",
        "thrown-away": f"/thanks?set=children-in-care-boat&lang={language}&thrown=1",
        "no-card": f"/answer?set=children-in-care-star&lang={language}",
        "missing": f"/nowhere?lang={language}",
    }.items():
        page.goto(address)
        take(page, f"child/around-{language}-{name}", width, whole=True)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_staff(tablet: Callable[..., Page], width: int, height: int) -> None:
    page = tablet(width, height)
    page.goto("/demonstration/")
    take(page, "staff/demonstration", width, whole=True)
    page.goto("/staff/sign-in")
    take(page, "staff/sign-in", width, whole=True)

    Staff(page, "worker").sign_in()
    take(page, "staff/visits-choose", width, whole=True)
    for button, name in (("Show a QR", "card"), ("Print a sheet", "sheet")):
        page.goto("/staff/visits/")
        page.get_by_role("link", name="Hear from me").click()
        page.locator("input[name=setting]").first.check()
        page.locator("input[name=version][value=boat]").check()
        page.locator("input[name=language][value=en]").check()
        page.get_by_role("button", name=button).click()
        page.locator("svg[role=img]").first.wait_for()
        take(page, f"staff/visits-{name}", width, whole=True)

    for role in ("lead", "admin", "officer"):
        page.context.clear_cookies()
        Staff(page, role).sign_in()
        take(page, f"staff/{role}", width, whole=True)
        if role == "admin":
            page.goto("/staff/trail")
            take(page, "staff/trail", width, whole=True)
    for address, name in (("/staff/rounds/", "rounds"), ("/staff/rounds/new", "rounds-new")):
        page.goto(address)
        take(page, f"staff/{name}", width, whole=True)
    page.goto("/staff/results/")
    addresses = [link.get_attribute("href") or "" for link in page.locator("main a[href^='/staff/results/']").all()]
    for number, address in enumerate(sorted(set(addresses))):
        page.goto(address)
        page.wait_for_timeout(2500)
        take(page, f"staff/results-{number}", width, whole=True)
