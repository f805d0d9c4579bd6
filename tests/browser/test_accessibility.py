"""Every kind of page that a child meets, in every version and four languages, for whoever sees or moves otherwise.

Which criterion of WCAG 2.2 each test holds is written in docs/accessibility.md.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from questions.bank import question_sets
from questions.questionnaire import Question, QuestionSet
from questions.versions import VERSIONS
from survey.languages import LANGUAGES
from tests.browser import accessible
from tests.browser.story import Child, faults_found_by_axe

# English, and a language of each kind: long words, right to left, and right to left in letters that lean.
SPOKEN = [code for code in ("en", "cy", "ar", "ur") if LANGUAGES[code].is_shipped]
NO_CARD = "A" * 22
SHEETS = ("stop", "worried", "talk", "think", "advocate", "still-there")

OPEN_SHEET = """name => {
  const sheet = document.getElementById(name);
  sheet.hidden = false; // one that only scripts open
  sheet.showPopover();
}"""


def sets_of(version: str) -> list[QuestionSet]:
    """Sets of a version, as few as show every kind of question that is asked in it."""
    chosen, kinds = list[QuestionSet](), set[str]()
    for each in sorted(question_sets().values(), key=lambda each: -len(kinds_in(each))):
        if each.version.key == version and kinds_in(each).keys() - kinds:
            chosen.append(each)
            kinds |= kinds_in(each).keys()
    return chosen


def kinds_in(question_set: QuestionSet) -> dict[str, Question]:
    """A question of each kind of scale, one beside which there is most: "does not apply", and help where it hurts."""
    fullest = sorted(question_set.questions, key=lambda each: bool(each.does_not_apply) + bool(each.support_if))
    return {wording.scale.kind: wording for question in fullest for wording in question.wordings}


SETS = {f"{version} {each.name}": each for version in VERSIONS for each in sets_of(version)}


@pytest.fixture
def begin(tablet: Callable[..., Page]) -> Callable[..., Child]:
    """A child on the first page of a set. Which card it was does not matter: the knock finds no signal."""

    def open_page(question_set: QuestionSet, language: str = "en", **more: object) -> Child:
        page = tablet(*accessible.TABLET, touch=False, **more)
        page.route("**/knock", lambda route: route.abort())
        child = Child(page, question_set, language)
        child.has_touch = False
        page.goto(f"/answer?set={question_set.key}&lang={language}#{NO_CARD}")
        return child

    return open_page


def told(faults: dict[str, list[str]]) -> str:
    """Each fault once, and where it is."""
    places: dict[str, list[str]] = {}
    for where, found in faults.items():
        for fault in found:
            places.setdefault(fault, []).append(where)
    return "\n".join(f"{fault}: {', '.join(where)}" for fault, where in places.items())


def go_to(child: Child, selector: str) -> None:
    child.page.evaluate(
        "selector => { const { sections } = document.querySelector('child-sitting');"
        " sections.show(sections.all.find((page) => page.matches(selector))); }",
        selector,
    )


def go_to_question(child: Child, question: Question) -> None:
    go_to(child, f":has(input[name='{question.field}'])")


def quiet_pages(child: Child) -> list[str]:
    """What stands between the questions and after them, one of each kind."""
    found = child.page.evaluate("[...document.querySelectorAll('.page:not([data-theme], #start)')].map(({ id }) => id)")
    return list({each.rstrip("0123456789"): each for each in found}.values())


def whole(page: Page) -> list[str]:
    return faults_found_by_axe(page) + accessible.sizes(page) + accessible.stillness(page)


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("name", SETS)
def test_nothing_is_amiss_on_any_page_of_a_sitting(begin: Callable[..., Child], name: str, language: str) -> None:
    """axe, sizes, zoom, narrow screens, air between words, stillness."""
    child = begin(SETS[name], language)
    page, faults = child.page, dict[str, list[str]]()
    faults["start"] = whole(page)
    for kind, question in kinds_in(SETS[name]).items():
        go_to_question(child, question)
        faults[kind] = whole(page)
        hurting = [option.value for option in question.scale.options if option.value in question.support_if]
        child.choose(question, next(iter(hurting), question.scale.options[0].value))
        faults[f"{kind}, chosen"] = faults_found_by_axe(page) + accessible.stillness(page)
    for quiet in quiet_pages(child):
        go_to(child, f"#{quiet}")
        faults[quiet] = whole(page)
    for sheet in SHEETS:
        if page.locator(f"#{sheet}").count():
            page.evaluate(OPEN_SHEET, sheet)
            faults[sheet] = whole(page)
            page.evaluate("name => document.getElementById(name).hidePopover()", sheet)
    assert not told(faults), told(faults)


@pytest.mark.parametrize("language", SPOKEN)
def test_nothing_is_amiss_on_the_pages_around_a_sitting(tablet: Callable[..., Page], language: str) -> None:
    page = tablet(*accessible.TABLET, touch=False)
    faults = dict[str, list[str]]()
    for address in (
        f"/?lang={language}",
        f"/help?lang={language}",
        f"/notes?lang={language}",
        f"/talk?lang={language}",
        f"/think?lang={language}",
        f"/speak-up?lang={language}",
        f"/privacy?lang={language}",
        f"/nowhere?lang={language}",
        f"/thanks?lang={language}",
        f"/thanks?set=children-in-care-boat&lang={language}",
        f"/thanks?set=children-in-care-boat&lang={language}&thrown=1",
        f"/answer?set=children-in-care-star&lang={language}",
    ):
        page.goto(address)
        faults[address] = whole(page) + accessible.tab_stops(page)
        page.set_viewport_size({"width": 320, "height": 640})
        faults[f"{address} (320)"] = faults_found_by_axe(page)
        page.set_viewport_size({"width": 820, "height": 1180})
    assert not told(faults), told(faults)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", SETS)
def test_the_keyboard_reaches_everything_in_order_and_the_focus_is_always_seen(
    begin: Callable[..., Child], name: str, language: str
) -> None:
    child = begin(SETS[name], language)
    page, faults = child.page, dict[str, list[str]]()
    page.set_viewport_size({"width": 360, "height": 740})
    faults["start"] = accessible.tab_stops(page)
    for kind, question in kinds_in(SETS[name]).items():
        go_to_question(child, question)
        faults[kind] = accessible.tab_stops(page)
    for quiet in quiet_pages(child):
        go_to(child, f"#{quiet}")
        faults[quiet] = accessible.tab_stops(page)
    assert not told(faults), told(faults)


@pytest.mark.parametrize("name", SETS)
def test_the_focus_is_never_lost(begin: Callable[..., Child], name: str) -> None:
    """It goes along to the next question and back, into a sheet, and back to where the sheet was opened."""
    child = begin(SETS[name])
    child.way = "keyboard"
    page = child.page

    def has_focus(selector: str) -> bool:
        return bool(page.evaluate("selector => document.activeElement.matches(selector)", selector))

    def where() -> str:
        assert has_focus("section.page:not([hidden]) h1")
        return str(child.shown().get_attribute("id"))

    child.begin()
    first = where()
    child.press(child.shown().locator("a.go"))
    assert where() != first
    child.press(child.shown().locator(":is(.bar, .helper) a:not(.go, .hide, [href='/notes'])"))
    assert where() == first
    for sheet in ("stop", "worried"):
        child.press(child.shown().locator(f":is(.bar, .helper) [popovertarget={sheet}]"))
        page.keyboard.press("Tab")
        assert has_focus(f"#{sheet} *"), "the sheet comes next"
        page.keyboard.press("Escape")
        assert has_focus(f"#{first} [popovertarget={sheet}]")
        child.press(child.shown().locator(f":is(.bar, .helper) [popovertarget={sheet}]"))
        child.press(page.locator(f"#{sheet} > [popovertarget={sheet}]"))
        assert has_focus(f"#{first} [popovertarget={sheet}]")


@pytest.mark.parametrize("name", SETS)
def test_in_the_devices_own_colours_the_chosen_answer_is_told_apart(begin: Callable[..., Child], name: str) -> None:
    child = begin(SETS[name])
    page = child.page
    page.emulate_media(forced_colors="active")
    for kind, question in kinds_in(SETS[name]).items():
        go_to_question(child, question)
        first, second, *_ = question.scale.options
        child.choose(question, first.value)
        chosen, other = (paper(child, question, value) for value in (first.value, second.value))
        assert chosen["paper"] != other["paper"], kind
        assert chosen["mark"] != "none", f"{kind}: the sign lies on what is chosen"
        assert other["mark"] == "none"
        for each in (chosen, other):
            assert each["ink"] != each["paper"], kind
            assert each["edge"] == "solid", kind


def paper(child: Child, question: Question, value: str) -> dict[str, str]:
    """What an answer looks like."""
    found = child.page.evaluate(
        """selector => {
          const input = document.querySelector(selector);
          const { backgroundColor, color, borderTopStyle } = getComputedStyle(input.nextElementSibling);
          const mark = getComputedStyle(input.parentElement.querySelector(".mark")).display;
          return { paper: backgroundColor, ink: color, edge: borderTopStyle, mark };
        }""",
        f"input[name='{question.field}'][value='{value}']",
    )
    return dict(found)


@pytest.mark.parametrize("name", SETS)
def test_a_screen_reader_is_told_the_question_each_answer_and_what_is_chosen(
    begin: Callable[..., Child], name: str
) -> None:
    child = begin(SETS[name])
    for question in kinds_in(SETS[name]).values():
        go_to_question(child, question)
        page = child.shown()
        expect(page.get_by_role("heading", level=1, name=question.ask, exact=True)).to_have_count(1)
        group = page.get_by_role("radiogroup", name=question.ask, exact=True)
        for option in question.scale.options:
            child.choose(question, option.value)
            radio = group.get_by_role("radio", checked=True)
            assert radio.get_attribute("value") == option.value
            assert group.get_by_role("radio", name=option.word).count() >= 1, option.word
        for aside in ("Not sure", "Skip"):
            group.get_by_role("radio", name=aside, exact=True).check()
            expect(group.get_by_role("radio", checked=True)).to_have_count(1)
        for way in ("Back", "Next", "Hide"):
            expect(page.get_by_role("link", name=way, exact=True), way).to_have_count(1)
        for sheet in ("Stop", "Worried?"):
            page.get_by_role("button", name=sheet, exact=True).click()
            dialog = child.page.get_by_role("dialog")
            expect(dialog).to_have_count(1)
            assert dialog.get_by_role("heading", level=2).count() >= 1
            child.page.keyboard.press("Escape")


@pytest.mark.parametrize("name", SETS)
def test_strong_contrast_is_strong_on_every_kind_of_page(begin: Callable[..., Child], name: str) -> None:
    child = begin(SETS[name])
    child.page.locator("label:has(#look-strong)").click()
    faults = {"start": faults_found_by_axe(child.page)}
    for kind, question in kinds_in(SETS[name]).items():
        go_to_question(child, question)
        child.choose(question, question.scale.options[0].value)
        faults[kind] = faults_found_by_axe(child.page)
    assert not told(faults), told(faults)


def test_what_looks_for_faults_finds_them(tablet: Callable[..., Page]) -> None:
    """Planted: something small, wide, moving, unmarked and out of order."""
    page = tablet(*accessible.TABLET, touch=False)
    page.goto("/help?lang=en")
    page.evaluate(
        """() => {
          document.querySelector("main, body").insertAdjacentHTML("beforeend",
            `<p>${"w".repeat(400)}</p><button id="small">x</button><a href="/" tabindex="1">first</a>`);
          const small = document.getElementById("small");
          small.style.inlineSize = small.style.minBlockSize = "20px";
          small.style.outline = "none";
          small.animate([{ opacity: 0 }, { opacity: 1 }], 60000);
        }"""
    )
    sizes, keyboard = "\n".join(accessible.sizes(page)), "\n".join(accessible.tab_stops(page))
    assert 'is too small: <button id="small"' in sizes
    assert "the page is" in sizes
    assert "cut off: <p>" in sizes
    assert "the keyboard reaches" in keyboard
    assert 'the focus is not shown: <button id="small"' in keyboard
    assert accessible.stillness(page) != []
