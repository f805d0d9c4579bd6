"""A question set in one version: chapters of questions, each about one theme."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property

from questions.company import Company
from questions.scale import Scale
from questions.versions import Version

NOT_SURE = "not-sure"
SKIP = "skip"
DOES_NOT_APPLY = "does-not-apply"
# No theme of the bank begins so.
OWN = "own_"


class Respondent(StrEnum):
    """Whose answers they are. Those of one are never added to those of another."""

    CHILD = "child"
    YOUNG_ADULT = "young-adult"
    PARENT = "parent"
    CARER = "carer"
    PROFESSIONAL = "professional"
    OBSERVER = "observer"

    @property
    def is_adult(self) -> bool:
        """Whether somebody speaks who is neither a child in care nor was one."""
        return self not in (Respondent.CHILD, Respondent.YOUNG_ADULT)


@dataclass(frozen=True)
class Theme:
    """What a question is about, the same in every version, year and respondent.

    ``name`` labels it in tables; ``statement`` ends the sentence "92% of children in foster care …" and is what a
    positive answer says. ``mirrors`` is the key of the child's theme that an adult's answer is laid beside, never added
    to.
    """

    key: str
    name: str
    statement: str
    mirrors: str | None = None

    @property
    def is_own(self) -> bool:
        """Whether it is a council's own and of one round only."""
        return self.key.startswith(OWN)


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
    are. ``unless_checked`` is how the same theme is asked of a child who has not passed the version's check: with fewer
    options, never left out. ``with_words`` is the English wording with a place for the council's own words, such as
    "How safe does {home} feel?". ``is_extra``: asked only where an officer adds it to a round. ``asks`` are wordings
    by language that stand in no catalogue, because they are a council's own.
    """

    theme: Theme
    ask: str
    scale: Scale
    picture: str | None = None
    does_not_apply: str | None = None
    shown_if: Condition | None = None
    support_if: frozenset[str] = frozenset()
    unless_checked: Question | None = None
    with_words: str | None = None
    is_extra: bool = False
    asks: tuple[tuple[str, str], ...] = ()

    def own_words(self, language: str) -> str | None:
        """The council's own wording in this language; None where the catalogue has the wording."""
        return dict(self.asks).get(language)

    def is_in(self, language: str) -> bool:
        """Whether somebody put it into this language; what is in the bank is in every catalogue."""
        return not self.theme.is_own or self.own_words(language) is not None

    @property
    def wordings(self) -> tuple[Question, ...]:
        """The ways in which its theme is asked in this version."""
        return (self, self.unless_checked) if self.unless_checked else (self,)

    def asked_as(self, fingerprint: str) -> Question | None:
        """The one of its wordings that has this fingerprint."""
        return next((wording for wording in self.wordings if wording.fingerprint == fingerprint), None)

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
    def pictures(self) -> frozenset[str]:
        """The concepts of its own picture and its options'."""
        return frozenset(filter(None, (self.picture, *(option.picture for option in self.scale.options))))

    @property
    def field(self) -> str:
        """The name of its form control: theme and fingerprint, so that a page without scripts sends both."""
        return f"{self.theme.key}.{self.fingerprint}"

    def words(self) -> Iterator[str]:
        yield self.ask
        yield from self.scale.words()
        if self.does_not_apply:
            yield self.does_not_apply
        if self.unless_checked:
            yield from self.unless_checked.words()


@dataclass(frozen=True)
class Chapter:
    """A few questions that belong together, under a title that says where the child is.

    ``about`` is whoever they are about: where that person sits beside the child, the child is asked whether they would
    rather answer this bit on their own.
    """

    title: str
    questions: tuple[Question, ...]
    about: Company | None = None


def key_of(name: str, version: str, round_id: str | None = None) -> str:
    """The key by which addresses name a set in a version, in the edition of a round where there is one."""
    return f"{name}-{version}" + (f".{round_id}" if round_id else "")


@dataclass(frozen=True)
class QuestionSet:
    """A set in one version. ``name`` is shared by its versions, ``key`` is its own.

    ``round_id`` is there where a round asks it in an edition of its own.
    """

    name: str
    version: Version
    chapters: tuple[Chapter, ...]
    respondent: Respondent = Respondent.CHILD
    round_id: str | None = None

    @property
    def key(self) -> str:
        """Its name in addresses, and of its file: such as ``children-in-care-star``."""
        return key_of(self.name, self.version.key, self.round_id)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for chapter in self.chapters for question in chapter.questions)

    @cached_property
    def by_theme(self) -> dict[str, Question]:
        return {question.theme.key: question for question in self.questions}

    @cached_property
    def pictures(self) -> frozenset[str]:
        """The concepts of its questions' and its options' pictures."""
        wordings = (wording for question in self.questions for wording in question.wordings)
        return frozenset(concept for wording in wordings for concept in wording.pictures)

    @cached_property
    def digest(self) -> str:
        """What changes whenever anything that it asks does, a council's own words included."""
        said = [(wording.fingerprint, wording.asks) for question in self.questions for wording in question.wordings]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @property
    def has_check(self) -> bool:
        """Whether some of its questions offer more to a child who passes the version's check."""
        return any(question.unless_checked for question in self.questions)

    def carries_on_at(self, theme: str, before: QuestionSet) -> int:
        """The place among its questions, from 0, at which a child goes on who was at ``theme`` in ``before``.

        The versions of a set ask what they share in the same order: so this is behind the last question that both ask
        and that came earlier, wherever the version ``before`` asked more or less.
        """
        themes = [question.theme.key for question in before.questions]
        earlier = set(themes[: themes.index(theme)])
        reached = [place for place, question in enumerate(self.questions) if question.theme.key in earlier]
        return reached[-1] + 1 if reached else 0

    def shown(self, answers: Mapping[str, str]) -> frozenset[str]:
        """The themes whose question a child with these answers meets. A question hidden shows nothing below it."""
        shown: set[str] = set()
        for question in self.questions:
            condition = question.shown_if
            if condition is None or (condition.theme in shown and condition.holds(answers)):
                shown.add(question.theme.key)
        return frozenset(shown)
