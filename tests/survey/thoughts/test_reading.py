"""Who reads thoughts, in what order, and what the trail says of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey import clock
from survey.keys import boxes
from survey.keys.boxes import NotAHolder, NotEntitled
from survey.keys.tables import Box
from survey.models import Role
from survey.thoughts import piles, reading, sorting
from survey.thoughts.piles import Pile
from survey.thoughts.reading import NotWaiting, Why
from survey.thoughts.sorting import NothingToFinish
from survey.thoughts.tables import Sort, Stage, Thought, Voice
from tests.survey.thoughts.council import WORDS, Council, Reader


def test_passed_on_without_anything_about_the_child(council: Council) -> None:
    thought_id = council.tell_officers()
    with council.thought(thought_id) as (session, thought):
        shown = reading.read(session, thought, council.officer.key, Why.FINDINGS, council.officer.signed_in)
    assert (shown.written.words, shown.written.with_helper) == (WORDS, None)
    assert not {"week", "setting", "version"} & set(vars(shown))
    assert council.deeds() == [("read-for-findings", f"thought:{thought_id}")]


@dataclass(frozen=True)
class Crowd:
    """A council, a thought that waits there, and somebody with a key that opens no box."""

    council: Council
    stranger: Reader
    thought_id: str


@pytest.fixture
def crowd(council: Council) -> Crowd:
    return Crowd(council, council.hire("stranger", Role.OFFICER), council.tell())


@pytest.mark.parametrize("why", Why)
def test_each_reading_is_in_the_trail_with_its_reason(council: Council, why: Why) -> None:
    with council.thought(council.tell_officers()) as (session, thought):
        reading.read(session, thought, council.lead.key, why, council.lead.signed_in)
    assert [deed for deed, _about in council.deeds()] == [reading.DEEDS[why]]
    assert len(set(reading.DEEDS.values())) == len(Why)


def test_nobody_reads_in_another_name(council: Council) -> None:
    with council.thought(council.tell_officers()) as (session, thought), pytest.raises(AssertionError):
        reading.read(session, thought, council.officer.key, Why.QUOTE, council.second.signed_in)


def test_what_is_kept_back_stays_where_officers_cannot_look(council: Council) -> None:
    thought_id = council.tell()
    with council.thought(thought_id) as (session, thought):
        with pytest.raises(NotAHolder):
            reading.keep_back(session, thought, council.officer.key)
        reading.keep_back(session, thought, council.lead.key)
        assert reading.find(session, thought_id, Stage.PASSED) is None
        with pytest.raises(NotAHolder):
            reading.read(session, thought, council.officer.key, Why.FINDINGS, council.officer.signed_in)
        reading.pass_on(session, thought, council.lead.key)
        assert reading.read(session, thought, council.officer.key, Why.QUOTE, council.officer.signed_in)
        with pytest.raises(NotWaiting):
            reading.keep_back(session, thought, council.lead.key)
        with pytest.raises(NotWaiting):
            reading.pass_on(session, thought, council.lead.key)


NAMES = st.sampled_from(["lead", "officer", "stranger"])
STEPS = st.lists(
    st.tuples(st.sampled_from(["pass on", "keep back", "read", "let the stranger in", "put out"]), NAMES),
    min_size=4,
    max_size=12,
)


@given(steps=STEPS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_nobody_without_a_holding_reads_whatever_happens(crowd: Crowd, steps: list[tuple[str, str]]) -> None:
    """Against a model: who holds which box, who still has a key, and where the thought lies."""
    readers = {"lead": crowd.council.lead, "officer": crowd.council.officer, "stranger": crowd.stranger}
    hold = {Box.SAFEGUARDING: {"lead"}, Box.THOUGHTS: {"lead", "officer"}}
    keyed, lies = set(readers), Box.SAFEGUARDING
    with crowd.council.thought(crowd.thought_id) as (session, thought):
        for step, name in steps:
            reader = readers[name]
            try:
                if step == "pass on":
                    reading.pass_on(session, thought, reader.key)
                elif step == "keep back":
                    reading.keep_back(session, thought, reader.key)
                elif step == "read":
                    shown = reading.read(session, thought, reader.key, Why.FINDINGS, reader.signed_in)
                    assert shown.written.words == WORDS
                elif step == "put out":
                    boxes.put_out(session, reader.id)
                    keyed.discard(name)
                    hold = {box: those - {name} for box, those in hold.items()}
                    continue
                else:
                    boxes.let_in(session, Box.THOUGHTS, crowd.stranger.id, reader.key)
            except NotWaiting:
                assert lies is Box.THOUGHTS
            except NotEntitled:
                assert step == "let the stranger in"
                assert "stranger" not in keyed
            except NotAHolder:
                assert name not in hold[Box.THOUGHTS if step == "let the stranger in" else lies]
            else:
                assert name in hold[Box.THOUGHTS if step == "let the stranger in" else lies]
                if step == "let the stranger in":
                    hold[Box.THOUGHTS].add("stranger")
                elif step == "pass on":
                    lies = Box.THOUGHTS
        session.rollback()


def test_each_is_drawn_once_before_any_is_drawn_again(council: Council) -> None:
    ids = {council.tell_officers(f"thought {number}") for number in range(7)}
    orders = []
    with council.database() as session:
        for seed in ("one", "two", "three"):
            last, drawn = None, []
            for _each in range(14):
                last = piles.next_of(session, Pile(), council.officer.key, seed, last)
                assert last
                drawn.append(last)
            assert set(drawn[:7]) == ids
            assert drawn[:7] == drawn[7:]
            orders.append(drawn[:7])
    assert len({tuple(order) for order in orders}) == 3, "another order in each session"


def test_the_oldest_week_is_read_first(council: Council) -> None:
    ids = [council.tell(f"thought {number}") for number in range(6)]
    with council.database() as session:
        for number, each in enumerate(ids):
            session.get_one(Thought, each).week -= number // 2
        last, drawn = None, []
        for _each in ids:
            last = piles.next_first(session, Stage.WAITING, council.lead.key, "seed", last)
            drawn.append(last)
        weeks = [session.get_one(Thought, each).week for each in drawn if each]
    assert Counter(drawn) == Counter(ids)
    assert weeks == sorted(weeks)


def test_what_does_not_open_is_not_drawn(council: Council) -> None:
    council.tell_officers("before the key was changed")
    with council.database() as session:
        boxes.put_out(session, council.second.id)
    after = council.tell_officers("after")
    late = council.hire("late", Role.OFFICER)
    with council.database() as session:
        boxes.let_in(session, Box.THOUGHTS, late.id, council.officer.key)
        drawn = {piles.next_of(session, Pile(), late.key, seed, None) for seed in map(str, range(64))}
        assert drawn >= {after}
        assert all(
            reading.read(session, session.get_one(Thought, each), late.key, Why.FINDINGS, late.signed_in)
            for each in drawn
            if each
        )
        assert piles.next_of(session, Pile(), council.second.key, "a", None) is None


def test_the_only_one_is_not_drawn_twice_running(council: Council) -> None:
    only = council.tell_officers()
    with council.database() as session:
        assert piles.next_of(session, Pile(), council.officer.key, "seed", None) == only
        assert piles.next_of(session, Pile(), council.officer.key, "seed", only) is None
        assert piles.next_first(session, Stage.WAITING, council.lead.key, "seed", None) is None


def test_sorting_and_sorting_again(council: Council) -> None:
    thought_id = council.tell_officers()
    with council.thought(thought_id) as (session, thought):
        sorting.sort(session, thought, Sort.COMPLIMENT, ["food", "school", "nonsense"])
        sorting.finish(thought, clock.today())
        by = council.officer
        shown = reading.read(session, thought, by.key, Why.FINDINGS, by.signed_in)
        assert (shown.sort, shown.themes, shown.is_finished) == (Sort.COMPLIMENT, frozenset({"food", "school"}), True)
        sorting.sort(session, thought, Sort.COMPLAINT, ["school", "bedroom"])
        shown = reading.read(session, thought, by.key, Why.FINDINGS, by.signed_in)
        assert (shown.sort, shown.is_finished) == (Sort.COMPLAINT, False)
        assert shown.themes == {"school", "bedroom"}
        sorting.sort(session, thought, Sort.WANTS, [])
        with pytest.raises(NothingToFinish):
            sorting.finish(thought, clock.today())


def test_a_pile_is_what_was_asked_for(council: Council) -> None:
    done, open_, unsorted = (council.tell_officers(str(number)) for number in range(3))
    with council.database() as session:
        for each in (done, open_):
            sorting.sort(session, session.get_one(Thought, each), Sort.COMPLAINT, ["food"])
        sorting.finish(session.get_one(Thought, done), clock.today())
        key = council.officer.key

        def all_of(pile: Pile) -> set[str | None]:
            return {piles.next_of(session, pile, key, str(seed), None) for seed in range(20)}

        assert all_of(Pile()) == {unsorted}
        assert all_of(Pile(Sort.COMPLAINT)) == {done, open_}
        assert all_of(Pile(Sort.COMPLAINT, "food", unfinished=True)) == {open_}
        assert all_of(Pile(Sort.COMPLAINT, "school")) == {None}


@given(many=st.integers(0, 200))
def test_a_size_never_tells_of_one_child(many: int) -> None:
    size = piles.size(many)
    if many < 10:
        assert size.about is None
    else:
        assert size.about is not None
        assert size.about % 5 == 0
        assert 0 <= many - size.about < 5


def test_sizes_are_of_what_was_passed_on(council: Council) -> None:
    council.tell()
    ids = [council.tell_officers(str(number)) for number in range(12)]
    with council.database() as session:
        for each in ids[:11]:
            sorting.sort(session, session.get_one(Thought, each), Sort.WANTS, ["food"])
        by_sort, by_theme = piles.sizes_by_sort(session, Voice.CHILD), piles.sizes_by_theme(session, Voice.CHILD)
    assert by_sort[Sort.WANTS].about == 10
    assert by_sort[None].about is None
    assert {theme: size.about for theme, size in by_theme.items()} == {"food": 10}
