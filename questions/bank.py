"""The bank: question sets and themes, read strictly from ``questions/bank/*.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import IO, Any, TypeVar

from questions import scales
from questions.company import Company
from questions.edition import AS_IT_IS, PLACES, edited
from questions.pictures import concepts
from questions.questionnaire import Chapter, Condition, Question, QuestionSet, Respondent, Theme
from questions.reading import QuestionSetRefused, Table, open_file
from questions.scale import Scale
from questions.versions import VERSIONS

BANK = Path(__file__).parent / "bank"
THEMES = "themes.toml"
Word = TypeVar("Word", bound=StrEnum)


def read_themes(path: Path) -> dict[str, Theme]:
    """The themes by key, in the order in which they are reported."""
    file = open_file(path)
    themes: dict[str, Theme] = {}
    for table in file.tables("theme"):
        mirrors = table.optional_text("mirrors")
        theme = Theme(table.text("key"), table.text("name"), table.text("statement"), mirrors)
        if theme.key in themes:
            raise table.refuse("key", f"“{theme.key}” is there already")
        if not theme.key.isidentifier():
            raise table.refuse("key", "must be letters, digits and underscores")
        if theme.is_own:
            raise table.refuse("key", "must not begin like the key of a council's own theme")
        if mirrors is not None and mirrors not in themes:
            raise table.refuse("mirrors", f"“{mirrors}” is no theme above this one")
        themes[theme.key] = theme
        table.end()
    file.end()
    return themes


def read_question_set(path: Path, themes: dict[str, Theme]) -> QuestionSet:
    """The set in one file, with its extra questions; raises ``QuestionSetRefused`` with file, key and reason."""
    file = open_file(path)
    name, version = file.text("set"), file.text("version")
    if version not in VERSIONS:
        raise file.refuse("version", f"“{version}” is none of {', '.join(VERSIONS)}")
    respondent = _one_of(Respondent, file, "respondent") or Respondent.CHILD
    limit = VERSIONS[version].words
    before: dict[str, Question] = {}
    chapters: list[Chapter] = []
    for chapter in file.tables("chapter"):
        title, about = chapter.text("title"), _one_of(Company, chapter, "about")
        questions: list[Question] = []
        for table in chapter.tables("question"):
            question = _question(table, themes, before, limit)
            before[question.theme.key] = question
            questions.append(question)
        chapter.end()
        chapters.append(Chapter(title, tuple(questions), about))
    file.end()
    return QuestionSet(name, VERSIONS[version], tuple(chapters), respondent)


def _one_of(kind: type[Word], table: Table, key: str) -> Word | None:
    said = table.optional_text(key)
    if said is not None and said not in tuple(kind):
        raise table.refuse(key, f"“{said}” is none of {', '.join(kind)}")
    return None if said is None else kind(said)


def _question(table: Table, themes: dict[str, Theme], before: dict[str, Question], limit: int) -> Question:
    key = table.text("theme")
    if key not in themes:
        raise table.refuse("theme", f"“{key}” is not in {THEMES}")
    if key in before:
        raise table.refuse("theme", f"“{key}” is asked twice")
    picture = table.optional_text("picture")
    if picture is not None and picture not in concepts():
        raise table.refuse("picture", f"there is no picture “{picture}”")
    condition = table.optional_table("shown_if")
    with_words = table.optional_text("with_words")
    if with_words is not None and not PLACES.search(with_words):
        raise table.refuse("with_words", "has a place for none of {home} and {worker}")
    asked = Question(
        theme=themes[key],
        ask=_ask(table, limit),
        scale=_scale(table),
        picture=picture,
        does_not_apply=table.optional_text("does_not_apply"),
        shown_if=_condition(condition, before) if condition else None,
        support_if=frozenset(table.optional_texts("support_if")),
        with_words=with_words,
        is_extra=table.has_said("extra"),
    )
    question = replace(asked, unless_checked=_unless_checked(table, asked, limit))
    for wording in question.wordings:
        for value in wording.support_if:
            if value not in wording.scale.values:
                raise table.refuse("support_if", f"“{value}” is not an answer to this question")
    table.end()
    return question


def _ask(table: Table, limit: int) -> str:
    ask = table.text("ask")
    if len(ask.split()) > limit:
        raise table.refuse("ask", f"has {len(ask.split())} words; this version allows {limit}")
    return ask


def _scale(table: Table) -> Scale:
    scale = scales.read(table.table("scale"))
    for option in scale.options:
        if option.picture is not None and option.picture not in concepts():
            raise table.refuse("picture", f"there is no picture “{option.picture}”")
    return scale


def _unless_checked(table: Table, asked: Question, limit: int) -> Question | None:
    """How it is asked of a child who has not passed the check: as the file says, or as the scale itself does."""
    other = table.optional_table("unless_checked")
    if other is not None:
        scale, support = _scale(other), frozenset(other.optional_texts("support_if"))
        question = replace(asked, ask=_ask(other, limit), scale=scale, support_if=support, with_words=None)
        other.end()
        return question
    fewer = asked.scale.unless_checked()
    return None if fewer is None else replace(asked, scale=fewer)


def _condition(table: Table, before: dict[str, Question]) -> Condition:
    theme = table.text("theme")
    if theme not in before:
        raise table.refuse("theme", f"“{theme}” is not asked before this question")
    if before[theme].unless_checked:
        raise table.refuse("theme", f"“{theme}” is asked on one of two scales, and so decides nothing")
    among = table.texts("in")
    for value in among:
        if value not in before[theme].values:
            raise table.refuse("in", f"“{value}” is not an answer to “{theme}”")
    table.end()
    return Condition(theme, frozenset(among))


@cache
def themes() -> dict[str, Theme]:
    """The bank's themes by key, in the order in which they are reported."""
    return read_themes(BANK / THEMES)


