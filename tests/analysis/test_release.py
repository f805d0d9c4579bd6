"""A release: made once, protected, signed, and looked up ever after."""

from __future__ import annotations

import json
import os
import stat
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis import released
from analysis.counts import Count, LevelCount, count
from analysis.disclosure import HIDDEN, Range, protect
from analysis.figures import Figure, Tie, protect_level, ties
from analysis.release import RoundNotReady, RoundReleasedBefore, protect_round, release
from analysis.released import ReleaseTampered
from questions.bank import question_sets
from survey import clock, codes
from survey.configuration import KEY
from survey.models import Code, Round, Sitting
from tests.analysis.rounds import closed_round, fill, sit

LARGE = {
    "foster-care": {"star": 40, "boat": 12, "symbols": 4},
    "family-or-friends": {"star": 12, "boat": 6},
    "childrens-homes": {"star": 8, "symbols": 4},
    "supported-lodgings": {"star": 7},
}


@pytest.fixture
def large(db_session: Session) -> Round:
    asked = closed_round(db_session, clock.today())
    fill(db_session, asked, LARGE)
    return asked


def test_every_figure_of_a_large_round_is_what_was_counted_through_blocks(db_session: Session, large: Round) -> None:
    counts = count(db_session, large)
    made = protect_round(db_session, large, clock.today())
    assert made.is_by_setting
    assert made.everyone.sittings == 93
    for level in made.levels:
        counted = counts[level.key]
        assert (level.sittings, level.asked) == (
            counted.sittings,
            dict(zip(LARGE, (90, 30, 20, 12), strict=True))[level.key],
        )
        assert level.helped == (protect(counted.helped, counted.sittings, 4, 5) if counted.sittings >= 10 else HIDDEN)
        for theme in made.themes:
            figure, true = level.figures[theme.key], counted.themes.get(theme.key)
            if true is None:
                assert figure == Figure(0, HIDDEN, HIDDEN)
            elif true.asked < 10:
                assert figure == Figure(true.asked, HIDDEN, HIDDEN)
            else:
                assert figure.no_answer is HIDDEN or true.no_answer in figure.no_answer
                assert figure.positive is HIDDEN or true.positive in figure.positive
                if not theme.follows:
                    assert figure.no_answer == protect(true.no_answer, true.asked, 4, 1)


def test_everyone_is_the_sum_of_what_is_told_of_each_setting(db_session: Session, large: Round) -> None:
    made = protect_round(db_session, large, clock.today())
    for theme in made.themes:
        figures = [level.figures[theme.key] for level in made.levels]
        ranges = [
            figure.positive
            if isinstance(figure.positive, Range)
            else Range(0, figure.asked - (figure.no_answer.low if isinstance(figure.no_answer, Range) else 0))
            for figure in figures
        ]
        told = made.everyone.figures[theme.key].positive
        if any(isinstance(figure.positive, Range) for figure in figures):
            assert told == Range(sum(each.low for each in ranges), sum(each.high for each in ranges))
        else:
            assert told is HIDDEN


def test_a_small_round_tells_only_of_everyone(db_session: Session) -> None:
    asked = closed_round(db_session, clock.today())
    fill(
        db_session,
        asked,
        {"foster-care": {"star": 30}, "family-or-friends": {"boat": 20}, "childrens-homes": {"star": 9}},
    )
    made = protect_round(db_session, asked, clock.today())
    assert not made.is_by_setting
    assert made.told_levels == (made.everyone,)
    assert isinstance(made.everyone.figures["home_safe"].positive, Range)
    assert made.everyone.sittings == 59
    for level in made.levels:
        assert level.helped is HIDDEN
        assert all(figure.positive is HIDDEN and figure.no_answer is HIDDEN for figure in level.figures.values())
    sit(db_session, asked, {"home_safe": "9"})
    assert protect_round(db_session, asked, clock.today()).is_by_setting


def test_a_round_of_eight_tells_nothing(db_session: Session) -> None:
    asked = closed_round(db_session, clock.today())
    fill(db_session, asked, {"foster-care": {"star": 8}})
    everyone = protect_round(db_session, asked, clock.today()).everyone
    assert everyone.sittings == 8
    assert {figure.positive for figure in everyone.figures.values()} == {HIDDEN}


def test_releasing_forgets_weeks_and_unused_cards(db_session: Session, large: Round) -> None:
    codes.issue(db_session, large.settings[0], "star", 3, clock.now() + timedelta(days=1))
    db_session.flush()
    made = release(db_session, large, clock.today())
    db_session.commit()
    assert large.released == clock.today() == made.released
    assert db_session.scalar(select(func.count()).select_from(Code)) == 0
    assert db_session.scalar(select(func.count()).where(Sitting.week.is_not(None))) == 0
    assert db_session.scalar(select(func.count()).select_from(Sitting)) == 93


