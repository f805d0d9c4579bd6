"""What a release says: frozen, kept in one signed file, looked up by every page, chart and download."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis import signed_file
from analysis.disclosure import HIDDEN, Hidden, Range
from analysis.figures import Figure
from survey.configuration import configuration
from survey.rounds.planning import ENOUGH_FOR_SETTINGS

FIRST = 1
FORMAT = 1
REMEMBERED = 64
ROUND_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
EVERYONE = ""


class ReleaseTampered(RuntimeError):
    """A release's file is not what was signed for this round. Nothing in it may be shown."""


@dataclass(frozen=True)
class ToldTheme:
    """A theme as it was worded and asked when the release was made.

    ``versions`` are the names of those that ask it; ``follows``: an earlier answer decides whether it is asked.
    """

    key: str
    name: str
    statement: str
    versions: tuple[str, ...]
    follows: bool


@dataclass(frozen=True)
class Level:
    """One setting, or all children: how many were asked and took part, with how many an adult helped, and figures.

    Counts of children; ``key`` is the setting's, or ``EVERYONE``. ``figures`` has every theme of the release.
    """

    key: str
    asked: int
    sittings: int
    helped: Range | Hidden
    figures: Mapping[str, Figure]

    @property
    def missing(self) -> int:
        """How many did not take part. Three cards may be made for each child asked, so more may take part than were."""
        return max(0, self.asked - self.sittings)


@dataclass(frozen=True)
class Release:
    """A round's protected figures, and what is told beside them. ``set_aside`` counts deliveries by reason.

    ``unscored`` are the names of themes that were asked and have no share, because no answer to them is good or bad.
    ``number`` is 1; a corrected release would be the next.
    """

    round_id: str
    number: int
    name: str
    question_set: str
    opens: date
    closes: date
    released: date
    everyone: Level
    levels: tuple[Level, ...]
    unfinished: int
    set_aside: Mapping[str, int]
    themes: tuple[ToldTheme, ...]
    unscored: tuple[str, ...] = ()

    @property
    def is_by_setting(self) -> bool:
        """Whether figures by setting are told: only from 60 sittings on."""
        return self.everyone.sittings >= ENOUGH_FOR_SETTINGS

    @property
    def told_levels(self) -> tuple[Level, ...]:
        """The levels that have figures of their own: the settings, or in a small round all children together."""
        return self.levels if self.is_by_setting else (self.everyone,)


def path_of(round_id: str, number: int = FIRST) -> Path:
    """Where a round's release is kept; ``ValueError`` for a name that no round has."""
    if not ROUND_ID.fullmatch(round_id):
        raise ValueError("a round's id is lower-case letters, digits and hyphens")
    return configuration().instance / "releases" / f"{round_id}-{number}.json"


def write(made: Release) -> None:
    """Write a release to its file; raises ``FileExistsError`` if it has one."""
    signed_file.write(path_of(made.round_id, made.number), _document(made), _key())


def read(round_id: str, number: int = FIRST) -> Release:
    """The release of a round; raises ``ReleaseTampered``. Neither answers nor the database are looked at."""
    path = path_of(round_id, number)
    try:
        found = _read(path, _key(), signed_file.stamp(path))
    except signed_file.Tampered as tampered:
        raise ReleaseTampered(str(tampered)) from None
    if (found.round_id, found.number) != (round_id, number):
        # Signed, but for another round: the file was copied to this one's name.
        raise ReleaseTampered(path.name)
    return found


def vouched_round(name: str, whole: bytes) -> str | None:
    """The round whose release the bytes of a file ``name`` are; None where this council's secret did not sign them."""
    try:
        found = _release(signed_file.content_of(name, whole, _key()))
    except signed_file.Tampered:
        return None
    return found.round_id if path_of(found.round_id, found.number).name == name else None


@lru_cache(maxsize=REMEMBERED)
def _read(path: Path, key: bytes, _: tuple[int, ...]) -> Release:
    return _release(signed_file.read(path, key))


def _key() -> bytes:
    return configuration().key("releases")


def _document(made: Release) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "round_id": made.round_id,
        "number": made.number,
        "name": made.name,
        "question_set": made.question_set,
        "opens": made.opens.isoformat(),
        "closes": made.closes.isoformat(),
        "released": made.released.isoformat(),
        "everyone": _level_document(made.everyone),
        "levels": [_level_document(level) for level in made.levels],
        "unfinished": made.unfinished,
        "set_aside": dict(made.set_aside),
        "themes": [
            {
                "key": theme.key,
                "name": theme.name,
                "statement": theme.statement,
                "versions": list(theme.versions),
                "follows": theme.follows,
            }
            for theme in made.themes
        ],
        "unscored": list(made.unscored),
    }


def _level_document(level: Level) -> dict[str, Any]:
    return {
        "key": level.key,
        "asked": level.asked,
        "sittings": level.sittings,
        "helped": _range_document(level.helped),
        "figures": [
            {
                "theme": theme,
                "asked": figure.asked,
                "positive": _range_document(figure.positive),
                "no_answer": _range_document(figure.no_answer),
            }
            for theme, figure in level.figures.items()
        ],
    }


def _range_document(told: Range | Hidden) -> list[int] | str:
    return [told.low, told.high] if isinstance(told, Range) else told.value


def _release(content: Any) -> Release:
    if content["format"] != FORMAT:
        raise signed_file.Tampered("a release of a format that is not known here")
    return Release(
        round_id=content["round_id"],
        number=content["number"],
        name=content["name"],
        question_set=content["question_set"],
        opens=date.fromisoformat(content["opens"]),
        closes=date.fromisoformat(content["closes"]),
        released=date.fromisoformat(content["released"]),
        everyone=_level(content["everyone"]),
        levels=tuple(_level(level) for level in content["levels"]),
        unfinished=content["unfinished"],
        set_aside=content["set_aside"],
        themes=tuple(
            ToldTheme(each["key"], each["name"], each["statement"], tuple(each["versions"]), each["follows"])
            for each in content["themes"]
        ),
        # Releases that were signed before this was told say nothing of it.
        unscored=tuple(content.get("unscored", ())),
    )


def _level(content: Any) -> Level:
    return Level(
        key=content["key"],
        asked=content["asked"],
        sittings=content["sittings"],
        helped=_range(content["helped"]),
        figures={
            each["theme"]: Figure(each["asked"], _range(each["positive"]), _range(each["no_answer"]))
            for each in content["figures"]
        },
    )


def _range(content: Any) -> Range | Hidden:
    return HIDDEN if content == HIDDEN.value else Range(*content)
