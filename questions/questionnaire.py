"""A question set in one version: chapters of questions, each about one theme."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

from questions.scale import Scale
from questions.versions import Version

NOT_SURE = "not-sure"
SKIP = "skip"
DOES_NOT_APPLY = "does-not-apply"


@dataclass(frozen=True)
class Theme:
    """What a question is about, the same in every version, year and respondent.

    ``name`` labels it in tables; ``statement`` ends the sentence "92% of children in foster care …" and is what a
    positive answer says.
    """

    key: str
    name: str
    statement: str


@dataclass(frozen=True)
class Condition:
    """ "Shown if the answer to ``theme`` is in ``among``": the only condition there is."""

    theme: str
    among: frozenset[str]

    def holds(self, answers: Mapping[str, str]) -> bool:
        return answers.get(self.theme) in self.among


@dataclass(frozen=True)
class Question:
    """One question. ``does_not_apply`` is the wording of that answer where the question offers it.

    ``support_if`` are the answers on which the page shows where help is. They raise nothing: nobody knows whose they
    are.
    """

    theme: Theme
    ask: str
    scale: Scale
    picture: str | None = None
    does_not_apply: str | None = None
    shown_if: Condition | None = None
    support_if: frozenset[str] = frozenset()

    @cached_property
    def values(self) -> frozenset[str]:
        """Every value that counts as an answer here; "not sure" and "skip" always do."""
        own = {DOES_NOT_APPLY} if self.does_not_apply else set()
        return self.scale.values | {NOT_SURE, SKIP} | own

    @cached_property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that change whenever the wording, scale or condition does.

        Stored with each answer, so that nobody can later read an answer as the answer to another question. Not of
        ``support_if``: where help is shown does not change what an answer means, and years must stay comparable.
        """
        said = {
            "theme": self.theme.key,
            "ask": self.ask,
            "scale": [self.scale.kind, asdict(self.scale)],
            "does_not_apply": self.does_not_apply,
            "shown_if": [self.shown_if.theme, sorted(self.shown_if.among)] if self.shown_if else None,
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:8]

    @property
    def field(self) -> str:
        """The name of its form control: theme and fingerprint, so that a page without scripts sends both."""
        return f"{self.theme.key}.{self.fingerprint}"

    def words(self) -> Iterator[str]:
        yield self.ask
        yield from self.scale.words()
        if self.does_not_apply:
            yield self.does_not_apply


@dataclass(frozen=True)
class Chapter:
    """A few questions that belong together, under a title that says where the child is."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class QuestionSet:
    """A set in one version. ``name`` is shared by its versions, ``key`` is its own."""

    name: str
    version: Version
    chapters: tuple[Chapter, ...]

    @property
    def key(self) -> str:
        """Its name in addresses, and of its file: such as ``children-in-care-star``."""
        return f"{self.name}-{self.version.key}"

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for chapter in self.chapters for question in chapter.questions)

    @cached_property
    def by_theme(self) -> dict[str, Question]:
        return {question.theme.key: question for question in self.questions}

    def shown(self, answers: Mapping[str, str]) -> frozenset[str]:
        """The themes whose question a child with these answers meets. A question hidden shows nothing below it."""
        shown: set[str] = set()
        for question in self.questions:
            condition = question.shown_if
            if condition is None or (condition.theme in shown and condition.holds(answers)):
                shown.add(question.theme.key)
        return frozenset(shown)