def in_order(keys: Iterable[str]) -> list[str]:
    """The keys of themes in the order in which they are reported; a council's own come last."""
    places = {key: place for place, key in enumerate(themes())}
    return sorted(keys, key=lambda key: (places.get(key, len(places)), key))


@cache
def whole_question_sets() -> dict[tuple[str, str], QuestionSet]:
    """The bank's question sets by set name and version, with the extra questions that an officer may add to a round."""
    sets: dict[tuple[str, str], QuestionSet] = {}
    for path in sorted(BANK.glob("*.toml")):
        if path.name != THEMES:
            read = read_question_set(path, themes())
            if path.stem != read.key:
                raise QuestionSetRefused(path.name, "set", "the file must be named after its set and version")
            sets[read.name, read.version.key] = read
    return sets


@cache
def question_sets() -> dict[tuple[str, str], QuestionSet]:
    """The bank's question sets by set name and version, as they are asked where nobody chose otherwise."""
    return {key: edited(question_set, AS_IT_IS) for key, question_set in whole_question_sets().items()}


@cache
def question_sets_by_key() -> dict[str, QuestionSet]:
    """The bank's question sets by the key that stands in addresses."""
    return {question_set.key: question_set for question_set in question_sets().values()}


def wordings(file: IO[bytes], keywords: object, comment_tags: object, options: object) -> Iterator[Any]:
    """Babel's extraction method for question sets: (line, function, message, comments) for each child wording."""
    path = Path(file.name)
    if path.name == THEMES:
        return
    lines = path.read_text(encoding="utf-8").splitlines()
    question_set = read_question_set(path, themes())
    for chapter in question_set.chapters:
        for wording in (chapter.title, *(word for question in chapter.questions for word in question.words())):
            if not wording.isdigit():
                line = next((number for number, text in enumerate(lines, 1) if wording in text), 0)
                yield line, None, wording, [f"{question_set.version.name} version"]
