"""Whether a release is good: asked here, known on the floor above, and brought together by the roof."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from flask import current_app

VOUCH = "HEARD_VOUCH"
RELEASES = "releases"

# A file's name and bytes → the round whose release they are, or None where this council's secret did not sign them.
Vouch = Callable[[str, bytes], str | None]


def vouch() -> Vouch:
    """The running application's judge of releases."""
    return cast(Vouch, current_app.config[VOUCH])


def vouched_rounds(instance: Path) -> frozenset[str]:
    """The rounds whose releases are in an instance's folder, whole and signed."""
    judge = vouch()
    judged = (judge(path.name, path.read_bytes()) for path in (instance / RELEASES).glob("*.json"))
    return frozenset(filter(None, judged))
