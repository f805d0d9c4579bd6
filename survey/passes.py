"""Passes: what shows that somebody who calls or writes came with a good card. They say that, and not with which card.

What one pass may do is counted, else one card would be as good as a thousand: it could bury every other child's call.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from survey.configuration import configuration
from survey.database import Desk
from survey.throttle import count_failure, forget_before, is_slowed

PASS = re.compile(r"([A-Za-z0-9_-]{22})\.([0-9]{1,6})\.([A-Za-z0-9_-]{22})")
LASTS = timedelta(days=30)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A card is opened anew with each language that a child tries. A pass calls again where a child has more to say.
PASSES_OF_A_CARD = 6
CALLS_IN_AN_HOUR = 3
THOUGHTS_IN_A_DAY = 30

# Thoughts are counted in memory: on the disk it would say how many are one child's, and on which day they came.
_thoughts: dict[date, Counter[str]] = {}


def new_pass(day: date) -> str:
    seen = f"{secrets.token_urlsafe(16)}.{day.toordinal()}"
    return f"{seen}.{_mark(seen)}"


def hand_out(desk: Desk, card: str, now: datetime) -> str:
    """A pass for whoever has just opened a good card; empty where it was opened six times today.

    Of the card a keyed hash is kept, of the moment the day: it must not say when a child answered.
    """
    key, today = _key("card", card.partition(".")[0]), datetime.combine(now.astimezone(UTC).date(), time.min, UTC)
    return new_pass(now.date()) if count_failure(desk, key, today, DAY) <= PASSES_OF_A_CARD else ""


def is_pass(presented: str, day: date) -> bool:
    """Whether this is a pass of ours that is not older than thirty days: a call may wait long for a signal."""
    read = PASS.fullmatch(presented)
    if read is None or not hmac.compare_digest(read[3].encode(), _mark(f"{read[1]}.{read[2]}").encode()):
        return False
    return timedelta(0) <= timedelta(days=day.toordinal() - int(read[2])) <= LASTS


def calls(desk: Desk, presented: str, now: datetime) -> bool:
    """Whether a call for help with this pass comes with a card: the fourth within an hour is as one without."""
    is_used_up = is_slowed(desk, _key("call", presented), CALLS_IN_AN_HOUR, now, HOUR)
    return is_pass(presented, now.date()) and not is_used_up


def count_call(desk: Desk, presented: str, now: datetime) -> None:
    """Count a call that was kept, and forget those of more than an hour ago."""
    forget_before(desk, "call-", now - HOUR)
    count_failure(desk, _key("call", presented), now, HOUR)


def writes(presented: str, now: datetime) -> bool:
    """Whether a thought with this pass comes with a card, up to thirty on a day."""
    day = now.date()
    if not is_pass(presented, day):
        return False
    if day not in _thoughts:
        _thoughts.clear()
    told = _thoughts.setdefault(day, Counter())
    told[presented] += 1
    return told[presented] <= THOUGHTS_IN_A_DAY


def _mark(text: str) -> str:
    mark = hmac.digest(configuration().key("passes"), text.encode(), "sha256")
    return base64.urlsafe_b64encode(mark[:16]).decode().rstrip("=")


def _key(use: str, presented: str) -> str:
    """What stands for a card or a pass where it is counted: two uses of one have nothing in common."""
    return f"{use}-{hmac.new(configuration().key(f'counted: {use}'), presented.encode(), 'sha256').hexdigest()[:48]}"
