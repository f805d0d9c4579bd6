"""Sittings made easier on the way, from star to symbols: each theme is counted once, by what was said last."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from analysis.counts import Count, count
from analysis.disclosure import Range
from analysis.release import release
from questions.bank import question_sets
from survey import clock
from survey.models import Round
from tests.analysis.rounds import closed_round, sit

VERSIONS = ("star", "boat", "kite", "symbols")
PARTS = (
    {"home_safe": "9", "carer_care": "1"},
    {"carer_listen": "1"},
    {"sw_know": "yes"},
    {"school": "good"},
)
CHILDREN, OTHERS = 24, 16


@pytest.fixture
def asked(db_session: Session) -> Round:
    made = closed_round(db_session, clock.today())
    for _ in range(CHILDREN):
        sit(db_session, made, *PARTS, versions=VERSIONS)
    for _ in range(OTHERS):
        # These said on the way, in the easier version, that it was otherwise after all.
        sit(db_session, made, PARTS[0], {"home_safe": "1", "carer_listen": "1"}, *PARTS[2:], versions=VERSIONS)
    return made


def test_each_theme_is_counted_once_by_the_scale_it_was_answered_on(db_session: Session, asked: Round) -> None:
    level = count(db_session, asked)["foster-care"]
    everybody = CHILDREN + OTHERS
    assert level.sittings == everybody
    assert level.themes["home_safe"] == Count(everybody, CHILDREN, 0)
    assert level.themes["carer_care"] == Count(everybody, 0, 0)
    assert level.themes["carer_listen"] == Count(everybody, 0, 0)
    assert level.themes["sw_know"] == Count(everybody, everybody, 0)
    assert level.themes["school"] == Count(everybody, everybody, 0)


def test_whatever_any_of_the_versions_asks_was_asked_and_nothing_else(db_session: Session, asked: Round) -> None:
    sets = [question_sets()["children-in-care", version] for version in VERSIONS]
    scored = {theme for each in sets for theme, question in each.by_theme.items() if question.scale.positive}
    found = count(db_session, asked)["foster-care"].themes
    assert found.keys() == scored
    assert {each.asked for each in found.values()} == {CHILDREN + OTHERS}


def test_the_release_tells_them_as_it_tells_any_others(db_session: Session, asked: Round) -> None:
    made = release(db_session, asked, clock.today())
    everybody = CHILDREN + OTHERS
    assert made.everyone.sittings == everybody
    for theme, positive in (("home_safe", CHILDREN), ("sw_know", everybody), ("carer_care", 0)):
        figure = made.everyone.figures[theme]
        assert figure.asked == everybody
        assert isinstance(figure.positive, Range)
        assert figure.positive.low <= positive <= figure.positive.high
