"""The sections of a document: every question in its order, and the few quiet screens where they belong."""

from __future__ import annotations

import pytest

from questions.bank import question_sets
from questions.questionnaire import QuestionSet
from survey.child.checks import CHECKS
from survey.child.sections import Section, entry, sections

SETS = question_sets()
CHILDREN = {version: asked for (name, version), asked in SETS.items() if name == "children-in-care"}


@pytest.fixture(params=SETS.values(), ids=lambda each: each.key)
def asked(request: pytest.FixtureRequest) -> QuestionSet:
    assert isinstance(request.param, QuestionSet)
    return request.param


def ids(found: tuple[Section, ...]) -> list[str]:
    return [section.id for section in found]


def test_every_wording_has_one_section_in_the_order_of_the_set(asked: QuestionSet) -> None:
    found = [each for each in sections(asked, None) if each.question and each.check is None]
    expected = [wording for question in asked.questions for wording in reversed(question.wordings)]
    assert [section.question for section in found] == expected
    assert len(set(ids(sections(asked, None)))) == len(sections(asked, None))


def test_a_rest_is_offered_once_between_two_parts_where_the_version_rests(asked: QuestionSet) -> None:
    found = sections(asked, None)
    places = [place for place, section in enumerate(found) if section.kind == "rest"]
    assert len(places) == (asked.version.rests and len(asked.chapters) > 1)
    for place in places:
        before, after = (len([each for each in part if each.id[0] == "q"]) for part in (found[:place], found[place:]))
        longest = max(len(chapter.questions) for chapter in asked.chapters)
        assert abs(before - after) <= longest, "half way"


def test_the_check_comes_right_before_what_it_opens(asked: QuestionSet) -> None:
    found = sections(asked, None)
    if not asked.has_check:
        assert not {"c1", "c2", "again"} & set(ids(found))
        return
    assert asked.version.key in CHECKS
    first = next(place for place, section in enumerate(found) if section.wants)
    checked = [section.id for section in found[:first] if section.needs_script]
    assert checked == ["c1", "c2", "again"]
    assert not [section for section in found[:first] if section.question and section.question.unless_checked]


def test_who_goes_on_is_asked_before_each_part_about_somebody_the_page_has_words_for(asked: QuestionSet) -> None:
    found = sections(asked, None)
    assert {chapter.about for chapter in asked.chapters} <= {None, "carer", "social-worker"}
    for part, chapter in enumerate(asked.chapters, start=1):
        if chapter.about:
            place = ids(found).index(f"alone{part}")
            assert found[place + 1].question in chapter.questions[0].wordings


@pytest.mark.parametrize("version", ["star", "boat", "kite"])
def test_it_is_made_easier_without_losing_or_repeating_a_theme(version: str) -> None:
    before = CHILDREN[version]
    easier = CHILDREN[before.version.easier or ""]
    for section in sections(before, easier):
        if section.question is None or section.check:
            continue
        theme = section.question.theme.key
        assert section.easier_at is not None
        done = set(list(before.by_theme)[: list(before.by_theme).index(theme)])
        rest = list(easier.by_theme)[section.easier_at - 1 :]
        assert not done & set(rest), "nothing is asked twice"
        assert theme not in easier.by_theme or theme in rest, "and the question itself is asked"


def test_a_question_is_reached_by_what_stands_before_its_part() -> None:
    about = next(part for part, chapter in enumerate(CHILDREN["boat"].chapters, start=1) if chapter.about)
    first = 1 + sum(len(chapter.questions) for chapter in CHILDREN["boat"].chapters[: about - 1])
    assert entry(CHILDREN["boat"], first) == f"alone{about}"
    assert entry(CHILDREN["boat"], first + 1) == f"q{first + 1}"
    assert entry(CHILDREN["boat"], len(CHILDREN["boat"].questions) + 1) == "end"
