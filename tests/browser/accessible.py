"""What a page must hold for everybody who meets it, as the browser itself measures it: each tells what is wrong."""

from __future__ import annotations

from playwright.sync_api import Page

TABLET, NARROW = (820, 1180), (320, 640)
TWICE_AS_LARGE = (410, 590)
"""What is left of a tablet when everything on it is made twice as large."""
FOUR_TIMES = (320, 256)
"""What is left of 1280 by 1024 when everything is made four times as large: what WCAG's 1.4.10 asks for."""

# A child touches nothing smaller than 60 pixels; a rung of the ladder may be 40 high, and the offers to write and to
# make it easier 44: they are no answers.
TARGETS = """() => {
  const least = (each) => each.closest(".rung") ? [60, 40] : each.matches(".higher, .easier") ? [60, 44] : [60, 60];
  const touched = document.querySelectorAll("a[href], button, input:not([type=hidden]), textarea, summary, select");
  return [...touched]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && each.tabIndex >= 0)
    .flatMap((each) => {
      const { width, height } = each.getBoundingClientRect();
      const [wide, high] = least(each);
      if (width >= wide - 0.5 && height >= high - 0.5) return [];
      return [`${Math.round(width)} by ${Math.round(height)} is too small: ${each.outerHTML.slice(0, 80)}`];
    });
}"""

# Words that do not fit what they stand in, or run out of the page.
SPILT = """() => {
  const wide = document.documentElement.scrollWidth;
  const faults = wide > innerWidth ? [`the page is ${wide} wide on ${innerWidth}`] : [];
  const words = ".answer > span, .key, .go, .tool, .hide, h1, h2, legend, p, label:not(.answer)";
  const tight = document.querySelectorAll(words);
  for (const each of tight) {
    if (!each.checkVisibility({ visibilityProperty: true }) || each.closest(".said")) continue;
    const box = each.getBoundingClientRect();
    if (box.left < -1 || box.right > innerWidth + 1) faults.push(`beyond the edge: ${each.outerHTML.slice(0, 90)}`);
    const isWider = each.clientWidth && each.scrollWidth > each.clientWidth + 1;
    if (isWider) faults.push(`cut off: ${each.outerHTML.slice(0, 90)}`);
    const isCut = getComputedStyle(each).overflowY === "hidden" && each.scrollHeight > each.clientHeight + 1;
    if (isCut) faults.push(`cut off below: ${each.outerHTML.slice(0, 90)}`);
  }
  return faults;
}"""

# WCAG's 1.4.12: what somebody who needs air between letters, words and lines sets in their browser.
AIRY = """() => {
  const air = new CSSStyleSheet();
  air.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [air];
  return [];
}"""
CLOSE = "() => { document.adoptedStyleSheets = []; return []; }"

MOVES = """() => {
  const running = document.getAnimations().filter((each) => each.effect.getComputedTiming().activeDuration > 1);
  return running.map((each) => `${each.animationName ?? each.transitionProperty} moves`);
}"""

# How the element that has the focus shows it: by a line round itself or the paper it lies on, in sight, and no part
# of it behind what stays at the foot of the screen. A browser brings a long field's caret into sight, not all of it.
FOCUS = """() => {
  const at = document.activeElement;
  const face = at.matches(".answer > input") ? at.nextElementSibling : at;
  const { left, right, top, bottom } = face.getBoundingClientRect();
  const hit = (y) => document.elementFromPoint((left + right) / 2, y);
  const middle = hit((top + bottom) / 2);
  const own = at.closest(".spoken") ?? at.closest("label") ?? at;
  const isOwn = Boolean(middle) && (own.contains(middle) || face.contains(middle));
  const foot = ".bar, .both";
  const isClear = (y) => Boolean(at.closest(foot) || (hit(y) && !hit(y).closest(foot)));
  const style = getComputedStyle(face);
  return {
    place: at === document.body ? -1 : [...document.querySelectorAll("*")].indexOf(at),
    name: at.outerHTML.slice(0, 90),
    isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isSeen: isOwn && isClear(top + 4) && (at.localName === "textarea" || isClear(bottom - 4)),
  };
}"""
STOPS = """() => {
  const all = document.querySelectorAll("a[href], button, input:not([type=hidden]), textarea, summary, select");
  const open = [...all].filter((each) => each.checkVisibility({ visibilityProperty: true }) && each.tabIndex >= 0);
  const names = open.map((each) => each.type === "radio" ? each.name : each);
  return new Set(names).size;
}"""


def sizes(page: Page) -> list[str]:
    """Everything that is touched is large enough; nothing is cut off and nothing scrolls sideways: at twice the size,
    at four times, and with air between letters, words and lines."""
    faults = _at(page, TWICE_AS_LARGE, SPILT) + _at(page, FOUR_TIMES, SPILT) + _at(page, NARROW, TARGETS, AIRY, SPILT)
    return faults + _at(page, TABLET, SPILT, CLOSE, TARGETS)


def stillness(page: Page) -> list[str]:
    """Nothing moves for somebody who asked for less motion."""
    return [str(fault) for fault in page.evaluate(MOVES)]


def tab_stops(page: Page) -> list[str]:
    """Go through everything by keyboard until it comes round: all is reached, in order, and the focus always seen."""
    faults, before, seen = list[str](), -1, set[int]()
    page.evaluate(
        "() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); }"
    )
    for _ in range(100):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["place"] < 0 or at["place"] in seen:
            break
        seen.add(at["place"])
        if at["place"] < before:
            faults.append(f"out of order: {at['name']}")
        before = at["place"]
        if not at["isMarked"]:
            faults.append(f"the focus is not shown: {at['name']}")
        if not at["isSeen"]:
            faults.append(f"the focus is hidden: {at['name']}")
    stops = page.evaluate(STOPS)
    return faults if len(seen) == stops else [*faults, f"the keyboard reaches {len(seen)} of {stops}"]


def _at(page: Page, size: tuple[int, int], *looks: str) -> list[str]:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    found = [fault for look in looks for fault in page.evaluate(look)]
    return [f"{fault} (at {size[0]} × {size[1]})" for fault in found]
