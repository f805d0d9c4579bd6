"""A lead answers a child, on a phone and by keyboard; somebody else is fetched when nobody does; late turns red."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from survey import clock
from survey.alerts.tables import Call
from survey.configuration import Configuration
from survey.database import db
from survey.models import Role
from survey.safeguarding import worries
from tests.browser.council import at_the_council
from tests.browser.frozen import Mailbox, calls, everything_in_place, is_whole, open_and_read, served, sign_in, watch
from tests.survey.safeguarding.answering import ADULT, FRIDAY, MIA, WORDS, Hand, raised
from tests.survey.safeguarding.in_place import PASSPHRASE

WIDTHS = [(360, 740), (820, 1180), (1280, 800)]
LEAD, DEPUTY, HEAD = Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY, Role.HEAD_OF_SERVICE
DESIGNATED = Role.DESIGNATED_OFFICER


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    hand = Hand()
    monkeypatch.setattr(clock, "now", lambda: hand.now)
    return hand


@pytest.fixture
def council(hand: Hand, settings: Configuration) -> Iterator[Flask]:
    with served(settings, everything_in_place) as (app, _made):
        yield app


@pytest.fixture
def address(council: Flask) -> str:
    return str(council.config["HEARD"].public_url)


def ask(council: Flask, telling: worries.Telling = MIA) -> str:
    return at_the_council(council, lambda: raised(db.session, telling))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_lead_answers_a_child_from_first_to_last(
    council: Flask, tablet: Callable[..., Page], hand: Hand, scripts: bool
) -> None:
    worry = ask(council)
    page = tablet(360, 740, scripts=scripts)
    sign_in(page, LEAD)
    expect(page.get_by_role("heading", name="One waits for you")).to_be_visible()
    page.get_by_role("link", name="A child wants somebody to talk to").click()
    assert MIA.words not in page.content()
    open_and_read(page)
    for words in WORDS:
        expect(page.get_by_text(words)).to_be_visible()
    page.get_by_text("Somebody talks with the child").click()
    page.get_by_label("Who does what, and by when?").fill("I go to the school on Tuesday.")
    page.get_by_role("button", name="Write down the decision").click()
    page.get_by_text("Your decision is written down.").wait_for()
    hand.pass_by(minutes=5)
    page.locator("summary", has_text="Add a note").click()
    page.get_by_label("Your note").fill("We talked. She moves to another room.")
    page.get_by_role("button", name="Add the note").click()
    page.locator(".history").get_by_text("We talked.").wait_for()
    page.locator("summary", has_text="Close it").click()
    page.get_by_label("What came of it?").fill("She has a room of her own.")
    page.get_by_text("Yes, the child has been told").click()
    page.get_by_role("button", name="Close it").click()
    for words in ("We talked.", "She has a room of her own.", "Yes, the child has been told"):
        expect(page.locator(".history").get_by_text(words)).to_be_visible()
    page.get_by_role("button", name="Close my key").click()
    page.get_by_text("Your key is closed in this browser.").wait_for()
    page.goto(f"/staff/worries/{worry}")
    assert "room of her own" not in page.content()
    page.goto("/staff/worries/")
    expect(page.get_by_role("heading", name="Nobody waits")).to_be_visible()


def test_when_nobody_reads_it_the_deputy_and_the_head_are_fetched_and_then_it_is_red(
    council: Flask, tablet: Callable[..., Page], hand: Hand
) -> None:
    mailbox = Mailbox()
    worry = ask(council)
    watch(council, mailbox)
    assert calls(council, worry) == [Call.RAISED]
    hand.pass_by(minutes=61)
    watch(council, mailbox)
    assert calls(council, worry) == [Call.RAISED, Call.DEPUTY]
    hand.pass_by(minutes=61)
    watch(council, mailbox)
    assert calls(council, worry) == [Call.RAISED, Call.DEPUTY, Call.HEAD]
    hand.pass_by(days=1)
    watch(council, mailbox)
    assert not any(each in str(vars(letter)) for letter in mailbox.letters for each in WORDS)
    deputy = tablet(360, 740)
    sign_in(deputy, DEPUTY)
    row = deputy.locator(".worry.is-late")
    expect(row.get_by_text("Late.")).to_be_visible()
    expect(row.locator("svg")).to_be_visible()
    colour = row.locator(".state").evaluate("element => getComputedStyle(element).color")
    assert colour == "rgb(163, 20, 43)"
    expect(row.get_by_text("A safeguarding-lead, A safeguarding-deputy, A head-of-service")).to_be_visible()
    deputy.get_by_role("link", name="A child wants somebody to talk to").click()
    open_and_read(deputy)
    deputy.get_by_text("Child protection steps").click()
    deputy.get_by_role("button", name="Write down the decision").click()
    deputy.get_by_text("Your decision is written down.").wait_for()
    deputy.goto("/staff/worries/")
    assert deputy.locator(".is-late").count() == 0


def test_a_worry_is_answered_by_keyboard_alone(council: Flask, tablet: Callable[..., Page]) -> None:
    ask(council)
    page = tablet(1280, 800, touch=False)
    sign_in(page, LEAD)

    def tab_to(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"the keyboard does not reach {selector}")

    tab_to(".worry a")
    page.keyboard.press("Enter")
    page.locator("[type=password]").wait_for()
    tab_to("[type=password]")
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    page.locator(".child-said").wait_for()
    tab_to("[name=decision-decision]")
    page.keyboard.press("ArrowDown")
    tab_to("textarea")
    page.keyboard.type("Tomorrow at nine.")
    tab_to("form[action$=decide] button")
    page.keyboard.press("Enter")
    page.get_by_text("Your decision is written down.").wait_for()
    tab_to("summary")
    page.keyboard.press("Enter")
    tab_to("[name=note-words]")


def test_the_number_the_title_and_a_line_say_that_a_child_has_asked(
    council: Flask, tablet: Callable[..., Page], hand: Hand
) -> None:
    page = tablet(1280, 800)
    page.clock.install(time=FRIDAY)
    sign_in(page, LEAD)
    page.goto("/staff/duty/")
    title = page.title()
    assert not page.locator(".badge").is_visible()
    ask(council)
    page.clock.run_for(30_000)
    page.locator(".badge").get_by_text("1").wait_for()
    assert page.title() == f"(1) {title}"
    assert page.locator("#waiting-said").inner_text() == "1 waits for a decision"


def test_what_a_child_said_leaves_the_screen_when_the_key_closes_and_what_is_typed_stays(
    council: Flask, tablet: Callable[..., Page], hand: Hand
) -> None:
    worry = ask(council)
    page = tablet(1280, 800)
    page.clock.install(time=FRIDAY)
    sign_in(page, LEAD)
    page.goto(f"/staff/worries/{worry}")
    open_and_read(page)
    page.get_by_label("Who does what, and by when?").fill("half a sentence")
    page.clock.run_for(30_000)
    expect(page.locator(".child-said")).to_be_visible()
    hand.pass_by(minutes=31)
    page.clock.run_for(30_000)
    page.get_by_text("Your key has closed, so what was here is hidden.").wait_for()
    assert MIA.words not in page.content()
    expect(page.get_by_label("Who does what, and by when?")).to_have_value("half a sentence")
    page.goto(page.url)
    assert "sign-in" in page.url


@pytest.mark.parametrize(("width", "height"), [*WIDTHS, (320, 640)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    council: Flask, tablet: Callable[..., Page], hand: Hand, width: int, height: int
) -> None:
    worry, about = ask(council, replace(MIA, words="a" * 200, name="ليلى", language="ar")), ask(council, ADULT)
    hand.pass_by(days=1, minutes=5)
    page = tablet(width, height)
    sign_in(page, LEAD)
    is_whole(page)
    page.goto(f"/staff/worries/{worry}")
    is_whole(page)
    page.locator("[type=password]").fill("not this passphrase")
    page.get_by_role("button", name="Open and read").click()
    is_whole(page)
    open_and_read(page)
    page.get_by_role("button", name="Write down the decision").click()
    is_whole(page)
    page.get_by_text("There is nothing to do").click()
    page.get_by_label("Who does what, and by when?").fill("It was a try-out.")
    page.get_by_role("button", name="Write down the decision").click()
    page.get_by_text("Your decision is written down.").wait_for()
    page.wait_for_load_state()
    for summary in page.locator("summary").all():
        summary.click()
    is_whole(page)
    page.get_by_label("What came of it?").fill("Nothing.")
    page.get_by_text("No, the child has not been told").click()
    page.get_by_role("button", name="Close it").click()
    page.locator("summary", has_text="Erase it").click()
    is_whole(page)
    page.get_by_role("button", name="Show it for printing").click()
    page.get_by_role("button", name="Print").wait_for()
    is_whole(page)
    for address in ("ended", "find"):
        page.goto(f"/staff/worries/{address}")
        is_whole(page)
    page.get_by_label("Name").fill("aaa")
    page.get_by_role("button", name="Look").click()
    is_whole(page)
    officer = tablet(width, height)
    sign_in(officer, DESIGNATED)
    officer.goto(f"/staff/worries/{about}")
    open_and_read(officer)
    is_whole(officer)
    head = tablet(width, height)
    sign_in(head, HEAD)
    is_whole(head)
