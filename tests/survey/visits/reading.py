"""Reading cards as a camera does."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import resvg_py
import zxingcpp
from PIL import Image

DRAWING = re.compile(r'<svg [^>]*class="qr".*?</svg>', re.DOTALL)
DIGITS = re.compile(r'<p class="digits"[^>]*>([0-9 ]+)</p>')


@dataclass(frozen=True)
class ReadCard:
    """What a camera sees in a card's code, and the digits beside it as they are printed."""

    address: str
    digits: str

    @property
    def code(self) -> str:
        return self.address.partition("#")[2].partition("~")[0]

    @property
    def giver(self) -> str:
        """The sealed sign of who gave it."""
        return self.address.partition("~")[2]

    @property
    def typed(self) -> str:
        return self.digits.replace(" ", "")


def look_at(drawing: str, width: int = 300) -> list[str]:
    """The texts of all QR codes in an SVG drawing, seen ``width`` pixels wide."""
    picture = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=drawing, width=width))))
    # QR codes only: among so many squares the reader now and then sees a striped code that nobody drew.
    found = zxingcpp.read_barcodes(picture.convert("L"), formats=zxingcpp.barcode_formats_from_str("QRCode"))
    return [code.text for code in found]


def read_cards(page: str) -> list[ReadCard]:
    """The cards on a page, in its order; each drawing must hold exactly one code."""
    drawings, digits = DRAWING.findall(page), DIGITS.findall(page)
    assert len(drawings) == len(digits)
    cards = []
    for drawing, printed in zip(drawings, digits, strict=True):
        [address] = look_at(drawing)
        cards.append(ReadCard(address, printed))
    return cards
