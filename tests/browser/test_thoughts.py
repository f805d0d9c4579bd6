"""A quote from first to last in a real browser: read first, passed on, sorted, redacted, approved by somebody else."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Error, Page, expect

from survey import clock
from survey.database import db, writing
from survey.staff.demonstration import PASSPHRASE
from survey.thoughts import receiving
from survey.thoughts.tables import Prompt
from tests.browser.council import at_the_council
from tests.browser.story import Staff, faults_found_by_axe

WIDTHS = [(360, 740), (820, 1180), (1280, 800)]
# One for each width: the council is the same one for all of them.
SAFE = {
    360: "It is loud when […] comes, and I hide in my room.",
    820: "It gets loud when […] comes, so I hide in my room.",
    1280: "When […] comes it is loud, and I hide in my room.",
}


def tell(council: Flask, words: str) -> None:
    """A thought of four weeks ago, before all that wait: whoever reads first reads it first."""

    def keep() -> None:
        with writing():
            then = clock.now() - timedelta(weeks=4)
            thought_id = str(uuid.uuid4())
            receiving.keep(db.session, Prompt.WORRIED, "home_safe", words, True, thought_id, then, has_card=True)
            db.session.commit()

    at_the_council(council, keep)


def enter(page: Page, role: str) -> None:
    """Sign in, and come to one's thoughts by way of opening one's key."""
    Staff(page, role).sign_in()
    page.goto("/staff/keys/?next=/staff/thoughts/")
    page.locator("input[name=passphrase]").fill(PASSPHRASE)
    page.get_by_role("button", name="Open my key").click()
    page.wait_for_url("**/staff/thoughts/")


def has_no_faults(page: Page) -> None:
    assert faults_found_by_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_a_quote_from_first_to_last(council: Flask, tablet: Callable[..., Page], width: int, height: int) -> None:
    words = f"It is loud when Mia comes at {width}, and I hide in my room."
    tell(council, words)

    lead = tablet(width, height, touch=False)
    enter(lead, "lead")
    expect(lead.get_by_text("late."), "four weeks are too long").to_be_visible()
    colour = "element => getComputedStyle(element).color"
    assert lead.locator(".read-first .is-late").evaluate(colour) == "rgb(163, 20, 43)"
    has_no_faults(lead)
    lead.get_by_role("button", name="Read the next").click()
    expect(lead.get_by_text(words)).to_be_visible()
    expect(lead.get_by_text("A helper wrote this down")).to_be_visible()
    has_no_faults(lead)
    lead.get_by_role("button", name="No: pass it on").click()
    lead.get_by_text("It is passed on").wait_for()
    assert lead.get_by_text(words).count() == 0

    officer = tablet(width, height, touch=False)
    enter(officer, "officer")
    has_no_faults(officer)
    officer.get_by_label("To prepare findings").check()
    officer.get_by_label("About what?").select_option("home_safe")
    officer.get_by_role("button", name="Read one").click()
    expect(officer.get_by_text(words)).to_be_visible()
    expect(officer.get_by_label("Safe at home")).to_be_checked()
    has_no_faults(officer)
    officer.get_by_label("Worried about").check()
    officer.get_by_role("button", name="Keep, and make a quote of it").click()
    expect(officer.get_by_text(str(width), exact=True), "the number is pointed out").to_be_visible()
    has_no_faults(officer)
    officer.get_by_label("The quote").fill(SAFE[width])
    officer.get_by_role("button", name="Look again").click()
    expect(officer.get_by_text("Nothing. That is no promise")).to_be_visible()
    officer.get_by_role("button", name="Propose it").click()
    officer.wait_for_url("**/staff/thoughts/quotes/")
    expect(officer.get_by_text("Yours: somebody else must look.").first).to_be_visible()
    assert officer.get_by_text(SAFE[width]).count() == 0, "it is sealed until somebody else approves it"
    has_no_faults(officer)

    second = tablet(width, height, touch=False)
    enter(second, "second")
    second.get_by_role("link", name="All quotes").click()
    second.get_by_role("button", name="Look at it").click()
    expect(second.get_by_text(words)).to_be_visible()
    expect(second.get_by_text(SAFE[width])).to_be_visible()
    has_no_faults(second)
    second.get_by_role("button", name="Approve").click()
    second.wait_for_url("**/staff/thoughts/quotes/")
    expect(second.get_by_text(SAFE[width]).first).to_be_visible()
    has_no_faults(second)


def test_going_back_after_reading_shows_nothing(tablet: Callable[..., Page], council: Flask) -> None:
    words = "A thought that stays on the screen of nobody"
    tell(council, words)
    page = tablet(820, 1180, touch=False)
    enter(page, "deputy")
    page.get_by_role("button", name="Read the next").click()
    expect(page.get_by_text(words)).to_be_visible()
    page.goto("/staff/keys/")
    page.get_by_role("button", name="Close my key").click()
    page.get_by_role("button", name="Open my key").wait_for()
    for _step in range(3):
        with suppress(Error):  # a page that was posted and not kept: the browser shows that there is nothing
            page.go_back()
        page.wait_for_load_state()
        assert page.get_by_text(words).count() == 0
    page.goto("/staff/thoughts/")
    page.get_by_role("button", name="Read the next").click()
    page.wait_for_url("**/staff/keys/**")


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_the_list_of_names(tablet: Callable[..., Page], width: int, height: int) -> None:
    page = tablet(width, height, touch=False)
    enter(page, "officer")
    page.get_by_role("link", name="Names to look out for").click()
    has_no_faults(page)
    page.get_by_label("One name in each line").fill("Mia\nZoë\nSt Mary’s School")
    page.get_by_role("button", name="Keep the list").click()
    expect(page.get_by_text("The list is kept.")).to_be_visible()
    expect(page.get_by_label("One name in each line")).to_have_value("Mia\nSt Mary’s School\nZoë")
    has_no_faults(page)
