"""A child asks for somebody in the middle of the questions: it reaches a person, and the sitting goes on untouched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, Request, expect

from questions.bank import question_sets
from survey.codes import Card
from tests.browser.council import finished_sittings, new_sitting
from tests.browser.doors import given_by_the_worker, with_card, worries_told
from tests.browser.story import Child, faults_found_by_axe

SETS = question_sets()
STAR = SETS["children-in-care", "star"]
SAFE = STAR.by_theme["home_safe"]
DOORS = ("talk", "think", "advocate")


def new(council: Flask, before: dict[str, Any]) -> Any:
    [found] = [told for key, told in worries_told(council).items() if key not in before]
    return found


def typed(page: Page) -> list[str]:
    """What stands in any field of the page that a person could fill in."""
    fields = page.locator(".line:not([form=look])")
    return list(fields.evaluate_all("all => all.map(each => each.value).filter(Boolean)"))


@pytest.fixture
def child(tablet: Callable[..., Page], card: Callable[..., Card]) -> Child:
    child = Child(tablet(360, 740), STAR)
    child.scan(card("star"))
    child.begin()
    child.choose(SAFE, "8")
    return child


@pytest.mark.parametrize("version", ["star", "boat", "symbols"])
def test_one_touch_on_the_worker_and_send(
    council: Flask, tablet: Callable[..., Page], card: Callable[..., Card], version: str
) -> None:
    before, sittings = worries_told(council), set(finished_sittings(council))
    giver, name = given_by_the_worker(council)
    page = tablet(360, 740)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))
    child = Child(page, SETS["children-in-care", version])
    fresh = card(version)
    child.scan(fresh, giver)
    child.is_let_in()
    child.begin()
    first = child.question_set.questions[0]
    value = first.scale.options[0].value
    child.choose(first, value)
    sheet = child.open_door("talk")
    child.tick(sheet, "asks_worker")
    assert not sheet.get_by_label("Who is that?").is_visible(), "the card knows it"
    child.press(sheet.locator("button.go"))
    page.locator("#sent").get_by_role("heading", name="Thank you").wait_for()
    child.press(page.get_by_role("button", name="Back to the questions").locator("visible=true"))
    expect(child.shown().locator(f"input[name='{first.field}'][value='{value}']")).to_be_checked()
    child.answer_rest()
    child.send()
    told = new(council, before)
    assert (told.name, told.worker) == ("", name)
    assert with_card(council)[next(key for key in worries_told(council) if key not in before)]
    document = new_sitting(council, sittings)
    assert document["answers"][first.theme.key][1] == value
    for request in sent:
        body = request.post_data or ""
        if request.url.endswith("/tell"):
            assert fresh.code not in body
            assert document["sitting"] not in body
        else:
            assert giver not in body + request.url


def test_by_keyboard_with_a_name(council: Flask, tablet: Callable[..., Page], card: Callable[..., Card]) -> None:
    before = worries_told(council)
    child = Child(tablet(1280, 800), STAR, way="keyboard")
    child.scan(card("star"))
    child.begin()
    sheet = child.open_door("talk")
    sheet.get_by_label("My name").fill("Mia")
    child.tick(sheet, "alone")
    sheet.get_by_label("What is it about?").fill("It is loud at night.")
    child.press(sheet.locator("button.go"))
    child.page.locator("#sent").get_by_role("heading", name="Thank you").wait_for()
    told = new(council, before)
    assert (told.name, told.when, told.words) == ("Mia", "when I am alone", "It is loud at night.")


def test_without_scripts_the_sitting_stays_where_it_is(
    council: Flask, tablet: Callable[..., Page], card: Callable[..., Card]
) -> None:
    before, sittings = worries_told(council), set(finished_sittings(council))
    child = Child(tablet(scripts=False), STAR)
    child.type_digits(card("star"))
    child.begin()
    child.choose(SAFE, "2")
    expect(child.shown().get_by_text("That can be hard.")).to_be_visible()
    sheet = child.open_door("talk")
    sheet.get_by_label("My name").fill("Mia")
    with child.page.context.expect_page() as opened:
        child.press(sheet.locator("button.go"))
    opened.value.wait_for_url("**/thanks?set=children-in-care-star&lang=en")
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Thank you")
    opened.value.close()
    child.page.keyboard.press("Escape")
    child.page.keyboard.press("Escape")
    for _ in STAR.questions:
        child.go_on()
    child.send()
    assert new(council, before).name == "Mia"
    assert with_card(council)[next(key for key in worries_told(council) if key not in before)]
    document = new_sitting(council, sittings)
    assert document["answers"]["home_safe"][1] == "2"


def test_something_missing_is_asked_for_and_nothing_is_lost(child: Child, council: Flask) -> None:
    before = worries_told(council)
    sheet = child.open_door("talk")
    sheet.get_by_label("What is it about?").fill("At home")
    child.press(sheet.locator("button.go"))
    expect(sheet.get_by_text("Please write your name.")).to_be_visible()
    assert typed(child.page) == ["At home"]
    child.tick(sheet, "asks_worker")
    sheet.get_by_label("Who is that?").fill("Sam")
    child.press(sheet.locator("button.go"))
    child.page.locator("#sent").get_by_role("heading", name="Thank you").wait_for()
    told = new(council, before)
    assert (told.worker, told.words) == ("Sam", "At home")


def test_afterwards_the_page_tells_nothing(child: Child) -> None:
    said = []
    for door in DOORS:
        sheet = child.open_door(door)
        sheet.locator(".line:visible").first.fill("Mia")
        child.press(sheet.locator("button.go"))
        after = child.page.locator("#sent")
        after.get_by_role("heading", name="Thank you").wait_for()
        said.append((after.inner_text(), child.page.url, child.page.evaluate("history.length")))
        assert typed(child.page) == []
        child.press(after.get_by_role("button", name="Back to the questions"))
    assert len(set(said)) == 1
    assert child.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])") == "[{},{}]"


def test_without_signal_it_says_so_and_arrives_once(child: Child, council: Flask) -> None:
    before = worries_told(council)
    sheet = child.open_door("talk")
    sheet.get_by_label("My name").fill("Mia")
    child.page.context.set_offline(True)
    child.press(sheet.locator("button.go"))
    waits = child.page.locator("#sent")
    waits.get_by_text("It has not gone yet.").wait_for()
    expect(waits.get_by_role("link", name="Childline")).to_be_visible()
    child.page.wait_for_timeout(1500)
    assert worries_told(council).keys() == before.keys()
    assert "Mia" not in child.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    child.page.context.set_offline(False)
    waits.get_by_role("heading", name="Thank you").wait_for()
    assert new(council, before).name == "Mia"


def test_a_reply_that_was_lost_leaves_one_worry(child: Child, council: Flask) -> None:
    before = worries_told(council)
    lost: list[str] = []

    def lose_the_first(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort()

    child.page.route("**/tell*", lose_the_first)
    sheet = child.open_door("advocate")
    sheet.get_by_label("My name").fill("Mia")
    ids = set(with_card(council))
    child.press(sheet.locator("button.go"))
    child.page.locator("#sent").get_by_role("heading", name="Thank you").wait_for()
    assert lost
    assert len(set(with_card(council)) - ids) == 1
    assert worries_told(council).keys() == before.keys(), "it is the advocate's, not the lead's"


def test_hidden_while_it_waits_it_still_arrives_and_nothing_is_left(child: Child, council: Flask) -> None:
    before = worries_told(council)
    sheet = child.open_door("talk")
    sheet.get_by_label("My name").fill("Mia")
    child.page.context.set_offline(True)
    child.press(sheet.locator("button.go"))
    child.page.get_by_text("It has not gone yet.").locator("visible=true").wait_for()
    child.press(child.page.get_by_role("button", name="Back to the questions").locator("visible=true"))
    child.shown().get_by_text("Hide").first.tap()
    assert child.page.get_by_role("heading").all_text_contents() == ["Notes"]
    assert "Mia" not in child.page.content()
    with child.page.expect_response("**/tell*"):
        child.page.context.set_offline(False)
    assert new(council, before).name == "Mia"
    child.page.reload()
    assert child.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])") == "[{},{}]"


def test_the_page_is_not_left_before_a_call_has_gone(child: Child, council: Flask) -> None:
    before = worries_told(council)
    sheet = child.open_door("talk")
    sheet.get_by_label("My name").fill("Mia")
    child.page.route("**/tell*", lambda route: route.abort())
    child.press(sheet.locator("button.go"))
    child.page.get_by_text("It has not gone yet.").locator("visible=true").wait_for()
    child.press(child.page.get_by_role("button", name="Back to the questions").locator("visible=true"))
    child.answer_rest()
    child.press(child.shown().locator("button[name=mark][value=finished]"))
    child.page.locator("#sending").get_by_text("It has not gone yet.").wait_for()
    child.page.unroute("**/tell*")
    child.press(child.page.locator("#sending").get_by_role("button", name="Try now"))
    child.page.wait_for_url("**/thanks*")
    assert new(council, before).name == "Mia"


def test_each_call_from_one_page_is_a_call_of_its_own(
    council: Flask, tablet: Callable[..., Page], card: Callable[..., Card]
) -> None:
    """Also where a card's digits were typed: there an id stands in the form already."""
    child = Child(tablet(360, 740), STAR)
    child.type_digits(card("star"))
    child.begin()
    before = set(with_card(council))
    for name in ("Mia", "Mia again"):
        sheet = child.open_door("talk")
        sheet.get_by_label("My name").fill(name)
        child.press(sheet.locator("button.go"))
        child.page.locator("#sent[data-state=there]").wait_for()
        child.press(child.page.locator("#sent > button"))
    kept = {key: has_card for key, has_card in with_card(council).items() if key not in before}
    assert list(kept.values()) == [True, True]


