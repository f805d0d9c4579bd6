"""A thought is kept once, sealed, with its week and nothing finer."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from survey import clock
from survey.keys.boxes import BoxMissing, NotAHolder
from survey.thoughts import envelopes, receiving
from survey.thoughts.envelopes import Written
from survey.thoughts.receiving import ThoughtUnfit, TooManyWaiting
from survey.thoughts.tables import Prompt, Stage, Thought
from tests.survey.staff.office import Office
from tests.survey.thoughts.council import WORDS, Council

A_KEY = "3b1f8a52-8a0e-4f0e-9d5e-6a2a3d1c7b10"
TIME_BASED = "00000000-0000-1000-8000-000000000001"
NOW = datetime(2026, 3, 5, 15, 4, tzinfo=UTC)


def test_the_lead_reads_what_was_written_and_an_officer_cannot(council: Council) -> None:
    with council.thought(council.tell("  مرحبا\r\nZoë  ")) as (session, thought):
        assert envelopes.unseal(session, thought, council.lead.key) == Written("مرحبا\nZoë", False)
        with pytest.raises(NotAHolder):
            envelopes.unseal(session, thought, council.officer.key)


def test_a_week_and_nothing_finer_is_kept(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = []
    for hour in (9, 15):
        monkeypatch.setattr(clock, "now", lambda hour=hour: NOW.replace(day=hour // 3 - 1, hour=hour))
        ids.append(council.tell(WORDS))
    with council.database() as session:
        columns = {column["name"] for column in inspect(session.get_bind()).get_columns("thoughts")}
        rows = session.execute(text("SELECT prompt, theme, week, stage, length(sealed) FROM thoughts")).all()
    row = {"id", "prompt", "theme", "week", "stage", "box_key_id", "sealed", "sort", "finished", "has_card", "voice"}
    assert columns == row
    assert len(set(rows)) == 1, "two thoughts of a week look alike"
    assert rows[0].week == clock.week_of(NOW.date())


def test_monday_begins_by_the_councils_clock(council: Council) -> None:
    # Half past midnight in London, half past eleven on Sunday in UTC.
    monday = datetime(2026, 6, 7, 23, 30, tzinfo=UTC)
    with council.database() as session:
        thought_id = str(uuid.uuid4())
        receiving.keep(session, Prompt.WORRIED, None, WORDS, False, thought_id, monday)
        assert clock.monday_of(session.get_one(Thought, thought_id).week).isoformat() == "2026-06-08"


def test_the_same_id_is_kept_once(council: Council) -> None:
    thought_id = council.tell("the first")
    with council.thought(thought_id) as (session, thought):
        assert not receiving.keep(session, Prompt.HIGHER, None, "another", True, thought_id, NOW)
        assert envelopes.unseal(session, thought, council.lead.key).words == "the first"
        assert session.query(Thought).count() == 1


@pytest.mark.parametrize(
    ("words", "theme", "thought_id"),
    [
        ("", None, A_KEY),
        ("  \r\n ", None, A_KEY),
        ("x" * (receiving.LONGEST + 1), None, A_KEY),
        (WORDS, "no_such_theme", A_KEY),
        (WORDS, None, TIME_BASED),
        (WORDS, None, A_KEY.upper()),
        (WORDS, None, "1"),
    ],
)
def test_what_is_not_kept(council: Council, words: str, theme: str | None, thought_id: str) -> None:
    with council.database() as session, pytest.raises(ThoughtUnfit):
        receiving.keep(session, Prompt.WORRIED, theme, words, False, thought_id, NOW)


def test_the_longest_words_of_the_longest_letters_are_kept(council: Council) -> None:
    longest = "\U0001f499" * receiving.LONGEST
    with council.thought(council.tell(longest)) as (session, thought):
        assert envelopes.unseal(session, thought, council.lead.key).words == longest


def test_nobody_fills_the_disk(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MOST_WITHOUT_CARD", 2)
    council.tell()
    before = council.tell()
    with council.database() as session:
        with pytest.raises(TooManyWaiting):
            receiving.keep(session, Prompt.WORRIED, None, WORDS, False, str(uuid.uuid4()), NOW)
        assert not receiving.keep(session, Prompt.WORRIED, None, WORDS, False, before, NOW), "what was kept stays kept"
        session.get_one(Thought, before).stage = Stage.KEPT_BACK
    council.tell()
    council.tell(has_card=True)
    monkeypatch.setattr(receiving, "MOST_WITH_CARD", 1)
    with council.database() as session, pytest.raises(TooManyWaiting):
        receiving.keep(session, Prompt.WORRIED, None, WORDS, False, str(uuid.uuid4()), NOW, has_card=True)


def test_where_nobody_reads_nothing_is_taken(office: Office) -> None:
    with office.database() as session, pytest.raises(BoxMissing):
        receiving.keep(session, Prompt.WORRIED, None, WORDS, False, str(uuid.uuid4()), NOW)


def test_no_word_is_plain_in_any_file(council: Council, tmp_path: Path) -> None:
    council.tell("a canary called Zaphod")
    with council.database() as session:
        session.execute(text("SELECT 1"))
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or b"Zaphod" not in file.read_bytes(), file
