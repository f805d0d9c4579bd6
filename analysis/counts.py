"""Answers become counts: one pass over a round's finished sittings. The only reader of answers on this floor.

A count is no release. Nothing here may be shown to anybody; ``analysis.release`` turns it into what may.

For each theme a sitting is in one state: *positive*, *not positive* (not sure included) or *no answer* (skipped, does
not apply, not reached). Only sittings whose version asks the theme are its group: everyone who works with a child knows
which version they use, so those never asked hide nobody.

A follow-up is counted as "both, of all asked": positive if its condition held and its answer is positive; no answer if
its parent has none, or it was shown and has none; otherwise not positive. It never has its parent's answer as a base.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from questions.bank import in_order
from questions.company import Company
from questions.questionnaire import DOES_NOT_APPLY, SKIP, Question
from survey.models import Mark, Part, Round, Sitting
from survey.rounds.asking import REMEMBERED, sets_in

ROWS_AT_ONCE = 2_000
NOTHING_SAID = frozenset({SKIP, DOES_NOT_APPLY})
POSITIVE, NOT_POSITIVE, NO_ANSWER = range(3)


class AnswersUncountable(RuntimeError):
    """Answers do not fit the bank as it is now. Names the question set and theme, never what was answered."""


@dataclass(frozen=True)
class Count:
    """Sittings that were asked about a theme, and how many of them were positive and gave no answer."""

    asked: int
    positive: int
    no_answer: int


@dataclass(frozen=True)
class LevelCount:
    """The finished sittings of one setting: how many, with how many an adult helped, and a count per theme."""

    sittings: int = 0
    helped: int = 0
    themes: Mapping[str, Count] = field(default_factory=dict)


@dataclass(frozen=True)
class _Asked:
    """A version's question, ready for counting: its values, and which of its scale are positive and which are others.

    ``among`` holds the parent's values under which it is shown.
    """

    theme: str
    fingerprint: str
    values: frozenset[str]
    positive: frozenset[str]
    others: frozenset[str]
    parent: _Asked | None
    among: frozenset[str]

    def is_shown_after(self, value: str, parent: _Asked) -> bool:
        """Whether the parent's answer lets this be asked; ``parent`` is the question that was answered.

        After "make it easier" that may be another version's, with values of its own: then the standing decides.
        """
        assert self.parent is not None
        if value in self.parent.values:
            return value in self.among
        alike = self.parent.positive if value in parent.positive else self.parent.others
        return bool(alike & self.among)


# A version's questions by theme, and each wording of them by theme and fingerprint; and where these are found.
_Known = tuple[dict[str, _Asked], dict[tuple[str, str], _Asked]]
_Knows = Callable[[str, str], _Known]


def _asked(question: Question, before: Mapping[str, _Asked]) -> _Asked:
    condition = question.shown_if
    return _Asked(
        theme=question.theme.key,
        fingerprint=question.fingerprint,
        values=question.values,
        positive=question.scale.positive,
        others=question.scale.values - question.scale.positive,
        parent=before[condition.theme] if condition else None,
        among=condition.among if condition else frozenset(),
    )


def count(session: Session, asked: Round) -> dict[str, LevelCount]:
    """The counts of each of the round's settings, in its order; settings without a finished sitting count none.

    Raises ``AnswersUncountable`` when a question was reworded after it was answered: an answer to other words would
    be a false figure, and leaving it out would be one too.
    """
    rows = session.execute(
        select(Sitting.id, Sitting.setting, Part.document)
        .outerjoin(Part, Part.sitting_id == Sitting.id)
        .where(Sitting.round_id == asked.id, Sitting.mark == Mark.FINISHED)
        .order_by(Sitting.id, Part.number)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    known = partial(_known, asked.edition, asked.question_set)
    tallies = {place.setting: _Tally(known) for place in asked.settings}
    for (_, setting), parts in groupby(rows, key=itemgetter(0, 1)):
        tallies[setting].add([row[2] for row in parts if row[2] is not None])
    return {setting: tally.count() for setting, tally in tallies.items()}


class _Tally:
    """Counting one setting's sittings."""

    def __init__(self, known: _Knows) -> None:
        self.known = known
        self.sittings = self.helped = 0
        self.states: dict[str, list[int]] = {}

    def add(self, documents: list[str]) -> None:
        try:
            contents = [json.loads(document) for document in documents]
        except ValueError:
            # Not the parser's own words: its exception carries the document along.
            raise AnswersUncountable("a kept part is not a document of ours") from None
        self.sittings += 1
        self.helped += any(HELPS.get(content["company"], False) for content in contents)
        for theme, state in _states(contents, self.known).items():
            if theme not in self.states:
                self.states[theme] = [0, 0, 0]
            self.states[theme][state] += 1

    def count(self) -> LevelCount:
        return LevelCount(
            self.sittings,
            self.helped,
            {
                theme: Count(sum(self.states[theme]), self.states[theme][POSITIVE], self.states[theme][NO_ANSWER])
                for theme in in_order(self.states)
            },
        )


# Somebody who did not say who was there is counted as not known, which is not the same as helped.
HELPS: dict[str | None, bool] = {None: False, **{str(company): company.helps for company in Company}}


def _states(contents: Iterable[Mapping[str, Any]], known: _Knows) -> dict[str, int]:
    """The state of each theme asked in any part's version. Parts come in their order; the later answer wins."""
    asked: dict[str, _Asked] = {}
    given: dict[str, tuple[str, _Asked]] = {}
    for content in contents:
        questions, wordings = known(content["set"], content["version"])
        asked = questions if not asked else {**questions, **{key: asked[key] for key in asked if key not in questions}}
        for theme, (fingerprint, value) in content["answers"].items():
            question = wordings.get((theme, fingerprint))
            if question is None:
                raise AnswersUncountable(f"{content['set']}-{content['version']}: “{theme}” is asked otherwise now")
            if value not in question.values:
                raise AnswersUncountable(f"{content['set']}-{content['version']}: “{theme}” has another scale now")
            given[theme] = value, question
    states: dict[str, int] = {}
    hidden: set[str] = set()
    for theme, question in asked.items():
        if question.parent is not None:
            above = question.parent.theme
            if states[above] == NO_ANSWER:
                states[theme] = NO_ANSWER
                hidden.add(theme)
                continue
            if above in hidden or not question.is_shown_after(*given[above]):
                states[theme] = NOT_POSITIVE
                hidden.add(theme)
                continue
        answer = given.get(theme)
        if answer is None or answer[0] in NOTHING_SAID:
            states[theme] = NO_ANSWER
        else:
            states[theme] = POSITIVE if answer[0] in answer[1].positive else NOT_POSITIVE
    # Where no answer is good or bad there is no share to tell.
    return {theme: state for theme, state in states.items() if asked[theme].positive}


@lru_cache(maxsize=REMEMBERED)
def _known(edition: str | None, set_of_round: str, name: str, version: str) -> _Known:
    if name != set_of_round:
        # What is kept is looked at when it arrives. Were that ever wrong, nobody's answers are added to another's here.
        raise AnswersUncountable(f"{name}-{version} is not what the round asks")
    question_set = sets_in(name, edition).get(version)
    if question_set is None:
        raise AnswersUncountable(f"{name}-{version} is no longer in the bank")
    asked: dict[str, _Asked] = {}
    wordings: dict[tuple[str, str], _Asked] = {}
    for question in question_set.questions:
        for wording in reversed(question.wordings):
            asked[question.theme.key] = _asked(wording, asked)
            wordings[question.theme.key, wording.fingerprint] = asked[question.theme.key]
    return asked, wordings
