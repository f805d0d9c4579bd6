"""Cut fonts down to the letters our languages use: ``python static/fonts.py`` writes ``static/fonts/*.woff2``.

A child on a slow line waits for 11 kB instead of 100. The fonts come from npm packages under the SIL Open Font Licence,
which lets a changed font be passed on under another name; so each says that it is a part, and keeps its notices.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
PACKAGES = HERE.parent / "node_modules" / "@fontsource"
INTO = HERE / "fonts"

LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x100), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x203A)
WELSH = (*range(0x174, 0x178), *range(0x1E80, 0x1E86), 0x1EF2, 0x1EF3)
ARABIC = (0x20, 0x60C, 0x61B, 0x61F, *range(0x621, 0x63B), *range(0x640, 0x653), *range(0x660, 0x66D), 0x670)

# Name records that carry the family's name; the copyright, licence and trademark records stay as they are.
FAMILY_NAMES = (1, 3, 4, 6, 16)


@dataclass(frozen=True)
class Cut:
    """A part of one font: which package's file, which letters, and the file it becomes."""

    package: str
    script: str
    weight: int
    letters: Iterable[int]
    name: str

    @property
    def source(self) -> Path:
        return PACKAGES / self.package / "files" / f"{self.package}-{self.script}-{self.weight}-normal.woff2"


CUTS = [
    cut
    for weight in (400, 700)
    for cut in (
        Cut("andika", "latin", weight, LATIN, f"child-latin-{weight}"),
        Cut("andika", "latin-ext", weight, WELSH, f"child-welsh-{weight}"),
        Cut("noto-sans-arabic", "arabic", weight, ARABIC, f"child-arabic-{weight}"),
    )
]


def cut(wanted: Cut) -> None:
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["*"]  # Arabic letters join by them
    options.hinting = False
    font: TTFont = subset.load_font(str(wanted.source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted.letters)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in FAMILY_NAMES:
            record.string = f"Heard {wanted.name}".replace(" ", "-" if record.nameID == 6 else " ")
    subset.save_font(font, str(INTO / f"{wanted.name}.woff2"), options)


def main() -> None:
    INTO.mkdir(exist_ok=True)
    for wanted in CUTS:
        cut(wanted)
    for package in {wanted.package for wanted in CUTS} | {"atkinson-hyperlegible-next"}:
        notice = (PACKAGES / package / "LICENSE").read_text(encoding="utf-8")
        (INTO / f"{package}-licence.txt").write_text(notice, encoding="utf-8")


if __name__ == "__main__":
    main()