def test_a_door_of_the_thank_you_knows_that_there_was_a_card(child: Child, council: Flask) -> None:
    child.answer_rest()
    child.send()
    child.page.wait_for_function("() => !location.hash")
    before = set(with_card(council))
    child.press(child.page.locator(".door.talk"))
    child.page.get_by_label("My name").fill("Mia")
    child.page.get_by_role("button", name="Send it").tap()
    child.page.wait_for_url("**/thanks*")
    [key] = set(with_card(council)) - before
    assert with_card(council)[key]


@pytest.mark.parametrize(("version", "theme"), [("star", "home_safe"), ("boat", "talk_worries"), ("symbols", "body")])
@pytest.mark.parametrize("width", [360, 820])
def test_an_answer_that_hurts_shows_the_doors_and_moves_nothing(
    tablet: Callable[..., Page], card: Callable[..., Card], version: str, theme: str, width: int
) -> None:
    child = Child(tablet(width, 740 if width == 360 else 1180), SETS["children-in-care", version])
    child.scan(card(version))
    child.begin()
    while child.shown().get_attribute("data-theme") != theme:
        child.go_on()
    question = child.question_set.by_theme[theme]
    message = child.shown().get_by_text("That can be hard. You can talk to somebody.")
    places = [each.bounding_box() for each in child.shown().locator(".answer").all()]
    for value in sorted(question.scale.values):
        child.choose(question, value)
        assert message.is_visible() is (value in question.support_if)
        assert [each.bounding_box() for each in child.shown().locator(".answer").all()] == places
    child.choose(question, sorted(question.support_if)[0])
    child.press(message)
    expect(child.page.locator("#worried .door")).to_have_count(len(DOORS))


@pytest.mark.parametrize("language", ["en", "cy", "ar"])
@pytest.mark.parametrize("version", ["star", "symbols"])
def test_axe_finds_nothing_in_any_sheet(
    tablet: Callable[..., Page], card: Callable[..., Card], version: str, language: str
) -> None:
    child = Child(tablet(360, 740), SETS["children-in-care", version], language)
    child.scan(card(version))
    child.begin()
    for door in DOORS:
        sheet = child.open_door(door)
        assert faults_found_by_axe(child.page) == []
        sheet.locator(".line:visible").first.fill("Mia")
        child.press(sheet.locator("button.go"))
        child.page.locator("#sent[data-state=there]").wait_for()
        assert faults_found_by_axe(child.page) == []
        child.press(child.page.locator("#sent > button"))
