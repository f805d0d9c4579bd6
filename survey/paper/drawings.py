"""Drawings for paper: the children's pictures with their colours written into them, or in one colour."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from pathlib import Path

from questions.pictures import PICTURES
from survey.gallery.tables import Format, PictureFile

STYLES = Path(__file__).parents[2] / "static" / "css"
TOKEN = re.compile(r"(--[\w-]+):\s*(#[0-9a-fA-F]{3,6})\s*;")
RULE = re.compile(r"^\.(\w+) \{([^}]*)\}", re.MULTILINE)
PAPER = re.compile(r"var\((--[\w-]+)\)")


@cache
def drawn(concept: str, in_one_colour: bool = False) -> bytes:
    """A picture as an SVG file that stands alone. ``in_one_colour``: its ink alone, for printers without colour."""
    drawing = (PICTURES / f"{concept}.svg").read_text(encoding="utf-8")
    return drawing.replace(">", f"><style>{_style(in_one_colour)}</style>", 1).encode()


def framed(file: PictureFile) -> bytes:
    """A picture of the council's own as an SVG file: the compiler takes no other from memory."""
    if file.format == Format.SVG:
        return file.content
    content = b64encode(file.content).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120">'
        f'<image width="120" height="120" href="data:image/{file.format};base64,{content}"/></svg>'
    ).encode()


@cache
def _style(in_one_colour: bool) -> str:
    """The drawings' own style sheet, with the tokens' colours in the place of their names."""
    tokens = dict(TOKEN.findall((STYLES / "tokens.css").read_text(encoding="utf-8").partition("\n}")[0]))
    rules = RULE.findall((STYLES / "child" / "drawings.css").read_text(encoding="utf-8"))
    return "".join(
        f".{name}{{{PAPER.sub(lambda found: '#fff' if in_one_colour else tokens[found[1]], how).strip()}}}"
        for name, how in rules
        if PAPER.search(how) is None or all(token in tokens for token in PAPER.findall(how))
    ).replace("currentColor", tokens["--ink"])
