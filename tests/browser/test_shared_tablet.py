"""A tablet goes from hand to hand: after "send" and after "hide" nothing comes back, whatever is pressed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error, Page, expect

from questions.bank import question_sets
from survey.codes import Card
from tests.browser.council import finished_sittings, marks, new_parts
from tests.browser.story import Child

STAR = question_sets()["children-in-care", "star"]
SAFE = STAR.by_theme["home_safe"]


def chosen(page: Page) -> int:
    return page.locator("input[type=radio]:checked:not([form=look])").count()


def storage(page: Page) -> str:
    return str(page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])"))


@pytest.fixture
def child(tablet: Callable[..., Page], card: Callable[..., Card]) -> Child:
    child = Child(tablet(), STAR)
    child.scan(card("star"))
    child.begin()
    child.choose(SAFE, "3")
    return child


def test_the_code_leaves_the_address_at_once(tablet: Callable[..., Page], card: Callable[..., Card]) -> None:
    child, fresh = Child(tablet(), STAR), card("star")
    child.scan(fresh)
    child.page.wait_for_function("() => !location.hash")
    assert fresh.code not in child.page.url
    assert fresh.code not in storage(child.page)


def test_nothing_is_chosen_beforehand(child: Child) -> None:
    child.go_on()
    assert child.shown().locator("input:checked").count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_after_hide_nothing_comes_back(tablet: Callable[..., Page], card: Callable[..., Card], scripts: bool) -> None:
    child = Child(tablet(scripts=scripts), STAR)
    if scripts:
        child.scan(card("star"))
    else:
        child.type_digits(card("star"))
    child.begin()
    child.choose(SAFE, "3")
    child.shown().get_by_text("Hide").first.tap()
    child.page.wait_for_url("**/notes*")
    for step in (child.page.go_back, child.page.go_back, child.page.go_forward, child.page.reload):
        with suppress(Error):  # a page that was posted and not kept: the browser shows that there is nothing
            step()
        assert chosen(child.page) == 0
    assert chosen(child.page) == 0
    if scripts:
        assert '"3"' not in storage(child.page)


def test_after_send_neither_back_nor_reload_shows_an_answer(child: Child) -> None:
    child.answer_rest()
    child.send()
    assert "home_safe" not in storage(child.page)
    for step in (child.page.go_back, child.page.go_forward, child.page.reload, child.page.go_back):
        step()
        assert chosen(child.page) == 0


def test_hide_keeps_the_card_good_when_nothing_was_delivered(
    tablet: Callable[..., Page], card: Callable[..., Card]
) -> None:
    child, fresh = Child(tablet(), STAR), card("star")
    child.scan(fresh)
    child.begin()
    child.shown().get_by_text("Hide").first.tap()
    child.page.wait_for_url("**/notes*")
    child.scan(fresh)
    child.begin()
    expect(child.shown().locator(f"input[name='{SAFE.field}']")).to_have_count(11 + 2)


def test_stopping_can_throw_everything_away(child: Child, council: Flask) -> None:
    before = marks(council)
    child.shown().get_by_text("Stop").first.tap()
    child.page.get_by_role("button", name="Throw").locator("visible=true").tap()
    child.page.wait_for_url("**/thanks*thrown=1*")
    assert marks(council).get("finished") == before.get("finished")
    child.page.go_back()
    assert chosen(child.page) == 0


def test_stopping_can_send_what_was_said_so_far(child: Child, council: Flask) -> None:
    before = marks(council)
    child.shown().get_by_text("Stop").first.tap()
    child.page.get_by_role("button", name="Send").locator("visible=true").tap()
    child.page.wait_for_url("**/thanks*")
    assert marks(council)["finished"] == before["finished"] + 1


def test_a_reload_keeps_what_was_said_on_the_server_and_shows_none_of_it(child: Child, council: Flask) -> None:
    before = set(finished_sittings(council))
    child.reload()
    assert chosen(child.page) == 0
    child.begin()
    assert child.shown().locator(f"input[name='{SAFE.field}']").count() == 0
    child.shown().locator("label.answer").first.tap()
    child.answer_rest()
    child.send()
    parts = new_parts(council, before)
    assert len(parts) > 1
    assert parts[0]["answers"]["home_safe"][1] == "3"
    assert all("home_safe" not in part["answers"] for part in parts[1:])


def test_a_used_card_is_told_before_the_first_question(
    tablet: Callable[..., Page], card: Callable[..., Card], child: Child
) -> None:
    fresh = card("star")
    first, second = Child(tablet(), STAR), Child(tablet(), STAR)
    first.scan(fresh)
    first.begin()
    first.answer_rest()
    first.send()
    second.scan(fresh)
    second.page.wait_for_function("() => document.querySelector('#start').dataset.card === 'closed'")
    assert second.shown().locator("a.go").locator("visible=true").count() == 0


def test_without_signal_the_tablet_says_so_keeps_trying_and_delivers_once(child: Child, council: Flask) -> None:
    before = marks(council)["finished"]
    child.answer_rest()
    child.page.context.set_offline(True)
    child.shown().locator("button[name=mark][value=finished]").tap()
    child.page.get_by_role("button", name="Try now").wait_for()
    assert marks(council)["finished"] == before
    child.page.context.set_offline(False)
    child.page.wait_for_url("**/thanks*")
    assert marks(council)["finished"] == before + 1


def test_hiding_while_it_is_being_sent_leaves_nothing_to_carry_on_with(child: Child, council: Flask) -> None:
    before = marks(council)["finished"]
    child.reload()
    child.begin()
    child.answer_rest()
    child.page.context.set_offline(True)
    child.shown().locator("button[name=mark][value=finished]").tap()
    child.page.get_by_role("button", name="Try now").wait_for()
    child.shown().get_by_text("Hide").first.tap()
    assert child.page.get_by_role("heading").all_text_contents() == ["Notes"]
    with child.page.expect_response("**/parts"):
        child.page.context.set_offline(False)
    child.page.reload()
    assert marks(council)["finished"] == before + 1
    assert storage(child.page) == "[{},{}]"


def test_the_back_forward_cache_gives_nothing_back(
    keeping_browser: Browser, address: str, card: Callable[..., Card]
) -> None:
    page = keeping_browser.new_page(base_url=address)
    child = Child(page, STAR)
    child.has_touch = False
    child.scan(card("star"))
    child.begin()
    child.choose(SAFE, "3")
    child.shown().get_by_text("Hide").first.click()
    page.wait_for_url("**/notes*")
    page.go_back()
    assert chosen(page) == 0
