"""An edition: how one round asks a question set. Which themes, and in which words.

Every version of the set is edited alike, and everything that asks, receives or counts a round works on the edited set:
what was not asked can be neither answered nor counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from questions.questionnaire import Question, QuestionSet

# What the council may put its own words for, in English: put into a sentence of another language, a name breaks its
# grammar, so other languages keep the general words.
PLACES = re.compile(r"\{(?:home|worker)\}")


@dataclass(frozen=True)
class Edition:
    """``added`` are themes that are extra, ``left_out`` others; ``words`` are the council's own for ``PLACES``."""

    added: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    words: tuple[tuple[str, str], ...] = ()


AS_IT_IS = Edition()


def edited(question_set: QuestionSet, edition: Edition) -> QuestionSet:
    """The set as the edition asks it. A follow-up whose parent is left out is asked of everybody."""
    words = dict(edition.words)
    asked = {
        question.theme.key
        for question in question_set.questions
        if question.theme.key not in edition.left_out and (not question.is_extra or question.theme.key in edition.added)
    }
    chapters = [
        replace(
            chapter,
            questions=tuple(_worded(each, asked, words) for each in chapter.questions if each.theme.key in asked),
        )
        for chapter in question_set.chapters
    ]
    return replace(question_set, chapters=tuple(chapter for chapter in chapters if chapter.questions))


def _worded(question: Question, asked: set[str], words: Mapping[str, str]) -> Question:
    condition = question.shown_if if question.shown_if and question.shown_if.theme in asked else None
    ask = question.ask
    if question.with_words and {place[1:-1] for place in PLACES.findall(question.with_words)} <= words.keys():
        ask = question.with_words.format(**words)
    other = question.unless_checked
    return replace(question, ask=ask, shown_if=condition, unless_checked=other and _worded(other, asked, words))
