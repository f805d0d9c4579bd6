"""Reading the elements of an SVG file, and refusing at once what no picture needs.

With the parser that Python brings, and nothing of what makes such parsers dangerous: no definitions, nothing from
outside, one encoding, and no more depth or elements than a picture has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from survey.gallery.grammar import ELEMENTS
from survey.gallery.refusals import LeftOut, PictureRefused, Why

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XHTML = "http://www.w3.org/1999/xhtml"
LARGEST_FILE = 512 * 1024
DEEPEST, MOST_ELEMENTS = 32, 5000
RUNS = re.compile(r"(?:java|vb|live)script:", re.IGNORECASE)
# Whatever is not a name within the drawing.
FETCHES = re.compile(r"""(?:url\s*\(|@import|image-set\()\s*["']?\s*[^"'#\s]""", re.IGNORECASE)
HOLDS = re.compile(r"data:(?!image/)", re.IGNORECASE)
INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]+")
PROGRAMS = {"script", "handler", "listener", "foreignobject", "iframe", "object", "embed", "applet"}
OTHERS = {
    LeftOut.WORDS: {"text", "tspan", "textPath", "tref"},
    LeftOut.PICTURES: {"image", "feImage", "video", "audio", "canvas", "svg"},
    LeftOut.EFFECTS: {"filter", "mask", "pattern", "marker", "symbol", "switch", "cursor"},
    LeftOut.MOVEMENT: {"animate", "animateTransform", "animateMotion", "animateColor", "set", "discard", "mpath"},
}
LEAVES_OUT = {name: what for what, names in OTHERS.items() for name in names}


@dataclass
class Node:
    """An element: as it was written, then as it may stand."""

    kind: str
    said: dict[str, str]
    children: list[Node] = field(default_factory=list)

    def all(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.all()


class Reader:
    """Reads the elements that may stand in a drawing, and refuses the file at once for what has no place in any."""

    def __init__(self) -> None:
        self.sheets: list[str] = []
        self.left_out: set[LeftOut] = set()
        self._root: Node | None = None
        self._open: list[Node] = []
        self._depth = self._count = 0
        self._beyond = 0  # the depth at which an element began that is left out with all it holds; 0 where none did
        self._style: list[str] | None = None

    def read(self, file: bytes) -> Node:
        if len(file) > LARGEST_FILE:
            raise PictureRefused(Why.COMPLICATED)
        # Whatever it says of its encoding is overruled: what one reader takes for letters, another takes for code.
        parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.ProcessingInstructionHandler = self._instruction
        try:
            file.decode("utf-8")
            parser.Parse(file, True)
        except (expat.ExpatError, UnicodeError):
            raise PictureRefused(Why.NOT_SVG) from None
        if self._root is None:
            raise PictureRefused(Why.NOT_SVG)
        return self._root

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_definitions: int) -> None:
        if has_definitions:
            raise PictureRefused(Why.DEFINITIONS)

    def _entity(self, *_said: object) -> None:
        raise PictureRefused(Why.DEFINITIONS)

    def _instruction(self, target: str, _words: str) -> None:
        if "stylesheet" in target.lower():
            self.left_out.add(LeftOut.ELSEWHERE)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > MOST_ELEMENTS:
            raise PictureRefused(Why.COMPLICATED)
        space, _gap, kind = name.rpartition(" ")
        _insist_on_no_program(kind, attributes)
        if any(FETCHES.search(said) for said in attributes.values()):
            self.left_out.add(LeftOut.ELSEWHERE)
        if self._root is None:
            if (space, kind) != (SVG, "svg"):
                raise PictureRefused(Why.NOT_SVG)
            self._root = Node(kind, _own(attributes))
            self._open.append(self._root)
        elif self._beyond:
            return
        elif space == SVG and kind == "style":
            self._style, self._beyond = [], self._depth
        elif space == SVG and kind in ELEMENTS and kind != "svg":
            node = Node(kind, _own(attributes))
            self._open[-1].children.append(node)
            self._open.append(node)
        elif space == SVG and kind == "a":
            node = Node("g", {key: said for key, said in _own(attributes).items() if key != "href"})
            self._open[-1].children.append(node)
            self._open.append(node)
            self.left_out.add(LeftOut.ELSEWHERE)
        else:
            self._beyond = self._depth
            if space == SVG and kind in LEAVES_OUT:
                self.left_out.add(LEAVES_OUT[kind])
            elif space == XHTML:
                self.left_out.add(LeftOut.PAGES)

    def _end(self, _name: str) -> None:
        if self._beyond == self._depth:
            self._beyond = 0
            if self._style is not None:
                self.sheets.append("".join(self._style))
                self._style = None
                if FETCHES.search(self.sheets[-1]):
                    self.left_out.add(LeftOut.ELSEWHERE)
        elif not self._beyond:
            self._open.pop()
        self._depth -= 1

    def _words(self, words: str) -> None:
        if self._style is not None and self._beyond == self._depth:
            self._style.append(words)


def _insist_on_no_program(kind: str, attributes: dict[str, str]) -> None:
    """Raises ``PictureRefused``: such a file was not made to be looked at, whatever of it could be left out."""
    if kind.lower() in PROGRAMS:
        raise PictureRefused(Why.PROGRAM)
    for name, said in attributes.items():
        plain = INVISIBLE.sub("", said)
        if re.match(r"on[a-z]", name, re.IGNORECASE) or RUNS.search(plain) or HOLDS.match(plain):
            raise PictureRefused(Why.PROGRAM)


def _own(attributes: dict[str, str]) -> dict[str, str]:
    """The attributes without a namespace; the older way to write a link is the same as the newer."""
    own = {name: said for name, said in attributes.items() if " " not in name}
    return ({"href": attributes[f"{XLINK} href"]} if f"{XLINK} href" in attributes else {}) | own