def test_what_is_read_back_is_what_was_made(db_session: Session, large: Round) -> None:
    made = release(db_session, large, clock.today())
    assert released.read("spring") == made
    path = released.path_of("spring")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o444
    assert [file.name for file in path.parent.iterdir()] == ["spring-1.json"]


def test_a_round_is_released_once(db_session: Session, large: Round) -> None:
    release(db_session, large, clock.today())
    db_session.commit()
    with pytest.raises(RoundReleasedBefore):
        release(db_session, large, clock.today())


def test_a_file_is_never_replaced(db_session: Session, large: Round) -> None:
    """The commit failed after the file was written: the same figures are taken over, others never."""
    first = release(db_session, large, clock.today())
    db_session.expunge(large)
    again = db_session.get_one(Round, "spring")
    again.released = None
    assert release(db_session, again, clock.today() + timedelta(days=1)) == first
    assert again.released == first.released
    again.released = None
    sit(db_session, again, {"home_safe": "9"})
    with pytest.raises(RoundReleasedBefore):
        release(db_session, again, clock.today())


@pytest.mark.parametrize("ago", [-3, 0, 3, 14])
def test_no_release_before_grace_has_ended(db_session: Session, ago: int) -> None:
    asked = closed_round(db_session, clock.today(), ago=ago)
    with pytest.raises(RoundNotReady):
        release(db_session, asked, clock.today())
    assert asked.released is None


def test_every_change_to_the_file_is_seen(db_session: Session, large: Round) -> None:
    release(db_session, large, clock.today())
    path = released.path_of("spring")
    written = path.read_text()
    whole = json.loads(written)
    whole["content"]["everyone"]["sittings"] += 1
    for changed in (
        json.dumps(whole),
        written.replace("Spring", "Summer"),
        written[: len(written) // 2],
        "",
        "[]",
        json.dumps({**json.loads(written), "signature": "é"}),
        json.dumps({**json.loads(written), "signature": None}),
    ):
        path.chmod(0o644)
        path.write_text(changed)
        with pytest.raises(ReleaseTampered, match=r"spring-1\.json"):
            released.read("spring")
    path.write_text(written)
    assert released.read("spring").name == "Spring round"
    path.unlink()
    with pytest.raises(ReleaseTampered):
        released.read("spring")


def test_another_rounds_release_is_not_taken_for_this_ones(db_session: Session, large: Round) -> None:
    release(db_session, large, clock.today())
    other = released.path_of("summer")
    other.write_bytes(released.path_of("spring").read_bytes())
    with pytest.raises(ReleaseTampered):
        released.read("summer")


def test_another_secret_signs_otherwise(app: Flask, db_session: Session, large: Round) -> None:
    release(db_session, large, clock.today())
    settings = app.config[KEY]
    app.config[KEY] = type(settings)(
        settings.instance, settings.database_url, b"another secret, as long", settings.public_url
    )
    with pytest.raises(ReleaseTampered):
        released.read("spring")


@pytest.mark.parametrize("name", ["", "..", "../secret", "a/b", "Spring", "-spring", "a" * 41])
def test_a_name_that_is_no_rounds_leads_nowhere(db_session: Session, name: str) -> None:
    with pytest.raises(ValueError, match="round's id"):
        released.path_of(name)


def test_the_command_releases_and_refuses_in_words(app: Flask) -> None:
    from survey.database import db

    runner = app.test_cli_runner()
    with app.app_context():
        asked = closed_round(db.session, clock.today(), ago=3)
        fill(db.session, asked, {"foster-care": {"star": 12}})
        db.session.commit()
    assert "still open, or tablets" in runner.invoke(args=["release", "spring"]).output
    assert "There is no round autumn" in runner.invoke(args=["release", "autumn"]).output
    with app.app_context():
        db.session.get_one(Round, "spring").grace_days = 1
        db.session.commit()
    assert runner.invoke(args=["release", "spring"]).output == "Released spring: 12 of 152 took part.\n"
    assert "released before" in runner.invoke(args=["release", "spring"]).output


FOLLOW_UPS = ("sw_listen", "sw_promise", "sw_explain")


def test_the_banks_follow_ups_are_tied_loosely() -> None:
    """They are asked after "yes" and after "not sure": only then may they stand beside children not asked them."""
    tied = ties(version for (name, _version), version in question_sets().items() if name == "children-in-care")
    assert tied == {theme: Tie("sw_know", is_loose=True, is_alike=True) for theme in FOLLOW_UPS}


def test_a_follow_up_that_versions_ask_differently_is_not_told() -> None:
    level = LevelCount(80, 0, {"parent": Count(80, 40, 6), "then": Count(80, 30, 10)})
    tied = {"then": Tie("parent", is_loose=True, is_alike=False)}
    assert protect_level(level, tied)["then"] == Figure(80, HIDDEN, HIDDEN)
