"""Planning a round: what an officer decides before it opens, and the little that may change afterwards.

Who is asked is fixed once a round is open: figures for a group, beside figures for the group it was before, could tell
what a single child said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import count

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from questions.edition import AS_IT_IS, Edition, write_edition
from survey.codes import end_of
from survey.models import Code, Round, RoundSetting
from survey.rounds.calendar import Stage, stage_of
from survey.rounds.settings import GROUPS

FIRST_SET = "children-in-care"
# From so many children taking part on, figures are told by setting. With fewer, there are only those for all children.
ENOUGH_FOR_SETTINGS = 60
# An id has 40 characters: this, a year, and a number where two rounds would have the same.
LONGEST_STEM = 28


class NameTaken(ValueError):
    """Another round has this name. Two of one name would be told apart by nobody who reads their results."""


class RoundFixed(ValueError):
    """The round is at a stage at which this cannot be changed any more."""


class Caution(StrEnum):
    """What an officer should have read before a plan is kept."""

    SMALL = "small"
    AT_ONCE = "at-once"


@dataclass(frozen=True)
class Plan:
    """A round as an officer wants it. ``asked`` is how many people are asked, by setting."""

    question_set: str
    name: str
    opens: date
    closes: date
    grace_days: int
    asked: Mapping[str, int]

    def cautions(self, today: date) -> frozenset[Caution]:
        small = {Caution.SMALL} if sum(self.asked.values()) < ENOUGH_FOR_SETTINGS else set()
        at_once = {Caution.AT_ONCE} if self.opens <= today else set()
        return frozenset(small | at_once)


def plan_of(asked: Round) -> Plan:
    """The plan a round was set up by."""
    places = {place.setting: place.asked for place in asked.settings}
    return Plan(asked.question_set, asked.name, asked.opens, asked.closes, asked.grace_days, places)


def set_up(session: Session, plan: Plan) -> Round:
    """A new round. Raises ``NameTaken``. Its id comes from its name and year and stays, whatever its name becomes."""
    _insist_on_own_name(session, plan.name, None)
    made = Round(
        id=next(each for each in _ids(plan.name, plan.opens.year) if session.get(Round, each) is None),
        name=plan.name,
        question_set=plan.question_set,
        opens=plan.opens,
        closes=plan.closes,
        grace_days=plan.grace_days,
        settings=_places(plan),
    )
    session.add(made)
    session.flush()
    return made


def change_plan(session: Session, asked: Round, plan: Plan, today: date) -> Round:
    """Another plan for a round that has not opened. Raises ``RoundFixed`` and ``NameTaken``."""
    if stage_of(asked, today) is not Stage.PLANNED:
        raise RoundFixed(asked.id)
    _insist_on_own_name(session, plan.name, asked.id)
    asked.name, asked.opens, asked.closes, asked.grace_days = plan.name, plan.opens, plan.closes, plan.grace_days
    for place in asked.settings:
        session.delete(place)
    session.flush()
    session.expire(asked, ["settings"])
    asked.settings.extend(_places(plan))
    session.flush()
    return asked


def choose_questions(session: Session, asked: Round, edition: Edition, today: date) -> Round:
    """Another edition for a round that has not opened: no child may be asked otherwise than the one before.

    Raises ``RoundFixed``.
    """
    if stage_of(asked, today) is not Stage.PLANNED:
        raise RoundFixed(asked.id)
    asked.edition = None if edition == AS_IT_IS else write_edition(edition)
    session.flush()
    return asked


def change_end(session: Session, asked: Round, name: str, closes: date, today: date) -> Round:
    """Another name and last day for a round that is open. Raises ``RoundFixed`` and ``NameTaken``.

    Cards that were to work until the round ends go on doing so: one in a child's pocket must not fail them.
    """
    if stage_of(asked, today) is not Stage.OPEN or closes < max(today, asked.opens):
        raise RoundFixed(asked.id)
    _insist_on_own_name(session, name, asked.id)
    ended = end_of(asked)
    asked.name, asked.closes = name, closes
    ends = end_of(asked)
    # A card for the screen works for two hours, whatever becomes of the round; only an earlier end cuts it short.
    session.execute(
        update(Code)
        .where(Code.round_id == asked.id, (Code.expires == ended) | (Code.expires > ends))
        .values(expires=ends)
        .execution_options(synchronize_session=False)
    )
    return asked


def _places(plan: Plan) -> list[RoundSetting]:
    """Settings in the order in which they are told everywhere, whatever the order in which they came."""
    keys = [setting.key for setting in GROUPS[plan.question_set].settings if setting.key in plan.asked]
    return [RoundSetting(setting=key, position=position, asked=plan.asked[key]) for position, key in enumerate(keys)]


def _insist_on_own_name(session: Session, name: str, own_id: str | None) -> None:
    others = session.scalars(select(Round.name).where(Round.id != (own_id or "")))
    if name.casefold() in {other.casefold() for other in others}:
        raise NameTaken(name)


def _ids(name: str, year: int) -> Iterator[str]:
    """Ids for a round of this name, the best first: lower-case letters, digits and hyphens, with the year once."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if word != str(year)]
    stem = "-".join(words)[:LONGEST_STEM].strip("-") or "round"
    yield f"{stem}-{year}"
    yield from (f"{stem}-{year}-{number}" for number in count(2))
