"""Removing what has been kept long enough. Never commits; the bytes go when ``rewrite`` is called after the commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, text
from sqlalchemy.orm import Session

from survey.database import Base, db, forget_order
from survey.keeping import confided
from survey.keeping.unclaimed import Seen
from survey.keys.tables import OpenedKey
from survey.models import Code, Failures, Mark, Part, Round, SetAside, Sitting, StaffSession
from survey.rounds.calendar import Stage, grace_ends, stage_of
from survey.staff.sessions import IDLE

Condition = ColumnElement[bool]
ROWS_AT_ONCE = 10_000


@dataclass(frozen=True)
class Due:
    """What has been kept long enough. All but ``unclaimed`` (digests) are rounds' ids.

    ``unreadable``: their time has come, but their release is gone or was changed, and their answers are all there is.
    ``unreleased``: over, and waiting for somebody to release them; their answers' time has not begun to run.
    """

    answers: tuple[str, ...]
    set_aside: tuple[str, ...]
    shells: tuple[str, ...]
    cards: tuple[str, ...]
    unclaimed: tuple[str, ...]
    unreadable: tuple[str, ...]
    unreleased: tuple[str, ...]


def due(
    session: Session, periods: Mapping[str, timedelta], readable: Collection[str], seen: Seen | None, today: date
) -> Due:
    """What is due today. ``readable`` are the rounds whose release is whole: of no other round anything is counted as
    safely told, so no answer of another round is due."""
    rounds = session.scalars(select(Round).order_by(Round.opens, Round.id)).all()

    def released_since(period: timedelta) -> tuple[str, ...]:
        return tuple(each.id for each in rounds if each.released is not None and today >= each.released + period)

    def over_since(period: timedelta) -> tuple[str, ...]:
        return tuple(each.id for each in rounds if today > grace_ends(each) + period)

    def told(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in ids if each in readable)

    answers, set_aside = released_since(periods["answers"]), released_since(periods["set-aside"])
    return Due(
        answers=told(answers),
        set_aside=told(set_aside),
        shells=over_since(periods["shells"]),
        cards=over_since(periods["cards"]),
        unclaimed=tuple(seen.digests) if seen and seen.is_over(today, periods["set-aside"]) else (),
        unreadable=tuple(each for each in dict.fromkeys((*answers, *set_aside)) if each not in readable),
        unreleased=tuple(each.id for each in rounds if stage_of(each, today) is Stage.READY),
    )


def remove(
    session: Session, found: Due, periods: Mapping[str, timedelta], now: datetime, is_trial: bool
) -> Counter[tuple[str, str]]:
    """Delete what is due, or only count it in a trial: how many rows go, by kind and table."""
    gone: Counter[tuple[str, str]] = Counter()
    for kind, table, condition in _rows(found, periods, now):
        name = table.__tablename__
        if is_trial:
            gone[kind, name] += session.scalar(select(func.count()).select_from(table).where(condition)) or 0
        else:
            statement = delete(table).where(condition).execution_options(synchronize_session=False)
            gone[kind, name] += session.connection().execute(statement).rowcount
    return gone


def unclaimed(session: Session) -> list[str]:
    """The digests of what was set aside and belongs to no round."""
    return list(session.scalars(select(SetAside.digest).where(SetAside.round_id.is_(None))))


def rewrite() -> bool:
    """Write the tables anew without what was removed, so that its bytes go too. Whether that could be done.

    SQLite's file is written anew and its log emptied. PostgreSQL's tables are written anew in the order of their keys,
    which drops dead rows and the order of arrival; nobody can use them meanwhile.
    """
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in Base.metadata.sorted_tables:
                connection.execute(text(f"CLUSTER {table.name} USING {table.primary_key.name}"))
    return forget_order()


def _rows(found: Due, periods: Mapping[str, timedelta], now: datetime) -> Iterator[tuple[str, type[Base], Condition]]:
    """Kind, table and condition of everything that goes, parts before the sittings that they belong to."""
    answers = Sitting.round_id.in_(found.answers)
    # What a child threw away has no parts any more; were there one after all, it would go first.
    shells = and_(Sitting.round_id.in_(found.shells), Sitting.mark == Mark.DISCARDED, ~answers)
    for kind, condition in (("answers", answers), ("shells", shells)):
        yield kind, Part, Part.sitting_id.in_(select(Sitting.id).where(condition))
        yield kind, Sitting, condition
    yield "set-aside", SetAside, SetAside.round_id.in_(found.set_aside)
    for start in range(0, len(found.unclaimed), ROWS_AT_ONCE):
        some = found.unclaimed[start : start + ROWS_AT_ONCE]
        yield "set-aside", SetAside, and_(SetAside.round_id.is_(None), SetAside.digest.in_(some))
    yield "cards", Code, Code.round_id.in_(found.cards)
    ended = or_(StaffSession.began <= now - periods["sessions"], StaffSession.last_seen <= now - IDLE)
    of_ended = OpenedKey.token_hash.in_(select(StaffSession.token_hash).where(ended))
    yield "opened-keys", OpenedKey, or_(OpenedKey.until <= now, of_ended)
    yield "sessions", StaffSession, ended
    yield "failures", Failures, Failures.since <= now - periods["failures"]
    yield from confided.rows(periods, now)
