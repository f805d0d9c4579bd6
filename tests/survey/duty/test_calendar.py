"""The duty calendar's laws: working time adds up, deadlines fall within hours, and clocks that change break nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from survey.duty.calendar import Away, Calendar

LONDON = ZoneInfo("Europe/London")
# Clocks change at midnight, at two in the morning, by half an hour, or never; and none is where the tests run.
ZONES = [LONDON, ZoneInfo("America/Santiago"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kathmandu")]
NINE_TO_FIVE = (9 * 60, 17 * 60)
WEEK = dict.fromkeys(range(5), NINE_TO_FIVE)
OFFICE = Calendar(hours=WEEK, closed=frozenset(), away=(), zone=LONDON, readers=frozenset())
LEAD, DEPUTY = 1, 2

FIRST, LAST = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-12-31")

days = st.dates(FIRST.date(), LAST.date())
moments = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
spans = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda each: each[0] < each[1])


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    away = st.builds(lambda who, first, length: Away(who, first, first + timedelta(days=length)),
                     st.sampled_from([LEAD, DEPUTY]), days, st.integers(0, 40))  # fmt: skip
    return Calendar(
        hours=draw(st.dictionaries(st.integers(0, 6), spans, min_size=1)),
        closed=draw(st.frozensets(days, max_size=5)),
        away=tuple(draw(st.lists(away, max_size=4))),
        zone=draw(st.sampled_from(ZONES)),
        readers=draw(st.frozensets(st.sampled_from([LEAD, DEPUTY]))),
    )


def at(words: str) -> datetime:
    """A moment by London's clock."""
    return datetime.fromisoformat(words).replace(tzinfo=LONDON)


@given(calendars(), st.lists(moments, min_size=3, max_size=3))
def test_working_time_adds_up_and_never_runs_backwards(duty: Calendar, three: list[datetime]) -> None:
    first, middle, last = sorted(three)
    assert duty.working_time(first, middle) + duty.working_time(middle, last) == duty.working_time(first, last)
    assert timedelta() <= duty.working_time(first, last) <= last - first
    assert duty.working_time(last, first) == timedelta()


@given(calendars(), moments, st.timedeltas(timedelta(minutes=1), timedelta(hours=9)))
def test_so_much_working_time_has_passed_then_and_not_a_moment_before(
    duty: Calendar, start: datetime, span: timedelta
) -> None:
    then = duty.hours_later(start, span).astimezone(UTC)
    passed = duty.working_time(start, then)
    if passed != span:  # so few hours that a year does not hold it: every hour counts
        assert then == start + span
        assert duty.working_time(start, start + timedelta(days=364)) < span
    else:
        assert duty.working_time(start, then - timedelta(seconds=1)) < span


@given(calendars(), moments, st.integers(1, 5))
def test_a_deadline_falls_within_the_hours_of_a_later_working_day(duty: Calendar, start: datetime, ahead: int) -> None:
    due, taken_up = duty.days_later(start, ahead), duty.taken_up(start)
    assert due.astimezone(UTC) > start
    assert taken_up is not None
    between = [taken_up.date() + timedelta(days=each) for each in range(1, (due.date() - taken_up.date()).days + 1)]
    assert sum(map(duty.is_working_day, between)) == ahead
    assert duty.is_working_day(due.date())
    council = replace(duty, readers=frozenset())
    assert council.is_open(due) or council.closes_at(due.astimezone(UTC) - timedelta(microseconds=1)) == due


@given(calendars(), moments, st.timedeltas(timedelta(), timedelta(days=9)))
def test_what_comes_later_is_never_due_earlier(duty: Calendar, start: datetime, wait: timedelta) -> None:
    assert duty.days_later(start, 1).astimezone(UTC) <= duty.days_later(start + wait, 1).astimezone(UTC)


@given(moments, st.integers(1, 5), st.frozensets(days, max_size=9))
def test_where_all_days_are_alike_a_day_is_a_day_of_work(start: datetime, ahead: int, closed: frozenset[date]) -> None:
    duty = replace(OFFICE, closed=closed)
    assert duty.working_time(start, duty.days_later(start, ahead)) == ahead * timedelta(hours=8)


