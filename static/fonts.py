"""Cut fonts down to the letters our languages use: ``python static/fonts.py`` writes ``static/fonts/``.

A child on a slow line waits for 11 kB instead of 100. For each kind of letters there are its files (``*.woff2``) and
``letters-*.css``, which a page in such a language carries and no other does; a browser then fetches a file when one of
its letters is on the page. The fonts come from npm packages under the SIL Open Font Licence, which lets a changed font
be passed on under another name; so each says that it is a part, and keeps its notices.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
PACKAGES = HERE.parent / "node_modules" / "@fontsource"
INTO = HERE / "fonts"

# Name records that carry the family's name; the copyright, licence and trademark records stay as they are.
FAMILY_NAMES = (1, 3, 4, 6, 16)


@dataclass(frozen=True)
class Cut:
    """A part of one font: of which package and script, which letters, and the name of the file it becomes."""

    package: str
    script: str
    letters: Collection[int]
    name: str
    weights: tuple[int, ...] = (400, 700)

    def source(self, weight: int) -> Path:
        return PACKAGES / self.package / "files" / f"{self.package}-{self.script}-{weight}-normal.woff2"

    def file(self, weight: int) -> str:
        return f"child-{self.name}-{weight}.woff2"


@dataclass(frozen=True)
class Letters:
    """One kind of letters, as pages name it: its font's name, its cuts, and how far apart its lines stand."""

    family: str
    cuts: tuple[Cut, ...]
    leading: str = ""


def of(words: str) -> tuple[int, ...]:
    return tuple(ord(letter) for letter in words)


LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x100), *of("–—‘’“”„…›ʼ"))
# Welsh, Polish, Romanian (the cedillas that old keyboards write too) and Kurmanji
MORE_LATIN = of("ŴŵŶŷẀẁẂẃẄẅỲỳĄąĆćĘęŁłŃńŚśŹźŻżĂăȘșȚțŞşŢţ")
VIETNAMESE = (*of("ĂăĐđĨĩŨũƠơƯư\u0300\u0301\u0303\u0309\u0323"), *range(0x1EA0, 0x1EFA))
CYRILLIC = (*range(0x401, 0x460), *of("Ґґ\u0301№"))
# Beside other letters: what names, numbers and full stops are written with
BESIDE = (*range(0x20, 0x7F), *of("\u00a0«»–—‘’“”…"))
ARABIC = (
    *of("،؛؟ـ٠١٢٣٤٥٦٧٨٩٪٫٬ٰ«»\u200c\u200d\u200e\u200f"),
    *range(0x621, 0x63B),
    *range(0x641, 0x653),
)
# What Farsi, Dari, Urdu, Sorani and Pashto add. Letters of two files do not join: theirs holds the Arabic ones too.
PERSIAN = (
    *ARABIC,
    *of("\u0653\u0654\u0655۰۱۲۳۴۵۶۷۸۹۔"),
    *of("پٹچڈڑژکگںہھۂۃیےۓەۀ"),
    *of("ڕڵۆێڤ"),
    *of("ټځڅډړږښڼۍېګ"),
)
ETHIOPIC = (*range(0x1200, 0x137D),)
BENGALI = (*range(0x980, 0x9FF), *of("।॥\u200c\u200d"))
GURMUKHI = (*range(0xA01, 0xA77), *of("।॥\u200c\u200d"))

