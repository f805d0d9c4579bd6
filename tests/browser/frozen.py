"""A council whose clock the test moves, served to real browsers; and somebody of it who signs in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select
from waitress.server import create_server

from app import create_app
from survey import clock
from survey.alerts import outbox
from survey.alerts.escalation import escalate
from survey.alerts.post import Letter
from survey.alerts.tables import Alert, Call
from survey.configuration import Configuration
from survey.database import db, writing
from survey.migrations import migrate
from survey.models import Role
from tests.browser.council import at_the_council
from tests.browser.story import faults_found_by_axe
from tests.reliability.harness import free_port
from tests.survey.safeguarding.in_place import PASSPHRASE, InPlace, beat, put_in_place
from tests.survey.staff.office import PASSWORD


class Mailbox:
    """Takes every letter."""

    def __init__(self) -> None:
        self.letters = list[Letter]()

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)


@contextmanager
def served(settings: Configuration, found: Callable[[], InPlace]) -> Iterator[tuple[Flask, InPlace]]:
    """An application with ``found`` in its database, behind a real server until the end."""
    port = free_port()
    app = create_app(replace(settings, public_url=f"http://127.0.0.1:{port}"))
    made = at_the_council(app, found)
    server = create_server(app, listen=f"127.0.0.1:{port}", threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    yield app, made
    server.close()


def everything_in_place() -> InPlace:
    migrate()
    return put_in_place(db.session, clock.now())


def watch(council: Flask, mailbox: Mailbox) -> None:
    """What the watcher does, once."""

    def look() -> None:
        with writing():
            beat(db.session, clock.now())
            escalate(db.session, clock.now())
            db.session.commit()
        outbox.send_due(mailbox)

    at_the_council(council, look)


def calls(council: Flask, worry: str) -> list[Call]:
    found = select(Alert.call).where(Alert.worry_id == worry).order_by(Alert.id)
    return at_the_council(council, lambda: [Call(call) for call in db.session.scalars(found)])


def sign_in(page: Page, role: Role) -> None:
    page.goto("/staff/sign-in")
    page.locator("[name=email]").fill(f"{role}@council.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "sign-in" not in address)


def open_and_read(page: Page) -> None:
    page.get_by_role("button", name="Open and read").wait_for()
    page.wait_for_load_state()
    if page.locator("[type=password]").count():
        page.locator("[type=password]").fill(PASSPHRASE)
    page.get_by_role("button", name="Open and read").click()
    page.locator(".child-said").wait_for()


def decide_and_close(page: Page) -> None:
    page.get_by_text("Somebody talks with the child").click()
    page.get_by_label("Who does what, and by when?").fill("I go there on Tuesday.")
    page.get_by_role("button", name="Write down the decision").click()
    page.get_by_text("Your decision is written down.").wait_for()
    page.locator("summary", has_text="Close it").click()
    page.get_by_label("What came of it?").fill("It is better now.")
    page.get_by_text("Yes, the child has been told").click()
    page.get_by_role("button", name="Close it").click()
    page.locator(".history").get_by_text("It is better now.").wait_for()


def is_whole(page: Page) -> None:
    """Nothing for axe to find, and nothing beyond the edge."""
    assert faults_found_by_axe(page) == []
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
