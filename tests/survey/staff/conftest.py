from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from survey import clock

Later = Callable[[timedelta], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Move the time: ``later(timedelta(minutes=5))`` counts from when the test began."""
    began = clock.now()

    def move(by: timedelta) -> None:
        def now() -> datetime:
            return began + by

        monkeypatch.setattr(clock, "now", now)

    move(timedelta())
    return move
