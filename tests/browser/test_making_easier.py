"""A child makes it easier in the middle of a sitting: it goes on elsewhere, and nothing said before is seen again."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, Request, expect

from questions.bank import question_sets
from survey.codes import Card
from tests.browser.council import finished_sittings, marks, new_parts
from tests.browser.story import Child, stored

SETS = question_sets()
VERSIONS = ("star", "boat", "kite", "symbols")
STAR, BOAT, KITE, SYMBOLS = (SETS["children-in-care", version] for version in VERSIONS)


def theme(child: Child) -> str:
    return str(child.shown().get_attribute("data-theme"))


def answer(child: Child, value: str | None = None) -> dict[str, str]:
    """Answer what is shown, and tell it."""
    asked = child.asked(child.question_set.by_theme[theme(child)])
    chosen = value or asked.scale.options[0].value
    child.choose(asked, chosen)
    return {theme(child): chosen}


def make_easier(child: Child) -> None:
    """Press it, and be the same child in the easier version."""
    easier = SETS[child.question_set.name, child.question_set.version.easier or ""]
    child.press(child.shown().locator("[name=easier]"))
    child.page.locator(f"child-sitting[data-version={easier.version.key}] #start[data-card]").wait_for(state="attached")
    child.question_set = easier


@pytest.fixture
def child(tablet: Callable[..., Page], card: Callable[..., Card]) -> Child:
    child = Child(tablet(360, 740), STAR)
    child.scan(card("star"))
    child.page.wait_for_function("() => document.querySelector('#start').dataset.card === 'open'")
    return child


def test_from_star_to_symbols_in_one_sitting(council: Flask, child: Child) -> None:
    before = set(finished_sittings(council))
    child.page.locator("label:has([name=company][value=friend])").tap()
    child.begin()
    said = [answer(child, "3")]
    child.go_on()
    asked = [theme(child)]
    make_easier(child)
    assert child.shown().get_attribute("id") != "start", "it goes on without a pause"
    assert theme(child) == asked[0]
    said.append(answer(child))
    child.go_on()
    for _ in range(2):
        make_easier(child)
        assert child.shown().get_attribute("id") == "start", "the helper reads first what is theirs"
        expect(child.shown().get_by_text("Carry on")).to_be_visible()
        child.go_on()
        said.append(answer(child))
        child.go_on()
    child.answer_rest()
    child.send()
    parts = new_parts(council, before)
    assert [part["version"] for part in parts] == list(VERSIONS)
    assert [stored(part["answers"]) for part in parts] == said
    assert len({part["sides"] for part in parts}) == 1
    assert {part["company"] for part in parts} == {"friend"}


def test_nothing_of_what_was_said_is_remembered_or_seen_again(child: Child) -> None:
    child.begin()
    answer(child, "3")
    child.go_on()
    make_easier(child)
    kept = json.loads(child.page.evaluate("sessionStorage.getItem('sitting')"))
    assert kept.keys() == {"set", "sitting", "sides", "part", "at", "company", "method", "left"}
    assert child.page.url.partition("#")[2] == ""
    child.press(child.shown().locator("a.tool").first)
    assert child.shown().get_attribute("id") == "start", "what came before is not asked again"
    for step in (child.page.go_back, child.page.go_forward, child.page.reload):
        step()
        chosen = "document.querySelectorAll('input:checked:not([form=look])').length"
        assert child.page.evaluate(chosen) == 0


def test_it_carries_on_after_a_reload_too(council: Flask, child: Child) -> None:
    before = set(finished_sittings(council))
    child.begin()
    answer(child, "3")
    child.go_on()
    make_easier(child)
    answer(child)
    child.reload()
    child.begin()
    answer(child)
    child.answer_rest()
    child.send()
    assert [part["part"] for part in new_parts(council, before)] == [1, 2, 3]


def test_until_something_is_answered_nothing_is_delivered_and_the_card_goes_along(council: Flask, child: Child) -> None:
    before = set(finished_sittings(council))
    sent: list[Request] = []
    child.page.on("request", lambda request: sent.append(request) if request.url.endswith("/parts") else None)
    child.begin()
    child.go_on()
    asked = theme(child)
    make_easier(child)
    assert theme(child) == asked
    assert sent == []
    child.press(child.shown().locator("a.tool").first)
    assert theme(child) == BOAT.questions[0].theme.key, "nothing was said yet, so it can still be answered"
    said = answer(child)
    child.answer_rest()
    child.send()
    [part] = new_parts(council, before)
    assert (part["version"], part["part"], stored(part["answers"])) == ("boat", 1, said)


def test_without_signal_it_waits_and_nothing_is_lost(council: Flask, child: Child) -> None:
    before = set(finished_sittings(council))
    child.begin()
    said = answer(child, "3")
    child.page.context.set_offline(True)
    child.press(child.shown().locator("[name=easier]"))
    child.page.get_by_role("button", name="Try now").wait_for()
    child.page.context.set_offline(False)
    child.page.locator("child-sitting[data-version=boat] #start[data-card]").wait_for(state="attached")
    child.question_set = BOAT
    child.answer_rest()
    child.send()
    parts = new_parts(council, before)
    assert stored(parts[0]["answers"]) == said


def test_who_hides_while_it_waits_leaves_nothing_behind(council: Flask, child: Child) -> None:
    before = marks(council)
    child.begin()
    answer(child, "3")
    child.page.context.set_offline(True)
    child.press(child.shown().locator("[name=easier]"))
    child.page.get_by_role("button", name="Try now").wait_for()
    child.shown().get_by_text("Hide").first.tap()
    with child.page.expect_response("**/parts"):
        child.page.context.set_offline(False)
    for _ in range(300):
        if marks(council).get("discarded", 0) > before.get("discarded", 0):
            break
        child.page.wait_for_timeout(100)
    assert marks(council)["discarded"] == before.get("discarded", 0) + 1
    assert marks(council).get("open", 0) == before.get("open", 0)
    assert child.page.evaluate("sessionStorage.getItem('sitting')") is None


def test_who_gave_the_card_comes_along_and_is_in_no_address(
    tablet: Callable[..., Page], card: Callable[..., Card]
) -> None:
    giver = "g" * 43
    child = Child(tablet(), STAR)
    child.scan(card("star"), giver)
    child.page.wait_for_function("() => document.querySelector('#start').dataset.card === 'open'")
    child.begin()
    answer(child, "3")
    make_easier(child)
    expect(child.page.locator("child-sitting[data-giver]")).to_have_count(1)
    assert giver not in child.page.url
    assert giver not in child.page.evaluate("JSON.stringify({...sessionStorage})")


def test_the_sides_stay_when_the_language_changes(tablet: Callable[..., Page], card: Callable[..., Card]) -> None:
    child = Child(tablet(), SYMBOLS)
    child.scan(card("symbols"))
    child.page.wait_for_function("() => document.querySelector('#start').dataset.card === 'open'")
    first = "document.querySelector('#q1 input').value"
    seen = child.page.evaluate(first)
    for language in ("cy", "ar", "en") * 2:
        child.press(child.page.locator(f"a[hreflang={language}]"))
        child.page.locator(f"html[lang={language}] #start[data-card]").wait_for()
        assert child.page.evaluate(first) == seen


def test_without_scripts_it_goes_on_where_the_child_was(
    council: Flask, tablet: Callable[..., Page], card: Callable[..., Card]
) -> None:
    before = set(finished_sittings(council))
    child = Child(tablet(scripts=False), STAR)
    child.type_digits(card("star"))
    child.begin()
    said = [answer(child, "3")]
    child.go_on()
    for asked in (BOAT, KITE, SYMBOLS):
        here = theme(child)
        child.press(child.shown().locator("[name=easier]"))
        child.question_set = asked
        child.press(child.shown().get_by_text("Carry on"))
        while child.shown().get_attribute("data-theme") is None:
            child.next()
        rest = list(asked.by_theme)[list(asked.by_theme).index(theme(child)) :]
        assert here in rest or here not in asked.by_theme
        said.append(answer(child))
        child.go_on()
    child.answer_rest()
    child.send()
    parts = new_parts(council, before)
    assert [part["version"] for part in parts] == list(VERSIONS)
    assert [stored(part["answers"]) for part in parts] == said
    assert len({part["sides"] for part in parts}) == 1
