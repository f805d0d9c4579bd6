"""Receiving: kept once however often it comes, thrown away when asked, set aside when it cannot count."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey import clock, codes
from survey.models import Code, Mark, Part, Reason, Round, RoundSetting, SetAside, Sitting
from survey.responses import Delivery, Receipt, receive
from tests.survey.sittings import a_card, a_delivery, a_document

NOW = clock.now()
SAFE = {"home_safe": "9", "sw_know": "yes"}


def count(session: Session, table: type[Sitting] | type[Part] | type[SetAside] | type[Code]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_finished_sitting_is_kept_as_it_was_sent(db_session: Session, asked: Round) -> None:
    delivery = a_delivery(a_card(db_session, asked), SAFE)
    assert receive(db_session, delivery, NOW) is Receipt.KEPT
    kept = db_session.get_one(Sitting, delivery.sitting)
    assert (kept.mark, kept.setting, kept.version) == ("finished", "foster-care", "star")
    assert kept.week == clock.week_of(NOW.date())
    assert db_session.get_one(Part, (delivery.sitting, 1)).document.encode() == delivery.part


def test_a_card_is_gone_once_spent_and_counted(db_session: Session, asked: Round) -> None:
    receive(db_session, a_delivery(a_card(db_session, asked), SAFE), NOW)
    assert (db_session.get_one(RoundSetting, (asked.id, "foster-care")).issued, count(db_session, Code)) == (1, 0)


def test_the_same_bytes_again_get_the_same_thank_you(db_session: Session, asked: Round) -> None:
    delivery = a_delivery(a_card(db_session, asked), SAFE)
    receive(db_session, delivery, NOW)
    for _ in range(3):
        assert receive(db_session, delivery, NOW) is Receipt.KEPT_BEFORE
    assert (count(db_session, Sitting), count(db_session, Part)) == (1, 1)


def test_other_bytes_under_a_used_number_are_a_conflict(db_session: Session, asked: Round) -> None:
    delivery = a_delivery(a_card(db_session, asked), SAFE)
    receive(db_session, delivery, NOW)
    changed = replace(delivery, part=a_document(delivery.sitting, {"home_safe": "0"}))
    assert receive(db_session, changed, NOW) is Receipt.CONFLICT
    assert json.loads(db_session.get_one(Part, (delivery.sitting, 1)).document)["answers"]["home_safe"][1] == "9"


def test_parts_are_kept_until_the_mark_closes_them(db_session: Session, asked: Round) -> None:
    code = a_card(db_session, asked)
    first = a_delivery(code, SAFE, mark=None)
    assert receive(db_session, first, NOW) is Receipt.KEPT
    assert db_session.get_one(Sitting, first.sitting).mark == "open"
    second = a_delivery(code, {"better": "8"}, first.sitting, number=2)
    assert receive(db_session, second, NOW) is Receipt.KEPT
    db_session.expire_all()
    assert db_session.get_one(Sitting, first.sitting).mark == "finished"
    third = a_delivery(code, {"better": "1"}, first.sitting, number=3, mark=None)
    assert receive(db_session, third, NOW) is Receipt.CONFLICT
    assert count(db_session, Part) == 2


def test_what_is_thrown_away_is_gone_and_stays_gone(db_session: Session, asked: Round) -> None:
    first = a_delivery(a_card(db_session, asked), SAFE, mark=None)
    receive(db_session, first, NOW)
    thrown = Delivery(first.sitting, "", None, Mark.DISCARDED)
    assert receive(db_session, thrown, NOW) is Receipt.KEPT
    assert count(db_session, Part) == 0
    assert receive(db_session, thrown, NOW) is Receipt.KEPT_BEFORE
    assert receive(db_session, first, NOW) is Receipt.CONFLICT
    assert receive(db_session, replace(first, mark=Mark.FINISHED), NOW) is Receipt.CONFLICT
    assert count(db_session, Part) == 0


def test_throwing_away_what_was_never_sent_costs_no_card(db_session: Session, asked: Round) -> None:
    code = a_card(db_session, asked)
    assert receive(db_session, Delivery(str(uuid.uuid4()), code, None, Mark.DISCARDED), NOW) is Receipt.KEPT_BEFORE
    assert (count(db_session, Code), count(db_session, Sitting)) == (1, 0)


def test_a_finished_sitting_cannot_be_thrown_away_by_whoever_has_the_tablet_next(
    db_session: Session, asked: Round
) -> None:
    delivery = a_delivery(a_card(db_session, asked), SAFE)
    receive(db_session, delivery, NOW)
    assert receive(db_session, Delivery(delivery.sitting, "", None, Mark.DISCARDED), NOW) is Receipt.CONFLICT
    assert count(db_session, Part) == 1


@pytest.mark.parametrize("code", ["", "x" * 22, "123456789012", "<script>", "x" * 10_000])
def test_a_wrong_card_is_set_aside_and_counted_nowhere(db_session: Session, asked: Round, code: str) -> None:
    delivery = a_delivery(code, SAFE)
    assert receive(db_session, delivery, NOW) is Receipt.SET_ASIDE
    assert receive(db_session, delivery, NOW) is Receipt.SET_ASIDE
    assert (count(db_session, Sitting), count(db_session, SetAside)) == (0, 1)


def test_a_used_and_an_expired_card_are_as_a_wrong_one(db_session: Session, asked: Round) -> None:
    used, expired = a_card(db_session, asked), a_card(db_session, asked)
    receive(db_session, a_delivery(used, SAFE), NOW)
    assert receive(db_session, a_delivery(used, SAFE), NOW) is Receipt.SET_ASIDE
    assert receive(db_session, a_delivery(expired, SAFE), NOW + timedelta(hours=3)) is Receipt.SET_ASIDE
    assert set(db_session.scalars(select(SetAside.reason))) == {Reason.CODE}


def in_days(asked: Round, after_closing: int) -> datetime:
    """A moment so many days after the round closes."""
    return NOW + (asked.closes - NOW.date()) + timedelta(days=after_closing)


def test_what_was_begun_in_a_cards_last_minute_counts(db_session: Session, asked: Round) -> None:
    code = codes.opened(a_card(db_session, asked))
    assert receive(db_session, a_delivery(code, SAFE), NOW + timedelta(hours=3)) is Receipt.KEPT


def test_a_proof_that_was_made_up_opens_nothing(db_session: Session, asked: Round) -> None:
    code = a_card(db_session, asked)
    for made_up in (f"{code}.", f"{code}.{'A' * 22}", f"{code}.é", codes.opened("B" * 22).replace("B" * 22, code)):
        later = NOW + timedelta(hours=3)
        assert receive(db_session, a_delivery(made_up, SAFE), later) is Receipt.SET_ASIDE


def test_in_grace_a_late_tablet_still_counts_and_says_no_week(db_session: Session, asked: Round) -> None:
    delivery = a_delivery(codes.opened(a_card(db_session, asked)), SAFE)
    assert receive(db_session, delivery, in_days(asked, 3)) is Receipt.KEPT
    assert db_session.get_one(Sitting, delivery.sitting).week is None


def test_in_grace_nobody_begins(db_session: Session, asked: Round) -> None:
    assert codes.knock(db_session, a_card(db_session, asked), in_days(asked, 1)) is None


def test_after_grace_it_is_set_aside_under_its_round(db_session: Session, asked: Round) -> None:
    delivery = a_delivery(codes.opened(a_card(db_session, asked)), SAFE)
    assert receive(db_session, delivery, in_days(asked, 15)) is Receipt.SET_ASIDE
    aside = db_session.scalars(select(SetAside)).one()
    assert (aside.reason, aside.round_id, aside.document) == ("late", asked.id, delivery.part)


def test_a_retry_after_release_gets_its_thank_you(db_session: Session, asked: Round) -> None:
    delivery = a_delivery(a_card(db_session, asked), SAFE)
    receive(db_session, delivery, NOW)
    later = in_days(asked, 20)
    assert receive(db_session, delivery, later) is Receipt.KEPT_BEFORE
    more = a_delivery("", {"better": "2"}, delivery.sitting, number=2)
    assert receive(db_session, more, later) is Receipt.SET_ASIDE
    assert count(db_session, Part) == 1


@pytest.mark.parametrize(
    "part",
    [b"", b"\xff\xfe broken", b"{}", b'{"sitting": 1}', b"x" * 60_000],
    ids=["empty", "broken encoding", "no keys", "wrong type", "long"],
)
def test_what_cannot_be_read_is_set_aside_short_and_spends_no_card(
    db_session: Session, asked: Round, part: bytes
) -> None:
    code = a_card(db_session, asked)
    assert receive(db_session, Delivery(str(uuid.uuid4()), code, part, Mark.FINISHED), NOW) is Receipt.SET_ASIDE
    assert len(db_session.scalars(select(SetAside)).one().document) <= 20_000
    assert (count(db_session, Sitting), count(db_session, Code)) == (0, 1)


def test_a_document_of_another_sitting_is_not_read(db_session: Session, asked: Round) -> None:
    delivery = a_delivery(a_card(db_session, asked), SAFE)
    assert receive(db_session, replace(delivery, sitting=str(uuid.uuid4())), NOW) is Receipt.SET_ASIDE


def test_a_sitting_that_is_no_random_uuid_is_not_begun(db_session: Session, asked: Round) -> None:
    for sitting in ("", "1", "00000000-0000-1000-8000-000000000001"):
        delivery = Delivery(sitting, a_card(db_session, asked), b"{}", Mark.FINISHED)
        assert receive(db_session, delivery, NOW) is Receipt.SET_ASIDE
    assert count(db_session, Sitting) == 0


def test_finishing_what_was_never_begun_is_a_conflict(db_session: Session, asked: Round) -> None:
    nothing = Delivery(str(uuid.uuid4()), a_card(db_session, asked), None, Mark.FINISHED)
    assert receive(db_session, nothing, NOW) is Receipt.CONFLICT
