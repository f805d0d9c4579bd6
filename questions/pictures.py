"""The pictures there are, read strictly from ``questions/pictures.toml``, and where their drawings are.

A picture is a file ``static/pictures/<key>.svg``, drawn for this product. The words are English, and short enough to
stand under a picture; where a picture is shown to a child, the page or the question brings its own translated word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from questions.reading import Table, open_file

PICTURES = Path(__file__).parents[1] / "static" / "pictures"
MANIFEST = Path(__file__).parent / "pictures.toml"
LONGEST = 4


@dataclass(frozen=True)
class Concept:
    """What a picture means: its word of at most four words, its group's name, and a note to whoever shows or draws it.

    ``turns``: the drawing has a direction of reading and is turned round where writing runs from right to left.
    """

    key: str
    word: str
    group: str
    note: str
    turns: bool = False


@dataclass(frozen=True)
class Manifest:
    """All concepts by key, in the order of the file, and the drawings that stand for a page and not for a word.

    ``together``: keys of pictures that are fair side by side.
    """

    concepts: dict[str, Concept]
    scenery: frozenset[str]
    together: tuple[tuple[str, ...], ...]

    def beside(self, key: str) -> tuple[str, ...]:
        """The pictures that were drawn to lie beside this one."""
        return tuple(other for keys in self.together if key in keys for other in keys if other != key)


def read_manifest(path: Path) -> Manifest:
    """The manifest in a file; raises ``QuestionSetRefused`` with file, key and reason."""
    file = open_file(path)
    scenery = frozenset(file.texts("scenery"))
    together = tuple(tuple(line.split()) for line in file.texts("together"))
    concepts: dict[str, Concept] = {}
    words: set[str] = set()
    names: set[str] = set()
    for group in file.tables("group"):
        name = group.text("name")
        if name in names:
            raise group.refuse("name", f"“{name}” is there already")
        names.add(name)
        for table in group.tables("concept"):
            concept = _concept(table, name)
            if concept.key in concepts or concept.key in scenery:
                raise table.refuse("key", f"“{concept.key}” is there already")
            if concept.word in words:
                raise table.refuse("word", f"“{concept.word}” stands under another picture")
            concepts[concept.key] = concept
            words.add(concept.word)
        group.end()
    for keys in together:
        for key in keys:
            if key not in concepts:
                raise file.refuse("together", f"“{key}” is no picture")
    file.end()
    return Manifest(concepts, scenery, together)


def _concept(table: Table, group: str) -> Concept:
    key, word = table.text("key"), table.text("word")
    if not key.replace("-", "_").isidentifier() or key != key.lower():
        raise table.refuse("key", "must be small letters, digits and hyphens")
    if len(word.split()) > LONGEST:
        raise table.refuse("word", f"has {len(word.split())} words; under a picture there is room for {LONGEST}")
    concept = Concept(key, word, group, table.text("note"), table.has_said("turns"))
    table.end()
    return concept


@cache
def manifest() -> Manifest:
    """What is in ``questions/pictures.toml``."""
    return read_manifest(MANIFEST)


def concepts() -> dict[str, Concept]:
    """The concepts by key, in the order in which they are shown, group by group."""
    return manifest().concepts
