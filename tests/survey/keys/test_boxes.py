"""Who gets a box's key, and who does not, in whatever order things are done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from survey import clock
from survey.keys import boxes, own
from survey.keys.boxes import ENTITLED, NotAHolder, NotEntitled, RecoveryMissing, Sealed
from survey.keys.own import KeyForged
from survey.keys.sealing import SealBroken, new_pair
from survey.keys.tables import Box, BoxKey, OwnKey, Recovery
from survey.models import Role, Staff
from survey.staff import sessions
from tests.survey.safeguarding.in_place import employed, fresh, put_in_place

LEAD, DEPUTY = Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY


def test_a_leaver_opens_nothing_that_is_sealed_afterwards_and_others_do(db_session: Session) -> None:
    made = put_in_place(db_session, clock.now())
    lead, deputy = made.keys[LEAD], made.keys[DEPUTY]
    before = boxes.put_in(db_session, Box.SAFEGUARDING, "a row", b"before")
    taken_home = {
        each.id: boxes._private(db_session, each.id, lead)
        for each in db_session.query(BoxKey)
        if each.box in (Box.SAFEGUARDING, Box.THOUGHTS)
    }
    assert set(boxes.put_out(db_session, lead.staff_id)) == {Box.SAFEGUARDING, Box.THOUGHTS}
    after = boxes.put_in(db_session, Box.SAFEGUARDING, "a row", b"after")
    assert after.box_key_id not in taken_home
    for kept in (before, after):
        with pytest.raises(NotAHolder):
            boxes.take_out(db_session, kept, "a row", lead)
    assert boxes.take_out(db_session, before, "a row", deputy) == b"before"
    assert boxes.take_out(db_session, after, "a row", deputy) == b"after"


def test_who_comes_back_is_let_into_the_old_and_the_new(db_session: Session) -> None:
    made = put_in_place(db_session, clock.now())
    before = boxes.put_in(db_session, Box.SAFEGUARDING, "a row", b"before")
    lead = boxes.begin_anew(db_session, made.people[LEAD], fresh("anew"))
    after = boxes.put_in(db_session, Box.SAFEGUARDING, "a row", b"after")
    boxes.let_in(db_session, Box.SAFEGUARDING, lead.staff_id, made.keys[DEPUTY])
    assert [boxes.take_out(db_session, kept, "a row", lead) for kept in (before, after)] == [b"before", b"after"]


def test_sealed_words_do_not_open_in_another_row_or_box(db_session: Session) -> None:
    made = put_in_place(db_session, clock.now())
    lead = made.keys[LEAD]
    kept = boxes.put_in(db_session, Box.SAFEGUARDING, "a row", b"said")
    other = boxes.put_in(db_session, Box.THOUGHTS, "a row", b"said")
    for moved, about in (
        (kept, "another row"),
        (Sealed(other.box_key_id, kept.sealed), "a row"),
        (Sealed(kept.box_key_id, other.sealed), "a row"),
    ):
        with pytest.raises(SealBroken):
            boxes.take_out(db_session, moved, about, lead)
    db_session.execute(
        update(BoxKey).where(BoxKey.id == kept.box_key_id).values(box=Box.ADVOCACY, retired=clock.today())
    )
    db_session.expire_all()
    with pytest.raises(SealBroken):
        boxes.take_out(db_session, kept, "a row", lead)


class TestForgery:
    """Somebody writes to the database and lacks the council's secret."""

    def test_a_boxs_public_key(self, db_session: Session) -> None:
        put_in_place(db_session, clock.now())
        db_session.execute(update(BoxKey).where(BoxKey.box == Box.SAFEGUARDING).values(public=new_pair().public))
        with pytest.raises(KeyForged):
            boxes.put_in(db_session, Box.SAFEGUARDING, "a row", b"said")

    def test_a_box_key_of_another_box_with_its_mark(self, db_session: Session) -> None:
        put_in_place(db_session, clock.now())
        theirs = db_session.query(BoxKey).filter_by(box=Box.ADVOCACY).one()
        copied = {"public": theirs.public, "mark": theirs.mark}
        db_session.execute(update(BoxKey).where(BoxKey.box == Box.SAFEGUARDING).values(**copied))
        with pytest.raises(KeyForged):
            boxes.put_in(db_session, Box.SAFEGUARDING, "a row", b"said")

    def test_a_persons_public_key(self, db_session: Session) -> None:
        made = put_in_place(db_session, clock.now())
        second = employed(db_session, DEPUTY, "second@council.example")
        own.make_own(db_session, second, fresh("second"))
        db_session.execute(update(OwnKey).where(OwnKey.staff_id == second).values(public=new_pair().public))
        db_session.expire_all()
        with pytest.raises(KeyForged):
            boxes.let_in(db_session, Box.SAFEGUARDING, second, made.keys[LEAD])

    @pytest.mark.parametrize("whose", [DEPUTY, None])
    def test_it_keeps_no_leaver_in(self, db_session: Session, whose: Role | None) -> None:
        """A forged key gets nothing new, and where the recovery key is forged the box takes nothing more."""
        made = put_in_place(db_session, clock.now())
        forged = update(OwnKey).where(OwnKey.staff_id == made.people[whose]) if whose else update(Recovery)
        db_session.execute(forged.values(public=new_pair().public))
        db_session.expire_all()
        assert Box.SAFEGUARDING in boxes.put_out(db_session, made.people[LEAD])
        assert not boxes.holders(db_session, Box.SAFEGUARDING)
        assert boxes.is_sound(db_session, Box.SAFEGUARDING) is False

    def test_a_recovery_key_gets_no_new_box(self, db_session: Session) -> None:
        made = put_in_place(db_session, clock.now())
        db_session.query(BoxKey).filter_by(box=Box.ADVOCACY).update({"box": Box.THOUGHTS, "retired": clock.today()})
        db_session.execute(update(Recovery).values(public=new_pair().public))
        db_session.expire_all()
        with pytest.raises(KeyForged):
            boxes.make(db_session, Box.ADVOCACY, made.keys[Role.ADVOCATE])


