"""A card as a child meets it: an address, its QR code as a drawing, and digits for typing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from urllib.parse import urlencode

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from survey.codes import Card

# Four modules of white on every side, without which cameras do not find the code.
QUIET = 4
ANSWER = "/answer"
GIVEN_BY = "~"


@dataclass(frozen=True)
class Drawing:
    """A QR code: ``size`` modules square, the quiet zone included, and the SVG path of its dark ones."""

    size: int
    path: str


@dataclass(frozen=True)
class ShownCard:
    """A card on its one way to the child: ``opens`` is the key of a question set, ``address`` leads there with it."""

    code: str
    digits: str
    opens: str
    address: str

    @property
    def groups(self) -> str:
        """The digits in threes, as people read them out."""
        return " ".join(self.digits[start : start + 3] for start in range(0, len(self.digits), 3))

    @cached_property
    def qr(self) -> Drawing:
        return draw(self.address)


def path_to(set_key: str, language: str, code: str, giver: str = "") -> str:
    """The path that opens a card in the question set of this key. ``giver`` is the sealed sign of who gave it.

    Both stand behind the ``#``, which browsers do not send: they are in no log, no Referer and no proxy's memory.
    """
    given = f"{GIVEN_BY}{giver}" if giver else ""
    return f"{ANSWER}?{urlencode({'set': set_key, 'lang': language})}#{code}{given}"


def shown(card: Card, set_key: str, language: str, site: str, giver: str) -> ShownCard:
    """The card in the question set of this key, at the service whose address is ``site``, given by ``giver``."""
    return ShownCard(card.code, card.digits, set_key, f"{site}{path_to(set_key, language, card.code, giver)}")


def draw(text: str) -> Drawing:
    """The QR code of a text, at error correction M: readable with a seventh of it smudged or folded."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    return Drawing(len(rows), "".join(_line(y, row) for y, row in enumerate(rows)))


def _line(y: int, row: list[bool]) -> str:
    """One row of modules as a path: a run of dark ones is one rectangle, which keeps hairlines out of prints."""
    path, x = "", 0
    for is_dark, run in groupby(row):
        length = len(list(run))
        if is_dark:
            path += f"M{x} {y}h{length}v1h-{length}z"
        x += length
    return path
