"""An acknowledged answer survives kill −9 and is counted once; and the harness that says so can see."""

from __future__ import annotations

from tests.reliability import harness
from tests.reliability.server import ACKNOWLEDGES_BEFORE_COMMIT, HAS_NO_UNIQUE_KEY


def test_nothing_acknowledged_is_lost_or_doubled() -> None:
    outcome = harness.run(sittings=2000, kills=20)
    assert outcome.kills >= 20
    assert (outcome.lost, outcome.doubled, outcome.never_acknowledged) == (0, 0, 0), str(outcome)
    assert outcome.acknowledged == 2000


def test_the_harness_sees_an_acknowledgement_before_the_commit() -> None:
    assert harness.run(sittings=200, kills=4, fault=ACKNOWLEDGES_BEFORE_COMMIT).lost > 0


def test_the_harness_sees_a_sitting_let_in_twice() -> None:
    assert harness.run(sittings=200, kills=4, fault=HAS_NO_UNIQUE_KEY).doubled > 0
