"""Who answers for what is kept here: filled in by each council, since nobody else may say it for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Council:
    """Empty where the council has not filled it in.

    ``contact`` is how its data protection officer is reached; ``lawful_basis`` says in a sentence or two on which
    articles of the UK GDPR and which acts it relies.
    """

    name: str
    contact: str
    lawful_basis: str


def council_from(environment: Mapping[str, str]) -> Council:
    """What is set in ``HEARD_COUNCIL``, ``HEARD_PRIVACY_CONTACT`` and ``HEARD_LAWFUL_BASIS``."""
    return Council(
        name=environment.get("HEARD_COUNCIL", "").strip(),
        contact=environment.get("HEARD_PRIVACY_CONTACT", "").strip(),
        lawful_basis=environment.get("HEARD_LAWFUL_BASIS", "").strip(),
    )
