"""What somebody hands in as a recording, read by its content: whatever it calls itself, it is served as what it is."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import StrEnum

from survey.sounds.formats import FORMATS, SoundBroken

LARGEST = 1024 * 1024
LONGEST = 30  # seconds: nothing that a child is asked takes half as long
SHORTEST = 0.1


class Fault(StrEnum):
    """Why a file cannot be a recording."""

    EMPTY = "empty"
    LARGE = "large"
    UNKNOWN = "unknown"
    BROKEN = "broken"
    LONG = "long"
    SHORT = "short"


class SoundRefused(ValueError):
    """A file cannot be a recording. Nothing of it is quoted."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"the recording is refused: {fault}")
        self.fault = fault


@dataclass(frozen=True)
class Audio:
    """A sound and nothing else, with the ending of its kind."""

    ending: str
    content: bytes
    seconds: float


def read_audio(content: bytes) -> Audio:
    """The sound in a file; raises ``SoundRefused``."""
    if not content:
        raise SoundRefused(Fault.EMPTY)
    if len(content) > LARGEST:
        raise SoundRefused(Fault.LARGE)
    found = next((each for each in FORMATS.values() if each.begins(content)), None)
    if found is None:
        raise SoundRefused(Fault.UNKNOWN)
    try:
        sound = found.clean(content)
    except (SoundBroken, struct.error, ArithmeticError, LookupError, ValueError):
        raise SoundRefused(Fault.BROKEN) from None
    if sound.seconds > LONGEST:
        raise SoundRefused(Fault.LONG)
    if sound.seconds < SHORTEST:
        raise SoundRefused(Fault.SHORT)
    return Audio(found.ENDING, sound.content, sound.seconds)
