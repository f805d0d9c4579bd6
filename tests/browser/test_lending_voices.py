"""A council lends its voices: recorded in the page, kept, heard by a child, and removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from questions.bank import question_sets
from tests.browser.conftest import ARGUMENTS, chromium
from tests.browser.story import Staff, faults_found_by_axe, watch
from tests.browser.voices import SILENT, give_voices, ready, until
from tests.survey.sounds.samples import mp3

SYMBOLS = question_sets()["children-in-care", "symbols"]
FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
ROOM = f"/staff/sounds/{SYMBOLS.key}/cy/"


@pytest.fixture
def studio(driver: Playwright) -> Iterator[Browser]:
    """A browser with a microphone that hears beeps."""
    launched = driver.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS, *FAKE])
    yield launched
    launched.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_recorded_in_the_page_and_heard_by_a_child(
    studio: Browser, tablet: Callable[..., Page], address: str, width: int
) -> None:
    page = studio.new_context(base_url=address, viewport={"width": width, "height": 740}).new_page()
    watched = watch(page, address)
    Staff(page, "officer").sign_in()
    page.goto(ROOM)
    assert faults_found_by_axe(page) == []
    page.get_by_role("link", name="Record").or_(page.get_by_role("link", name="Change")).first.click()
    words = page.locator("#to-say").inner_text()
    room = page.url
    assert faults_found_by_axe(page) == []
    page.get_by_role("button", name="Record", exact=True).click()
    page.get_by_text("Recording …").wait_for()
    page.wait_for_timeout(700)
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("button", name="Record again").click()
    page.get_by_text("Recording …").wait_for()
    page.wait_for_timeout(700)
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_text("Listen to it.").wait_for()
    assert faults_found_by_axe(page) == []
    until(page, "document.querySelector('sound-recorder audio').duration > .3")
    page.get_by_label("Who speaks?").fill("children’s council")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("It is kept.").wait_for()
    assert page.locator("#to-say").inner_text() != words, "whoever lends a voice goes on to the next words"
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    child = tablet(360, 740)
    give_voices(child)
    child.goto(f"/answer?set={SYMBOLS.key}&lang=cy")
    ready(child)
    child.evaluate("for (const page of document.querySelectorAll('form .page')) page.hidden = page.id !== 'q1'")
    child.locator("#q1 .question .speaker").tap()
    until(child, "played.length === 1")
    until(child, SILENT)
    assert child.locator(".voiceless").count() == 0

    page.goto(room)
    expect(page.get_by_text("Spoken by children’s council")).to_be_visible()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_text("It is removed.").wait_for()
    child.reload()
    ready(child)
    child.evaluate("for (const page of document.querySelectorAll('form .page')) page.hidden = page.id !== 'q1'")
    child.locator("#q1 .question .speaker").tap()
    child.locator(".voiceless").wait_for()
    assert child.evaluate("played.length") == 0
    page.context.close()
    assert (watched.elsewhere, watched.complaints) == ([], [])


def test_where_there_is_no_microphone_a_file_does_as_well(tablet: Callable[..., Page]) -> None:
    page = tablet(820, 1180)
    Staff(page, "officer").sign_in()
    page.goto(ROOM)
    page.get_by_role("link", name="Record").nth(1).click()
    page.get_by_role("button", name="Record", exact=True).click()
    page.get_by_text("The microphone is not there").wait_for()
    room = page.url
    page.get_by_label("Choose a file").set_input_files({"name": "x", "mimeType": "text/html", "buffer": b"<p>no</p>"})
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("alert").wait_for()
    assert "no sound file that browsers play" in page.get_by_role("alert").inner_text()
    assert faults_found_by_axe(page) == []
    page.get_by_label("Choose a file").set_input_files({"name": "x.mp3", "mimeType": "audio/mpeg", "buffer": mp3()})
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("It is kept.").wait_for()
    page.goto(room)
    page.get_by_role("button", name="Remove it").click()
    page.get_by_text("It is removed.").wait_for()
