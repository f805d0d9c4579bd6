"""The lead who lost the passphrase comes back by two sheets and reads what a child said before."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from waitress.server import create_server

from app import create_app
from survey import clock
from survey.configuration import Configuration
from survey.database import db, writing
from survey.keys import boxes, own
from survey.keys.tables import Box
from survey.migrations import migrate
from survey.models import Role
from survey.safeguarding import worries
from survey.safeguarding.tables import Door
from survey.safeguarding.worries import Telling
from tests.browser.council import at_the_council
from tests.browser.story import faults_found_by_axe
from tests.reliability.harness import free_port
from tests.survey.safeguarding.in_place import PASSPHRASE, InPlace, employed, fresh, put_in_place
from tests.survey.staff.office import PASSWORD

WIDTHS = [(360, 740), (820, 1180), (1280, 800)]
NEW = "another one to remember"
LEAD, DEPUTY = Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY
WORDS = "said before the passphrase was lost"
TELLING = Telling(Door.TALK, "Ari", False, "", "at school", WORDS, False, "en")


@pytest.fixture
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A council of this test's own: the demonstration's keys and sheets are for everybody else's tests."""
    folder, port = tmp_path_factory.mktemp("council"), free_port()
    app = create_app(
        Configuration(
            instance=folder,
            database_url=f"sqlite:///{folder / 'heard.sqlite'}",
            secret=b"the browser tests' own secret, long",
            public_url=f"http://127.0.0.1:{port}",
        )
    )
    at_the_council(app, migrate)
    server = create_server(app, listen=f"127.0.0.1:{port}", threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    yield app
    server.close()


@pytest.fixture
def address(council: Flask) -> str:
    return str(council.config["HEARD"].public_url)


def prepare(council: Flask) -> InPlace:
    """Everything in place, and one worry that was raised before anything is lost."""

    def work() -> InPlace:
        made = put_in_place(db.session, clock.now())
        with writing():
            worries.raise_worry(db.session, TELLING, str(uuid4()), True, None, clock.now())
            db.session.commit()
        return made

    return at_the_council(council, work)


def employ(council: Flask, role: Role, email: str | None = None, has_key: bool = False) -> None:
    def work() -> None:
        number = employed(db.session, role, email)
        if has_key:
            own.make_own(db.session, number, fresh(str(email)))
        db.session.commit()

    at_the_council(council, work)


def sign_in(page: Page, role: Role) -> None:
    page.goto("/staff/sign-in")
    page.locator("input[name=email]").fill(f"{role}@council.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "sign-in" not in address)


def make_key(page: Page, passphrase: str) -> None:
    page.goto("/staff/keys/new")
    page.get_by_label("New passphrase").fill(passphrase)
    page.get_by_label("The same again").fill(passphrase)
    anew = page.get_by_label("I want a new key")
    if anew.count():
        anew.check()
    page.locator("main form button").click()
    page.get_by_text("Your key is made, and open in this browser.").wait_for()


def in_force(page: Page) -> None:
    page.get_by_label("I have printed all three").check()
    page.get_by_role("button", name="Done: these sheets are in force").click()
    page.get_by_text("The three").first.wait_for()


@pytest.mark.parametrize("scripts", [True, False])
def test_who_lost_the_passphrase_comes_back_and_reads(
    council: Flask, tablet: Callable[..., Page], scripts: bool
) -> None:
    made = prepare(council)
    page = tablet(360, 740, scripts=scripts)
    sign_in(page, LEAD)
    make_key(page, NEW)
    page.goto("/staff/keys/")
    expect(page.get_by_text("You do not hold it.")).to_have_count(2)
    page.get_by_role("link", name="Use two sheets").click()
    page.get_by_label("One sheet").fill(made.sheets[2].words.lower())
    page.get_by_label("Another sheet").fill(made.sheets[0].words.replace("-", " "))
    page.get_by_role("button", name="Use these two sheets").click()
    page.get_by_role("heading", name="Three sheets to print").wait_for()
    in_force(page)
    expect(page.get_by_text("You hold it.", exact=True)).to_have_count(2)
    page.goto("/staff/worries/")
    page.locator("main a[href*='/staff/worries/']").first.click()
    page.locator("main form button").first.click()
    page.get_by_text(WORDS).wait_for()


def test_from_nothing_to_a_deputy_who_is_let_in(council: Flask, tablet: Callable[..., Page]) -> None:
    employ(council, LEAD)
    employ(council, DEPUTY)
    lead, deputy = tablet(820, 1180), tablet(360, 740)
    sign_in(lead, LEAD)
    make_key(lead, PASSPHRASE)
    lead.get_by_role("link", name="Make the three sheets").click()
    lead.get_by_role("button", name="Show the three sheets").click()
    in_force(lead)
    sign_in(deputy, DEPUTY)
    make_key(deputy, NEW)
    sign = deputy.locator(".sign").first.inner_text()
    lead.goto("/staff/keys/")
    box = lead.get_by_role("region", name="Worries")
    box.locator("summary").click()
    assert sign in box.locator(".let-in").inner_text()
    box.get_by_label("I have spoken with").check()
    box.get_by_role("button", name="Let A safeguarding-deputy in").click()
    lead.get_by_text("A safeguarding-deputy is let in.").wait_for()
    deputy.reload()
    expect(deputy.get_by_role("region", name="Worries").get_by_text("You hold it.")).to_have_count(1)
    held = at_the_council(council, lambda: boxes.holders(db.session, Box.SAFEGUARDING))
    assert len(held) == 2


def test_reloading_the_page_of_the_sheets_shows_none(council: Flask, tablet: Callable[..., Page]) -> None:
    employ(council, LEAD)
    page = tablet(820, 1180)
    sign_in(page, LEAD)
    make_key(page, PASSPHRASE)
    page.goto("/staff/keys/sheets/")
    page.get_by_role("button", name="Show the three sheets").click()
    words = page.locator(".sheet-words").first.inner_text()
    page.reload()
    assert words not in page.content()
    page.go_back()
    assert words not in page.content()


def test_each_sheet_is_printed_on_a_page_of_its_own(council: Flask, tablet: Callable[..., Page]) -> None:
    employ(council, LEAD)
    page = tablet(820, 1180)
    sign_in(page, LEAD)
    make_key(page, PASSPHRASE)
    page.goto("/staff/keys/sheets/")
    page.get_by_role("button", name="Show the three sheets").click()
    page.locator(".sheet").first.wait_for()
    page.wait_for_load_state()
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 3
    page.emulate_media(media="print")
    assert page.get_by_label("I have printed all three").is_hidden()


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_axe_finds_nothing(council: Flask, tablet: Callable[..., Page], width: int, height: int) -> None:
    prepare(council)
    employ(council, DEPUTY, "second@council.example", has_key=True)
    employ(council, Role.ADMINISTRATOR)
    page = tablet(width, height)
    sign_in(page, LEAD)
    for path in ("keys/", "keys/new", "keys/passphrase", "keys/sheets/", "duty/"):
        page.goto(f"/staff/{path}")
        assert faults_found_by_axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto("/staff/keys/")
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Open my key").click()
    page.locator("summary").first.click()
    assert faults_found_by_axe(page) == []
    page.goto("/staff/duty/")
    page.locator("[name=closes-0]").fill("08:00")
    page.get_by_role("button", name="Save the hours").click()
    page.get_by_text("This is still to do:").wait_for()
    assert faults_found_by_axe(page) == []
    other = tablet(width, height)
    sign_in(other, Role.ADMINISTRATOR)
    other.goto("/staff/people/")
    assert faults_found_by_axe(other) == []
