"""Where a wording stands, in plain words; the picture it stands under; and how long it may be there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import resvg_py

from questions.bank import whole_question_sets
from questions.versions import Version
from survey.paper.drawings import drawn
from survey.wordings.catalogues import Wording

SIDE = 96
# Folders of the children's side, and what a translator calls them.
ROOMS = {
    "templates/child/start/": "First page of a sitting",
    "templates/child/frames/": "Round every question",
    "templates/child/": "Page",
    "templates/components/child/": "Part of several pages",
    "templates/questions/": "Answers of a question",
    "templates/visits/cards/": "Printed card that a child is given",
    "templates/layouts/": "Title of every page",
    "survey/child/": "When messages are read, and what goes wrong",
    "questions/": "Answers of many questions",
}
# Files whose names say nothing to a translator; the others' names do.
NAMES = {
    "aside": "answers that every question has",
    "digits": "typing a card’s numbers",
    "document": "a sitting, from start to end",
    "doors": "ways to say more",
    "dull": "the plain page after “Hide”",
    "mishap": "when something went wrong",
    "notes": "the plain page after “Hide”",
    "notice": "what we keep",
    "pieces": "buttons above and below every question",
    "reading": "when messages are read",
    "sheets": "“Stop” and “Worried?”",
    "tell": "ways to say more",
    "tell talk": "asking for somebody to talk to",
    "tell think": "telling what one thinks",
}


@dataclass(frozen=True)
class Use:
    """A wording of the bank: is it asked or answered, in which version, and under which picture."""

    is_asked: bool
    version: Version
    picture: str | None


@cache
def _uses() -> Mapping[str, tuple[Use, ...]]:
    found: dict[str, list[Use]] = {}
    for question_set in whole_question_sets().values():
        for question in (wording for each in question_set.questions for wording in each.wordings):
            found.setdefault(question.ask, []).append(Use(True, question_set.version, question.picture))
            for option in question.scale.options:
                found.setdefault(option.word, []).append(Use(False, question_set.version, option.picture))
    return {english: tuple(uses) for english, uses in found.items()}


def place(wording: Wording) -> str:
    """Where it stands, as somebody would say it who has never seen the code."""
    said = list(dict.fromkeys([*_in_the_bank(wording), *(_on_a_page(path) for path in wording.places)]))
    notes = [note for note in wording.notes if not note.endswith(" version")]
    return "; ".join([*(each for each in said if each), *notes])


def _in_the_bank(wording: Wording) -> list[str]:
    uses = _uses().get(wording.english[0], ())
    said = []
    for is_asked, name in ((True, "Question"), (False, "Answer")):
        versions = dict.fromkeys(use.version.name for use in uses if use.is_asked is is_asked)
        if versions:
            said.append(f"{name} ({', '.join(versions)})")
    if not said and any(path.startswith("questions/bank/") for path in wording.places):
        versions = dict.fromkeys(note.removesuffix(" version") for note in wording.notes)
        said.append(f"Title of a part, or a word beside the answers ({', '.join(versions)})")
    return said


def _on_a_page(path: str) -> str:
    if path.startswith("questions/bank/"):
        return ""
    room = next((room for room in ROOMS if path.startswith(room)), None)
    name = Path(path).stem.replace("-", " ").replace("_", " ")
    if room is None or room in ("templates/layouts/", "survey/child/", "templates/visits/cards/"):
        return ROOMS[room] if room else name
    return f"{ROOMS[room]}: {NAMES.get(name, name)}"


def picture(wording: Wording) -> str | None:
    """The concept of the picture that it stands under, or that stands above it."""
    return next((use.picture for use in _uses().get(wording.english[0], ()) if use.picture), None)


def asked_in(wording: Wording) -> Version | None:
    """The version with the fewest words in which it is a question; None where it is none."""
    asked = [use.version for use in _uses().get(wording.english[0], ()) if use.is_asked]
    return min(asked, key=lambda version: version.words, default=None)


@cache
def pictured(concept: str) -> bytes:
    """A picture as PNG: spreadsheets know no SVG."""
    return bytes(resvg_py.svg_to_bytes(svg_string=drawn(concept).decode(), width=SIDE, height=SIDE))
