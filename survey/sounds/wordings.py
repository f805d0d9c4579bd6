"""What there is to be said aloud: of each question set, and of what stands on every page. Found, not listed: whatever a
child's page says is here without anybody adding it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from flask import current_app
from flask_babel import force_locale, gettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later

from questions.bank import whole_question_sets
from questions.questionnaire import QuestionSet
from survey.wordings.figures import in_figures
from survey.wordings.standing import edition

EVERY_PAGE = "every-page"
# What templates say that stand on more than one set's pages, by the beginning of their names. The last takes the rest.
PAGES = (
    (later("On every question"), ("components/child/aside.html",)),
    (later("First page"), ("child/start", "components/child/company", "components/child/appearance.html",
                           "components/child/read-aloud.html", "components/child/digits.html",
                           "components/child/closed.html", "child/way-in.html")),
    (later("Help"), ("components/child/help", "child/help", "components/child/calls.html")),
    (later("Doors"), ("components/child/doors.html", "components/child/tell", "components/child/reading.html",
                      "child/tell")),
    (later("Stopping, and the end"), ("components/child/sheets.html", "child/document.html", "child/thanks.html",
                                      "components/child/on-its-way.html")),
    (later("All else"), ("child/", "components/child/", "questions/")),
)  # fmt: skip
# Pages to read, without speakers.
SILENT = ("child/notice", "child/notes", "child/dull")
# What is read to a screen reader only has a voice of its own.
UNSEEN = re.compile(r'(?:aria-label|alt|title)="[^"]*"')
RUNGS = tuple(str(rung) for rung in range(11))


@dataclass(frozen=True)
class Wording:
    """English words that a child's page says. ``is_question``: the others are answers to it, or belong to it."""

    english: str
    is_question: bool = False

    @property
    def key(self) -> str:
        return digest(self.english)

    def said(self, language: str) -> str:
        """The words as a child reads them in this language; the English ones where nobody has translated them."""
        return _said(self.english, language, edition(language))


@dataclass(frozen=True)
class Group:
    title: str
    wordings: tuple[Wording, ...]


@lru_cache(maxsize=16_384)
def _said(english: str, language: str, _edition: str) -> str:
    with force_locale(language):
        return in_figures(english) if english in RUNGS else " ".join(gettext(english).split())


def digest(words: str | bytes) -> str:
    """128 bits of SHA-256 in 32 hexadecimal digits: enough that nobody finds two words, or sounds, with the same."""
    return hashlib.sha256(words.encode() if isinstance(words, str) else words).hexdigest()[:32]


def collections() -> tuple[str, ...]:
    """What can be recorded together: each question set, and what stands on every page."""
    return (*_sets(), EVERY_PAGE)


def groups(collection: str) -> tuple[Group, ...]:
    """A collection's wordings, each once, in the order in which a child meets them. Raises ``KeyError``."""
    if collection == EVERY_PAGE:
        return tuple(Group(str(title), wordings) for title, wordings in _on_every_page())
    return _of_set(_sets()[collection])


def wordings(collection: str) -> tuple[Wording, ...]:
    """All of a collection's wordings. Raises ``KeyError``."""
    return tuple(wording for group in groups(collection) for wording in group.wordings)


@cache
def _sets() -> dict[str, QuestionSet]:
    """With the questions that an officer may add to a round."""
    return {question_set.key: question_set for question_set in whole_question_sets().values()}


def title(collection: str) -> str:
    """What staff call a collection."""
    if collection == EVERY_PAGE:
        return str(_("On every page"))
    asked = _sets()[collection]
    return f"{asked.name.replace('-', ' ').capitalize()}: {asked.version.name}"


@cache
def _of_set(question_set: QuestionSet) -> tuple[Group, ...]:
    met: set[str] = set()
    found = []
    for chapter in question_set.chapters:
        words: list[Wording] = []
        for question in chapter.questions:
            words.append(Wording(question.ask, is_question=True))
            words += [Wording(word) for word in question.words() if word != question.ask]
        found.append(Group(chapter.title, _once(words, met)))
    return tuple(found)


@cache
def _on_every_page() -> tuple[tuple[object, tuple[Wording, ...]], ...]:
    environment = current_app.jinja_env
    assert environment.loader
    met: set[str] = set()
    found: list[tuple[object, tuple[Wording, ...]]] = []
    for title, beginnings in PAGES:
        words = []
        for name in environment.loader.list_templates():
            if name.startswith(beginnings) and not name.startswith(SILENT):
                source = UNSEEN.sub("", environment.loader.get_source(environment, name)[0])
                words += [Wording(said) for said in _messages(source)]
        found.append((title, _once(words, met)))
    numbers = _once([Wording(rung) for rung in RUNGS], met)
    return (found[0], (later("Numbers on the ladder"), numbers), *found[1:])


def _messages(source: str) -> list[str]:
    found = current_app.jinja_env.extract_translations(source)  # type: ignore[attr-defined]  # by Jinja's i18n
    # What has a date or a name in it cannot be recorded beforehand.
    return [said for _line, _function, said in found if isinstance(said, str) and "%(" not in said]


def _once(words: list[Wording], met: set[str]) -> tuple[Wording, ...]:
    new = []
    for wording in words:
        if wording.english not in met:
            met.add(wording.english)
            new.append(wording)
    return tuple(new)
