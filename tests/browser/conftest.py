"""A real browser against the real server. Fails, and never skips, where there is no browser."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from sqlalchemy import select
from waitress.server import create_server

from analysis.demonstration.seeding import make
from app import create_app
from questions.questionnaire import QuestionSet
from survey import clock, codes
from survey.alerts.watching import start_watching
from survey.configuration import Configuration
from survey.database import db, writing
from survey.duty import promise
from survey.migrations import migrate
from survey.models import Round
from tests.browser.council import at_the_council
from tests.browser.story import Child, Watched, watch
from tests.reliability.harness import free_port
from tests.survey.safeguarding.in_place import beat

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
# Milliseconds. What comes is met at once; only what never comes costs this, so that a busy machine fails nothing.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


def found_a_council() -> None:
    migrate()
    with writing():
        make(db.session, clock.today())
        db.session.commit()


@pytest.fixture(scope="session")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demonstration council, served by waitress in a thread of this process."""
    folder = tmp_path_factory.mktemp("council")
    port = free_port()
    settings = Configuration(
        instance=folder,
        database_url=f"sqlite:///{folder / 'heard.sqlite'}",
        secret=b"the browser tests' own secret, long",
        public_url=f"http://127.0.0.1:{port}",
        demonstration=True,
        accepts_drafts=True,
        offers_unfinished=True,
        mail="folder:",
    )
    app = create_app(settings)
    at_the_council(app, found_a_council)
    server = create_server(app, listen=f"127.0.0.1:{port}", threads=16)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    watch = at_the_council(app, lambda: start_watching(app))
    keep_doors_open(app)
    yield app
    watch.stop()
    server.close()


def keep_doors_open(app: Flask) -> None:
    """No door is offered before somebody is known to watch, and whichever test comes next must meet them all. A test
    that moves the clock moves it for the watch, too: its last beat may lie in another year."""

    def is_watched_now() -> None:
        with writing():
            beat(db.session, clock.now())
            db.session.commit()

    at_the_council(app, is_watched_now)
    app.extensions.pop(promise.KEY, None)


@pytest.fixture(scope="session")
def address(council: Flask) -> str:
    return str(council.config["HEARD"].public_url)


@pytest.fixture
def card(council: Flask) -> Callable[..., codes.Card]:
    """A fresh card for the open round: ``card("boat")``."""

    def issue(version: str = "star") -> codes.Card:
        with writing():
            asked = db.session.scalars(select(Round).where(Round.id.startswith("now-"))).one()
            [fresh] = codes.issue(db.session, asked.settings[0], version, 1, clock.now() + codes.ON_SCREEN)
            db.session.commit()
            return fresh

    return lambda version="star": at_the_council(council, lambda: issue(version))


def chromium() -> str:
    """The browser's program. A missing browser is a failure, not a reason to skip."""
    program = os.environ.get("HEARD_CHROMIUM") or shutil.which("chromium")
    if not program or not Path(program).exists():
        pytest.fail("The browser tests need Chromium: run them with `python3 dev.py test`.")
    return program


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    launched = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture
def keeping_browser(driver: Playwright) -> Iterator[Browser]:
    """A browser that keeps whole pages for "back", as people's browsers do and the driver's usually does not."""
    launched = driver.chromium.launch(
        executable_path=chromium(), args=ARGUMENTS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield launched
    launched.close()


@pytest.fixture
def tablet(browser: Browser, council: Flask, address: str) -> Iterator[Callable[..., Page]]:
    """Opens pages as ``tablet(width=820, scripts=True, touch=True)``; every page is watched."""
    keep_doors_open(council)
    contexts: list[tuple[BrowserContext, Watched]] = []

    def open_page(
        width: int = 820, height: int = 1180, scripts: bool = True, touch: bool = True, **more: object
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=touch,
            java_script_enabled=scripts,
            base_url=address,
            reduced_motion="reduce",
            **more,  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        contexts.append((context, watch(page, address)))
        return page

    yield open_page
    for context, watched in contexts:
        context.close()
        assert watched.elsewhere == [], "a page asked another host for something"
        assert watched.complaints == [], "the browser complained"


@pytest.fixture
def meet(tablet: Callable[..., Page], card: Callable[..., codes.Card]) -> Callable[..., Child]:
    """A child whose card has just been scanned; without scripts, typed: ``meet(question_set, scripts=True)``."""

    def begun(asked: QuestionSet, scripts: bool = True, **more: object) -> Child:
        child = Child(tablet(scripts=scripts, **more), asked)
        if not scripts:
            child.type_digits(card(asked.version.key))
            return child
        child.scan(card(asked.version.key))
        child.page.locator("#start[data-card=open]").wait_for()
        return child

    return begun
