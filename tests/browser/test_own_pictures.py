"""An officer puts in a picture of the council's own, and a child sees it where ours was."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from questions.bank import question_sets
from survey.codes import Card
from tests.browser.council import at_the_council
from tests.browser.council_pictures import take_away
from tests.browser.story import Child, Staff, faults_found_by_axe
from tests.survey.gallery.files import drawing, pack, saved, symbol

PLACE = "/staff/pictures/own/"
RED = saved(Image.new("RGB", (300, 300), "#ff0000"), "PNG")
SYMBOLS = question_sets()["children-in-care", "symbols"]


@pytest.fixture(autouse=True)
def _ours_again(council: Flask) -> Iterator[None]:
    yield
    at_the_council(council, take_away)


def file(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return str(path)


def middle(shown: Locator) -> tuple[int, ...]:
    """The colour in the middle of what is on the screen."""
    picture = Image.open(BytesIO(shown.screenshot())).convert("RGB")
    found = picture.getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(found, tuple)
    return found


def is_red(shown: Locator) -> bool:
    """Whether it is, once its file has been fetched and painted."""
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        red, green, blue = middle(shown)
        if red > 230 and green < 40 and blue < 40:
            return True
        shown.page.wait_for_timeout(100)
    return False


@pytest.mark.parametrize(("scripts", "width"), [(True, 820), (False, 360)])
def test_a_picture_that_is_put_in_is_what_a_child_sees(
    tablet: Callable[..., Page], card: Callable[..., Card], tmp_path: Path, scripts: bool, width: int
) -> None:
    office = tablet(1280, touch=False)
    Staff(office, "officer").sign_in()
    office.goto(f"{PLACE}home")
    office.get_by_label("Picture").set_input_files(file(tmp_path / "home.png", RED))
    office.get_by_role("button", name="Use this picture").click()
    assert office.get_by_role("alert").inner_text().count("Say who may use it") == 1
    office.get_by_label("Who may use it").fill("The council drew it")
    office.get_by_role("button", name="Use this picture").click()
    office.get_by_text("Saved. This is how children see it from now on.").wait_for()
    assert faults_found_by_axe(office) == []
    assert is_red(office.locator("img.large"))

    page = tablet(width, scripts=scripts)
    child, fresh = Child(page, SYMBOLS), card("symbols")
    child.scan(fresh) if scripts else child.type_digits(fresh)
    home = next(each for each in SYMBOLS.questions if each.picture == "home")
    asked = page.locator(f"section[data-theme='{home.theme.key}'] svg:has(use[href='#p-home'])").first
    child.begin()
    while not asked.is_visible():
        child.go_on()
    page.wait_for_selector("#drawings symbol image", state="attached")
    asked.scroll_into_view_if_needed()
    assert is_red(asked)


def test_a_pack_is_put_in_and_its_pictures_stand_beside_ours(tablet: Callable[..., Page], tmp_path: Path) -> None:
    office = tablet(360, touch=False)
    Staff(office, "officer").sign_in()
    office.goto(PLACE)
    packed = pack({"happy.png": symbol(), "sad.svg": drawing(), "unicorn.png": symbol()})
    office.get_by_label("ZIP file").set_input_files(file(tmp_path / "pack.zip", packed))
    office.get_by_label("Who may use them").fill("Widgit licence of the council")
    office.get_by_role("button", name="Use these pictures").click()
    office.get_by_text("unicorn.png: There is no concept of this name.").wait_for()
    assert faults_found_by_axe(office) == []
    office.goto("/staff/pictures/")
    expect(office.locator(".drawings img")).to_have_count(2 * 4)
    assert faults_found_by_axe(office) == []
    assert office.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    for size, dots in (("middling", 120), ("smaller", 72), ("small-one", 48)):
        for shown in (office.locator(f".drawings img.{size}").first, office.locator(f".drawings svg.{size}").first):
            box = shown.bounding_box()
            assert box
            assert (box["width"], box["height"]) == (dots, dots)
    office.get_by_label("One colour").check()
    colour = middle(office.locator(".drawings img.large").first)
    assert max(colour) - min(colour) <= 2, colour
