"""Every language in the browser: the fonts it fetches, its direction, and that its words fit a small phone."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page

from questions.bank import question_sets
from survey.database import db, writing
from survey.wordings import keeping
from survey.wordings.catalogues import Wording
from survey.wordings.judging import PLACE
from survey.wordings.registry import ENGLISH, LANGUAGES, Language
from survey.wordings.standing import forget
from tests.browser.council import at_the_council
from tests.house.test_letters import ALPHABETS, MOST, MOST_ELSEWHERE
from tests.survey.wordings.translating import far, pretend

TRANSLATED = [language for language in LANGUAGES.values() if language is not ENGLISH]
RIGHT_TO_LEFT = [language for language in TRANSLATED if language.direction == "rtl"]
SHIPPED = [language for language in TRANSLATED if language.is_shipped]
OTHER_LETTERS = {"cyrillic", "arabic", "persian", "ethiopic", "bengali", "gurmukhi"}
VERSIONS = sorted(version for name, version in question_sets() if name == "children-in-care")
PAGES = ("/", "/help", "/thanks", "/privacy", "/nothing", "/talk", "/think", "/speak-up")
ASKS = "[href='#unsure']"  # a question mark looks the other way, too
LEFT, TOP = (f"each => each.getBoundingClientRect().{side}" for side in ("left", "top"))
# The pages of a sitting one below the other, and every sheet with them: a browser without scripts or popovers.
ALL_AT_ONCE = """() => {
  for (const each of document.querySelectorAll('.page, .sheet')) { each.hidden = false; each.style.display = 'grid'; }
  const wide = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width > 1 && !each.closest('svg') && !each.closest('.said') && (box.right > wide + 1 || box.left < -1);
  }).map(each => each.tagName + '.' + each.className + ' ' + each.textContent.trim().slice(0, 60));
}"""


@pytest.fixture
def speaks(council: Flask) -> Iterator[Callable[[Language, Callable[[Wording, int], str]], None]]:
    """Has a language say what somebody made up, and has it forget that again."""
    made_up: list[Language] = []

    def speak(language: Language, say: Callable[[Wording, int], str]) -> None:
        made_up.append(language)
        with writing():
            pretend(db.session, language.code, say)

    yield lambda language, say: at_the_council(council, lambda: speak(language, say))

    def fall_silent() -> None:
        with writing():
            for language in made_up:
                keeping.drop(db.session, language)
            db.session.commit()
        forget()

    at_the_council(council, fall_silent)


def in_its_letters(language: Language) -> Callable[[Wording, int], str]:
    """Words as long as the English ones, of the letters that the language is written with."""
    letters = itertools.cycle([*ALPHABETS[language.code]])

    def say(wording: Wording, _form: int) -> str:
        english = wording.english[-1]
        places = [f"{place[0]}" for place in PLACE.finditer(english)]
        words = ["".join(itertools.islice(letters, len(word))) for word in PLACE.sub("", english).split()]
        return " ".join([*words, *places])

    return say


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: str(language.code))
def test_a_cold_tablet_fetches_light_fonts_and_no_others(
    tablet: Callable[..., Page], speaks: Callable[..., None], language: Language
) -> None:
    if language is not ENGLISH:
        speaks(language, in_its_letters(language))
    page = tablet(360, 740)
    fonts: dict[str, int] = {}
    page.on(
        "response",
        lambda answer: fonts.update({answer.url: len(answer.body())}) if answer.url.endswith(".woff2") else None,
    )
    page.goto(f"/answer?set=children-in-care-star&lang={language.code}")
    page.wait_for_load_state("networkidle")
    for number in range(1, 6):
        page.goto(f"/answer?set=children-in-care-star&lang={language.code}#q{number}")
    page.goto(f"/help?lang={language.code}")  # where English stands beside a draft
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    assert fonts
    assert sum(fonts.values()) <= MOST.get(language.letters, MOST_ELSEWHERE)
    others = OTHER_LETTERS - {language.letters}
    assert not [url for url in fonts for name in others if f"child-{name}" in url]
    if language.letters in OTHER_LETTERS:
        assert [url for url in fonts if f"child-{language.letters}" in url]


def overflowing(page: Page, language: Language) -> list[str]:
    """What sticks out at the side of any page that a child meets."""
    out = []
    page.set_default_timeout(60_000)  # no test asserts a time
    for path in (*(f"/answer?set=children-in-care-{version}" for version in VERSIONS), *PAGES):
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language.code}")
        page.evaluate("document.fonts.ready")
        out += [f"{path}: {each}" for each in page.evaluate(ALL_AT_ONCE)]
    return out


@pytest.mark.parametrize("language", SHIPPED, ids=lambda language: str(language.code))
def test_no_language_sticks_out_on_a_small_phone(tablet: Callable[..., Page], language: Language) -> None:
    assert overflowing(tablet(320, 640), language) == []


@pytest.mark.parametrize("code", ["vi", "ps"])
def test_words_two_fifths_longer_than_the_english_do_not_stick_out(
    tablet: Callable[..., Page], speaks: Callable[..., None], code: str
) -> None:
    def longer(wording: Wording, _form: int) -> str:
        english = far(wording.english[-1])
        more = itertools.cycle(PLACE.sub("", english).split() or ["ñö"])
        while len(english) < 1.4 * len(wording.english[-1]):
            english += f" {next(more)}"
        return english

    speaks(LANGUAGES[code], longer)
    assert overflowing(tablet(320, 640), LANGUAGES[code]) == []


@pytest.mark.parametrize("language", RIGHT_TO_LEFT, ids=lambda language: str(language.code))
def test_what_has_a_direction_turns_and_the_ladder_stays_upright(
    tablet: Callable[..., Page], speaks: Callable[..., None], language: Language
) -> None:
    speaks(language, in_its_letters(language))
    page = tablet(820, 1180, scripts=False)  # so that the address says which question is shown
    page.goto(f"/answer?set=children-in-care-star&lang={language.code}#q1")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    shown = page.locator(".page:visible").first
    back, onward = (shown.locator(f".bar {name}").evaluate(LEFT) for name in ("a.tool", "a.go"))
    assert back > onward  # back is where reading begins, next where it goes
    for sign in (".bar a.tool svg", ".bar a.go svg", ".sky .thread", ASKS):
        matrix = shown.locator(sign).first.evaluate("each => getComputedStyle(each.closest('svg')).transform")
        assert matrix.startswith("matrix(-1"), sign
    for sign in (".bar [popovertarget=worried] svg", ".bar [popovertarget=stop] svg"):
        assert shown.locator(sign).first.evaluate("each => getComputedStyle(each).transform") == "none", sign
    rungs = shown.locator(".rungs .rung")
    ends = [
        (rungs.nth(number).locator("input").get_attribute("value"), rungs.nth(number).evaluate(TOP))
        for number in (0, 10)
    ]
    (highest, above), (lowest, below) = ends
    assert (highest, lowest, above < below) == ("10", "0", True)
