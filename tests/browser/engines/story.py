"""The child of the story in a browser that speaks WebDriver: the same words as in ``tests.browser.story``, by touch."""

from __future__ import annotations

import base64
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from questions.questionnaire import Question, QuestionSet
from survey.codes import Card
from tests.browser.engines.wires import ELEMENT, CommandRefused, Tell
from tests.browser.story import AXE, QUIET, RUN_AXE_ON_WHAT_IS_SHOWN, Says

SHOWN = "section.page:not([hidden])"
PATIENCE = 60.0
FIRST_IN_SIGHT = """
return [...document.querySelectorAll(arguments[0])].find((each) => each.getClientRects().length > 0) ?? null
"""


class Window:
    """A fresh tab: it has no history and remembers nothing."""

    def __init__(self, tell: Tell, address: str) -> None:
        self.tell, self.address = tell, address

    def open(self, path: str) -> None:
        self.tell("NavigateTo", url=self.address + path)

    @property
    def path(self) -> str:
        return str(self.tell("GetCurrentURL")).removeprefix(self.address)

    def find(self, selector: str) -> str:
        """The first that can be seen of this selector."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            if found := self.run(FIRST_IN_SIGHT, selector):
                return str(found[ELEMENT])
            time.sleep(0.05)
        raise AssertionError(f"{selector} is not to be seen on {self.path}")

    def click(self, selector: str) -> None:
        """Touch the middle of it, scrolled to the middle of the screen as a child would."""
        element = self.find(selector)
        self.run("arguments[0].scrollIntoView({ block: 'center' })", {ELEMENT: element})
        self.tell("ElementClick", id=element)

    def type(self, selector: str, words: str) -> None:
        self.tell("ElementSendKeys", id=self.find(selector), text=words)

    def run(self, script: str, *given: object) -> Any:
        return self.tell("ExecuteScript", script=script, args=list(given))

    def until(self, script: str) -> None:
        ends = time.monotonic() + PATIENCE
        while not self.run(f"return Boolean({script})"):
            assert time.monotonic() < ends, f"it never came to be that {script}, on {self.path}"
            time.sleep(0.05)

    def until_at(self, path: str) -> None:
        ends = time.monotonic() + PATIENCE
        while not self.path.startswith(path):
            assert time.monotonic() < ends, f"{self.path} is not {path}"
            time.sleep(0.05)

    def step(self, command: str) -> None:
        """Back, forward or reload; nothing happens where there is nothing to go to."""
        with suppress(CommandRefused):
            self.tell(command)

    def memory(self) -> str:
        """All that the browser keeps for our pages."""
        return str(self.run("return JSON.stringify([{...localStorage}, {...sessionStorage}])"))

    def name_and_role(self, selector: str) -> tuple[str, str]:
        """What a screen reader is told of an element; it may be one that has no box of its own."""
        element = self.run("return document.querySelector(arguments[0])", selector)[ELEMENT]
        return str(self.tell("GetComputedLabel", id=element)), str(self.tell("GetComputedRole", id=element))

    def faults_found_by_axe(self) -> list[str]:
        self.run(AXE)
        found = self.tell(
            "ExecuteAsyncScript",
            script=f"({RUN_AXE_ON_WHAT_IS_SHOWN})().then(arguments[arguments.length - 1])",
            args=[],
        )
        return [f"{fault['id']}: {fault['help']}" for fault in found["violations"]]

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.tell("TakeScreenshot")))


class Child:
    def __init__(self, window: Window, question_set: QuestionSet, language: str = "en") -> None:
        self.window, self.question_set, self.language = window, question_set, language

    def scan(self, card: Card) -> None:
        self.window.open(f"/answer?set={self.question_set.key}&lang={self.language}#{card.code}")

    def press(self, selector: str) -> None:
        """Press what is on the page that is shown."""
        self.window.click(f"{SHOWN} {selector}")

    def begin(self) -> None:
        self.go_on()

    def go_on(self) -> None:
        """Go on to the next question, touching nothing on the quiet pages in between."""
        self.press("a.go")
        while QUIET.fullmatch(self.window.run(f"return document.querySelector('{SHOWN}').id")):
            self.press("a.go")

    def choose(self, question: Question, value: str) -> None:
        radio = f"input[name='{question.field}'][value='{value}']"
        self.press(f"label:has({radio})")
        assert self.window.run("return document.querySelector(arguments[0]).checked", radio)

    def answer_all(self, says: Says) -> dict[str, str]:
        """Answer every question that is shown, and tell what was answered."""
        said: dict[str, str] = {}
        for number, question in enumerate(self.question_set.questions, start=1):
            if question.theme.key not in self.question_set.shown(said):
                continue
            asked = question.wordings[-1]
            value = says(asked, number)
            if value is not None:
                self.choose(asked, value)
                said[question.theme.key] = value
            self.go_on()
        return said

    def answer_rest(self) -> None:
        """Go on to the end without touching an answer."""
        while not self.window.run("return document.querySelector('#end').checkVisibility()"):
            self.go_on()

    def send(self) -> None:
        self.press("button[name=mark][value=finished]")
        self.window.until_at("/thanks")

    def answers_in_sight(self) -> int:
        """How many answers the page shows as chosen."""
        chosen = "[...document.querySelectorAll('[type=radio]:checked')].filter(({ form }) => form?.id !== 'look')"
        return int(self.window.run(f"return {chosen}.length"))
