"""Whoever asks for help fetches a person, through kills and without mail; and the harness that says so can see."""

from __future__ import annotations

from tests.reliability.worries import harness, searching
from tests.reliability.worries.server import ACKNOWLEDGES_BEFORE_COMMIT, LOGS_WORDS, MARKS_BEFORE_SENDING


def test_every_worry_fetches_somebody_and_says_nothing_on_the_way() -> None:
    outcome = harness.run(60, mail_down=20, while_killed=20)
    assert outcome.kills >= 2
    assert outcome.is_good, str(outcome)
    assert outcome.alerts == 60


def test_the_harness_sees_a_thank_you_before_the_commit() -> None:
    outcome = harness.run(60, mail_down=0, while_killed=60, fault=ACKNOWLEDGES_BEFORE_COMMIT, patience=5)
    assert outcome.lost > 0
    assert not outcome.is_good


def test_the_harness_sees_an_alert_crossed_off_before_it_is_sent() -> None:
    outcome = harness.run(30, mail_down=20, while_killed=0, fault=MARKS_BEFORE_SENDING, patience=5)
    assert outcome.unfetched > 0
    assert not outcome.is_good


def test_the_harness_sees_words_in_a_log() -> None:
    outcome = harness.run(5, mail_down=0, while_killed=0, fault=LOGS_WORDS, patience=10)
    assert outcome.leaks == ["server.log"]
    assert not outcome.is_good


def test_a_canary_is_found_however_it_is_written_down() -> None:
    canary = searching.new_canary()
    for spelling in searching.spellings(canary):
        assert searching.found_in(canary, [("here", b"before" + spelling.upper() + b"after"), ("there", b"")]) == [
            "here"
        ]
    assert searching.found_in(canary, [("there", searching.new_canary().encode())]) == []
