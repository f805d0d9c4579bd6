"""From whom a worry is hidden: from people, wherever they move; and from a team, for those who join it later.

Were it hidden from a team alone, moving somebody to another desk would show them what was said about their colleague.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, and_, delete, false, or_, select
from sqlalchemy.orm import Session

from survey.models import Staff
from survey.safeguarding.tables import Worry, WorryHidden
from survey.staff.sessions import SignedIn


def beside(session: Session, giver: int) -> tuple[int | None, frozenset[int]]:
    """The team of whoever gave a card, and everybody who may be who a child speaks of: these and the giver."""
    team = session.scalar(select(Staff.team_id).where(Staff.id == giver))
    is_near = or_(Staff.id == giver, Staff.team_id == team) if team is not None else Staff.id == giver
    return team, frozenset(session.scalars(select(Staff.id).where(is_near)))


def hide(session: Session, worry_id: str, people: Collection[int]) -> None:
    """Hide a worry from these, too."""
    there = set(session.scalars(select(WorryHidden.staff_id).where(WorryHidden.worry_id == worry_id)))
    session.add_all(WorryHidden(worry_id=worry_id, staff_id=each) for each in sorted(set(people) - there))
    session.flush()


def show(session: Session, worry_id: str) -> None:
    """Hide a worry from no person any more."""
    session.execute(
        delete(WorryHidden).where(WorryHidden.worry_id == worry_id).execution_options(synchronize_session=False)
    )


def hidden_people(session: Session, worry: Worry) -> frozenset[int]:
    """Everybody who must not know that a worry is there, as things stand now."""
    kept = session.scalars(select(WorryHidden.staff_id).where(WorryHidden.worry_id == worry.id))
    return frozenset(kept) | members(session, worry.hidden_from)


def hidden_from_whom(session: Session) -> Mapping[str, frozenset[int]]:
    """The same for every worry that is hidden from somebody and not closed: by its id."""
    found: dict[str, frozenset[int]] = defaultdict(frozenset)
    kept = select(WorryHidden.worry_id, WorryHidden.staff_id).join(Worry, Worry.id == WorryHidden.worry_id)
    joined = select(Worry.id, Staff.id).join(Staff, Staff.team_id == Worry.hidden_from)
    for each in (kept, joined):
        for worry_id, staff_id in session.execute(each.where(Worry.closed.is_(None))):
            found[worry_id] |= {staff_id}
    return found


def members(session: Session, team_id: int | None) -> frozenset[int]:
    if team_id is None:
        return frozenset()
    return frozenset(session.scalars(select(Staff.id).where(Staff.team_id == team_id)))


def is_not_hidden_from(reader: SignedIn) -> ColumnElement[bool]:
    """The condition on worries that none of this says no to this person."""
    of_team = Worry.hidden_from == reader.team_id if reader.team_id is not None else false()
    by_name = select(WorryHidden.worry_id).where(WorryHidden.staff_id == reader.id)
    return and_(or_(Worry.hidden_from.is_(None), ~of_team), Worry.id.not_in(by_name))