@given(calendars(), moments)
def test_somebody_reads_from_an_opening_until_it_closes(duty: Calendar, moment: datetime) -> None:
    opens = duty.next_opening(moment)
    assume(opens is not None)
    assert opens is not None
    closes = duty.closes_at(opens)
    assert opens.astimezone(UTC) > moment
    assert closes is not None
    assert duty.is_open(closes.astimezone(UTC) - timedelta(microseconds=1))
    assert duty.closes_at(closes) != closes
    assert duty.working_time(opens, closes) == closes.astimezone(UTC) - opens.astimezone(UTC) > timedelta()


@given(moments, moments)
def test_without_hours_every_hour_counts(one: datetime, other: datetime) -> None:
    nothing = replace(OFFICE, hours={})
    start, end = sorted((one, other))
    assert nothing.working_time(start, end) == end - start
    assert nothing.days_later(start, 2) == start + timedelta(days=2)
    assert nothing.next_opening(start) is None
    assert not nothing.is_open(start)


@pytest.mark.parametrize(
    ("raised", "due"),
    [
        ("2026-11-19T14:05", "2026-11-20T14:05"),
        ("2026-11-20T14:05", "2026-11-23T14:05"),  # a Friday
        ("2026-11-20T17:00", "2026-11-24T09:00"),  # nobody reads any more: counted from Monday morning
        ("2026-11-21T11:00", "2026-11-24T09:00"),  # a Saturday
        ("2026-11-19T03:00", "2026-11-20T09:00"),
        ("2026-12-24T10:00", "2026-12-29T10:00"),  # over Christmas and Boxing Day's Monday
        ("2027-03-26T10:00", "2027-03-29T10:00"),  # the clocks go forward in between
        ("2026-10-23T10:00", "2026-10-26T10:00"),  # and back
    ],
)
def test_one_working_day_later(raised: str, due: str) -> None:
    duty = replace(OFFICE, closed=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
    assert duty.days_later(at(raised), 1) == at(due)


def test_a_shorter_day_ends_what_a_longer_one_began() -> None:
    duty = replace(OFFICE, hours=WEEK | {4: (10 * 60, 12 * 60)})
    assert duty.days_later(at("2026-11-19T16:30"), 1) == at("2026-11-20T12:00")
    assert duty.days_later(at("2026-11-19T09:10"), 1) == at("2026-11-20T10:00")


def test_nobody_is_told_that_somebody_reads_while_all_readers_are_away() -> None:
    holiday = (Away(LEAD, date(2026, 11, 23), date(2026, 11, 25)), Away(DEPUTY, date(2026, 11, 24), date(2026, 11, 24)))
    duty = replace(OFFICE, away=holiday, readers=frozenset({LEAD, DEPUTY}))
    assert duty.is_open(at("2026-11-23T10:00"))
    assert not duty.is_open(at("2026-11-24T10:00"))
    assert duty.next_opening(at("2026-11-23T18:00")) == at("2026-11-25T09:00")


def test_a_deadline_does_not_wait_for_people_on_holiday() -> None:
    everybody = (Away(LEAD, date(2026, 11, 1), date(2027, 1, 31)),)
    duty = replace(OFFICE, away=everybody, readers=frozenset({LEAD}))
    assert duty.days_later(at("2026-11-19T14:05"), 1) == at("2026-11-20T14:05")
    assert duty.working_time(at("2026-11-19T14:05"), at("2026-11-19T15:05")) == timedelta(hours=1)


def test_hours_that_never_come_again_still_make_something_late() -> None:
    closed = frozenset(date(2026, 11, 20) + timedelta(days=each) for each in range(400))
    duty = replace(OFFICE, closed=closed)
    assert duty.next_opening(at("2026-11-20T10:00")) is None
    assert duty.days_later(at("2026-11-20T10:00"), 1) == at("2026-11-21T10:00")


def test_reading_round_the_clock_follows_the_days_of_twenty_three_and_twenty_five_hours() -> None:
    duty = replace(OFFICE, hours=dict.fromkeys(range(7), (0, 1440)))
    assert duty.working_time(at("2027-03-28T00:00"), at("2027-03-29T00:00")) == timedelta(hours=23)
    assert duty.working_time(at("2026-10-25T00:00"), at("2026-10-26T00:00")) == timedelta(hours=25)
    assert duty.is_open(datetime(2027, 3, 28, 1, tzinfo=UTC))
