"""A thought is red before the promise to the child is broken, whenever in the week it was written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from survey import clock
from survey.duty.calendar import Calendar
from survey.thoughts.deadlines import DAYS, read_by, waiting
from tests.survey.thoughts.council import Council

LONDON = ZoneInfo("Europe/London")
NINE_TO_FIVE = dict.fromkeys(range(5), (9 * 60, 17 * 60))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SOME_HOURS = st.dictionaries(
    st.integers(0, 6), st.sampled_from([(9 * 60, 17 * 60), (8 * 60, 12 * 60), (13 * 60, 14 * 60)]), min_size=1
)


def reading(hours: dict[int, tuple[int, int]]) -> Calendar:
    return Calendar(hours, frozenset(), (), LONDON, frozenset())


WEEKDAYS = reading(NINE_TO_FIVE)


def local(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LONDON)


def test_what_was_written_this_week_is_due_on_monday() -> None:
    week = clock.week_of(local(2026, 3, 4, 12).date())
    assert read_by(WEEKDAYS, week) == local(2026, 3, 9, 17)


def test_a_bank_holiday_gives_a_day_more() -> None:
    week = clock.week_of(local(2026, 3, 4, 12).date())
    closed = Calendar(NINE_TO_FIVE, frozenset({local(2026, 3, 6, 0).date()}), (), LONDON, frozenset())
    assert read_by(closed, week) == local(2026, 3, 10, 17)


def test_a_council_that_reads_every_day_has_until_monday_too() -> None:
    every_day = reading(dict.fromkeys(range(7), (9 * 60, 17 * 60)))
    week = clock.week_of(local(2026, 3, 8, 20).date())
    assert read_by(every_day, week) == local(2026, 3, 9, 17)


@given(written=MOMENTS, hours=SOME_HOURS)
def test_it_is_never_later_than_the_fifth_working_day(written: datetime, hours: dict[int, tuple[int, int]]) -> None:
    told = written.astimezone(LONDON)
    due = read_by(reading(hours), clock.week_of(told.date()))
    # A week has five working days at most, whoever reads at the weekend too.
    working = {day: times for day, times in hours.items() if day < 5 or len(hours) <= 5}
    assert due.date() <= reading(working).days_later(told, DAYS).date()
    assert due.date() > told.date() - timedelta(days=7)


@given(written=MOMENTS, hours=SOME_HOURS)
def test_it_is_never_late_in_the_week_in_which_it_is_written(
    written: datetime, hours: dict[int, tuple[int, int]]
) -> None:
    week = clock.week_of(written.astimezone(LONDON).date())
    assert clock.week_of(read_by(reading(hours), week).date()) > week


@given(written=MOMENTS)
def test_whoever_reads_on_monday_is_never_late(written: datetime) -> None:
    told = written.astimezone(LONDON)
    due = read_by(WEEKDAYS, clock.week_of(told.date()))
    assert due > told
    next_opening = WEEKDAYS.taken_up(told)
    assert next_opening is not None
    assert due >= next_opening + timedelta(hours=8) or due.date() > next_opening.date()


def test_how_many_wait_and_how_many_are_late(council: Council) -> None:
    council.tell()
    council.tell()
    council.tell_officers()
    with council.database() as session:
        now = waiting(session, WEEKDAYS, clock.now())
        assert (now.count, now.late) == (2, 0)
        assert now.due is not None
        assert waiting(session, WEEKDAYS, now.due).late == 0
        assert waiting(session, WEEKDAYS, now.due + timedelta(seconds=1)).late == 2


def test_where_nothing_waits_nothing_is_due(council: Council) -> None:
    with council.database() as session:
        now = waiting(session, WEEKDAYS, clock.now())
    assert (now.count, now.due, now.late) == (0, None, 0)
