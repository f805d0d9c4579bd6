"""What a worker may make cards for: the rounds that are open, where their children live, and in which versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from questions.versions import Version
from survey.codes import CARDS_PER_CHILD, end_of
from survey.models import Round, RoundSetting
from survey.rounds.asking import sets_of
from survey.rounds.calendar import all_rounds, stage_of
from survey.rounds.settings import GROUPS, SETTINGS, Group


@dataclass(frozen=True)
class Place:
    """Where some of a round's children live, and how many cards were made for them.

    How many were used is not here: the number would move when the child a worker has just visited answers.
    """

    setting: str
    name: str
    asked: int
    issued: int

    @property
    def most(self) -> int:
        return CARDS_PER_CHILD * self.asked

    @property
    def left(self) -> int:
        """How many more cards may be made."""
        return max(0, self.most - self.issued)


@dataclass(frozen=True)
class OpenRound:
    """A round that takes answers today. ``ends`` is when its printed cards stop working.

    ``opens`` is the key of the question set that a card opens, by version.
    """

    id: str
    name: str
    question_set: str
    closes: date
    ends: datetime
    places: tuple[Place, ...]
    versions: tuple[Version, ...]
    opens: Mapping[str, str]

    @property
    def group(self) -> Group:
        """Whom it asks."""
        return GROUPS[self.question_set]

    def place(self, setting: str) -> Place:
        return next(place for place in self.places if place.setting == setting)


def open_rounds(session: Session, day: date) -> Sequence[OpenRound]:
    """The rounds a child may begin to answer on this day, the newest first."""
    return [_offer(asked) for asked in all_rounds(session) if stage_of(asked, day).begins_sittings]


def open_round(session: Session, round_id: str, day: date) -> OpenRound | None:
    """The round, if a child may begin to answer it on this day."""
    asked = session.get(Round, round_id)
    return _offer(asked) if asked is not None and stage_of(asked, day).begins_sittings else None


def place_to_fill(session: Session, round_id: str, setting: str) -> RoundSetting:
    """The setting's row, held until the transaction ends: two workers at once must not pass its limit together."""
    return session.scalars(
        select(RoundSetting)
        .where(RoundSetting.round_id == round_id, RoundSetting.setting == setting)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _offer(asked: Round) -> OpenRound:
    return OpenRound(
        id=asked.id,
        name=asked.name,
        question_set=asked.question_set,
        closes=asked.closes,
        ends=end_of(asked),
        places=tuple(
            Place(place.setting, SETTINGS[place.setting].name, place.asked, place.issued) for place in asked.settings
        ),
        versions=tuple(each.version for each in sets_of(asked).values()),
        opens={version: each.key for version, each in sets_of(asked).items()},
    )
