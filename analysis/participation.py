"""Who has taken part while a round is open: no answers, and no count sharp enough to see one visit in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from survey.clock import monday_of, week_of
from survey.models import Round
from survey.rounds.calendar import finished_before_week

STEP = 5


@dataclass(frozen=True)
class Participation:
    """A setting's asked, and finished sittings to the nearest five. Below five it is only "fewer than five"."""

    setting: str
    asked: int
    finished: int

    @property
    def is_below_five(self) -> bool:
        return self.finished < STEP


def participation(session: Session, asked: Round, today: date) -> tuple[date, list[Participation]]:
    """The Monday before which sittings are counted, and the round's settings, in each of which ten or more were asked.

    Fives, once a week: else a worker's visit on Tuesday would be Wednesday's "+1". To the *nearest* five (12 is 10, 13
    is 15), so that a total may be made by adding up what is shown, and never from the counts themselves.
    """
    week = week_of(today)
    finished = finished_before_week(session, asked.id, week)
    return monday_of(week), [
        Participation(place.setting, place.asked, nearest_five(finished.get(place.setting, 0)))
        for place in asked.settings
    ]


def nearest_five(count: int) -> int:
    """0 for 0 to 4, then the nearest five: 5 to 7 are 5, 8 to 12 are 10. Below five is one block, whoever is in it."""
    return 0 if count < STEP else STEP * ((count + STEP // 2) // STEP)
