"""A tablet left lying shows nothing to whoever finds it; whoever is only slow is asked first, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, Request, expect

from questions.bank import question_sets
from survey.codes import Card
from tests.browser.story import Child, Staff, faults_found_by_axe
from tests.browser.test_shared_tablet import chosen, storage
from tests.browser.test_switches import BESIDE_THE_QUIET

SETS = question_sets()
STAR = SETS["children-in-care", "star"]
SAFE = STAR.by_theme["home_safe"]
# Each request waits until it is let go.
SLOW = """() => {
  const send = fetch;
  globalThis.waiting = [];
  globalThis.fetch = (...all) => new Promise((done) => waiting.push(() => done(send(...all))));
}"""


def let_pass(page: Page, minutes: int, seconds: int = 0) -> None:
    page.clock.fast_forward((minutes * 60 + seconds) * 1000)


@pytest.fixture
def child(tablet: Callable[..., Page], card: Callable[..., Card]) -> Child:
    child = Child(tablet(), STAR)
    child.page.clock.install()
    child.scan(card("star"))
    child.begin()
    child.choose(SAFE, "3")
    return child


def test_whoever_is_slow_is_asked_as_often_as_they_need_and_keeps_everything(child: Child) -> None:
    asks = child.page.get_by_role("alertdialog", name="Are you still there?")
    for _ in range(10):
        let_pass(child.page, 13, 50)
        expect(asks).to_be_hidden()
        let_pass(child.page, 0, 15)
        expect(asks).to_be_visible()
        here = asks.get_by_role("button", name="Carry on")
        expect(here).to_be_focused()
        child.press(here)
        expect(asks).to_be_hidden()
    expect(child.shown().locator(f"[name='{SAFE.field}'][value='3']")).to_be_checked()


@pytest.mark.parametrize("key", ["Enter", "Space", "Escape"])
def test_by_keyboard_the_focus_goes_back_and_nothing_else_is_pressed(child: Child, key: str) -> None:
    shown = child.shown().get_attribute("id")
    on = child.shown().locator("a.go")
    on.focus()
    let_pass(child.page, 14, 5)
    child.page.keyboard.press(key)
    expect(child.page.locator("#still-there")).to_be_hidden()
    expect(on).to_be_focused()
    assert child.shown().get_attribute("id") == shown


def test_when_nobody_says_so_nothing_is_left(child: Child) -> None:
    let_pass(child.page, 14, 5)
    let_pass(child.page, 1)
    child.page.wait_for_url(lambda address: address.endswith("/"))
    assert storage(child.page) == "[{},{}]"
    child.page.go_back()
    assert chosen(child.page) == 0


def test_every_press_of_a_switch_says_that_somebody_is_there(child: Child) -> None:
    child.page.evaluate("document.querySelector('[name=switches][value=\"2\"]').click()")
    for _ in range(3):
        let_pass(child.page, 10)
        child.page.keyboard.press("Space")
        child.page.wait_for_timeout(BESIDE_THE_QUIET)
    expect(child.page.locator("#still-there")).to_be_hidden()
    expect(child.shown().locator(f"[name='{SAFE.field}'][value='3']")).to_be_checked()


def test_by_two_switches_it_is_pointed_at_before_anything_is_chosen(child: Child) -> None:
    child.page.evaluate("document.querySelector('[name=switches][value=\"2\"]').click()")
    child.page.keyboard.press("Space")
    shown, sheet = child.shown().get_attribute("id"), child.page.locator("#still-there")
    let_pass(child.page, 14, 5)
    child.page.wait_for_timeout(BESIDE_THE_QUIET)
    child.page.keyboard.press("Enter")
    expect(sheet.locator("[data-pointed]")).to_have_text("Carry on")
    child.page.wait_for_timeout(BESIDE_THE_QUIET)
    child.page.keyboard.press("Enter")
    expect(sheet).to_be_hidden()
    assert child.shown().get_attribute("id") == shown
    expect(child.shown().locator("[data-pointed]")).to_have_count(1)


def test_what_is_being_written_stays_as_it_is(child: Child) -> None:
    sheet = child.open_door("think")
    words = sheet.locator("textarea").first
    words.fill("It is loud at night")
    let_pass(child.page, 14, 5)
    child.press(child.page.get_by_role("button", name="Carry on"))
    expect(sheet).to_be_visible()
    expect(words).to_be_focused()
    expect(words).to_have_value("It is loud at night")


def test_a_door_outside_a_sitting_asks_too(tablet: Callable[..., Page]) -> None:
    page = tablet()
    page.clock.install()
    page.goto("/think")
    words = page.locator("textarea").first
    words.fill("It is loud at night")
    let_pass(page, 14, 5)
    page.get_by_role("button", name="Carry on").tap()
    expect(words).to_have_value("It is loud at night")
    let_pass(page, 14, 5)
    let_pass(page, 1)
    page.wait_for_url(lambda address: address.endswith("/"))
    page.go_back()
    assert [each.input_value() for each in page.locator("textarea").all() if each.input_value()] == []


def test_an_observers_record_goes_without_asking_whether_to_leave(tablet: Callable[..., Page]) -> None:
    page, asked = tablet(), list[str]()

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.clock.install()
    page.route("**/knock", lambda route: route.abort())  # so that no card is needed
    page.goto("/answer?set=observer-record-observer&lang=en#" + "A" * 22)
    observer = Child(page, SETS["observer-record", "observer"])
    observer.go_to("record2")
    page.locator("[name=saw]").fill("The child slept.")
    let_pass(page, 14, 5)
    let_pass(page, 1)
    page.wait_for_url(lambda address: address.endswith("/"))
    assert asked == []


@pytest.fixture
def at_work(tablet: Callable[..., Page]) -> tuple[Page, list[str]]:
    """An officer's first page, and what it tells the server by itself."""
    page, told = tablet(1280, 800, touch=False), list[str]()
    page.on("request", lambda request: told.append(request.url) if is_telling(request) else None)
    page.clock.install()
    Staff(page, "officer").sign_in()
    return page, told


