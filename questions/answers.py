"""One part of a sitting as a document: the only form in which answers travel and are kept.

Read strictly: a document that is not exactly what a page of ours sends is refused, because an answer that was guessed
at is worse than one that is set aside and told as a number.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from questions.company import Company, Method, Way
from questions.questionnaire import QuestionSet

LARGEST = 20_000  # characters; a document with every question answered has some 600
MOST_PARTS = 50
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
ROUND = re.compile(r"[a-z0-9-]{1,40}")
KEYS = frozenset(
    {
        *("sitting", "part", "round", "set", "version", "language"),
        *("company", "alone", "check", "method", "way", "sides", "answers"),
    }
)
# A question set by name and version, as the round with this id asks it; where that is None, as it is asked anywhere.
Finder = Callable[[str, str, str | None], QuestionSet | None]


class Sides(StrEnum):
    """Which of two pictures comes first; drawn once per sitting."""

    GOOD_FIRST = "good-first"
    OTHER_FIRST = "other-first"


class PartUnreadable(ValueError):
    """A part is not a document of ours. The reason names the rule that was broken, never what was in the document."""


@dataclass(frozen=True)
class Part:
    """A part of a sitting. ``answers`` maps a theme to its value; ``fingerprints`` to the question's fingerprint.

    ``alone`` are the themes before which the
    child chose to go on without whoever was with them. ``check``: whether the version's check was passed; None where
    it was not done. ``method`` is how the helper saw the child choose.
    """

    sitting: uuid.UUID
    number: int
    question_set: QuestionSet
    language: str
    company: Company | None
    sides: Sides
    answers: Mapping[str, str]
    fingerprints: Mapping[str, str]
    alone: frozenset[str] = frozenset()
    check: bool | None = None
    method: Method | None = None
    way: Way = Way.SCREEN


def sitting_id(text: object) -> uuid.UUID:
    """A sitting's random (version 4) UUID in its usual lower-case form; raises ``PartUnreadable``."""
    if isinstance(text, str) and len(text) == 36:
        try:
            read = uuid.UUID(text)
        except ValueError:
            raise PartUnreadable("the sitting is not a UUID") from None
        if read.version == 4 and str(read) == text:
            return read
    raise PartUnreadable("the sitting is not a random UUID")


def read_part(document: str, find: Finder) -> Part:
    """The part in a JSON document; raises ``PartUnreadable``."""
    if len(document) > LARGEST:
        raise PartUnreadable("the document is too long")
    try:
        content = json.loads(document, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError):
        raise PartUnreadable("the document is not JSON") from None
    if not isinstance(content, dict) or content.keys() != KEYS:
        raise PartUnreadable("the keys are not those of a part")
    number = content["part"]
    if type(number) is not int or not 1 <= number <= MOST_PARTS:
        raise PartUnreadable("the part has no number")
    round_id = content["round"]
    if round_id is not None and not (isinstance(round_id, str) and ROUND.fullmatch(round_id)):
        raise PartUnreadable("the round is unknown")
    name, version = content["set"], content["version"]
    question_set = find(name, version, round_id) if isinstance(name, str) and isinstance(version, str) else None
    if question_set is None:
        raise PartUnreadable("the question set is unknown")
    if not isinstance(content["language"], str) or not LANGUAGE.fullmatch(content["language"]):
        raise PartUnreadable("the language is unknown")
    if content["check"] is not None and not isinstance(content["check"], bool):
        raise PartUnreadable("the check is neither passed nor failed")
    try:
        company = None if content["company"] is None else Company(content["company"])
        method = None if content["method"] is None else Method(content["method"])
        way, sides = Way(content["way"]), Sides(content["sides"])
    except ValueError:
        raise PartUnreadable("the company, the method, the way or the sides are unknown") from None
    answers, fingerprints = _read_answers(content["answers"], question_set)
    return Part(
        sitting=sitting_id(content["sitting"]),
        number=number,
        question_set=question_set,
        language=content["language"],
        company=company,
        sides=sides,
        answers=answers,
        fingerprints=fingerprints,
        alone=_read_alone(content["alone"], question_set),
        check=content["check"],
        method=method,
        way=way,
    )


def write_part(part: Part) -> str:
    """The part as the document ``read_part`` reads; the same part gives the same characters."""
    return json.dumps(
        {
            "sitting": str(part.sitting),
            "part": part.number,
            "round": part.question_set.round_id,
            "set": part.question_set.name,
            "version": part.question_set.version.key,
            "language": part.language,
            "company": part.company,
            "alone": sorted(part.alone),
            "check": part.check,
            "method": part.method,
            "way": part.way,
            "sides": part.sides,
            "answers": {theme: [part.fingerprints[theme], value] for theme, value in sorted(part.answers.items())},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key is said twice")
    return content


def _read_answers(content: object, question_set: QuestionSet) -> tuple[dict[str, str], dict[str, str]]:
    if not isinstance(content, dict):
        raise PartUnreadable("the answers are not a table")
    answers: dict[str, str] = {}
    fingerprints: dict[str, str] = {}
    for theme, answer in content.items():
        question = question_set.by_theme.get(theme)
        if question is None:
            raise PartUnreadable("a theme is not asked in this question set")
        if not isinstance(answer, list) or len(answer) != 2 or not all(isinstance(each, str) for each in answer):
            raise PartUnreadable("an answer is not a fingerprint and a value")
        fingerprint, value = answer
        wording = question.asked_as(fingerprint)
        if wording is None:
            raise PartUnreadable("an answer is to a question that is worded otherwise")
        if value not in wording.values:
            raise PartUnreadable("an answer is not on the question's scale")
        answers[theme], fingerprints[theme] = value, fingerprint
    return answers, fingerprints


def _read_alone(content: object, question_set: QuestionSet) -> frozenset[str]:
    if not isinstance(content, list) or not all(isinstance(each, str) for each in content):
        raise PartUnreadable("the themes answered alone are not a list")
    if sorted(set(content)) != content:
        raise PartUnreadable("the themes answered alone are not in order")
    if not set(content) <= question_set.by_theme.keys():
        raise PartUnreadable("a theme answered alone is not asked in this question set")
    return frozenset(content)
