"""The versions of a question set: pictures and names, never "easy" and never an age on the screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Version:
    """One way of asking.

    ``words`` is the most words a question may have. ``suggested_for`` is for workers' pages only: the stage decides,
    not the birthday, and no child is shown an age.
    """

    key: str
    name: str
    words: int
    suggested_for: str


SYMBOLS = Version("symbols", "Symbols", 8, "non-verbal or little speech, any age")
BOAT = Version("boat", "Boat", 12, "about 8 to 10")
STAR = Version("star", "Star", 14, "about 11 to 17")

VERSIONS: dict[str, Version] = {version.key: version for version in (STAR, BOAT, SYMBOLS)}
