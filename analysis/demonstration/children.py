"""The sittings of fictional children and adults: the same ones every time, adding up to the council's shares."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from analysis.demonstration.council import Place
from questions.answers import Part, Sides
from questions.bank import question_sets
from questions.company import Company
from questions.questionnaire import DOES_NOT_APPLY, NOT_SURE, SKIP, Question, QuestionSet
from questions.scale import Standing

COMPANY = {
    "star": ((Company.NOBODY, 60), (Company.CARER, 18), (Company.SOCIAL_WORKER, 10), (Company.FRIEND, 6), (None, 6)),
    "boat": ((Company.CARER, 45), (Company.SOCIAL_WORKER, 25), (Company.NOBODY, 20), (Company.HELPER, 10)),
    "kite": ((Company.CARER, 55), (Company.SOCIAL_WORKER, 25), (Company.HELPER, 20)),
    "symbols": ((Company.CARER, 50), (Company.HELPER, 40), (Company.SOCIAL_WORKER, 10)),
}
# Nobody asks an adult who is with them.
UNASKED = ((None, 1),)
FEW = 20
WITHOUT_ANSWER = 4
WITHOUT_ANSWER_WHERE_ALL_AGREE = 2


@dataclass
class Child:
    """A fictional child, or adult: which version they answered, how content they are, and what they said so far."""

    question_set: QuestionSet
    contentment: float
    answers: dict[str, str] = field(default_factory=dict)


def parts(place: Place, shares: Mapping[str, int], seed: str, question_set: str = "children-in-care") -> Iterator[Part]:
    """One part per sitting of a place. ``shares``: positive answers per hundred who answered, by theme."""
    # Fixed seeds: the demonstration is a fixture too, and must be the same on every machine. Nothing here is a secret.
    chance = Random(f"{seed}:{place.setting}")  # noqa: S311
    children = _children(place, chance, question_set)
    for theme, share in shares.items():
        _answer(theme, share, children, chance)
    chance.shuffle(children)
    for child in children:
        companies, weights = zip(*COMPANY.get(child.question_set.version.key, UNASKED), strict=True)
        yield Part(
            sitting=uuid.UUID(int=chance.getrandbits(128), version=4),
            number=1,
            question_set=child.question_set,
            language="en",
            company=chance.choices(companies, weights)[0],
            sides=chance.choice(list(Sides)),
            answers=child.answers,
            fingerprints={theme: child.question_set.by_theme[theme].fingerprint for theme in child.answers},
        )


def _children(place: Place, chance: Random, question_set: str) -> list[Child]:
    sets = question_sets()
    return [
        Child(sets[question_set, version], chance.gauss(0, 1))
        for version, count in place.sittings.items()
        for _ in range(count)
    ]


def _answer(theme: str, share: int, children: list[Child], chance: Random) -> None:
    """Let as many children answer positively as the share says; the more content a child, the sooner."""
    asked = [child for child in children if theme in child.question_set.by_theme]
    if not asked:
        return
    parent = next((q.shown_if.theme for c in asked if (q := c.question_set.by_theme[theme]).shown_if), None)
    if parent is not None:
        asked = [child for child in asked if child.answers.get(parent, SKIP) != SKIP]
    silent = 1 if len(asked) < FEW else WITHOUT_ANSWER_WHERE_ALL_AGREE if share == 100 else WITHOUT_ANSWER
    asked.sort(key=lambda child: child.contentment + chance.gauss(0, 1.5), reverse=True)
    for _ in range(min(silent, len(asked) - 1)):
        # Those who skip are neither the happiest nor the saddest.
        child = asked.pop(len(asked) // 2)
        if _is_shown(theme, child):
            child.answers[theme] = _no_answer(child.question_set.by_theme[theme], chance)
    positive = round(len(asked) * share / 100)
    for child in asked:
        if not _is_shown(theme, child):
            continue
        question = child.question_set.by_theme[theme]
        child.answers[theme] = _value(question, positive > 0, chance)
        positive -= 1


def _is_shown(theme: str, child: Child) -> bool:
    return theme in child.question_set.shown(child.answers)


def _no_answer(question: Question, chance: Random) -> str:
    if question.does_not_apply and chance.random() < 0.6:
        return DOES_NOT_APPLY
    return SKIP


def _value(question: Question, is_positive: bool, chance: Random) -> str:
    if not is_positive and chance.random() < 0.2:
        return NOT_SURE
    values = [
        option.value for option in question.scale.options if (option.standing is Standing.POSITIVE) == is_positive
    ]
    # Where no answer is good or bad, any will do.
    return chance.choice(values or [option.value for option in question.scale.options])
