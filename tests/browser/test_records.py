"""An observer writes a record beside their answers: with scripts it goes along, without it has a page of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, Request, expect

from questions.bank import question_sets
from survey import clock, codes
from survey.codes import Card
from survey.database import db, writing
from survey.models import Round
from tests.browser.council import at_the_council, finished_sittings, new_parts
from tests.browser.doors import thoughts_told
from tests.browser.story import Child, faults_found_by_axe

OBSERVER = question_sets()["observer-record", "observer"]
FACTS = "Turned the head away from the spoon four times."


@pytest.fixture
def card(council: Flask) -> Card:
    """A card of the open round of records."""

    def issue() -> Card:
        with writing():
            asked = db.session.query(Round).filter(Round.question_set == "observer-record").one()
            [fresh] = codes.issue(db.session, asked.settings[0], "observer", 1, clock.now() + codes.ON_SCREEN)
            db.session.commit()
            return fresh

    return at_the_council(council, issue)


def answer(observer: Child, *themes: str) -> None:
    for theme in themes:
        question = OBSERVER.by_theme[theme]
        observer.choose(question, question.scale.options[0].value)
        on(observer)


def to_the_record(observer: Child) -> None:
    observer.begin()
    answer(observer, "o_know")


def write(observer: Child, **boxes: str) -> None:
    for name, words in boxes.items():
        observer.shown().locator(f"textarea[name={name}]").fill(words)


def on(observer: Child) -> None:
    observer.press(observer.shown().locator("a.go"))


def test_it_goes_along_with_the_answers_and_shares_nothing_with_them(
    council: Flask, tablet: Callable[..., Page], card: Card
) -> None:
    observer = Child(tablet(360, 740), OBSERVER)
    sent: dict[str, list[str]] = {"/tell": [], "/parts": []}

    def note(asked: Request) -> None:
        for path, bodies in sent.items():
            if asked.url.endswith(path):
                bodies.append(asked.post_data or "")

    observer.page.on("request", note)
    observer.scan(card)
    to_the_record(observer)
    write(observer, where="The kitchen, morning")
    on(observer)
    assert faults_found_by_axe(observer.page) == []
    write(observer, saw=f"{FACTS} He seems happy.")
    warning = observer.page.get_by_text("These words say what it may mean:")
    warning.wait_for()
    assert observer.page.locator("output[for=record-saw]").inner_text() == "happy, seems"
    assert faults_found_by_axe(observer.page) == []
    write(observer, saw=FACTS)
    warning.wait_for(state="hidden")
    on(observer)
    answer(observer, "o_comfort", "o_engage")
    write(observer, means="Enough eaten, I wonder")
    on(observer)
    on(observer)
    before, sat = thoughts_told(council), set(finished_sittings(council))
    observer.press(observer.shown().locator("button[name=mark][value=finished]"))
    expect(observer.shown().locator(".amiss"), "both meanings are needed").to_be_visible()
    assert observer.page.evaluate("document.activeElement.name") == "otherwise"
    assert faults_found_by_axe(observer.page) == []
    write(observer, otherwise="A cold spoon")
    on(observer)
    on(observer)
    observer.send()
    [told] = [said for key, said in thoughts_told(council).items() if key not in before]
    assert told[:2] == ("record", None)
    assert FACTS in told[2]
    assert "A cold spoon" in told[2]
    answered = new_parts(council, sat)
    assert set(answered[0]["answers"]) == {"o_know", "o_comfort", "o_engage"}
    [record] = sent["/tell"]
    for kept in (answered[0]["sitting"], card.code, card.digits, "o_comfort"):
        assert kept not in record
    assert all(FACTS not in part for part in sent["/parts"])
    assert "Thank you" in observer.page.locator("h1").inner_text()


def test_what_was_thrown_away_or_hidden_is_nowhere(council: Flask, tablet: Callable[..., Page], card: Card) -> None:
    observer = Child(tablet(360, 740), OBSERVER)
    observer.scan(card)
    to_the_record(observer)
    on(observer)
    write(observer, saw=FACTS)
    before = thoughts_told(council)
    observer.press(observer.shown().locator("a.hide"))
    observer.page.wait_for_url("**/notes")
    observer.page.go_back()
    observer.page.wait_for_load_state()
    assert FACTS not in observer.page.content()
    assert not observer.page.locator(f"textarea:text-is('{FACTS}')").count()
    assert thoughts_told(council) == before


def test_without_scripts_it_has_a_button_and_a_page_of_its_own(
    council: Flask, tablet: Callable[..., Page], card: Card
) -> None:
    observer = Child(tablet(820, 1180, scripts=False), OBSERVER)
    observer.type_digits(card)
    to_the_record(observer)
    on(observer)
    write(observer, saw=f"{FACTS} She was happy.")
    on(observer)
    answer(observer, "o_comfort", "o_engage")
    write(observer, means="Enough eaten", otherwise="A cold spoon")
    on(observer)
    before = thoughts_told(council)
    with observer.page.context.expect_page() as opened:
        observer.press(observer.shown().get_by_role("button", name="Send the record"))
    again = opened.value
    assert "happy" in again.locator("output").inner_text()
    expect(again.locator("[name=means]")).to_have_value("Enough eaten")
    again.locator("[name=saw]").fill(FACTS)
    again.get_by_role("button", name="Send it").click()
    expect(again.locator("h1")).to_contain_text("Thank you")
    [told] = [said for key, said in thoughts_told(council).items() if key not in before]
    assert FACTS in told[2]
    assert "happy" not in told[2]
    observer.press(observer.shown().locator("a.go"))
    observer.send()
