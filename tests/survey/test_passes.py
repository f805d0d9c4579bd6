"""Passes: they say that there was a card and not which, and one card is no way round any limit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import clock, passes
from survey.models import Failures

NOW = clock.now()
HOUR = timedelta(hours=1)
CARD = "A" * 22


def test_a_pass_says_that_there_was_a_card_and_not_which(app: Flask) -> None:
    day = NOW.date()
    with app.app_context():
        made = [passes.new_pass(day) for _ in range(20)]
        assert len(set(made)) == 20
        assert all(passes.is_pass(each, day) for each in made)


@pytest.mark.parametrize(("days", "is_good"), [(-1, False), (0, True), (30, True), (31, False)])
def test_a_pass_lasts_as_long_as_a_call_may_wait_for_a_signal(app: Flask, days: int, is_good: bool) -> None:
    with app.app_context():
        assert passes.is_pass(passes.new_pass(NOW.date()), NOW.date() + timedelta(days=days)) is is_good


def test_nobody_makes_a_pass_or_a_later_day_on_one(app: Flask) -> None:
    day = NOW.date()
    with app.app_context():
        nonce, seen, mark = passes.new_pass(day).split(".")
        forged = ("", "x", f"{nonce}.{int(seen) + 1}.{mark}", f"{'A' * 22}.{seen}.{mark}", f"{nonce}.{seen}.{'A' * 22}")
        assert not any(passes.is_pass(each, day) for each in forged)


def test_the_fourth_call_within_an_hour_is_as_one_without_a_card(db_session: Session) -> None:
    seen = passes.new_pass(NOW.date())
    for _call in range(passes.CALLS_IN_AN_HOUR):
        assert passes.calls(db_session, seen, NOW)
        passes.count_call(db_session, seen, NOW)
    assert not passes.calls(db_session, seen, NOW + HOUR / 2)
    assert passes.calls(db_session, passes.new_pass(NOW.date()), NOW), "another child's is another"
    assert passes.calls(db_session, seen, NOW + HOUR)
    assert not passes.calls(db_session, "forged", NOW)


def test_what_was_counted_is_forgotten_after_an_hour(db_session: Session) -> None:
    first, later = (passes.new_pass(NOW.date()) for _ in range(2))
    passes.count_call(db_session, first, NOW)
    assert all(first not in key for key in db_session.scalars(select(Failures.key)))
    passes.count_call(db_session, later, NOW + HOUR)
    assert len(db_session.scalars(select(Failures.key)).all()) == 1


def test_a_card_gives_few_passes_a_day_and_no_time_is_kept(db_session: Session) -> None:
    made = [passes.hand_out(db_session, presented, NOW) for presented in (CARD, f"{CARD}.proof", *[CARD] * 6)]
    assert [bool(each) for each in made] == [True] * passes.PASSES_OF_A_CARD + [False] * 2
    assert passes.hand_out(db_session, "B" * 22, NOW)
    assert passes.hand_out(db_session, CARD, NOW + timedelta(days=1))
    for counted in db_session.scalars(select(Failures)):
        assert (counted.since.hour, counted.since.minute, counted.since.second) == (0, 0, 0)
        assert CARD not in counted.key


def test_one_pass_writes_so_many_thoughts_a_day_and_nothing_of_it_is_kept(db_session: Session) -> None:
    seen = passes.new_pass(NOW.date())
    told = [passes.writes(seen, NOW) for _ in range(passes.THOUGHTS_IN_A_DAY + 1)]
    assert told == [True] * passes.THOUGHTS_IN_A_DAY + [False]
    assert passes.writes(seen, NOW + timedelta(days=1))
    assert not passes.writes("forged", NOW)
    assert db_session.scalars(select(Failures)).all() == []