def test_an_orphaned_box_is_not_taken_over_by_a_new_account(db_session: Session) -> None:
    """An administrator adds an account once all who read have left: it must not get what children say from now on."""
    made = put_in_place(db_session, clock.now())
    for role in (LEAD, DEPUTY):
        boxes.put_out(db_session, made.people[role])
        db_session.get_one(Staff, made.people[role]).active = False
    planted = employed(db_session, LEAD, "planted@council.example")
    key = own.make_own(db_session, planted, fresh("planted"))
    for box in Box:
        with pytest.raises(NotEntitled) if LEAD not in ENTITLED[box] else no_error():
            boxes.make(db_session, box, key)
        assert not boxes.holds(db_session, box, planted)


def test_no_box_before_the_sheets(db_session: Session) -> None:
    key = own.make_own(db_session, employed(db_session, LEAD), fresh(LEAD))
    with pytest.raises(RecoveryMissing):
        boxes.make(db_session, Box.SAFEGUARDING, key)


def test_a_new_key_closes_the_old_one_in_every_browser(db_session: Session) -> None:
    made, now = put_in_place(db_session, clock.now()), clock.now()
    token = sessions.begin(db_session, made.people[LEAD], now)
    db_session.flush()
    own.keep_open(db_session, made.keys[LEAD], token, now)
    db_session.flush()
    assert own.opened(db_session, made.people[LEAD], token, now) == made.keys[LEAD]
    boxes.begin_anew(db_session, made.people[LEAD], fresh("anew"))
    assert own.opened(db_session, made.people[LEAD], token, now) is None


@contextmanager
def no_error() -> Iterator[None]:
    yield