def is_telling(request: Request) -> bool:
    return request.method == "HEAD" and request.redirected_from is None


def test_staff_are_told_before_they_are_signed_out(at_work: tuple[Page, list[str]]) -> None:
    page, told = at_work
    says = page.get_by_role("alert").filter(has_text="signed out in two minutes")
    let_pass(page, 27, 50)
    expect(says).to_be_hidden()
    let_pass(page, 0, 15)
    expect(says).to_be_visible()
    assert faults_found_by_axe(page) == []
    says.get_by_role("button", name="Stay signed in").click()
    expect(says).to_be_hidden()
    assert len(told) == 1


def test_what_staff_do_on_one_page_keeps_the_others_quiet(at_work: tuple[Page, list[str]]) -> None:
    page, _ = at_work
    page.evaluate("new BroadcastChannel('signed-in').onmessage = () => (globalThis.heard = true)")
    let_pass(page, 20)
    other = page.context.new_page()
    other.goto("/staff/rounds/")
    page.wait_for_function("() => globalThis.heard")
    let_pass(page, 20)
    expect(page.locator("stay-signed-in")).to_be_hidden()


def test_staff_who_type_stay_signed_in(at_work: tuple[Page, list[str]]) -> None:
    page, told = at_work
    for _ in range(4):
        let_pass(page, 10)
        with page.expect_event("requestfinished", is_telling):
            page.keyboard.press("a")
        page.keyboard.press("b")
    expect(page.get_by_text("signed out in two minutes")).to_be_hidden()
    assert len(told) == 4


def test_a_slow_server_is_told_once_whatever_is_typed(at_work: tuple[Page, list[str]]) -> None:
    page, told = at_work
    says = page.get_by_text("signed out in two minutes")
    page.evaluate(SLOW)
    let_pass(page, 28, 5)
    expect(says).to_be_visible()
    page.keyboard.type("It is loud")
    assert page.evaluate("waiting.length") == 1
    page.evaluate("() => waiting[0]()")
    expect(says).to_be_hidden()
    assert len(told) == 1


@pytest.fixture
def left_alone(at_work: tuple[Page, list[str]]) -> Page:
    """A page of somebody who was signed out meanwhile, as a server does that ends their session."""
    page, _ = at_work
    page.context.clear_cookies()
    return page


def test_staff_who_come_back_too_late_are_told_so_at_the_first_touch(left_alone: Page) -> None:
    let_pass(left_alone, 6)
    left_alone.keyboard.press("a")
    says = left_alone.get_by_role("alert").filter(has_text="You are signed out.")
    expect(says.get_by_role("link", name="Sign in again")).to_be_visible()
    expect(says.get_by_role("button")).to_be_hidden()
    assert faults_found_by_axe(left_alone) == []


def test_a_page_left_alone_does_not_go_on_saying_in_two_minutes(left_alone: Page) -> None:
    let_pass(left_alone, 28, 5)
    expect(left_alone.get_by_text("signed out in two minutes")).to_be_visible()
    let_pass(left_alone, 2)
    expect(left_alone.get_by_text("signed out in two minutes")).to_be_hidden()
    expect(left_alone.get_by_text("You are signed out.")).to_be_visible()


def test_signing_in_again_on_another_page_takes_the_word_back(left_alone: Page) -> None:
    let_pass(left_alone, 6)
    left_alone.keyboard.press("a")
    says = left_alone.get_by_text("You are signed out.")
    expect(says).to_be_visible()
    Staff(left_alone.context.new_page(), "officer").sign_in()
    expect(says).to_be_hidden()
