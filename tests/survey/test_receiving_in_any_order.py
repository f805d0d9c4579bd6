"""However deliveries, retries and marks are mixed, the database holds what a set would: a law, not examples."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule
from sqlalchemy import select

from app import create_app
from survey import clock
from survey.configuration import Configuration
from survey.database import db
from survey.migrations import migrate
from survey.models import Mark, Part, Round, RoundSetting, Sitting
from survey.responses import Delivery, Receipt, receive
from tests.survey.sittings import a_card, a_document

NOW = clock.now()
RUNGS = st.integers(0, 10).map(str)


class Receiving(RuleBasedStateMachine):
    """A child's tablet that loses its signal at the worst moments, against a plain Python model of what is kept."""

    sittings: Any = Bundle("sittings")
    sent: Any = Bundle("sent")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        app = create_app(Configuration(self.folder, f"sqlite:///{self.folder}/s.sqlite", b"s" * 32, "http://localhost"))
        self.context = app.app_context()
        self.context.push()
        migrate()
        today = NOW.date()
        self.asked = Round(
            id="r", name="R", question_set="children-in-care", opens=today, closes=today + timedelta(days=9)
        )
        self.asked.settings = [RoundSetting(setting="foster-care", position=0, asked=5000)]
        db.session.add(self.asked)
        db.session.commit()
        self.parts: dict[str, dict[int, bytes]] = {}
        self.marks: dict[str, str] = {}
        self.codes: dict[str, str] = {}

    def teardown(self) -> None:
        db.session.close()
        self.context.pop()
        shutil.rmtree(self.folder)

    @rule(target=sittings)
    def scan_a_card(self) -> str:
        sitting = str(uuid.uuid4())
        self.codes[sitting] = a_card(db.session, self.asked)
        return sitting

    @rule(target=sent, sitting=sittings, number=st.integers(1, 3), rung=RUNGS, mark=st.sampled_from([None, *Mark]))
    def answer(self, sitting: str, number: int, rung: str, mark: Mark | None) -> Delivery:
        mark = None if mark is Mark.OPEN else mark
        part = None if mark is Mark.DISCARDED else a_document(sitting, {"home_safe": rung}, number=number)
        delivery = Delivery(sitting, self.codes[sitting], part, mark)
        self._deliver(delivery, number)
        return delivery

    @rule(target=sent, delivery=sent)
    def retry(self, delivery: Delivery) -> Delivery:
        number = next((n for n, d in self.parts.get(delivery.sitting, {}).items() if d == delivery.part), 0)
        before = self._kept()
        receipt = receive(db.session, delivery, NOW)
        db.session.commit()
        if number and receipt is Receipt.KEPT_BEFORE:
            assert self._kept() == before
        self._remember(delivery, receipt, number)
        return delivery

    def _deliver(self, delivery: Delivery, number: int) -> None:
        receipt = receive(db.session, delivery, NOW)
        db.session.commit()
        self._remember(delivery, receipt, number)

    def _remember(self, delivery: Delivery, receipt: Receipt, number: int) -> None:
        sitting, mark = delivery.sitting, self.marks.get(delivery.sitting)
        if receipt is not Receipt.KEPT:
            return
        assert mark in (None, "open"), "nothing is kept under a closed sitting"
        self.marks[sitting] = str(delivery.mark or "open")
        if delivery.mark is Mark.DISCARDED:
            self.parts[sitting] = {}
        elif delivery.part is not None and number:
            kept = self.parts.setdefault(sitting, {})
            assert kept.get(number, delivery.part) == delivery.part, "a kept part was changed"
            kept[number] = delivery.part

    def _kept(self) -> dict[str, dict[int, bytes]]:
        kept: dict[str, dict[int, bytes]] = {}
        for part in db.session.scalars(select(Part).execution_options(populate_existing=True)):
            kept.setdefault(part.sitting_id, {})[part.number] = part.document.encode()
        return kept

    @invariant()
    def the_database_holds_what_was_acknowledged(self) -> None:
        assert self._kept() == {sitting: parts for sitting, parts in self.parts.items() if parts}
        rows = db.session.execute(select(Sitting.id, Sitting.mark))
        assert {row.id: row.mark for row in rows} == self.marks


TestReceiving = Receiving.TestCase
TestReceiving.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
