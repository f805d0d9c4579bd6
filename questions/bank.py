"""The bank: question sets and themes, read strictly from ``questions/bank/*.toml``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO, Any

from questions import scales
from questions.pictures import concepts
from questions.questionnaire import Chapter, Condition, Question, QuestionSet, Theme
from questions.reading import QuestionSetRefused, Table, open_file
from questions.versions import VERSIONS

BANK = Path(__file__).parent / "bank"
THEMES = "themes.toml"


def read_themes(path: Path) -> dict[str, Theme]:
    """The themes by key, in the order in which they are reported."""
    file = open_file(path)
    themes: dict[str, Theme] = {}
    for table in file.tables("theme"):
        theme = Theme(table.text("key"), table.text("name"), table.text("statement"))
        if theme.key in themes:
            raise table.refuse("key", f"“{theme.key}” is there already")
        if not theme.key.isidentifier():
            raise table.refuse("key", "must be letters, digits and underscores")
        themes[theme.key] = theme
        table.end()
    file.end()
    return themes


def read_question_set(path: Path, themes: dict[str, Theme]) -> QuestionSet:
    """The question set in one file; raises ``QuestionSetRefused`` with file, key and reason."""
    file = open_file(path)
    name, version = file.text("set"), file.text("version")
    if version not in VERSIONS:
        raise file.refuse("version", f"“{version}” is none of {', '.join(VERSIONS)}")
    limit = VERSIONS[version].words
    before: dict[str, Question] = {}
    chapters: list[Chapter] = []
    for chapter in file.tables("chapter"):
        title = chapter.text("title")
        questions: list[Question] = []
        for table in chapter.tables("question"):
            question = _question(table, themes, before, limit)
            before[question.theme.key] = question
            questions.append(question)
        chapter.end()
        chapters.append(Chapter(title, tuple(questions)))
    file.end()
    return QuestionSet(name, VERSIONS[version], tuple(chapters))


def _question(table: Table, themes: dict[str, Theme], before: dict[str, Question], limit: int) -> Question:
    key = table.text("theme")
    if key not in themes:
        raise table.refuse("theme", f"“{key}” is not in {THEMES}")
    if key in before:
        raise table.refuse("theme", f"“{key}” is asked twice")
    ask = table.text("ask")
    if len(ask.split()) > limit:
        raise table.refuse("ask", f"has {len(ask.split())} words; this version allows {limit}")
    scale = scales.read(table.table("scale"))
    picture = table.optional_text("picture")
    for concept in (picture, *(option.picture for option in scale.options)):
        if concept is not None and concept not in concepts():
            raise table.refuse("picture", f"there is no picture “{concept}”")
    condition = table.optional_table("shown_if")
    question = Question(
        theme=themes[key],
        ask=ask,
        scale=scale,
        picture=picture,
        does_not_apply=table.optional_text("does_not_apply"),
        shown_if=_condition(condition, before) if condition else None,
        support_if=frozenset(table.optional_texts("support_if")),
    )
    for value in question.support_if:
        if value not in scale.values:
            raise table.refuse("support_if", f"“{value}” is not an answer to this question")
    table.end()
    return question


def _condition(table: Table, before: dict[str, Question]) -> Condition:
    theme = table.text("theme")
    if theme not in before:
        raise table.refuse("theme", f"“{theme}” is not asked before this question")
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


@cache
def question_sets() -> dict[tuple[str, str], QuestionSet]:
    """The bank's question sets by set name and version."""
    sets: dict[tuple[str, str], QuestionSet] = {}
    for path in sorted(BANK.glob("*.toml")):
        if path.name != THEMES:
            read = read_question_set(path, themes())
            if path.stem != read.key:
                raise QuestionSetRefused(path.name, "set", "the file must be named after its set and version")
            sets[read.name, read.version.key] = read
    return sets


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
