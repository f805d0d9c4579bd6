"""A level's counts become its figures: per theme, what may be said of the children who were asked about it.

Four rules beyond the blocks themselves, each because of somebody who would otherwise learn one child's answer:

- The group is those whose version asks the theme. Who uses which version is known, so children never asked hide nobody.
- Where the number who gave no answer is told exactly, positive counts among those who answered, not among all who were
  asked: else "8 of the 8 who answered" would speak for every one of them.
- A follow-up's no answer contains its parent's. Where fewer children were asked the follow-up, the difference would
  speak for the few who were only asked the parent; so its ends grow by what the parent already tells.
- A follow-up shown only after positive answers, or only after others, ties more together than that; where its group is
  not its parent's, or where versions differ in this, it is not shown at all. Questions and sizes say so, never answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.counts import Count, LevelCount
from analysis.disclosure import HIDDEN, Hidden, Range, add, protect
from questions.questionnaire import NOT_SURE, Question, QuestionSet

END = 4
FEWEST = 10
# A grown end may take a quarter of the group; beyond that a figure says too little to be worth its risk.
QUARTERS = 4


@dataclass(frozen=True)
class Figure:
    """What may be said of one theme for the ``asked`` children of a level. Counts of children, as ranges."""

    asked: int
    positive: Range | Hidden
    no_answer: Range | Hidden


@dataclass(frozen=True)
class Tie:
    """How a follow-up hangs on its parent.

    ``is_loose``: a positive and another answer to the parent both let it be asked. ``is_alike``: in every version.
    """

    parent: str
    is_loose: bool
    is_alike: bool


def ties(question_sets: Iterable[QuestionSet]) -> dict[str, Tie]:
    """The ties of the follow-ups among a set's versions, by theme."""
    found: dict[str, set[tuple[str, bool] | None]] = {}
    for question_set in question_sets:
        for question in question_set.questions:
            tied = _tie(question, question_set) if question.shown_if else None
            found.setdefault(question.theme.key, set()).add(tied)
    return {
        theme: Tie(tied[0], tied[1], is_alike=len(kinds) == 1)
        for theme, kinds in found.items()
        for tied in sorted(kind for kind in kinds if kind is not None)[:1]
    }


def _tie(question: Question, question_set: QuestionSet) -> tuple[str, bool]:
    assert question.shown_if is not None
    parent = question_set.by_theme[question.shown_if.theme]
    # "not sure" is not positive; "skip" and "does not apply" are no answer, after which a follow-up has none either
    others = (parent.scale.values - parent.scale.positive) | {NOT_SURE}
    among = question.shown_if.among
    return parent.theme.key, bool(among & parent.scale.positive) and bool(among & others)


def protect_level(level: LevelCount, tied: Mapping[str, Tie], fewest: int = FEWEST) -> dict[str, Figure]:
    """The figures of a level, by theme. Hidden where fewer than ``fewest`` children were asked."""
    return {theme: _protect_theme(theme, level, tied, fewest)[0] for theme in level.themes}


def _protect_theme(theme: str, level: LevelCount, tied: Mapping[str, Tie], fewest: int) -> tuple[Figure, int]:
    """A theme's figure and how wide the ends of its blocks are."""
    count, end = level.themes[theme], END
    hidden = Figure(count.asked, HIDDEN, HIDDEN)
    if theme in tied:
        tie = tied[theme]
        parent, end = _protect_theme(tie.parent, level, tied, fewest)
        if not tie.is_alike or isinstance(parent.no_answer, Hidden):
            return hidden, end
        if parent.asked != count.asked:
            if not tie.is_loose:
                return hidden, end
            end = max(end, END + parent.no_answer.low)
            if end > count.asked / QUARTERS:
                return hidden, end
    return (hidden if count.asked < fewest else protect_count(count, end)), end


def protect_count(count: Count, end: int = END) -> Figure:
    """The figure of one count, its blocks' ends ``end`` values wide."""
    no_answer = protect(count.no_answer, count.asked, end, 1)
    if isinstance(no_answer, Hidden):
        return Figure(count.asked, HIDDEN, HIDDEN)
    # In the lowest block ``low`` is 0, and the group is all who were asked. In the highest hardly anybody is left.
    return Figure(count.asked, protect(count.positive, count.asked - no_answer.low, end, 1), no_answer)


def add_up(figures: Iterable[Figure]) -> Figure:
    """All of several disjoint levels: a sum of what is published of each, never a figure of its own.

    A hidden part adds anything from nobody to everybody it could hold.
    """
    each = tuple(figures)
    asked = sum(figure.asked for figure in each)
    if all(isinstance(figure.positive, Hidden) for figure in each):
        return Figure(asked, HIDDEN, HIDDEN)
    return Figure(asked, add(_bounds(figure)[0] for figure in each), add(_bounds(figure)[1] for figure in each))


def _bounds(figure: Figure) -> tuple[Range, Range]:
    no_answer = figure.no_answer if isinstance(figure.no_answer, Range) else Range(0, figure.asked)
    if isinstance(figure.positive, Range):
        return figure.positive, no_answer
    return Range(0, figure.asked - no_answer.low), no_answer
