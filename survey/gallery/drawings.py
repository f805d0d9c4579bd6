"""SVG from elsewhere, taken apart and built anew from an allow-list: nothing of the file itself is ever served.

A drawing is shown as a picture, in which browsers run nothing; but it has an address, and whoever opens that meets a
document of ours. So there must be nothing in it that could run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import escape

from survey.gallery.grammar import CLIP, ELEMENTS, GRADIENTS, LEADS_TO, LOOKS, PLACE, SHAPES, Rule, numbers
from survey.gallery.parsing import MOST_ELEMENTS, SVG, Node, Reader
from survey.gallery.refusals import LeftOut, PictureRefused, Why
from survey.gallery.stylesheets import Stylesheet, declarations

LARGEST_DRAWN = 64 * 1024
# What a "use" may repeat, and what a gradient may take its colours from.
REPEATED = frozenset({*SHAPES, "g"})
HREF = {"use": REPEATED, **dict.fromkeys(GRADIENTS, frozenset(GRADIENTS))}
UNITS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "": 1.0}


@dataclass(frozen=True)
class Drawn:
    """A drawing built anew, and what is not in it any more."""

    svg: bytes
    left_out: frozenset[LeftOut]


def draw(file: bytes) -> Drawn:
    """The drawing in an SVG file, built anew; raises ``PictureRefused``. What it gives, it gives again unchanged."""
    reader = Reader()
    root = reader.read(file)
    sheet = Stylesheet(reader.sheets)
    left_out = reader.left_out
    box = _box(root.said)
    for node in root.all():
        node.said = dict(_attributes(node, sheet, left_out))
    root.said["viewBox"] = box
    _settle_references(root, left_out)
    if not any(node.kind in SHAPES for node in root.all()):
        raise PictureRefused(Why.NOTHING)
    svg = _written(root, f' xmlns="{SVG}"').encode()
    if len(svg) > LARGEST_DRAWN:
        raise PictureRefused(Why.COMPLICATED)
    return Drawn(svg, frozenset(left_out))


def _box(said: dict[str, str]) -> str:
    """The part of the plane that is shown; raises ``PictureRefused`` where the file does not say, or shows nothing."""
    box = numbers(said.get("viewBox", "").replace(",", " "))
    if box is None and "width" in said and "height" in said:
        box = numbers(" ".join(("0", "0", *(_in_dots(said[side]) for side in ("width", "height")))))
    try:
        _x, _y, width, height = map(float, (box or "").split())
    except ValueError:
        raise PictureRefused(Why.NO_SIZE) from None
    if not (width > 0 and height > 0):
        raise PictureRefused(Why.NO_SIZE)
    if not 1 / 3 <= width / height <= 3:
        raise PictureRefused(Why.NARROW)
    return str(box)


def _in_dots(said: str) -> str:
    found = re.fullmatch(r"\s*([0-9.]+)\s*([a-z]*)\s*", said)
    try:
        return f"{float(found[1]) * UNITS[found[2]]:.10g}" if found else ""
    except (ValueError, KeyError):
        return ""


def _attributes(node: Node, sheet: Stylesheet, left_out: set[LeftOut]) -> Iterator[tuple[str, str]]:
    said = node.said
    looks = {name: said[name] for name in LOOKS if name in said}
    looks |= sheet.of(node.kind, said.get("class", ""), said.get("id", ""))
    looks |= dict(declarations(said.get("style", "")))
    rules: dict[str, Rule] = {**ELEMENTS[node.kind], **LOOKS, **(PLACE if node.kind != "svg" else {})}
    written = {name: said[name] for name in rules if name in said} | looks
    for name, value in written.items():
        read = rules[name](value)
        if read is not None:
            yield name, read
        elif value.strip() not in ("", "inherit", "auto", "none", "context-fill", "context-stroke"):
            is_link = name == "href" or "url" in value.lower() or "\\" in value
            left_out.add(LeftOut.ELSEWHERE if is_link else LeftOut.VALUES)
    if set(said) & {"filter", "mask"} or re.search(r"(?:^|[;\s])(?:filter|mask)\s*:", said.get("style", "")):
        left_out.add(LeftOut.EFFECTS)
    if said.get("id"):
        yield "id", said["id"]


def _settle_references(root: Node, left_out: set[LeftOut]) -> None:
    """Keep the references that lead to what they may lead to, name that anew, and hold the whole to what can be drawn.

    A few parts that repeat each other in turn would be drawn a million times: what repeats is not repeated.
    """
    named: dict[str, Node] = {}
    for node in root.all():
        named.setdefault(node.said.pop("id", ""), node)
    named.pop("", None)
    for clip in [node for node in root.all() if node.kind == CLIP]:
        for node in clip.all():
            if node.said.pop("clip-path", None):
                left_out.add(LeftOut.EFFECTS)
    for parent in list(root.all()):
        for node in list(parent.children):
            if node.kind == "use" and not _may_repeat(named.get(node.said.get("href", "")[1:])):
                parent.children.remove(node)
                left_out.add(LeftOut.REPEATS)
    kept: list[tuple[Node, str, Node]] = []
    for node in root.all():
        for name, allowed in {**LEADS_TO, "href": HREF.get(node.kind, frozenset())}.items():
            said = node.said.get(name, "")
            if wanted := said[1:] if name == "href" else _name_in(said):
                target = named.get(wanted)
                if target is not None and target.kind in allowed:
                    kept.append((node, name, target))
                else:
                    del node.said[name]
                    left_out.add(LeftOut.EFFECTS)
    sizes = {id(target): sum(1 for _each in target.all()) for _node, _name, target in kept}
    if sum(1 for _each in root.all()) + sum(sizes[id(target)] for _node, _name, target in kept) > MOST_ELEMENTS:
        raise PictureRefused(Why.COMPLICATED)
    _name_anew(root, kept)


def _name_in(value: str) -> str:
    """The name that a look refers to; nothing where it is a colour."""
    return value[len("url(#") : -1] if value.startswith("url(#") else ""


def _may_repeat(target: Node | None) -> bool:
    return target is not None and target.kind in REPEATED and all(node.kind != "use" for node in target.all())


def _name_anew(root: Node, kept: list[tuple[Node, str, Node]]) -> None:
    """Names of ours, in the order of the drawing: a name of the file's own could be anything."""
    wanted = {id(target) for _node, _name, target in kept}
    names = {id(node): f"i{number}" for number, node in enumerate(n for n in root.all() if id(n) in wanted)}
    for node in root.all():
        if id(node) in names:
            node.said["id"] = names[id(node)]
    for node, attribute, target in kept:
        name = names[id(target)]
        node.said[attribute] = f"#{name}" if attribute == "href" else f"url(#{name})"


def _written(node: Node, first: str = "") -> str:
    said = "".join(f' {name}="{escape(value)}"' for name, value in sorted(node.said.items()))
    inside = "".join(_written(child) for child in node.children)
    return f"<{node.kind}{first}{said}>{inside}</{node.kind}>" if inside else f"<{node.kind}{first}{said}/>"
