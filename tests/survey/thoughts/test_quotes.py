"""A quote goes out only redacted by one and approved by another: in the service, and in the database too."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey import clock
from survey.keys.boxes import NotAHolder
from survey.models import Role
from survey.thoughts import names, quotes
from survey.thoughts.names import ListTooLong
from survey.thoughts.quotes import AlreadyDecided, OwnProposal, QuoteUnfit, WordsChanged
from survey.thoughts.tables import NameList, Quote, Refusal, Thought
from tests.survey.thoughts.council import Council, Reader

REDACTED = "My […] sings when […] comes"


def proposed(session: Session, thought: Thought, by: Reader, words: str = REDACTED) -> Quote:
    quote_id = str(uuid.uuid4())
    quotes.propose(session, quote_id, thought, words, by.id, clock.today())
    return session.get_one(Quote, quote_id)


def approve(session: Session, quote: Quote, reader: Reader, words: str = REDACTED) -> None:
    quotes.approve(session, quote, reader.key, clock.today(), quotes.print_of(quote, words))


def test_nobody_decides_about_words_they_did_not_compare(council: Council) -> None:
    with council.thought(council.tell_officers()) as (session, thought):
        quote = proposed(session, thought, council.officer)
        with pytest.raises(WordsChanged):
            approve(session, quote, council.second, "other words")
        with pytest.raises(WordsChanged):
            quotes.refuse(session, quote, council.second.key, Refusal.KNOWN, "")
        assert (quote.words, quote.refusal) == (None, None)
        approve(session, quote, council.second)
        assert quote.words == REDACTED


def test_from_proposal_to_print(council: Council) -> None:
    with council.thought(council.tell_officers()) as (session, thought):
        quote = proposed(session, thought, council.officer)
        assert quote.words is None
        assert quotes.proposal(session, quote, council.second.key) == REDACTED
        [line] = quotes.listed(session)
        assert line.is_waiting
        assert line.words is None
        approve(session, quote, council.second)
        [line] = quotes.listed(session)
        assert (line.words, line.is_waiting, line.proposed_by) == (REDACTED, False, council.officer.id)
        assert line.approved == clock.today()
        assert quote.sealed is None


def test_proposing_twice_with_one_id_is_proposing_once(council: Council) -> None:
    with council.thought(council.tell_officers()) as (session, thought):
        quote = proposed(session, thought, council.officer)
        quotes.propose(session, quote.id, thought, "other words", council.second.id, clock.today())
        assert [line.proposed_by for line in quotes.listed(session)] == [council.officer.id]
        assert quotes.proposal(session, quote, council.lead.key) == REDACTED


@pytest.mark.parametrize("words", ["", "  \n", "x" * (quotes.LONGEST + 1)])
def test_what_is_no_quote(council: Council, words: str) -> None:
    with council.thought(council.tell_officers()) as (session, thought), pytest.raises(QuoteUnfit):
        proposed(session, thought, council.officer, words)


def test_a_refusal_says_why_and_the_words_stay_sealed(council: Council) -> None:
    with council.thought(council.tell_officers()) as (session, thought):
        quote = proposed(session, thought, council.officer)
        quotes.refuse(session, quote, council.second.key, Refusal.KNOWN, quotes.print_of(quote, REDACTED))
        [line] = quotes.listed(session)
        assert (line.refusal, line.words, line.decider is None) == (Refusal.KNOWN, None, False)
        with pytest.raises(AlreadyDecided):
            approve(session, quote, council.lead)
        assert quotes.proposal(session, quote, council.officer.key) == REDACTED


def test_who_may_take_a_quote_away(council: Council) -> None:
    with council.thought(council.tell_officers()) as (session, thought):
        quote = proposed(session, thought, council.officer)
        with pytest.raises(AlreadyDecided):
            quotes.withdraw(session, quote, council.second.id)
        approve(session, quote, council.second)
        quotes.withdraw(session, quote, council.lead.id)
        assert quotes.listed(session) == []


@pytest.mark.parametrize(
    "change",
    [
        {"approved_by": 1},
        {"refused_by": 1, "refusal": "known"},
        {"words": "plain"},
        {"sealed": None},
        {"refusal": "known"},
        {"refused_by": 2, "refusal": "because Mia said so"},
        {"approved_by": 2, "words": "plain", "sealed": None, "box_key_id": None},
    ],
)
def test_the_database_itself_refuses(council: Council, change: dict[str, object]) -> None:
    with council.thought(council.tell_officers()) as (session, thought):
        quote = proposed(session, thought, council.officer)
        people: dict[object, object] = {1: council.officer.id, 2: council.second.id}
        if change.get("approved_by") == 1:
            change = change | {"words": "w", "sealed": None, "box_key_id": None, "approved": clock.today()}
        change = {name: people.get(value, value) if name.endswith("_by") else value for name, value in change.items()}
        with pytest.raises(IntegrityError):
            session.execute(update(Quote).where(Quote.id == quote.id).values(change))
        session.rollback()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["propose", "approve", "refuse", "withdraw"]),
        st.sampled_from(["officer", "second", "lead", "stranger"]),
        st.integers(0, 2),
    ),
    min_size=4,
    max_size=14,
)


@given(steps=STEPS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_nobody_approves_their_own_in_whatever_order(
    council: Council, stranger: Reader, thought_id: str, steps: list[tuple[str, str, int]]
) -> None:
    readers = {"officer": council.officer, "second": council.second, "lead": council.lead, "stranger": stranger}
    ids = [str(uuid.uuid4()) for _each in range(3)]
    proposers: dict[str, int] = {}
    with council.thought(thought_id) as (session, thought):
        for step, name, which in steps:
            reader, quote = readers[name], session.get(Quote, ids[which])
            if step == "propose":
                quotes.propose(session, ids[which], thought, REDACTED, reader.id, clock.today())
                proposers.setdefault(ids[which], reader.id)
                continue
            if quote is None:
                continue
            try:
                if step == "approve":
                    approve(session, quote, reader)
                elif step == "refuse":
                    quotes.refuse(session, quote, reader.key, Refusal.CHANGED, quotes.print_of(quote, REDACTED))
                else:
                    quotes.withdraw(session, quote, reader.id)
                    proposers.pop(ids[which])
            except (OwnProposal, AlreadyDecided, NotAHolder):
                continue
            for line in quotes.listed(session):
                kept = session.get_one(Quote, line.id)
                assert kept.proposed_by == proposers[line.id]
                assert kept.approved_by not in (kept.proposed_by, stranger.id)
                assert kept.refused_by not in (kept.proposed_by, stranger.id)
                assert (line.words is None) == (kept.approved_by is None)
        session.rollback()


@pytest.fixture
def stranger(council: Council) -> Reader:
    return council.hire("stranger", Role.OFFICER)


@pytest.fixture
def thought_id(council: Council) -> str:
    return council.tell_officers()


class TestNames:
    def test_kept_sealed_and_read_by_who_may(self, council: Council, stranger: Reader) -> None:
        with council.database() as session:
            assert names.listed(session, council.officer.key) == ()
            names.keep(session, names.names_in("  Zoë \r\nMia\n\nMia\nSt  Mary's"))
            assert names.listed(session, council.second.key) == ("Mia", "St Mary's", "Zoë")
            names.keep(session, ["Tom"])
            assert names.listed(session, council.lead.key) == ("Tom",)
            assert session.query(NameList).count() == 1
            with pytest.raises(NotAHolder):
                names.listed(session, stranger.key)
            sealed = session.execute(text("SELECT sealed FROM name_list")).scalar_one()
            assert b"Tom" not in sealed

    @pytest.mark.parametrize("typed", ["\n".join(map(str, range(names.MOST + 1))), "x" * (names.LONGEST + 1)])
    def test_what_is_no_list(self, typed: str) -> None:
        with pytest.raises(ListTooLong):
            names.names_in(typed)
