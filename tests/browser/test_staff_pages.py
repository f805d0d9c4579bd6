"""The worker's and the officer's pages in a real browser: nothing for axe to find, and a QR code that leads in."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect

from questions.bank import question_sets
from tests.browser.council import finished_sittings, new_sitting
from tests.browser.story import Child, Staff, faults_found_by_axe, something_different_each_time

WIDTHS = [(360, 740), (820, 1180), (1280, 800)]
# Those in sight: each is drawn again when somebody comes near, where there is room.
CHARTS_ARE_DRAWN = """() => [...document.querySelectorAll("released-chart")].every((chart) => {
  const { top, bottom } = chart.getBoundingClientRect();
  const isInSight = bottom > 0 && top < innerHeight && matchMedia("(min-width: 46rem)").matches;
  return !isInSight || chart.querySelector(".main-svg");
})"""


def choose_the_round(page: Page) -> None:
    """The round of children in care, of those that are open."""
    page.goto("/staff/visits/")
    page.get_by_role("link", name="Hear from me").click()


def show_a_card(page: Page, version: str, language: str = "en") -> None:
    choose_the_round(page)
    page.locator("input[name=setting]").first.check()
    page.locator(f"input[name=version][value={version}]").check()
    page.locator(f"input[name=language][value={language}]").check()
    page.get_by_role("button", name="Show a QR").click()
    page.locator("svg[role=img]").first.wait_for()
    page.wait_for_load_state()


def pages_of_its_own(page: Page) -> list[str]:
    """The addresses that a role's first page leads to."""
    links = page.locator("main a[href^='/staff/'], nav a").all()
    return sorted({address for link in links if "csv" not in (address := link.get_attribute("href") or "")})


def tab_to(page: Page, selector: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_axe_finds_nothing_on_a_workers_pages(tablet: Callable[..., Page], width: int, height: int) -> None:
    page = tablet(width, height)
    page.goto("/demonstration/")
    assert faults_found_by_axe(page) == []
    page.goto("/staff/sign-in")
    assert faults_found_by_axe(page) == []
    Staff(page, "worker").sign_in()
    assert faults_found_by_axe(page) == []
    show_a_card(page, "star")
    assert faults_found_by_axe(page) == []
    choose_the_round(page)
    page.locator("input[name=setting]").first.check()
    page.locator("input[name=version][value=star]").check()
    page.locator("input[name=language][value=ar]").check()
    page.get_by_role("button", name="Print a sheet").click()
    page.locator("svg[role=img]").first.wait_for()
    assert faults_found_by_axe(page) == []


@pytest.mark.parametrize(("width", "height"), WIDTHS)
@pytest.mark.parametrize("role", ["officer", "lead", "admin"])
def test_axe_finds_nothing_on_the_other_roles_pages(
    tablet: Callable[..., Page], role: str, width: int, height: int
) -> None:
    page = tablet(width, height)
    Staff(page, role).sign_in()
    for address in ["/staff/", *pages_of_its_own(page)]:
        page.goto(address)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_function(CHARTS_ARE_DRAWN)
        assert faults_found_by_axe(page) == [], address


@pytest.mark.parametrize("role", ["worker", "officer", "lead", "admin"])
def test_no_page_scrolls_sideways_at_four_times_its_size(tablet: Callable[..., Page], role: str) -> None:
    """320 pixels are what is left of 1280 when somebody makes everything four times as large."""
    page = tablet(320, 640)
    Staff(page, role).sign_in()
    addresses = ["/staff/", *pages_of_its_own(page), *(["/staff/rounds/new"] if role == "officer" else [])]
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
    if role == "worker":
        show_a_card(page, "star")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_worker_makes_a_card_by_keyboard_alone(tablet: Callable[..., Page]) -> None:
    page = tablet(1280, 800, touch=False)
    page.goto("/staff/sign-in")
    for field, words in (("email", "worker@demo.example"), ("password", "demonstration")):
        tab_to(page, f"[name={field}]")
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/visits/**")
    tab_to(page, "a[href*='/staff/visits/now-']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/visits/now-*")
    for name in ("setting", "version"):
        tab_to(page, f"[name={name}]")
        page.keyboard.press("Space")
    tab_to(page, "form button:not([formaction]):not(.plain)")
    page.keyboard.press("Enter")
    page.locator("svg[role=img]").first.wait_for()


@pytest.mark.parametrize("version", ["star", "boat", "symbols"])
def test_a_child_follows_the_qr_code_that_a_worker_shows(
    council: Flask, tablet: Callable[..., Page], version: str
) -> None:
    worker = tablet(360, 740)
    Staff(worker, "worker").sign_in()
    show_a_card(worker, version, "cy")
    screen = Image.open(io.BytesIO(worker.screenshot()))
    [seen] = zxingcpp.read_barcodes(screen, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    before = set(finished_sittings(council))
    child = Child(tablet(), question_sets()["children-in-care", version], "cy")
    child.page.goto(seen.text)
    child.begin()
    said = child.answer_all(something_different_each_time)
    child.send()
    kept = new_sitting(council, before)
    assert {theme: value for theme, (_, value) in kept["answers"].items()} == said
    assert (kept["version"], kept["language"]) == (version, "cy")


def test_handing_over_the_same_tablet_signs_the_worker_out_first(tablet: Callable[..., Page]) -> None:
    page = tablet(820, 1180)
    Staff(page, "worker").sign_in()
    show_a_card(page, "boat")
    page.get_by_role("button", name="Use this one instead").click()
    page.wait_for_url("**/answer?**")
    assert page.context.cookies() == [] or page.request.get("/staff/visits/", max_redirects=0).status in (302, 303)
    child = Child(page, question_sets()["children-in-care", "boat"])
    child.begin()
    child.answer_rest()
    child.send()
    page.goto("/staff/visits/")
    assert "sign-in" in page.url


def test_charts_are_drawn_by_plotly_and_readable_without_it(tablet: Callable[..., Page]) -> None:
    page = tablet(1280, 800)
    Staff(page, "officer").sign_in()
    page.goto(next(href for a in page.locator("main a").all() if "survey" in (href := a.get_attribute("href") or "")))
    expect(page.locator("figure svg").first).to_be_visible()
    for figure in page.locator("figure").all():
        figure.scroll_into_view_if_needed()
        figure.locator(".main-svg").first.wait_for()
    plain = tablet(1280, 800, scripts=False)
    Staff(plain, "officer").sign_in()
    plain.goto(page.url)
    expect(plain.locator("figure svg").first).to_be_visible()
    assert plain.locator("table").count() >= 3
