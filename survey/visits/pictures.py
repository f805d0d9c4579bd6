"""The pictures workers know the versions by: the scenes children meet, drawn into the page."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

from questions.pictures import PICTURES
from questions.versions import VERSIONS


@cache
def scene(version: str) -> Markup:
    """The scene of a version as an SVG element. It is decoration: the version's name stands beside it."""
    path = PICTURES / f"scene-{VERSIONS[version].key}.svg"
    # Our own file, chosen by a key of ours: nothing in it was typed by anybody.
    drawing = path.read_text(encoding="utf-8").replace("<svg ", '<svg aria-hidden="true" ', 1)
    return Markup(drawing)  # noqa: S704
