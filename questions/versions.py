"""The versions of a question set: pictures and names, never "easy" and never an age on the screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Version:
    """One way of asking.

    ``words`` is the most words a question may have. ``suggested_for`` is for workers' pages only: the stage decides,
    not the birthday, and no child is shown an age. ``easier`` is the key of the version that "make it easier" leads to.
    ``rests``: a calm stop is offered half way.
    """

    key: str
    name: str
    words: int
    suggested_for: str
    easier: str | None = None
    rests: bool = False


SYMBOLS = Version("symbols", "Symbols", 8, "non-verbal or little speech, any age")
KITE = Version("kite", "Kite", 10, "about 4 to 7", easier="symbols", rests=True)
BOAT = Version("boat", "Boat", 12, "about 8 to 10", easier="kite", rests=True)
STAR = Version("star", "Star", 14, "about 11 to 17", easier="boat")
ADULT = Version("adult", "Adult", 20, "adults")
OBSERVER = Version("observer", "Observer", 20, "an adult who knows a child who cannot yet choose")

VERSIONS: dict[str, Version] = {version.key: version for version in (STAR, BOAT, KITE, SYMBOLS, ADULT, OBSERVER)}
