"""A question set as a PDF: large print, tagged for screen readers, in any of the languages."""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from questions.edition import spoken
from questions.pictures import concepts
from questions.questionnaire import Question, QuestionSet
from questions.scale import Option
from survey.database import db
from survey.gallery.own import Addresses, files_for_print
from survey.languages import LANGUAGES
from survey.paper.drawings import drawn, framed
from survey.rounds.asking import sets_in
from survey.wordings.figures import in_figures

HERE = Path(__file__).parent
FONTS = HERE.parents[1] / "static" / "fonts"
# The cut fonts' own names: typst takes each letter from the first that has it.
FAMILIES = ("latin", "latin-more", "vietnamese", "cyrillic", "persian", "arabic", "ethiopic", "bengali", "gurmukhi")
REMEMBERED = 32


@lru_cache(maxsize=REMEMBERED)
def pdf_of(
    name: str,
    version: str,
    edition: str | None,
    language: str,
    in_one_colour: bool = False,
    _said: str = "",
    _own: Addresses = (),
) -> bytes:
    """The sheet of a question set in a version, edition and language; raises ``KeyError`` where there is none.

    ``_said`` tells the language's wordings from what they were before, and ``_own`` the council's own pictures: with
    others it is another sheet. A picture of the council's own is printed in the colours that it has.
    """
    # Eighty megabytes, which only whoever prints needs.
    import typst

    question_set = spoken(sets_in(name, edition)[version], language)
    with force_locale(language):
        sheet = _sheet(question_set, language)
    files = {"main.typ": (HERE / "sheet.typ").read_bytes()}
    theirs = files_for_print(db.session, sheet["words"])
    files |= {
        f"{concept}.svg": framed(theirs[concept]) if concept in theirs else drawn(concept, in_one_colour)
        for concept in sheet["words"]
    }
    return bytes(
        typst.compile(
            files,
            format="pdf",
            pdf_standards=["ua-1"],
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"sheet": json.dumps(sheet, ensure_ascii=False)},
        )
    )


def _sheet(question_set: QuestionSet, language: str) -> dict[str, Any]:
    """What stands on the sheet, in words and names of drawings."""
    is_adult = question_set.respondent.is_adult
    chapters: list[dict[str, Any]] = []
    number, pictures = 0, set[str]()
    for chapter in question_set.chapters:
        questions = []
        for question in chapter.questions:
            number += 1
            asked = question.wordings[-1]
            questions.append(_question(asked, number, language))
            pictures |= asked.pictures
        chapters.append({"title": _(chapter.title), "questions": questions})
    return {
        "title": _("Hello"),
        "language": LANGUAGES[language].tag,
        "direction": LANGUAGES[language].direction,
        "fonts": [f"Heard {family}" for family in FAMILIES],
        "lines": _adult_lines() if is_adult else _lines(),
        "card": _("Stick the card with the numbers here"),
        "with": {"ask": _("Who is with you?"), "options": _company()},
        "chapters": chapters,
        "end": [_("Thank you"), _("Put this paper into an envelope and close it. Give it to the person it came from.")],
        # Also tells which drawings there are: each stands for its word.
        "words": {picture: concepts()[picture].word for picture in sorted(pictures)},
    }


def _lines() -> list[str]:
    return [
        _("There are no wrong answers. Tick one box for each question. You can leave any question out."),
        _("We do not ask your name. Please do not write it here."),
        _("Somebody types your answers in, beside other people’s. So nobody can come and help because of them."),
        _("If something is wrong, tell a grown-up you trust, or call Childline: 0800 1111. It is free."),
    ]


def _adult_lines() -> list[str]:
    return [
        _("Tick one box for each question. You can leave any question out."),
        _("No name is asked. Please write no name of a child or an adult here."),
        _("Answers are typed in and added together. If a child is in danger now, call 999."),
    ]


def _company() -> list[str]:
    words = [_("Nobody"), _("My carer"), _("My social worker"), _("A teacher or helper"), _("A friend")]
    return [*words, _("Someone else")]


def _question(question: Question, number: int, language: str) -> dict[str, Any]:
    """A question as the paper asks it: as it is asked of a child who was given no check."""
    scale, own = question.scale, question.own_words(language)
    return {
        "number": number,
        "ask": _in_letters_there_are(own) if own else _(question.ask),
        "picture": question.picture,
        "layout": scale.layout,
        "options": [_option(option, amounts) for option, amounts in scale.tiers],
        "ends": [_(end) for end in scale.ends or ()],
        "aside": [{"word": word, "picture": None, "amounts": []} for word in _aside(question)],
    }


def _in_letters_there_are(words: str) -> str:
    """A council's own words without what no letter is there for, such as 🙂: one hole, and a whole sheet is refused.

    A letter of another width or shape is printed as the plain one.
    """
    printable = _letters()
    plain = (each if ord(each) in printable else unicodedata.normalize("NFKC", each) for each in words)
    return " ".join("".join(each for each in "".join(plain) if ord(each) in printable).split())


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """The letters that every sheet can have, whatever its language."""
    # Only whoever prints a question of their own needs it.
    from fontTools.ttLib import TTFont

    files = (FONTS / f"child-{family}-400.ttf" for family in FAMILIES)
    return frozenset(letter for file in files for letter in TTFont(file, lazy=True).getBestCmap())


def _option(option: Option, amounts: tuple[Option, ...]) -> dict[str, Any]:
    return {
        "word": in_figures(_(option.word)),
        "picture": option.picture,
        "amounts": [_(amount.word) for amount in amounts],
    }


def _aside(question: Question) -> list[str]:
    return [*([_(question.does_not_apply)] if question.does_not_apply else []), _("Not sure")]
