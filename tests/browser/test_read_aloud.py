"""Children who do not read listen: to what is on the screen, in its order, and to nothing that leaves the tablet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from questions.bank import question_sets
from survey.codes import Card
from tests.browser.council import finished_sittings, new_sitting
from tests.browser.story import Child, faults_found_by_axe
from tests.browser.voices import (
    ELSEWHERE,
    REMOTE,
    USUAL,
    WELSH,
    Meet,
    give_voices,
    listening,
    ready,
    said,
    speaker,
    switch_on,
    until,
)

SETS = question_sets()
STAR, BOAT, SYMBOLS = (SETS["children-in-care", version] for version in ("star", "boat", "symbols"))
NOBODYS_VOICE = "There is no voice for this language here."
RADIOS = "[...document.querySelectorAll('.page[data-theme] input:checked')].length"


@pytest.fixture
def meet(tablet: Callable[..., Page], card: Callable[..., Card]) -> Meet:
    return listening(tablet, card)


@pytest.mark.parametrize("side", [0, 1])
def test_what_is_spoken_follows_the_sides_on_the_screen(
    tablet: Callable[..., Page], card: Callable[..., Card], side: int
) -> None:
    page = tablet(360, 740)
    page.add_init_script(f"crypto.getRandomValues = (into) => into.fill({side});")
    give_voices(page, *USUAL)
    child = Child(page, SYMBOLS)
    child.scan(card("symbols"))
    ready(page)
    switch_on(child)
    until(page, "said.length > 2")
    child.begin()
    until(page, "said.some(([words]) => words === 'Skip')")
    spoken = said(page)
    question = SYMBOLS.questions[0]
    asked = spoken[spoken.index(question.ask) :]
    cards = child.shown().locator(".pictures .answer").all()
    from_left = [
        each.inner_text()
        for each in sorted(cards, key=lambda each: each.evaluate("each => each.getBoundingClientRect().left"))
    ]
    assert asked == [question.ask, *from_left, "Not sure", "Skip"]
    words = [option.word for option in question.scale.options]
    assert from_left == (words[::-1] if side else words), "both sides are tried"


def test_a_question_and_each_answer_are_read_when_touched_and_none_is_chosen(meet: Meet) -> None:
    child = meet("boat")
    child.begin()
    question = BOAT.questions[0]
    for words in (question.ask, *(option.word for option in question.scale.options), "Not sure", "Skip"):
        child.press(speaker(child.shown(), words))
        assert said(child.page, 1) == [words]
    assert child.page.evaluate(RADIOS) == 0


def test_the_same_answers_arrive_whether_or_not_they_were_read(council: Flask, meet: Meet) -> None:
    before = set(finished_sittings(council))
    child = meet("star")
    switch_on(child)
    child.begin()
    value = "3"
    child.choose(STAR.questions[0], value)
    for button in child.shown().locator(".speaker:visible").all():
        child.press(button)
    child.press(child.shown().locator("a.go"))
    child.answer_rest()
    child.send()
    kept = new_sitting(council, before)
    assert {theme: each[1] for theme, each in kept["answers"].items()} == {STAR.questions[0].theme.key: value}


def test_the_ladder_says_its_two_ends_and_from_then_on_each_rung_that_is_touched(meet: Meet) -> None:
    child = meet("star")
    child.begin()
    question, page = STAR.questions[0], child.page
    high, low = question.scale.words()
    child.choose(question, "8")
    page.wait_for_timeout(100)
    assert said(page) == [], "no sound unless it is asked for"
    expect(child.shown().locator(".rungs .speaker")).to_have_count(2)
    child.press(speaker(child.shown(), f"10: {high}"))
    assert said(page, 4) == ["10", high, "0", low]
    child.press(speaker(child.shown(), f"0: {low}"))
    assert said(page, 4) == ["0", low, "10", high]
    child.choose(question, "7")
    assert said(page, 1) == ["7"]
    child.choose(question, "0")
    assert said(page, 2) == ["0", low]


def test_the_switch_reads_each_question_as_it_comes_and_each_answer_alike(meet: Meet) -> None:
    child = meet("star")
    page = child.page
    expect(page.locator("[name=aloud][value=off]")).to_be_checked()
    child.begin()
    page.wait_for_timeout(100)
    assert said(page) == []
    child.press(child.shown().locator(".bar a.tool"))
    switch_on(child)
    assert said(page, 3)[0] == "Hello"
    child.begin()
    high, low = STAR.questions[0].scale.words()
    assert said(page, 7) == [STAR.questions[0].ask, "10", high, "0", low, "Not sure", "Skip"]
    child.press(child.shown().locator("a.go"))
    steps = [option.word for option in STAR.questions[1].scale.options]
    assert said(page, 8) == [STAR.questions[1].ask, *steps, "Not sure", "Skip"]
    for option in STAR.questions[1].scale.options:
        child.choose(STAR.questions[1], option.value)
        assert said(page, 1) == [option.word], "good or bad, an answer has no sound but its own word"
    child.press(child.shown().locator("[popovertarget=worried]"))
    assert said(page, 3)[0] == "Is something worrying you?"
    assert child.page.evaluate("document.querySelectorAll('[name=aloud]').length") == 2


def test_touching_a_speaker_again_stops_it_and_so_does_going_on(meet: Meet) -> None:
    child = meet("boat", pace=0)
    child.begin()
    page, button = child.page, speaker(child.shown(), BOAT.questions[0].ask)
    child.press(button)
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("h1[data-said]")).to_have_count(1)
    child.press(button)
    expect(button).to_have_attribute("aria-pressed", "false")
    child.press(button)
    until(page, "said.length === 2")
    stopped = page.evaluate("silenced")
    child.press(child.shown().locator("a.go"))
    until(page, f"silenced > {stopped}")
    assert page.locator("[data-said]").count() == 0


def test_hide_silences_at_once(meet: Meet) -> None:
    child = meet("boat", pace=0)
    child.begin()
    child.press(speaker(child.shown(), BOAT.questions[0].ask))
    until(child.page, "said.length === 1")
    # The page goes as soon as it is pressed: what happened before that is told on the way out.
    child.page.evaluate("addEventListener('pagehide', () => sessionStorage.setItem('silenced', silenced))")
    before = child.page.evaluate("silenced")
    child.press(child.shown().locator("[href='/notes']"))
    child.page.wait_for_url("**/notes")
    assert int(child.page.evaluate("sessionStorage.getItem('silenced')")) > before


@pytest.mark.parametrize(
    ("language", "voices"),
    [("en", (REMOTE, ELSEWHERE, WELSH)), ("ar", USUAL), ("en", ())],
    ids=["remote", "other", "none"],
)
def test_where_there_is_no_voice_it_says_so_once_and_leaves_no_dead_button(
    tablet: Callable[..., Page], language: str, voices: tuple[dict[str, object], ...]
) -> None:
    page = tablet(360, 740)
    give_voices(page, *voices)
    page.goto(f"/answer?set={STAR.key}&lang={language}")
    ready(page)
    note = page.locator(".voiceless")
    assert note.count() == 0
    page.locator("#start .speaker").first.tap()
    note.wait_for()
    if language == "en":
        assert note.inner_text() == NOBODYS_VOICE
    assert note.get_attribute("role") == "status"
    assert page.locator(".speaker:visible").count() == 0
    assert not page.locator("[name=aloud]").first.is_visible()
    assert page.evaluate("said.length + played.length") == 0
    page.locator("#start h1").tap()
    assert note.count() == 0
    assert faults_found_by_axe(page) == []


def test_by_keyboard(meet: Meet) -> None:
    child = meet("boat", width=1280, height=800)
    child.way = "keyboard"
    child.begin()
    child.press(speaker(child.shown(), BOAT.questions[0].ask))
    assert said(child.page, 1) == [BOAT.questions[0].ask]
    child.page.keyboard.press("Space")
    assert said(child.page, 1) == [BOAT.questions[0].ask]
    assert child.page.evaluate(RADIOS) == 0
    child.choose(BOAT.questions[0], BOAT.questions[0].scale.options[1].value)
    assert said(child.page) == []


def test_how_much_is_read_once_there_is_something_of_which_it_is(meet: Meet) -> None:
    child = meet("kite")
    switch_on(child)
    said(child.page, 3)
    child.begin()
    question = SETS["children-in-care", "kite"].questions[0]
    picture = question.scale.options[0]
    assert not {"A lot", "A little"} & set(said(child.page, 5))
    child.press(child.shown().locator(f".answer:has([value='{picture.value}'])"))
    assert said(child.page, 5) == [picture.word, picture.word, "A lot", picture.word, "A little"]


def test_who_goes_on_in_an_easier_version_is_read_to_there_and_nobody_after_them(meet: Meet) -> None:
    child = meet("boat")
    page = child.page
    switch_on(child)
    child.begin()
    said(page, 5)
    child.press(child.shown().locator("[name=easier]"))
    page.wait_for_url("**set=children-in-care-kite**")
    ready(page)
    until(page, "said.length > 0")
    expect(page.locator("[name=aloud][value=on]")).to_be_checked()
    assert page.evaluate("JSON.stringify({...sessionStorage})").find("aloud") < 0
    page.reload()
    ready(page)
    expect(page.locator("[name=aloud][value=off]")).to_be_checked()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("version", ["star", "boat", "kite", "symbols"])
def test_speakers_are_large_enough_crowd_nothing_and_have_nothing_for_axe(
    tablet: Callable[..., Page], card: Callable[..., Card], version: str, language: str
) -> None:
    for width, height in ((360, 740), (320, 640), (1280, 800)):
        page = tablet(width, height)
        child = Child(page, SETS["children-in-care", version], language)
        child.scan(card(version))
        ready(page)
        assert faults_found_by_axe(page) == []
        child.begin()
        for number in range(4):
            if child.shown().locator(".much").count():
                child.press(child.shown().locator(".much .answer").first)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            for button in child.shown().locator(".speaker:visible").all():
                box = button.bounding_box()
                assert box
                assert min(box["width"], box["height"]) >= 60, (version, number, box)
            assert page.evaluate(CROWDED) == [], (version, number, width)
            if number < 2:
                assert faults_found_by_axe(page) == []
            child.press(child.shown().locator("a.go"))


# Words of an answer that lie under the drawing of a speaker, or under another speaker.
CROWDED = """() => {
  const shown = document.querySelector("section.page:not([hidden])");
  const texts = [...shown.querySelectorAll(".answer > span, h1, .end")].flatMap((element) =>
    [...element.childNodes].filter((node) => node.nodeType === 3 && node.data.trim()).map((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [node.data.trim(), range.getBoundingClientRect()];
    }));
  const signs = [...shown.querySelectorAll(".speaker > svg")].map((sign) => sign.getBoundingClientRect());
  const inside = 8;
  return texts.filter(([, a]) => signs.some((b) =>
    a.left < b.right - inside && a.right > b.left + inside && a.top < b.bottom - inside && a.bottom > b.top + inside,
  )).map(([words]) => words);
}"""


def test_eleven_rungs_still_fit_a_phone(meet: Meet) -> None:
    child = meet("star")
    child.begin()
    bar = child.shown().locator(".bar").bounding_box()
    assert bar
    for rung in (*child.shown().locator(".rung").all(), *child.shown().locator(".aside .answer").all()):
        box = rung.bounding_box()
        assert box
        assert box["height"] >= 40
        assert box["y"] + box["height"] <= bar["y"]


def test_without_scripts_there_is_nothing_that_does_nothing(tablet: Callable[..., Page]) -> None:
    page = tablet(scripts=False)
    page.goto(f"/answer?set={STAR.key}&lang=en")
    assert page.locator(".speaker").count() == 0
    assert not page.locator("[name=aloud]").first.is_visible()
