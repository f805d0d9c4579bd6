"""The people of the story as page objects: a child with a tablet, and somebody of the staff."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Request, expect

from questions.questionnaire import NOT_SURE, SKIP, Question, QuestionSet
from survey.codes import Card

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# Every rule, and the one that is not asked for by itself: targets of 24 pixels.
RUN_AXE = "axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})"
# The same, while the questions that are not shown are away: axe would say nothing of them, five times as slowly.
RUN_AXE_ON_WHAT_IS_SHOWN = f"""async () => {{
  const hidden = [...document.querySelectorAll("section[data-theme][hidden]")];
  const places = hidden.map((page) => {{
    const place = document.createComment("");
    page.replaceWith(place);
    return place;
  }});
  const found = await {RUN_AXE};
  places.forEach((place, at) => place.replaceWith(hidden[at]));
  return found;
}}"""
# Go on, touching nothing, until the section that is shown matches: what a child would do, in one go.
WALK_ON = """goal => {
  const shown = () => [...document.querySelectorAll("section.page")].find((page) => page.checkVisibility());
  for (let here = shown(); !here.matches(goal); here = shown()) {
    here.querySelector("a.go").click();
    if (shown() === here) throw new Error(`no way on from #${here.id}`);
  }
}"""
Way = Literal["touch", "keyboard"]
# What stands between questions: the check, a rest, and who goes on with the next part.
QUIET = re.compile(r"c[12]|again|rest|alone\d+")


@dataclass
class Watched:
    """What a page did that none of ours may do."""

    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def watch(page: Page, address: str) -> Watched:
    watched = Watched()
    own = urlsplit(address).netloc

    def asked(request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme in ("http", "https", "ws", "wss") and where.netloc != own:
            watched.elsewhere.append(where.netloc)

    page.on("request", asked)
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    page.on("console", lambda said: watched.complaints.append(said.text) if "Content Security" in said.text else None)
    return watched


def faults_found_by_axe(page: Page) -> list[str]:
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(RUN_AXE_ON_WHAT_IS_SHOWN)
    return [
        f"{fault['id']}: {fault['help']}: {[node['target'] for node in fault['nodes'][:3]]}"
        for fault in found["violations"]
    ]


class Says(Protocol):
    def __call__(self, question: Question, number: int) -> str | None: ...


def something_different_each_time(question: Question, number: int) -> str | None:
    """An answer that walks through every option, "not sure", "skip" and silence as the questions go by."""
    choices: list[str | None] = [*(option.value for option in question.scale.options), NOT_SURE, SKIP, None]
    return choices[(number * 3) % len(choices)]


class Child:
    """A child with a tablet, by touch or by keyboard. ``has_touch`` is false where a mouse stands in for a finger."""

    has_touch = True

    def __init__(self, page: Page, question_set: QuestionSet, language: str = "en", way: Way = "touch") -> None:
        self.page, self.question_set, self.language, self.way = page, question_set, language, way

    def scan(self, card: Card, giver: str = "") -> None:
        given = f"~{giver}" if giver else ""
        self.page.goto(f"/answer?set={self.question_set.key}&lang={self.language}#{card.code}{given}")

    def open_door(self, door: str) -> Locator:
        """Open a door from wherever a question is shown, and tell its sheet."""
        self.press(self.shown().locator(".bar [popovertarget=worried], .helper [popovertarget=worried]"))
        self.press(self.page.locator(f"#worried .door.{door}"))
        return self.page.locator(f"#{door}")

    def tick(self, sheet: Locator, value: str) -> None:
        """Press a key of a door's form: the one of this name or value."""
        key = f"input[name='{value}'], input[type=checkbox][value='{value}']"
        if self.way == "touch":
            label = sheet.locator(f"label:has({key.replace(', ', '), label:has(')})")
            label.tap() if self.has_touch else label.click()
        else:
            sheet.locator(key).focus()
            self.page.keyboard.press("Space")

    def type_digits(self, card: Card) -> None:
        self.page.goto(f"/?lang={self.language}")
        self.page.locator("input[name=digits]").fill(" ".join(card.digits[i : i + 3] for i in range(0, 12, 3)))
        self.page.locator("button.go[form=begin]").click()

    def is_let_in(self) -> None:
        """Wait until the card has been looked at: what is told through a door goes along with its pass from then on."""
        self.page.wait_for_function("() => document.querySelector('child-sitting').code.includes('.')")

    def begin(self) -> None:
        self.go_on()

    def go_on(self) -> None:
        """Go on to the next question, touching nothing on the quiet pages in between."""
        self.next()
        while QUIET.fullmatch(self.shown().get_attribute("id") or ""):
            self.next()

    def reload(self) -> None:
        """Reload the page; what was said up to then is delivered, and the child may carry on."""
        with self.page.expect_response(lambda reply: reply.url.endswith("/parts") and reply.ok):
            self.page.reload()
        self.page.locator("#start[data-card=more]").wait_for()

    def next(self) -> None:
        self.press(self.shown().locator("a.go"))

    def go_to(self, section: str) -> None:
        """Go on, touching nothing, until this section is shown."""
        self.page.evaluate(WALK_ON, f"#{section}")

    def tap(self, value: str, name: str | None = None) -> None:
        named = f"[name='{name}']" if name else ""
        self.shown().locator(f"label:has(input{named}[value='{value}'])").tap()

    def asked(self, question: Question) -> Question:
        """The one of its wordings that is on the screen."""
        field = self.shown().locator("input[type=radio]").first.get_attribute("name") or ""
        return question.asked_as(field.partition(".")[2]) or question

    def answer_all(self, says: Says) -> dict[str, str]:
        """Answer every question that is shown, and tell what was answered."""
        said: dict[str, str] = {}
        for number, question in enumerate(self.question_set.questions, start=1):
            if question.theme.key not in self.question_set.shown(said):
                continue
            asked = self.asked(question)
            value = says(asked, number)
            if value is not None:
                self.choose(asked, value)
                said[question.theme.key] = value
            self.go_on()
        return said

    def answer_rest(self) -> None:
        """Go on to the end without touching an answer. That every page leads on by touch and by keyboard is shown where
        every question is answered."""
        self.page.evaluate(WALK_ON, ":has(button[name=mark])")

    def shown(self) -> Locator:
        return self.page.locator("section.page:visible")

    def choose(self, question: Question, value: str) -> None:
        radio = self.shown().locator(f"input[name='{question.field}'][value='{value}']")
        if self.way == "touch":
            label = self.shown().locator(f"label:has(input[name='{question.field}'][value='{value}'])")
            label.tap() if self.has_touch else label.click()
        else:
            self._tab_to(f"input[name='{question.field}']")
            group = self.shown().locator(f"input[name='{question.field}']")
            values = [each.get_attribute("value") for each in group.all()]
            self.page.keyboard.press("Space")
            for _ in range(values.index(value)):
                self.page.keyboard.press("ArrowDown")
        expect(radio).to_be_checked()

    def press(self, target: Locator) -> None:
        if self.way == "touch":
            target.tap() if self.has_touch else target.click()
        else:
            handle = target.element_handle()
            for _ in range(80):
                if self.page.evaluate("element => document.activeElement === element", handle):
                    self.page.keyboard.press("Enter")
                    return
                self.page.keyboard.press("Tab")
            raise AssertionError("the keyboard does not reach it")

    def send(self) -> None:
        self.press(self.shown().locator("button[name=mark][value=finished]"))
        self.page.wait_for_url("**/thanks**")

    def _tab_to(self, selector: str) -> None:
        for _ in range(80):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("the keyboard does not reach the answers")


class Staff:
    """Somebody of the staff, signed in by the demonstration's one-click accounts."""

    def __init__(self, page: Page, role: str) -> None:
        self.page, self.role = page, role

    def sign_in(self) -> None:
        self.page.goto("/staff/sign-in")
        self.page.locator("input[name=email]").fill(f"{self.role}@demo.example")
        self.page.locator("input[name=password]").fill("demonstration")
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(lambda address: "sign-in" not in address)


def stored(answers: Mapping[str, Any]) -> dict[str, str]:
    """Theme → value of a stored part's answers."""
    return {theme: value for theme, (_, value) in answers.items()}
