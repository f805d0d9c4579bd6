"""Everybody does their part while the clock passes each limit; and a lead who lost the passphrase does theirs."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from survey import clock
from survey.alerts.tables import Call
from survey.configuration import Configuration
from survey.database import db, writing
from survey.models import Role
from survey.safeguarding.worries import Telling
from survey.thoughts import receiving
from survey.thoughts.tables import Prompt
from tests.browser.council import at_the_council
from tests.browser.frozen import (
    Mailbox,
    calls,
    decide_and_close,
    everything_in_place,
    is_whole,
    open_and_read,
    served,
    sign_in,
    watch,
)
from tests.browser.test_keys import NEW, in_force, make_key
from tests.survey.safeguarding.answering import ADULT, ADVOCATE, MIA, Hand, raised
from tests.survey.safeguarding.in_place import PASSPHRASE, InPlace

LEAD, DEPUTY, OFFICER = Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY, Role.OFFICER
WRITTEN = "It is loud when Mia comes, and I hide."
QUOTED = "It is loud when […] comes, and I hide."
# Written on a Friday, and counted from its week's Monday: the Monday after it, also where every day is read.
READ_BY = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
RED = "rgb(163, 20, 43)"


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    hand = Hand()
    monkeypatch.setattr(clock, "now", lambda: hand.now)
    return hand


@pytest.fixture
def founded(hand: Hand, settings: Configuration) -> Iterator[tuple[Flask, InPlace]]:
    with served(settings, everything_in_place) as made:
        yield made


@pytest.fixture
def council(founded: tuple[Flask, InPlace]) -> Flask:
    return founded[0]


@pytest.fixture
def address(council: Flask) -> str:
    return str(council.config["HEARD"].public_url)


def write_a_thought(council: Flask) -> None:
    def keep() -> None:
        with writing():
            receiving.keep(
                db.session, Prompt.WORRIED, None, WRITTEN, False, str(uuid.uuid4()), clock.now(), has_card=True
            )
            db.session.commit()

    at_the_council(council, keep)


def open_key(page: Page, passphrase: str = PASSPHRASE) -> None:
    page.goto("/staff/keys/?next=/staff/thoughts/")
    page.locator("input[name=passphrase]").fill(passphrase)
    page.get_by_role("button", name="Open my key").click()
    page.wait_for_url("**/staff/thoughts/")


@pytest.mark.parametrize(
    ("role", "telling"), [(Role.DESIGNATED_OFFICER, ADULT), (Role.ADVOCATE, ADVOCATE)], ids=["adult", "advocate"]
)
def test_what_is_not_the_leads_has_an_owner_and_a_clock_of_its_own(
    council: Flask, tablet: Callable[..., Page], hand: Hand, role: Role, telling: Telling
) -> None:
    mailbox, worry = Mailbox(), at_the_council(council, lambda: raised(db.session, telling))
    watch(council, mailbox)
    assert calls(council, worry) == [Call.RAISED]
    assert [letter.to for letter in mailbox.letters] == [f"{role}@council.example"]
    hand.pass_by(minutes=59)
    watch(council, mailbox)
    assert Call.HEAD not in calls(council, worry)
    # Nobody else holds this box: after an hour the head is next.
    hand.pass_by(minutes=2)
    watch(council, mailbox)
    assert Call.HEAD in calls(council, worry)
    hand.pass_by(days=1)
    watch(council, mailbox)
    assert Call.LATE in calls(council, worry)
    assert {letter.to for letter in mailbox.letters} == {f"{role}@council.example", "head-of-service@council.example"}

    lead = tablet(360, 740)
    sign_in(lead, LEAD)
    expect(lead.get_by_role("heading", name="Nobody waits")).to_be_visible()
    owner = tablet(360, 740)
    sign_in(owner, role)
    row = owner.locator(".worry.is-late")
    assert row.locator(".state").evaluate("element => getComputedStyle(element).color") == RED
    row.get_by_role("link").first.click()
    open_and_read(owner)
    expect(owner.get_by_text(MIA.words)).to_be_visible()
    is_whole(owner)
    decide_and_close(owner)
    is_whole(owner)
    owner.goto("/staff/worries/")
    expect(owner.get_by_role("heading", name="Nobody waits")).to_be_visible()
    before = calls(council, worry)
    hand.pass_by(days=3)
    watch(council, mailbox)
    assert calls(council, worry) == before


def test_a_thought_turns_red_when_its_days_are_over(council: Flask, tablet: Callable[..., Page], hand: Hand) -> None:
    write_a_thought(council)
    hand.now = READ_BY - timedelta(minutes=1)
    page = tablet(360, 740)
    sign_in(page, LEAD)
    page.goto("/staff/thoughts/")
    expect(page.get_by_text("The first must be read by Monday 23 November, 17:00.")).to_be_visible()
    assert page.locator(".is-late").count() == 0
    hand.pass_by(minutes=2)
    page.reload()
    assert page.locator(".read-first .state.is-late").evaluate("element => getComputedStyle(element).color") == RED
    expect(page.get_by_text("1 is late.")).to_be_visible()
    is_whole(page)


def test_a_lead_who_lost_the_passphrase_answers_and_a_quote_is_approved_by_a_second_person(
    founded: tuple[Flask, InPlace], tablet: Callable[..., Page], hand: Hand
) -> None:
    council, made = founded
    worry = at_the_council(council, lambda: raised(db.session))
    write_a_thought(council)
    lead = tablet(360, 740)
    sign_in(lead, LEAD)
    make_key(lead, NEW)
    lead.goto(f"/staff/worries/{worry}")
    assert lead.get_by_role("button", name="Open and read").count() == 0
    lead.goto("/staff/keys/")
    lead.get_by_role("link", name="Use two sheets").click()
    is_whole(lead)
    lead.get_by_label("One sheet").fill(made.sheets[1].words)
    lead.get_by_label("Another sheet").fill(made.sheets[2].words)
    lead.get_by_role("button", name="Use these two sheets").click()
    lead.get_by_role("heading", name="Three sheets to print").wait_for()
    is_whole(lead)
    in_force(lead)
    lead.goto(f"/staff/worries/{worry}")
    lead.get_by_role("button", name="Open and read").click()
    lead.get_by_text(MIA.words).wait_for()
    decide_and_close(lead)

    lead.goto("/staff/thoughts/")
    lead.get_by_role("button", name="Read the next").click()
    expect(lead.get_by_text(WRITTEN)).to_be_visible()
    lead.get_by_role("button", name="No: pass it on").click()
    lead.get_by_text("There is no other to read.").wait_for()

    officer = tablet(360, 740)
    sign_in(officer, OFFICER)
    open_key(officer)
    officer.get_by_label("To prepare findings").check()
    officer.get_by_role("button", name="Read one").click()
    officer.get_by_label("Worried about").check()
    officer.get_by_role("button", name="Keep, and make a quote of it").click()
    officer.get_by_label("The quote").fill(QUOTED)
    officer.get_by_role("button", name="Look again").click()
    officer.get_by_role("button", name="Propose it").click()
    officer.wait_for_url("**/staff/thoughts/quotes/")
    assert officer.get_by_role("button", name="Approve").count() == 0

    lead.goto("/staff/thoughts/quotes/")
    lead.get_by_role("button", name="Look at it").click()
    expect(lead.get_by_text(WRITTEN)).to_be_visible()
    lead.get_by_role("button", name="Approve").click()
    lead.wait_for_url("**/staff/thoughts/quotes/")
    expect(lead.get_by_text(QUOTED).first).to_be_visible()
    officer.reload()
    expect(officer.get_by_text(QUOTED).first).to_be_visible()
