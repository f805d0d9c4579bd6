"""Plans as an officer's browser sends them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from survey import clock
from survey.models import Round
from tests.survey.staff.office import Office

READ = "at-once small"


def day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


def typed(fields: Mapping[str, str | int]) -> dict[str, str]:
    """Fields as they are sent, numbers as that many days from today: counted now, not before midnight."""
    return {name: day(value) if isinstance(value, int) else value for name, value in fields.items()}


def in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def plan(
    name: str = "Spring survey", opens: int = 10, closes: int = 40, seen: str = "", **asked: str
) -> dict[str, str]:
    """A plan's form, its days counted from today. ``plan(foster_care="40")``: those settings and no others."""
    places = asked or {"foster_care": "300", "childrens_homes": "20"}
    fields = {"name": name, "opens": day(opens), "closes": day(closes), "grace_days": "14", "seen": seen}
    for place, many in places.items():
        key = place.replace("_", "-")
        fields |= {f"tick-{key}": "y", f"asked-{key}": many}
    return fields


def rounds_in(office: Office) -> list[Round]:
    with office.database() as session:
        found = session.query(Round).order_by(Round.opens, Round.id).all()
        session.expunge_all()
        return found


def asked_in(asked: Round) -> dict[str, int]:
    return {place.setting: place.asked for place in asked.settings}
