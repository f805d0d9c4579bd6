"""A tablet of some years ago, whose browser knows no popovers: sheets open, close and are pointed at all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from questions.bank import question_sets
from survey.codes import Card
from tests.browser.story import Child
from tests.browser.test_idle import let_pass
from tests.browser.test_switches import Presser

KITE = question_sets()["children-in-care", "kite"]
# What such a browser has not, and that it takes a selector with a name unknown to it for an error.
OF_SOME_YEARS_AGO = """
for (const name of ["showPopover", "hidePopover", "togglePopover", "popover"]) delete HTMLElement.prototype[name];
document.addEventListener("beforetoggle", (event) => {
  event.stopImmediatePropagation();
  event.preventDefault();
}, { capture: true });
for (const kind of [Document, Element]) {
  for (const name of ["querySelector", "querySelectorAll", "matches", "closest"]) {
    const asked = kind.prototype[name];
    if (!asked) continue;
    kind.prototype[name] = function (selector) {
      if (selector.includes(":popover-open")) throw new DOMException(selector, "SyntaxError");
      return asked.call(this, selector);
    };
  }
}
"""


def without_styles_for_popovers(route: Route) -> None:
    reply = route.fetch()
    route.fulfill(response=reply, body=reply.text().replace("selector(:popover-open)", "selector(:unheard-of)"))


@pytest.fixture
def child(tablet: Callable[..., Page], card: Callable[..., Card]) -> Child:
    page = tablet(bypass_csp=True)  # its styles are not those that the policy names
    page.clock.install()
    page.add_init_script(OF_SOME_YEARS_AGO)
    page.route("**/answer?**", without_styles_for_popovers)
    child = Child(page, KITE)
    child.scan(card("kite"))
    page.locator("#start[data-card=open]").wait_for()
    assert page.evaluate("CSS.supports('selector(:popover-open)') && !('showPopover' in document.body)")
    return child


def test_a_child_stops_thinks_better_of_it_and_sends_by_switch(child: Child) -> None:
    presser = Presser(child, 2)
    presser.begin()
    for sheet in ("worried", "stop"):
        opened = presser.page.locator(f"#{sheet}")
        expect(opened).to_be_hidden()
        presser.press(presser.shown().locator(f"[popovertarget={sheet}]").first)
        expect(opened).to_be_in_viewport()
        presser.press(opened.locator(f":scope > [popovertarget={sheet}]"))
        expect(opened).to_be_hidden()
    presser.press(presser.shown().locator("[popovertarget=stop]").first)
    presser.press(presser.page.get_by_role("button", name="Send what I said so far"))
    presser.page.wait_for_url("**/thanks**")


def test_whoever_is_slow_is_asked(child: Child) -> None:
    child.begin()
    shown = child.shown().get_attribute("id")
    asks = child.page.get_by_role("alertdialog", name="Are you still there?")
    for _ in range(2):
        let_pass(child.page, 14, 5)
        expect(asks).to_be_in_viewport()
        child.press(asks.get_by_role("button", name="Carry on"))
        expect(asks).to_be_hidden()
    assert child.shown().get_attribute("id") == shown
