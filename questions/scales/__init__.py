"""The kinds of scale. Each module here is one kind; adding a file adds the kind, nothing else lists them."""

from __future__ import annotations

import importlib
import pkgutil

from questions.reading import Table
from questions.scale import Scale


def _kinds() -> dict[str, type[Scale]]:
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return {scale.kind: scale for scale in Scale.__subclasses__()}


KINDS: dict[str, type[Scale]] = _kinds()


def read(table: Table) -> Scale:
    """The scale a ``scale`` table describes, of whichever kind it names."""
    kind = table.text("kind")
    if kind not in KINDS:
        raise table.refuse("kind", f"“{kind}” is none of {', '.join(sorted(KINDS))}")
    scale = KINDS[kind].read(table)
    table.end()
    return scale
