"""Children's wordings keep to their version's limits, in English and in every translation."""

from __future__ import annotations

import pytest

from questions.bank import question_sets, themes
from questions.questionnaire import QuestionSet
from survey.languages import ENGLISH, LANGUAGES
from translations.__main__ import read, translated_languages

# Other languages say the same in more or fewer words; a third more is let through, never more.
SLACK = 4 / 3
LONGEST_WORD = 14
HARD_WORDS = {"placement", "contact", "iro", "pep", "carer's", "professional", "safeguarding", "outcome", "agency"}
SETS = list(question_sets().values())
PUBLISHED_THEMES = {
    "home_safe", "carer_care", "carer_listen", "talk_worries", "sw_know", "sw_promise", "sw_explain",
    "plan_reason", "plan_words", "plan_copy", "plan_help", "better",
}  # fmt: skip


@pytest.mark.parametrize("question_set", SETS, ids=lambda each: each.version.key)
def test_questions_are_short_and_plain_and_about_one_thing(question_set: QuestionSet) -> None:
    for question in question_set.questions:
        words = question.ask.lower().strip("?…. ").split()
        assert len(words) <= question_set.version.words, question.ask
        assert not {word.strip(",.") for word in words} & HARD_WORDS, question.ask
        assert not {"and", "or"} & set(words), f"two ideas: {question.ask}"
        assert all(len(word) <= LONGEST_WORD for word in words), question.ask
        for option in question.scale.words():
            assert len(option.split()) <= 5, option


@pytest.mark.parametrize("version", ["star", "boat"])
def test_the_published_figures_themes_are_all_asked(version: str) -> None:
    assert set(question_sets()["children-in-care", version].by_theme) >= PUBLISHED_THEMES


def test_every_theme_is_asked_somewhere() -> None:
    asked = {theme for question_set in SETS for theme in question_set.by_theme}
    assert asked == set(themes())


@pytest.mark.parametrize("language", translated_languages())
@pytest.mark.parametrize("question_set", SETS, ids=lambda each: each.version.key)
def test_translations_keep_to_the_limits(question_set: QuestionSet, language: str) -> None:
    catalogue = read(language)
    for question in question_set.questions:
        said = catalogue[question.ask].string
        if not said:
            continue  # that something is missing is for ``python3 dev.py check`` to say, of every wording
        assert isinstance(said, str)
        assert said != question.ask
        assert len(said.split()) <= question_set.version.words * SLACK, said


def test_languages_that_nobody_fluent_checked_are_drafts() -> None:
    assert {code for code, language in LANGUAGES.items() if language.is_draft} == set(LANGUAGES) - {ENGLISH.code}
