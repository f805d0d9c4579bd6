"""The concepts there are pictures of. A picture is a file ``static/pictures/<concept>.svg``, drawn for this product."""

from __future__ import annotations

from pathlib import Path

PICTURES = Path(__file__).parents[1] / "static" / "pictures"
CONCEPTS: frozenset[str] = frozenset(path.stem for path in PICTURES.glob("*.svg"))
