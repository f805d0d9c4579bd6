"""What one kind of people says is never added to what another says: not counted, not told, not exported together."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from analysis import export
from analysis.counts import AnswersUncountable, count
from analysis.headlines import going_well, not_going_well
from analysis.release import protect_round
from analysis.released import Release
from questions.bank import question_sets, themes
from questions.questionnaire import Respondent
from survey import clock
from survey.models import Mark, Part, Reason, Round, SetAside, Sitting
from survey.responses import Delivery, Receipt, receive
from survey.rounds.settings import GROUPS
from tests.analysis.rounds import closed_round, fill, sit
from tests.survey.sittings import a_card, a_document

CHILDREN = {"foster-care": {"star": 40, "boat": 14}, "own-home": {"star": 22}}
OBSERVED = {"foster-care": {"observer": 40}, "own-home": {"observer": 22}}
PARENTS = {"parents-need": {"adult": 40}, "parents-care": {"adult": 24}}
ADULT = {"p_listen": "9"}


def released(session: Session, key: str, question_set: str, took_part: dict[str, dict[str, int]]) -> Release:
    asked = closed_round(session, clock.today(), key, dict.fromkeys(took_part, 90), question_set=question_set)
    fill(session, asked, took_part)
    return protect_round(session, asked, clock.today())


def themes_of(question_set: str) -> set[str]:
    return {theme for (name, _), each in question_sets().items() if name == question_set for theme in each.by_theme}


def test_a_release_says_the_same_whatever_others_were_asked(db_session: Session) -> None:
    alone = released(db_session, "children", "children-in-care", CHILDREN)
    released(db_session, "parents", "parents", PARENTS)
    # In the same settings, which records and children share.
    released(db_session, "records", "observer-record", OBSERVED)
    asked = db_session.get_one(Round, "children")
    assert protect_round(db_session, asked, clock.today()) == alone


@pytest.mark.parametrize(
    ("question_set", "took_part"),
    [("children-in-care", CHILDREN), ("parents", PARENTS), ("observer-record", OBSERVED)],
)
def test_no_figure_level_headline_or_row_is_of_another_set(
    app: Flask, db_session: Session, question_set: str, took_part: dict[str, dict[str, int]]
) -> None:
    every = {"children-in-care": CHILDREN, "parents": PARENTS, "observer-record": OBSERVED}
    made = {name: released(db_session, name, name, filled) for name, filled in every.items()}[question_set]
    own = themes_of(question_set)
    settings = {setting.key for setting in GROUPS[question_set].settings}
    assert {theme.key for theme in made.themes} <= own
    assert {level.key for level in made.levels} == set(took_part) <= settings
    for level in (*made.levels, made.everyone):
        assert set(level.figures) == {theme.key for theme in made.themes}
        assert level.sittings <= sum(sum(versions.values()) for versions in took_part.values())
    with app.test_request_context():
        for headline in (*going_well(made), *not_going_well(made)):
            assert headline.theme in own
        header, *rows = export.figures(made)
    told = {str(row[header.index("Theme")]) for row in rows}
    assert told == {themes()[theme.key].name for theme in made.themes}


def test_no_theme_of_an_adults_is_asked_of_a_child() -> None:
    """A theme joins versions and years. Laid beside a child's, an adult's is another, and says so."""
    asked: dict[Respondent, set[str]] = {}
    for question_set in question_sets().values():
        asked.setdefault(question_set.respondent, set()).update(question_set.by_theme)
    young = asked.pop(Respondent.CHILD) | asked.pop(Respondent.YOUNG_ADULT)
    for respondent, theirs in asked.items():
        assert not theirs & young, respondent
        others = set().union(*(each for other, each in asked.items() if other is not respondent))
        assert not theirs & others, respondent
        assert {themes()[theme].mirrors for theme in theirs} - {None} <= young


@pytest.mark.parametrize("version", ["star", "boat"])
def test_a_part_of_another_set_on_a_rounds_card_is_set_aside(db_session: Session, asked: Round, version: str) -> None:
    sitting = str(uuid.uuid4())
    part = a_document(sitting, ADULT, "adult", name="parents")
    delivery = Delivery(sitting, a_card(db_session, asked, version), part, Mark.FINISHED)
    assert receive(db_session.connection(), delivery, clock.now()) is Receipt.SET_ASIDE
    assert db_session.query(Sitting).count() == db_session.query(Part).count() == 0
    [kept] = db_session.query(SetAside)
    assert kept.reason == Reason.UNREADABLE


def test_an_adults_part_within_a_childs_sitting_is_set_aside_and_the_childs_stays(
    db_session: Session, asked: Round
) -> None:
    sitting, card = str(uuid.uuid4()), a_card(db_session, asked)
    first = Delivery(sitting, card, a_document(sitting, {"home_safe": "8"}), None)
    second = Delivery(sitting, card, a_document(sitting, ADULT, "adult", 2, name="parents"), Mark.FINISHED)
    desk = db_session.connection()
    assert receive(desk, first, clock.now()) is Receipt.KEPT
    assert receive(desk, second, clock.now()) is Receipt.SET_ASIDE
    [kept] = db_session.query(Part)
    assert '"home_safe"' in kept.document
    assert db_session.query(SetAside).count() == 1


def test_were_one_kept_all_the_same_nothing_is_counted(db_session: Session) -> None:
    asked = closed_round(db_session, clock.today())
    sitting = sit(db_session, asked, {"home_safe": "8"})
    db_session.get_one(Part, (sitting, 1)).document = a_document(sitting, ADULT, "adult", name="parents").decode()
    with pytest.raises(AnswersUncountable, match="parents-adult is not what the round asks"):
        count(db_session, asked)