ANDIKA = Cut("andika", "latin", LATIN, "latin")
FEW = Cut("andika", "latin", BESIDE, "beside")
# Ethiopic and Bengali have hundreds of shapes: one weight of them is fetched, and the browser thickens it.
LETTERS = {
    "latin": Letters("Andika", (Cut("andika", "latin-ext", MORE_LATIN, "latin-more"),)),
    "vietnamese": Letters("Andika", (Cut("andika", "vietnamese", VIETNAMESE, "vietnamese"),)),
    "cyrillic": Letters("Andika Cyrillic", (Cut("andika", "cyrillic", CYRILLIC, "cyrillic"),)),
    "arabic": Letters("Noto Sans Arabic", (Cut("noto-sans-arabic", "arabic", ARABIC, "arabic"),), "1.35"),
    "persian": Letters("Noto Sans Persian", (Cut("noto-sans-arabic", "arabic", PERSIAN, "persian"),), "1.35"),
    "ethiopic": Letters("Noto Sans Ethiopic", (Cut("noto-sans-ethiopic", "ethiopic", ETHIOPIC, "ethiopic", (400,)),)),
    "bengali": Letters("Noto Sans Bengali", (Cut("noto-sans-bengali", "bengali", BENGALI, "bengali", (400,)),), "1.35"),
    "gurmukhi": Letters("Noto Sans Gurmukhi", (Cut("noto-sans-gurmukhi", "gurmukhi", GURMUKHI, "gurmukhi"),), "1.35"),
}
CUTS = [ANDIKA, FEW, *(cut for letters in LETTERS.values() for cut in letters.cuts)]


def cut_out(wanted: Cut, weight: int) -> None:
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["*"]  # Arabic letters join by them, Bengali ones change places
    options.hinting = False
    font: TTFont = subset.load_font(str(wanted.source(weight)), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted.letters)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in FAMILY_NAMES:
            record.string = f"Heard {wanted.name}".replace(" ", "-" if record.nameID == 6 else " ")
    subset.save_font(font, str(INTO / wanted.file(weight)), options)
    # For paper: what sets a PDF reads plain fonts only.
    font.flavor = None
    font.save(INTO / wanted.file(weight).replace(".woff2", ".ttf"))


def ranges(letters: Iterable[int]) -> str:
    """The letters as CSS writes them: "U+20-7e, U+a0"."""
    stretches: list[list[int]] = []
    for letter in sorted(set(letters)):
        if stretches and letter == stretches[-1][1] + 1:
            stretches[-1][1] = letter
        else:
            stretches.append([letter, letter])
    return ", ".join(f"U+{first:x}" + (f"-{last:x}" if last > first else "") for first, last in stretches)


def face(family: str, cut: Cut, weight: int, stands_for: str = "") -> str:
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {stands_for or weight}; font-display: swap; '
        f'src: url("./{cut.file(weight)}") format("woff2"); unicode-range: {ranges(cut.letters)}; }}\n'
    )


def style(name: str, letters: Letters) -> str:
    """What a page in these letters carries: their faces, Andika's, and that the words are set in them.

    Beside other letters, Latin ones are a name, a number or a full stop: few are fetched, and of them one weight where
    the other letters are no Andika anyway. All of Andika is there for the English that stands beside a draft.
    """
    faces = [face("Andika", ANDIKA, weight) for weight in ANDIKA.weights]
    faces += [face(letters.family, cut, weight) for cut in letters.cuts for weight in cut.weights]
    families = f'"{letters.family}"'
    if letters.family != "Andika":
        families += ', "Andika beside"'
        if name == "cyrillic":
            faces += [face("Andika beside", FEW, weight) for weight in FEW.weights]
        else:
            faces.append(face("Andika beside", FEW, 700, stands_for="400 700"))
    leading = f" --leading-tight: {letters.leading};" if letters.leading else ""
    return f'{"".join(faces)}[data-letters="{name}"] {{ --font-child: {families}, sans-serif;{leading} }}\n'


def main() -> None:
    INTO.mkdir(exist_ok=True)
    for old in INTO.iterdir():
        old.unlink()
    for wanted in CUTS:
        for weight in wanted.weights:
            cut_out(wanted, weight)
    for name, letters in LETTERS.items():
        (INTO / f"letters-{name}.css").write_text(style(name, letters), encoding="utf-8")
    every = "".join(f'@import "./letters-{name}.css";\n' for name in LETTERS)
    (INTO / "letters.css").write_text(every, encoding="utf-8")
    for package in {wanted.package for wanted in CUTS} | {"atkinson-hyperlegible-next"}:
        notice = (PACKAGES / package / "LICENSE").read_text(encoding="utf-8")
        (INTO / f"{package}-licence.txt").write_text(notice, encoding="utf-8")


if __name__ == "__main__":
    main()
