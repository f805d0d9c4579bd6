"""Children's wordings keep to their version's limits, in English and in every translation."""

from __future__ import annotations

import pytest

from questions.bank import question_sets, themes, whole_question_sets
from questions.questionnaire import QuestionSet
from survey.languages import ENGLISH, LANGUAGES
from translations.__main__ import read, translated_languages

# Other languages say the same in more or fewer words; a third more is let through, never more.
SLACK = 4 / 3
LONGEST_WORD = 14
HARD_WORDS = {"placement", "contact", "iro", "pep", "carer's", "professional", "safeguarding", "outcome", "agency"}
# Adults know what an outcome is. What a council calls things among its own they need not know.
HARD_FOR_ADULTS = {"placement", "contact", "iro", "pep", "lac", "cin", "cp", "s47", "mash", "stakeholder"}
SETS = list(whole_question_sets().values())
PUBLISHED_THEMES = {
    "home_safe", "carer_care", "carer_listen", "talk_worries", "sw_know", "sw_promise", "sw_explain",
    "plan_reason", "plan_words", "plan_copy", "plan_help", "better",
}  # fmt: skip


@pytest.mark.parametrize("question_set", SETS, ids=lambda each: each.key)
def test_questions_are_short_and_plain_and_about_one_thing(question_set: QuestionSet) -> None:
    hard = HARD_FOR_ADULTS if question_set.respondent.is_adult else HARD_WORDS
    for wording in (wording for question in question_set.questions for wording in question.wordings):
        for ask in filter(None, (wording.ask, wording.with_words)):
            words = ask.lower().strip("?…. ").split()
            assert len(words) <= question_set.version.words, ask
            assert not {word.strip(",.?") for word in words} & hard, ask
            assert not {"and", "or", "and/or"} & set(words), f"two ideas: {ask}"
            assert all(len(word) <= LONGEST_WORD for word in words), ask
        for option in (*wording.scale.words(), wording.does_not_apply or ""):
            assert len(option.split()) <= 5, option


@pytest.mark.parametrize("version", ["star", "boat"])
def test_the_published_figures_themes_are_all_asked(version: str) -> None:
    assert set(question_sets()["children-in-care", version].by_theme) >= PUBLISHED_THEMES


def test_every_theme_is_asked_somewhere() -> None:
    asked = {theme for question_set in SETS for theme in question_set.by_theme}
    assert asked == set(themes())


def test_a_theme_has_a_name_and_a_statement_of_its_own() -> None:
    told = list(themes().values())
    assert len({theme.name for theme in told}) == len({theme.statement for theme in told}) == len(told)
    for theme in told:
        assert len(theme.name.split()) <= 6, theme.name
        # It ends a sentence, and begins with what they do.
        assert theme.statement[0].islower()
        assert theme.statement[-1].isalpha()


@pytest.mark.parametrize("language", translated_languages())
@pytest.mark.parametrize("question_set", SETS, ids=lambda each: each.key)
def test_translations_keep_to_the_limits(question_set: QuestionSet, language: str) -> None:
    catalogue = read(language)
    for wording in (wording for question in question_set.questions for wording in question.wordings):
        said = catalogue[wording.ask].string
        if not said:
            continue  # that something is missing is for ``python3 dev.py check`` to say, of every wording
        assert isinstance(said, str)
        assert said != wording.ask
        assert len(said.split()) <= question_set.version.words * SLACK, said


def test_languages_that_nobody_fluent_checked_are_drafts() -> None:
    assert {code for code, language in LANGUAGES.items() if language.is_draft} == set(LANGUAGES) - {ENGLISH.code}
