"""An edition: how one round asks a question set. Which themes, in which words, and up to three questions of its own.

Every version of the set is edited alike, and whatever asks, receives or counts a round works on the edited set: what
was not asked can be neither answered nor counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from questions.questionnaire import OWN, Chapter, Question, QuestionSet, Theme
from questions.scale import Scale
from questions.scales.five_steps import FiveSteps
from questions.scales.ladder import Ladder
from questions.scales.three_steps import ThreeSteps
from questions.scales.two_pictures import TwoPictures
from questions.scales.yes_no import YesNo
from questions.versions import ADULT, BOAT, KITE, STAR, SYMBOLS, VERSIONS, Version

MOST_OWN = 3
ENGLISH = "en"
# What a council may put its own words for, in English only: a name put into a sentence of another language breaks its
# grammar, so the other languages keep the general words.
PLACES = re.compile(r"\{(home|worker)\}")


def N_(wording: str) -> str:  # noqa: N802  the name by which wordings are found that are translated elsewhere
    return wording


OWN_CHAPTER = N_("A few more questions")


@dataclass(frozen=True)
class Answers:
    """A scale for questions of a council's own, its name for officers, and the versions whose children can use it."""

    name: str
    scale: Scale
    versions: frozenset[str]
    needs_picture: bool = False


ANSWERS: dict[str, Answers] = {
    "yes": Answers("Yes or no: yes is good", YesNo("yes"), frozenset({STAR.key, BOAT.key, KITE.key, ADULT.key})),
    "no": Answers("Yes or no: no is good", YesNo("no"), frozenset({STAR.key, BOAT.key, KITE.key, ADULT.key})),
    "three-steps": Answers(
        "All the time, some of the time, hardly ever",
        ThreeSteps((N_("All the time"), N_("Some of the time"), N_("Hardly ever"))),
        frozenset({STAR.key, BOAT.key, ADULT.key}),
    ),
    "five-steps": Answers(
        "Always, mostly, sometimes, not often, never",
        FiveSteps((N_("Always"), N_("Mostly"), N_("Sometimes"), N_("Not often"), N_("Never"))),
        frozenset({STAR.key, ADULT.key}),
    ),
    "ladder": Answers(
        "0 to 10: not at all to completely",
        Ladder(low=N_("not at all"), high=N_("completely")),
        frozenset({STAR.key, ADULT.key}),
    ),
    "like": Answers(
        "Two pictures: like, do not like",
        TwoPictures(good=(N_("like"), "like"), other=(N_("do not like"), "do-not-like")),
        frozenset({SYMBOLS.key}),
        needs_picture=True,
    ),
}


@dataclass(frozen=True)
class OwnQuestion:
    """A closed question of a council's own.

    ``asks`` are its wordings by language, English first: it stands in documents of these languages only, since what
    nobody translated a child may misread. ``answers`` is a key of ``ANSWERS``.
    """

    asks: tuple[tuple[str, str], ...]
    answers: str
    name: str
    statement: str
    picture: str | None = None

    @property
    def ask(self) -> str:
        return self.asks[0][1]

    def fits(self, version: Version) -> bool:
        """Whether the children of a version can answer on its scale, and it is short enough for them."""
        return version.key in ANSWERS[self.answers].versions and len(self.ask.split()) <= version.words


@dataclass(frozen=True)
class Edition:
    """``added`` are themes that are extra, ``left_out`` others, ``words`` the council's own for ``PLACES``."""

    added: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    words: tuple[tuple[str, str], ...] = ()
    own: tuple[OwnQuestion, ...] = ()

    @cached_property
    def own_themes(self) -> tuple[Theme, ...]:
        return tuple(
            Theme(f"{OWN}{place}", question.name, question.statement)
            for place, question in enumerate(self.own, start=1)
        )


AS_IT_IS = Edition()


def write_edition(edition: Edition) -> str:
    """The edition as text; equal editions give equal texts."""
    content = {**asdict(edition), "added": sorted(edition.added), "left_out": sorted(edition.left_out)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def read_edition(text: str) -> Edition:
    """What ``write_edition`` wrote."""
    content = json.loads(text)
    own = [
        OwnQuestion(**{**each, "asks": tuple((language, ask) for language, ask in each["asks"])})
        for each in content["own"]
    ]
    words = tuple((place, word) for place, word in content["words"])
    return Edition(frozenset(content["added"]), frozenset(content["left_out"]), words, tuple(own))


def edited(question_set: QuestionSet, edition: Edition) -> QuestionSet:
    """The set as the edition asks it. A follow-up whose parent is left out is asked of everybody."""
    words = dict(edition.words)
    asked = {
        question.theme.key
        for question in question_set.questions
        if (question.theme.key in edition.added if question.is_extra else question.theme.key not in edition.left_out)
    }
    chapters = [
        replace(
            chapter,
            questions=tuple(_worded(each, asked, words) for each in chapter.questions if each.theme.key in asked),
        )
        for chapter in question_set.chapters
    ]
    own = tuple(
        Question(theme, question.ask, ANSWERS[question.answers].scale, question.picture, asks=question.asks)
        for theme, question in zip(edition.own_themes, edition.own, strict=True)
        if question.fits(question_set.version)
    )
    chapters.append(Chapter(OWN_CHAPTER, own))
    return replace(question_set, chapters=tuple(chapter for chapter in chapters if chapter.questions))


def spoken(question_set: QuestionSet, language: str) -> QuestionSet:
    """The set as a document of this language asks it: without a council's own questions that nobody put into it."""
    chapters = [
        replace(chapter, questions=tuple(each for each in chapter.questions if each.is_in(language)))
        for chapter in question_set.chapters
    ]
    return replace(question_set, chapters=tuple(chapter for chapter in chapters if chapter.questions))


def asked_in(question: OwnQuestion, versions: Mapping[str, Version] = VERSIONS) -> tuple[Version, ...]:
    """The versions in which a question of a council's own is asked."""
    return tuple(version for version in versions.values() if question.fits(version))


def _worded(question: Question, asked: set[str], words: Mapping[str, str]) -> Question:
    condition = question.shown_if if question.shown_if and question.shown_if.theme in asked else None
    ask = question.ask
    if question.with_words and set(PLACES.findall(question.with_words)) <= words.keys():
        ask = question.with_words.format(**words)
    other = question.unless_checked
    return replace(
        question,
        ask=question.ask,
        asks=((ENGLISH, ask),) if ask != question.ask else (),
        shown_if=condition,
        unless_checked=other and _worded(other, asked, words),
    )
