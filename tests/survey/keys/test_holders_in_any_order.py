"""A state machine: whatever is done in whatever order, nobody gets into a box by themselves."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import cache

from flask import Flask
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from survey.database import Base
from survey.keys import boxes, recovery
from survey.keys.boxes import ENTITLED, NotAHolder, NotEntitled, RecoveryMissing, Sealed
from survey.keys.own import FreshKey, OpenKey
from survey.keys.recovery import SheetsDoNotOpen
from survey.keys.sealing import SealBroken, new_pair
from survey.keys.tables import Box
from survey.models import Role, Staff

LEAD, DEPUTY = Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY


@cache
def any_key(which: int) -> FreshKey:
    """One of a few keys; machines make many of them, and stretching is slow."""
    return FreshKey(new_pair(), secrets.token_bytes(60))


PEOPLE = [LEAD, LEAD, DEPUTY, Role.DESIGNATED_OFFICER, Role.ADVOCATE, Role.OFFICER, Role.WORKER, Role.ADMINISTRATOR]
somebody = st.integers(1, len(PEOPLE))
some_box = st.sampled_from(list(Box))


class Boxes(RuleBasedStateMachine):
    """Whatever is done in whatever order, a box is held by those whom a holder or two sheets let in, and no others."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = create_engine("sqlite://")
        Base.metadata.create_all(self.engine)
        self.session = Session(self.engine)
        for number, role in enumerate(PEOPLE, 1):
            self.session.add(Staff(id=number, email=str(number), name=str(number), role=role, password_hash=""))
        self.session.flush()
        self.keys: dict[int, OpenKey] = {}
        self.made = 0
        self.sheets: recovery.Sheets | None = None
        # What must be true: who may open what was said in each box, item by item.
        self.said: list[tuple[Box, Sealed, bytes]] = []
        self.held: dict[Box, set[int]] = {box: set() for box in Box}
        self.set_up: set[Box] = set()

    def teardown(self) -> None:
        self.session.close()
        self.engine.dispose()

    def attempt(self, deed: Callable[[], object]) -> bool:
        """Whether it was let; what was refused leaves nothing behind."""
        try:
            with self.session.begin_nested():
                deed()
        except (NotAHolder, NotEntitled, RecoveryMissing, SheetsDoNotOpen, SealBroken):
            return False
        return True

    def entitled(self, box: Box, person: int) -> bool:
        active = self.session.get_one(Staff, person).active
        return active and person in self.keys and PEOPLE[person - 1] in ENTITLED[box]

    @initialize()
    def begin(self) -> None:
        self.person_makes_key(1)

    @rule(person=somebody)
    def person_makes_key(self, person: int) -> None:
        self.made += 1
        self.keys[person] = boxes.begin_anew(self.session, person, any_key(self.made))
        for held in self.held.values():
            held.discard(person)

    @precondition(lambda self: self.sheets is None)
    @rule()
    def sheets_are_made(self) -> None:
        self.sheets = recovery.draw()
        recovery.make(self.session, self.sheets)

    @precondition(lambda self: self.keys)
    @rule(box=some_box, data=st.data())
    def box_is_set_up(self, box: Box, data: st.DataObject) -> None:
        person = data.draw(st.sampled_from(sorted(self.keys)))
        may = self.sheets is not None and self.entitled(box, person) and PEOPLE[person - 1] in boxes.FOUNDERS[box]
        assert self.attempt(lambda: boxes.make(self.session, box, self.keys[person])) == may
        if may and box not in self.set_up:
            self.set_up.add(box)
            self.held[box].add(person)

    @precondition(lambda self: self.keys)
    @rule(box=some_box, whom=somebody, data=st.data())
    def somebody_lets_somebody_in(self, box: Box, whom: int, data: st.DataObject) -> None:
        by = data.draw(st.sampled_from(sorted(self.keys)))
        may = self.entitled(box, whom) and by in self.held[box]
        assert self.attempt(lambda: boxes.let_in(self.session, box, whom, self.keys[by])) == may
        if may:
            self.held[box].add(whom)

    @rule(person=somebody)
    def person_leaves(self, person: int) -> None:
        held = {box for box in Box if person in self.held[box]}
        assert set(boxes.put_out(self.session, person)) == held
        self.session.get_one(Staff, person).active = False
        self.session.flush()
        self.keys.pop(person, None)
        for box in held:
            self.held[box].discard(person)

    @rule(person=somebody)
    def person_comes_back(self, person: int) -> None:
        self.session.get_one(Staff, person).active = True
        self.session.flush()

    @precondition(lambda self: self.keys)
    @rule(first=st.integers(0, 2), second=st.integers(0, 2), forged=st.booleans(), data=st.data())
    def two_sheets_are_typed(self, first: int, second: int, forged: bool, data: st.DataObject) -> None:
        person = data.draw(st.sampled_from(sorted(self.keys)))
        sheets = self.sheets if self.sheets and not forged else recovery.draw()
        may = self.sheets is not None and not forged and first != second
        new = recovery.draw()
        deed = lambda: recovery.use(self.session, sheets[first], sheets[second], person, new)  # noqa: E731
        assert self.attempt(deed) == may
        if may:
            self.sheets = new
            for box in self.set_up:
                if self.entitled(box, person):
                    self.held[box].add(person)

    @precondition(lambda self: self.set_up)
    @rule(data=st.data(), words=st.binary(max_size=20))
    def child_says_something(self, data: st.DataObject, words: bytes) -> None:
        box = data.draw(st.sampled_from(sorted(self.set_up)))
        self.said.append((box, boxes.put_in(self.session, box, f"row {len(self.said)}", words), words))

    @invariant()
    def holders_are_those_let_in(self) -> None:
        assert {box: set(boxes.holders(self.session, box)) for box in Box} == self.held

    @invariant()
    def holders_read_everything_and_nobody_else_anything(self) -> None:
        for number, (box, kept, words) in enumerate(self.said):
            for person, key in self.keys.items():
                try:
                    read = boxes.take_out(self.session, kept, f"row {number}", key)
                except NotAHolder:
                    read = None
                assert read == (words if person in self.held[box] else None)


def test_no_order_of_deeds_lets_anybody_in_by_themselves(app: Flask) -> None:
    with app.app_context():
        run_state_machine_as_test(
            Boxes, settings=hypothesis_settings(max_examples=60, stateful_step_count=30, deadline=None)
        )
