"""Answers become states: what counts as positive, as not positive, as no answer, and in which group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.counts import AnswersUncountable, Count, count
from questions.company import Company
from survey import clock
from survey.models import Mark, Part
from tests.analysis.rounds import closed_round, sit

POSITIVE, NOT_POSITIVE, NO_ANSWER, NOT_ASKED = Count(1, 1, 0), Count(1, 0, 0), Count(1, 0, 1), None


def counted(
    session: Session, *parts: Mapping[str, str], versions: Sequence[str] = ("star",), company: Company | None = None
) -> Mapping[str, Count]:
    asked = closed_round(session, clock.today())
    sit(session, asked, *parts, versions=versions, company=company)
    return count(session, asked)["foster-care"].themes


@pytest.mark.parametrize(
    ("version", "theme", "value", "state"),
    [
        ("star", "home_safe", "7", POSITIVE),
        ("star", "home_safe", "6", NOT_POSITIVE),
        ("star", "home_safe", "0", NOT_POSITIVE),
        ("star", "carer_care", "4", POSITIVE),
        ("star", "carer_care", "3", NOT_POSITIVE),
        ("boat", "carer_care", "3", POSITIVE),
        ("boat", "carer_care", "2", NOT_POSITIVE),
        ("symbols", "happy", "good", POSITIVE),
        ("symbols", "happy", "other", NOT_POSITIVE),
        ("star", "talk_worries", "yes", POSITIVE),
        ("star", "talk_worries", "no", NOT_POSITIVE),
        ("star", "talk_worries", "not-sure", NOT_POSITIVE),
        ("star", "talk_worries", "skip", NO_ANSWER),
        ("star", "plan_words", "does-not-apply", NO_ANSWER),
        ("star", "happy", None, NOT_ASKED),
        ("symbols", "plan_words", None, NOT_ASKED),
        ("star", "better", None, NO_ANSWER),
    ],
)
def test_states(db_session: Session, version: str, theme: str, value: str | None, state: Count | None) -> None:
    answers = {theme: value} if value else {}
    assert counted(db_session, answers, versions=(version,)).get(theme) == state


@pytest.mark.parametrize(
    ("parent", "answer", "state"),
    [
        ("yes", "5", POSITIVE),
        ("yes", "1", NOT_POSITIVE),
        ("yes", "not-sure", NOT_POSITIVE),
        ("yes", "skip", NO_ANSWER),
        ("yes", None, NO_ANSWER),
        ("not-sure", "5", POSITIVE),
        ("no", None, NOT_POSITIVE),
        ("no", "5", NOT_POSITIVE),  # changed their mind after answering: what is not shown does not count
        ("skip", None, NO_ANSWER),
        ("skip", "5", NO_ANSWER),
        (None, None, NO_ANSWER),
    ],
)
def test_a_follow_up_is_both_of_all_asked(
    db_session: Session, parent: str | None, answer: str | None, state: Count
) -> None:
    answers = {theme: value for theme, value in (("sw_know", parent), ("sw_promise", answer)) if value}
    assert counted(db_session, answers)["sw_promise"] == state


def test_the_later_part_wins(db_session: Session) -> None:
    found = counted(db_session, {"home_safe": "9", "carer_care": "5"}, {"home_safe": "2"})
    assert found["home_safe"] == NOT_POSITIVE
    assert found["carer_care"] == POSITIVE


def test_a_sitting_made_easier_is_asked_what_either_version_asks(db_session: Session) -> None:
    found = counted(
        db_session, {"home_safe": "9", "sw_know": "yes"}, {"happy": "good", "home_safe": "other"},
        versions=("star", "symbols"),
    )  # fmt: skip
    assert found["happy"] == POSITIVE
    assert found["home_safe"] == NOT_POSITIVE
    assert found["plan_words"] == NO_ANSWER
    assert found["sw_promise"] == NO_ANSWER


@pytest.mark.parametrize(
    ("known", "state"), [("good", NO_ANSWER), ("other", NOT_POSITIVE), ("not-sure", NO_ANSWER), ("skip", NO_ANSWER)]
)
def test_a_parent_answered_in_an_easier_version_decides_by_its_standing(
    db_session: Session, known: str, state: Count
) -> None:
    found = counted(db_session, {}, {"sw_know": known}, versions=("star", "symbols"))
    assert found["sw_promise"] == state


def test_only_finished_sittings_count_and_each_in_its_setting(db_session: Session) -> None:
    asked = closed_round(db_session, clock.today())
    sit(db_session, asked, {"home_safe": "9"}, setting="childrens-homes", company=Company.CARER)
    sit(db_session, asked, {"home_safe": "9"}, setting="childrens-homes", company=Company.FRIEND)
    sit(db_session, asked, {"home_safe": "9"}, setting="childrens-homes")
    sit(db_session, asked, {"home_safe": "9"}, mark=Mark.OPEN)
    sit(db_session, asked, mark=Mark.DISCARDED)
    found = count(db_session, asked)
    assert list(found) == ["foster-care", "family-or-friends", "childrens-homes", "supported-lodgings"]
    assert {setting: level.sittings for setting, level in found.items() if level.sittings} == {"childrens-homes": 3}
    assert found["childrens-homes"].helped == 1
    assert found["childrens-homes"].themes["home_safe"] == Count(3, 3, 0)


def test_answers_to_other_words_are_never_counted(db_session: Session) -> None:
    asked = closed_round(db_session, clock.today())
    sitting = sit(db_session, asked, {"home_safe": "9"})
    part = db_session.scalars(select(Part).where(Part.sitting_id == sitting)).one()
    part.document = part.document.replace('"home_safe":["', '"home_safe":["0')
    with pytest.raises(AnswersUncountable, match="“home_safe” is asked otherwise now") as refused:
        count(db_session, asked)
    assert "9" not in str(refused.value)


@pytest.mark.parametrize("broken", ['"ladder"', '{"home_safe'])
def test_what_cannot_be_read_is_not_counted_and_not_repeated(db_session: Session, broken: str) -> None:
    asked = closed_round(db_session, clock.today())
    sitting = sit(db_session, asked, {"home_safe": "9"})
    part = db_session.scalars(select(Part).where(Part.sitting_id == sitting)).one()
    part.document = part.document.replace('"9"', '"11"') if "ladder" in broken else broken
    with pytest.raises(AnswersUncountable) as refused:
        count(db_session, asked)
    assert "11" not in str(refused.value)
    assert refused.value.__cause__ is None
