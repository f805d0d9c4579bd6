"""What was set aside and belongs to no round: since when a purge has known of it.

Such a row has no date and must have none: a day beside a child's words is what a worker's diary is matched with. So
there is one date for all of them together. What was there on that day and is still there a whole period later goes;
none is kept for longer than two periods.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from survey.durability import write_new

NAME = "set-aside-seen.json"


@dataclass(frozen=True)
class Seen:
    """The digests of what was there on the day ``since``."""

    since: date
    digests: frozenset[str]

    def is_over(self, today: date, period: timedelta) -> bool:
        return today >= self.since + period


def read(instance: Path) -> Seen | None:
    """What an earlier purge saw; None where there was none, or what it wrote cannot be read: time then runs anew."""
    try:
        kept = json.loads((instance / NAME).read_bytes())
        return Seen(date.fromisoformat(kept["since"]), frozenset(map(str, kept["digests"])))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def write(instance: Path, today: date, digests: Iterable[str]) -> None:
    """Note that these are there today, instead of what was noted before."""
    unfinished = instance / f".{NAME}"
    unfinished.unlink(missing_ok=True)
    noted = {"since": today.isoformat(), "digests": sorted(digests)}
    write_new(unfinished, json.dumps(noted).encode(), 0o600)
    unfinished.replace(instance / NAME)
