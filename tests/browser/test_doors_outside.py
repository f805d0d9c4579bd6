"""The doors outside a sitting: with and without scripts, and what a browser's history and memory tell afterwards."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from flask import Flask
from playwright.sync_api import Error, Page, expect

from tests.browser.doors import thoughts_told, worries_told

DOORS = {"talk": "I want someone to talk to me", "think": "Tell us what you think", "advocate": "speak up for me"}


def open_door(page: Page, door: str, start: str = "/help?lang=en") -> None:
    page.goto(start)
    page.get_by_role("button", name=DOORS[door]).tap()
    page.locator("form.tell").wait_for()
    page.wait_for_load_state()


def send(page: Page) -> None:
    page.get_by_role("button", name="Send it").tap()
    page.wait_for_url("**/thanks?lang=en")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("door", DOORS)
def test_the_address_and_what_comes_after_are_the_same_for_all(
    tablet: Callable[..., Page], door: str, scripts: bool
) -> None:
    page = tablet(360, 740, scripts=scripts)
    open_door(page, door)
    assert page.url.endswith("/tell?lang=en")
    page.locator(".line:visible").first.fill("Mia")
    send(page)
    assert page.title() == "Heard"
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_call_reaches_the_lead(council: Flask, tablet: Callable[..., Page], scripts: bool) -> None:
    before = worries_told(council)
    page = tablet(scripts=scripts)
    open_door(page, "talk", "/?lang=en")
    page.locator("label:has([name=asks_worker])").tap()
    page.get_by_label("Who is that?").fill("Sam")
    page.locator("label:has([value=phone])").tap()
    page.get_by_label("My number").fill("07700 900123")
    send(page)
    [told] = [said for key, said in worries_told(council).items() if key not in before]
    assert (told.worker, told.when) == ("Sam", "by phone: 07700 900123")


@pytest.mark.parametrize("scripts", [True, False])
def test_thoughts_are_kept_one_by_one(council: Flask, tablet: Callable[..., Page], scripts: bool) -> None:
    before = thoughts_told(council)
    page = tablet(scripts=scripts)
    open_door(page, "think")
    page.get_by_label("What is going well?").fill("School")
    page.get_by_label("What are you worried about?").fill("Moving")
    send(page)
    told = {said for key, said in thoughts_told(council).items() if key not in before}
    assert told == {("going-well", None, "School"), ("worried", None, "Moving")}


@pytest.mark.parametrize("scripts", [True, False])
def test_back_and_reload_show_nothing_that_was_typed(tablet: Callable[..., Page], scripts: bool) -> None:
    page = tablet(scripts=scripts)
    open_door(page, "talk")
    page.get_by_label("My name").fill("Mia")
    send(page)
    for step in (page.go_back, page.go_back, page.go_forward, page.reload):
        with suppress(Error):  # a page that was posted and not kept: the browser shows that there is nothing
            step()
        page.wait_for_load_state()
        assert page.get_by_text("Mia").count() == 0
        assert not [field for field in page.locator(".line").all() if field.input_value()]


@pytest.mark.parametrize("scripts", [True, False])
def test_something_missing_is_asked_for_and_nothing_is_lost(
    council: Flask, tablet: Callable[..., Page], scripts: bool
) -> None:
    before = worries_told(council)
    page = tablet(scripts=scripts)
    open_door(page, "talk")
    page.get_by_label("What is it about?").fill("At home")
    page.locator("label:has([value=alone])").tap()
    page.get_by_role("button", name="Send it").tap()
    page.get_by_text("Please write your name.").wait_for()
    words = page.get_by_label("What is it about?")
    if scripts:
        expect(words).to_have_value("At home")
    else:
        # A page that came by a form that was sent can be had again by whoever goes back: what was written is kept.
        assert words.input_value() == ""
        assert [said.words for key, said in worries_told(council).items() if key not in before] == ["At home"]
    expect(page.get_by_label("When I am alone")).to_be_checked()
    page.get_by_label("My name").fill("Mia")
    send(page)
    told = [said for key, said in worries_told(council).items() if key not in before]
    assert sorted((said.name == "Mia", said.words) for said in told) == (
        [(True, "At home")] if scripts else [(False, "At home"), (True, "")]
    )


def test_hide_at_one_touch(tablet: Callable[..., Page]) -> None:
    page = tablet()
    open_door(page, "talk")
    page.get_by_label("My name").fill("Mia")
    page.get_by_text("Hide").tap()
    page.wait_for_url("**/notes")
    page.go_back()
    assert "Mia" not in page.content()


def test_hidden_while_it_waits_it_still_arrives(council: Flask, tablet: Callable[..., Page]) -> None:
    before = worries_told(council)
    page = tablet()
    open_door(page, "talk")
    page.get_by_label("My name").fill("Mia")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send it").tap()
    page.get_by_text("It has not gone yet.").wait_for()
    expect(page.get_by_role("link", name="Childline")).to_be_visible()
    page.get_by_text("Hide").tap()
    assert page.get_by_role("heading").all_text_contents() == ["Notes"]
    with page.expect_response("**/tell*"):
        page.context.set_offline(False)
    assert [said.name for key, said in worries_told(council).items() if key not in before] == ["Mia"]
