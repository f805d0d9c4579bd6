"""Who is with a child while they answer, how answers were given, and on what."""

from __future__ import annotations

from enum import StrEnum


class Company(StrEnum):
    """Who is with the child. Adults who may hold the tablet are counted as help."""

    NOBODY = "nobody"
    CARER = "carer"
    SOCIAL_WORKER = "social-worker"
    HELPER = "helper"
    FRIEND = "friend"
    SOMEONE_ELSE = "someone-else"

    @property
    def helps(self) -> bool:
        return self not in (Company.NOBODY, Company.FRIEND)


class Method(StrEnum):
    """How a child who does not speak chose, as the helper saw it."""

    TOUCH = "touch"
    POINTING = "pointing"
    EYES = "eyes"
    SIGN = "sign"
    SWITCH = "switch"


class Way(StrEnum):
    """On what a sitting was answered. What was on paper was typed in by somebody of the staff."""

    SCREEN = "screen"
    PAPER = "paper"
