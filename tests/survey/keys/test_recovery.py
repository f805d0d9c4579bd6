"""Two sheets of three open, one never does, and a slip of the pen is noticed."""

from __future__ import annotations

import hashlib
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from survey import clock
from survey.keys import boxes, own, recovery
from survey.keys.recovery import BYTES, Sheet, SheetsDoNotOpen, SheetUnreadable, sheet_from
from survey.keys.sealing import SealBroken, unlock
from survey.keys.tables import Box, Recovery
from survey.models import Role
from tests.survey.safeguarding.in_place import fresh, put_in_place

secrets = st.binary(min_size=BYTES, max_size=BYTES)
LEAD = Role.SAFEGUARDING_LEAD


@given(st.sampled_from((1, 2, 3)), secrets, st.sampled_from(("{}", " {} ", "{}.")), st.booleans())
def test_a_sheet_is_read_as_it_was_written(number: int, secret: bytes, around: str, is_small: bool) -> None:
    sheet = Sheet(number, secret)
    written = sheet.words.lower().replace("-", " ") if is_small else sheet.words
    written = written.replace("O", "0").replace("I", "1", written.count("I"))
    assert sheet_from(around.format(written)) == sheet


@given(st.sampled_from((1, 2, 3)), secrets, st.data())
def test_a_changed_sign_is_noticed(number: int, secret: bytes, data: st.DataObject) -> None:
    words = Sheet(number, secret).words
    place = data.draw(st.sampled_from([at for at, sign in enumerate(words) if sign != "-"]))
    other = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").filter(lambda sign: sign != words[place]))
    with pytest.raises(SheetUnreadable):
        sheet_from(words[:place] + other + words[place + 1 :])


@given(st.sampled_from((1, 2, 3)), secrets, st.data())
def test_two_signs_that_changed_places_are_noticed(number: int, secret: bytes, data: st.DataObject) -> None:
    said = Sheet(number, secret).words.replace("-", "")
    place = data.draw(st.sampled_from([at for at in range(len(said) - 1) if said[at] != said[at + 1]]))
    with pytest.raises(SheetUnreadable):
        sheet_from(said[:place] + said[place + 1] + said[place] + said[place + 2 :])


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_sheet_or_unreadable(typed: str) -> None:
    try:
        sheet = sheet_from(typed)
    except SheetUnreadable:
        return
    assert sheet_from(sheet.words) == sheet


@pytest.mark.parametrize("pair", list(itertools.permutations(range(3), 2)))
def test_any_two_open_in_either_order(db_session: Session, pair: tuple[int, int]) -> None:
    made = put_in_place(db_session, clock.now())
    kept = boxes.put_in(db_session, Box.SAFEGUARDING, "a row", b"said before")
    boxes.put_out(db_session, made.people[LEAD])
    key = own.make_own(db_session, made.people[LEAD], fresh("anew"))
    with pytest.raises(boxes.NotAHolder):
        boxes.take_out(db_session, kept, "a row", key)
    one, other = (made.sheets[each] for each in pair)
    opened = recovery.use(db_session, one, other, made.people[LEAD], recovery.draw())
    assert set(opened) == {Box.SAFEGUARDING, Box.THOUGHTS}
    assert boxes.take_out(db_session, kept, "a row", key) == b"said before"


def test_one_alone_opens_nothing_whatever_is_done_with_it(db_session: Session) -> None:
    made = put_in_place(db_session, clock.now())
    kept = db_session.get_one(Recovery, 1)
    for sheet in made.sheets:
        with pytest.raises(SheetsDoNotOpen):
            recovery.check(db_session, sheet, sheet)
        for number in {1, 2, 3} - {sheet.number}:
            with pytest.raises(SheetsDoNotOpen):
                recovery.check(db_session, sheet, Sheet(number, sheet.secret))
        for wrapped in (kept.sheets_1_2, kept.sheets_1_3, kept.sheets_2_3):
            for guess in (sheet.secret, b"recovery:" + sheet.secret, b"recovery:" + 2 * sheet.secret):
                with pytest.raises(SealBroken):
                    unlock(wrapped, hashlib.sha256(guess).digest())


def test_two_sheets_of_another_set_open_nothing(db_session: Session) -> None:
    made = put_in_place(db_session, clock.now())
    other = recovery.draw()
    for one, another in itertools.product(made.sheets, other):
        with pytest.raises(SheetsDoNotOpen):
            recovery.check(db_session, one, another)


def test_used_sheets_are_worthless_and_the_new_ones_good(db_session: Session) -> None:
    made = put_in_place(db_session, clock.now())
    new = recovery.draw()
    recovery.use(db_session, *made.sheets[:2], made.people[LEAD], new)
    for one, other in itertools.combinations(made.sheets, 2):
        with pytest.raises(SheetsDoNotOpen):
            recovery.check(db_session, one, other)
    kept = boxes.put_in(db_session, Box.ALLEGATIONS, "a row", b"said later")
    boxes.put_out(db_session, made.people[Role.DESIGNATED_OFFICER])
    key = own.make_own(db_session, made.people[Role.DESIGNATED_OFFICER], fresh("anew"))
    assert recovery.use(db_session, *new[1:], key.staff_id, recovery.draw()) == [Box.ALLEGATIONS]
    assert boxes.take_out(db_session, kept, "a row", key) == b"said later"


def test_the_sheets_open_no_box_that_ones_role_does_not(db_session: Session) -> None:
    made = put_in_place(db_session, clock.now())
    opened = recovery.use(db_session, *made.sheets[:2], made.people[Role.OFFICER], recovery.draw())
    assert opened == [Box.THOUGHTS]
    assert not boxes.holds(db_session, Box.SAFEGUARDING, made.people[Role.OFFICER])
