"""What strangers send must cost no child their answers, and no officer's number may show a single visit."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.participation import participation
from survey import clock, codes, responses
from survey.models import Mark, Reason, Round, SetAside, Sitting
from survey.responses import Delivery, Receipt, receive
from tests.survey.sittings import a_card, a_delivery

NOW = clock.now()
SAFE = {"home_safe": "9"}


def aside(session: Session) -> dict[str, int]:
    return {row[0]: row[1] for row in session.execute(select(SetAside.reason, func.count()).group_by(SetAside.reason))}


def test_junk_from_strangers_leaves_room_for_a_child_who_comes_too_late(
    db_session: Session, asked: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responses, "MOST_SET_ASIDE", 5)
    kept = a_delivery(a_card(db_session, asked), SAFE)
    receive(db_session, kept, NOW)
    for _ in range(8):
        receive(db_session, a_delivery("A" * 22, SAFE), NOW)
        receive(db_session, Delivery(str(uuid.uuid4()), "", b"junk", None), NOW)
    too_late = NOW + timedelta(days=90)
    more = a_delivery("", {"better": "2"}, kept.sitting, number=2)
    assert receive(db_session, more, too_late) is Receipt.SET_ASIDE
    found = aside(db_session)
    assert found.pop(Reason.LATE) == 1
    assert sum(found.values()) == 5


def test_a_child_who_typed_digits_is_not_turned_away_by_somebody_guessing(db_session: Session, asked: Round) -> None:
    [card] = codes.issue(db_session, asked.settings[0], "star", 1, NOW + codes.ON_SCREEN)
    carried = codes.opened(card.digits)
    for guess in range(codes.GUESSES_ALLOWED):
        codes.knock(db_session, f"{guess:012}", NOW)
    assert codes.knock(db_session, card.digits, NOW) is None
    assert receive(db_session, a_delivery(carried, SAFE), NOW) is Receipt.KEPT


def test_what_was_begun_last_week_moves_no_number_today(db_session: Session, asked: Round) -> None:
    monday = datetime.combine(clock.monday_of(clock.week_of(NOW.date())), time(9), UTC)
    asked.opens, asked.closes = monday.date() - timedelta(days=20), monday.date() + timedelta(days=60)
    last_week = monday - timedelta(days=2)
    begun = [a_delivery(a_card(db_session, asked), SAFE, mark=None) for _ in range(12)]
    for delivery in begun:
        receive(db_session, delivery, last_week)
    before = participation(db_session, asked, monday.date())
    for delivery in begun:
        assert receive(db_session, replace(delivery, part=None, mark=Mark.FINISHED), monday) is Receipt.KEPT
    assert participation(db_session, asked, monday.date()) == before
    db_session.expire_all()
    assert set(db_session.scalars(select(Sitting.week))) == {clock.week_of(monday.date())}
    a_week_on = participation(db_session, asked, monday.date() + timedelta(days=7))
    assert [share.finished for share in a_week_on[1]] == [10, 0]


def test_what_is_thrown_away_keeps_no_week(db_session: Session, asked: Round) -> None:
    delivery = a_delivery(a_card(db_session, asked), SAFE, mark=None)
    receive(db_session, delivery, NOW)
    receive(db_session, replace(delivery, part=None, mark=Mark.DISCARDED), NOW)
    db_session.expire_all()
    assert db_session.get_one(Sitting, delivery.sitting).week is None
