"""The kinds of sound files there are. Each module knows one: what it begins with, how long it lasts, and what is left
of it without what tells of whoever made it. Adding a file adds the kind, nothing else lists them.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Cleaned:
    """A sound without its metadata, and how many seconds it lasts."""

    content: bytes
    seconds: float


class SoundBroken(ValueError):
    """A file begins like a sound and is none, or holds more than sound."""


class Format(Protocol):
    """One kind: the ending and media type under which it is served."""

    ENDING: str
    MEDIA_TYPE: str

    def begins(self, content: bytes) -> bool:
        """Whether a file with this content claims to be of this kind."""

    def clean(self, content: bytes) -> Cleaned:
        """Its sound alone; raises ``SoundBroken``, ``IndexError`` or ``struct.error`` where it is none."""


def _formats() -> dict[str, Format]:
    found: dict[str, Format] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda each: each.name):
        read: Format = importlib.import_module(f"{__name__}.{module.name}")
        found[read.ENDING] = read
    return found


FORMATS: dict[str, Format] = _formats()
