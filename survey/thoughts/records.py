"""An observer's record: what an adult who knows a child wrote down, because the child cannot choose answers yet.

What was seen stands apart from what it may mean, on the page on which it is written and on the page on which it is
read: a reader who cannot tell one from the other reads the adult and not the child.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from flask_babel import gettext as _

SURE = ("1", "2", "3", "4", "5")
SECOND = ("agreed", "partly", "no", "not-asked")


class RecordIncomplete(ValueError):
    """What was seen is missing, or one of the two things that it may mean. ``missing`` names the boxes."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__("a record is incomplete")
        self.missing = missing


@dataclass(frozen=True)
class Record:
    """``means`` and ``otherwise`` are both needed: whoever writes one meaning only has stopped looking.

    ``sure`` is one of ``SURE``, ``second`` (whether somebody else who knows the child agreed) one of ``SECOND``, or
    empty.
    """

    where: str
    shows: str
    saw: str
    toward: str
    away: str
    means: str
    otherwise: str
    sure: str
    second: str
    change: str
    who: str
    until: str

    def __post_init__(self) -> None:
        missing = tuple(name for name in NEEDED if not getattr(self, name))
        if missing:
            raise RecordIncomplete(missing)


NEEDED = ("saw", "means", "otherwise")
BOXES = tuple(field.name for field in fields(Record))


@dataclass(frozen=True)
class Part:
    """A part of a record as staff read it: a heading, and under it what was asked and what was written."""

    heading: str
    boxes: tuple[tuple[str, str], ...]


def parts_of(record: Record) -> Iterator[Part]:
    """A record in parts, without what was left empty. Facts and meaning never stand in one part."""
    for heading, asked in (
        (_("Where, when and who"), (_asked("where"), _asked("shows"))),
        (_("Facts: what was seen and heard"), (_asked("saw"), _asked("toward"), _asked("away"))),
        (
            _("Meaning: what the observer thinks"),
            (_asked("means"), _asked("otherwise"), _asked("sure"), _asked("second")),
        ),
        (_("What will change"), (_asked("change"), _asked("who"), _asked("until"))),
    ):
        boxes = tuple((words, _in_words(name, said)) for name, words in asked if (said := getattr(record, name)))
        if boxes:
            yield Part(heading, boxes)


def as_text(record: Record) -> str:
    """The whole record as one text, each part under its heading: for whoever reads it where there is no page for it."""
    return "\n\n".join(
        "\n".join((part.heading.upper(), *(f"{asked} {said}" for asked, said in part.boxes)))
        for part in parts_of(record)
    )


def _asked(name: str) -> tuple[str, str]:
    return name, {
        "where": _("Where and when, and what happened just before:"),
        "shows": _("How this child shows yes, no, more, stop and pain:"),
        "saw": _("Seen and heard:"),
        "toward": _("The child moved, looked or reached towards:"),
        "away": _("The child turned, pulled or looked away from:"),
        "means": _("It may mean:"),
        "otherwise": _("It could also mean:"),
        "sure": _("How sure the observer is:"),
        "second": _("A second person who knows the child:"),
        "change": _("For the child will change:"),
        "who": _("Who does it:"),
        "until": _("By when:"),
    }[name]


def _in_words(name: str, said: str) -> str:
    if name == "sure":
        return str(_("%(number)s of 5 (1 is a guess, 5 is very sure)", number=said))
    if name == "second":
        words = {
            "agreed": _("agreed"),
            "partly": _("agreed in part"),
            "no": _("did not agree"),
            "not-asked": _("was not asked"),
        }
        return str(words[said])
    return said
