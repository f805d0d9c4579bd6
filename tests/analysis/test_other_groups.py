"""Results speak of whom a round asked: parents, carers, professionals, records. The children's words stay theirs."""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import replace

import pytest

from analysis import charts, export, released
from analysis.headlines import headline
from analysis.released import Release, ToldTheme
from survey import clock
from survey.models import Role, Round
from survey.rounds.settings import GROUPS
from tests.analysis.told import a_level, a_release, figure
from tests.survey.staff.office import Browser, Office

TIME = ToldTheme("p_time", "Time to say", "were given time to say what they wanted", ("Adult",), follows=False)


@pytest.fixture
def officer(office: Office) -> Browser:
    return office.signed_in(Role.OFFICER)


def of(question_set: str, first: str, second: str) -> Release:
    """A release of two settings, 92% in the first, with one theme that has no share."""
    levels = (
        a_level(first, 402, 305, (0, 3), figure(276, 5, 305)),
        a_level(second, 40, 30, (0, 3), figure(20, 4, 30)),
    )
    as_parents = tuple(
        replace(level, figures={TIME.key: level.figures["home_safe"]})
        for level in (*levels, a_release(*levels).everyone)
    )
    return replace(
        a_release(*levels),
        question_set=question_set,
        themes=(TIME,),
        levels=as_parents[:2],
        everyone=as_parents[2],
        unscored=("Who answers",),
    )


PARENTS = of("parents", "parents-need", "parents-care")
RECORDS = of("observer-record", "foster-care", "own-home")


def page_of(office: Office, officer: Browser, told: Release) -> str:
    with office.app.app_context(), office.database() as session:
        session.add(
            Round(
                id=told.round_id,
                name=told.name,
                question_set=told.question_set,
                opens=told.opens,
                closes=told.closes,
                released=clock.today(),
            )
        )
        released.write(told)
    page = officer.open(f"/staff/results/{told.round_id}").text
    return " ".join(html.unescape(re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)).split())


def test_a_finding_of_parents_reads_as_one(office: Office) -> None:
    with office.app.test_request_context():
        said = headline(PARENTS, TIME, PARENTS.levels[0])
        everybody = headline(PARENTS, TIME, PARENTS.everyone)
    assert said.sentence == "92% of parents of children in need were given time to say what they wanted."
    assert everybody.rest == "of all the parents were given time to say what they wanted"
    assert "276 of the 300 who answered" in said.asterisk


def test_nobody_asks_an_adult_who_helped_them(office: Office) -> None:
    with office.app.test_request_context():
        for told in (PARENTS, RECORDS):
            assert "help from an adult" not in headline(told, TIME, told.levels[0]).asterisk
            assert not any("Had help" in str(cell) for cell in next(iter(export.figures(told))))
        children = replace(PARENTS, question_set="children-in-care")
        assert "help from an adult" in headline(children, TIME, children.levels[0]).asterisk


def test_a_chart_and_a_sheet_name_the_group_and_its_axis(office: Office) -> None:
    with office.app.test_request_context():
        assert charts.themes_chart(PARENTS).title == "Share who say so, of all parents who answered"
        assert charts.themes_chart(RECORDS).title == (
            "Share of whom it was written down, of all children who were observed"
        )
        sheet = export.sheet(export.figures(PARENTS)).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(sheet))
    assert "Which help their child has" in header
    assert "Where children live" not in header
    assert {len(row) for row in rows} == {len(header)}


def test_the_parents_page_speaks_of_parents_alone(office: Office, officer: Browser) -> None:
    page = page_of(office, officer, PARENTS)
    assert "What parents told us" in page
    assert "By which help their child has" in page
    assert "one parent’s answer, not even somebody who knows what two other parents said" in page
    assert "Asked as well, and without a share, because no answer is better than another: Who answers." in page
    assert "Nobody else’s are in them, and they are in no figure of children’s." in page
    for word in ("helped", "children live", "children told", "child’s answer", "Different ages", "version asks"):
        assert word not in page, word


def test_records_are_told_as_what_was_seen_and_never_as_what_children_said(office: Office, officer: Browser) -> None:
    page = page_of(office, officer, RECORDS)
    assert "What was seen of children who cannot choose yet" in page
    assert "It is what they saw, and never what a child said" in page
    for word in ("told us", "children said", "helped", "child’s answer"):
        assert word not in page, word


def test_a_small_round_says_of_whom_there_were_too_few(office: Office, officer: Browser) -> None:
    few = replace(PARENTS, everyone=replace(PARENTS.everyone, sittings=41))
    page = page_of(office, officer, few)
    assert "Fewer than 60 parents took part. Figures by which help their child has, beside those of all" in page


@pytest.mark.parametrize("name", GROUPS)
def test_every_group_is_told_in_its_own_words(office: Office, officer: Browser, name: str) -> None:
    group = GROUPS[name]
    first, second = group.settings[:2]
    page = page_of(office, officer, of(name, first.key, second.key))
    assert ("told us" in page) != group.is_of_records
    assert ("An adult helped" in page) == group.is_of_children


def test_releases_signed_before_themes_without_a_share_were_named_are_read(office: Office) -> None:
    with office.app.app_context():
        released.write(PARENTS)
        assert released.read("spring").unscored == ("Who answers",)
        before = released._document(PARENTS)
        del before["unscored"]
        assert released._release(before).unscored == ()
