"""Taking a picture, or a pack of them, from a file that somebody sends: by what it is, not by what it is called."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath

import brotli

from questions.pictures import concepts
from survey.gallery.drawings import draw
from survey.gallery.refusals import LeftOut, PictureRefused, Why
from survey.gallery.tables import HEAVIEST_LIGHT, Format

LARGEST_FILE = 8 * 1024 * 1024
LARGEST_PACK = 32 * 1024 * 1024
MOST_FILES, LARGEST_UNPACKED = 500, 64 * 1024 * 1024
BEGINNINGS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What machines put into a pack beside the pictures.
NO_PICTURE = re.compile(r"(?:^|/)(?:__MACOSX/|\.|thumbs\.db$|desktop\.ini$)|/$|\.txt$|\.pdf$", re.IGNORECASE)
LONGEST_NAME = 60


@dataclass(frozen=True)
class Image:
    """A picture's file as we made it."""

    format: Format
    content: bytes


@dataclass(frozen=True)
class Taken:
    """A picture built anew: light for a child's page, large for print, and what of the file is not in it."""

    light: Image
    large: Image
    left_out: frozenset[LeftOut]


@dataclass(frozen=True)
class Pack:
    """What was in a pack: pictures by concept, and why each of the other files was not taken, by its name."""

    taken: dict[str, Taken] = field(default_factory=dict)
    refused: list[tuple[str, Why]] = field(default_factory=list)


def take(file: bytes) -> Taken:
    """The picture in a file, built anew; raises ``PictureRefused``."""
    if not file:
        raise PictureRefused(Why.EMPTY)
    if len(file) > LARGEST_FILE:
        raise PictureRefused(Why.HEAVY)
    kind = next((kind for beginning, kind in BEGINNINGS.items() if file.startswith(beginning)), None)
    if file.startswith(b"RIFF") and file[8:12] == b"WEBP":
        kind = "WEBP"
    return _painted(file, kind) if kind else _drawn(file)


def unpack(file: bytes) -> Pack:
    """The pictures of a ZIP file, each called by its concept's key; raises ``PictureRefused`` where it is none."""
    pack = Pack()
    try:
        with zipfile.ZipFile(BytesIO(file)) as packed:
            members = [each for each in packed.infolist() if not NO_PICTURE.search(each.filename)]
            if len(members) > MOST_FILES or sum(each.file_size for each in members) > LARGEST_UNPACKED:
                raise PictureRefused(Why.PACK_HEAVY)
            for member in members:
                name = PurePosixPath(member.filename.replace("\\", "/"))
                try:
                    concept = _concept(name.stem, pack)
                    pack.taken[concept] = take(_content(packed, member))
                except PictureRefused as refused:
                    pack.refused.append((name.name[:LONGEST_NAME], refused.why))
    except PictureRefused:
        raise
    except Exception:
        # As with pictures: a file that was made to break what unpacks it can do so in every way there is.
        raise PictureRefused(Why.NO_PACK) from None
    return pack


def _concept(stem: str, pack: Pack) -> str:
    concept = re.sub(r"[\s_]+", "-", stem.strip().lower())
    if concept not in concepts():
        raise PictureRefused(Why.NO_CONCEPT)
    if concept in pack.taken:
        raise PictureRefused(Why.TWICE)
    return concept


def _content(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """What a pack holds under a name. It is not believed what it says of its size."""
    if member.flag_bits & 1 or member.compress_type not in PLAIN:
        raise PictureRefused(Why.NO_PACK)
    with packed.open(member) as opened:
        return opened.read(LARGEST_FILE + 1)


def _painted(file: bytes, kind: str) -> Taken:
    # It takes a while to import, and no other request needs it.
    from survey.gallery.paintings import paint

    painting = paint(file, kind)
    left_out = frozenset({LeftOut.MOVEMENT} if painting.moved else ())
    return Taken(Image(Format.WEBP, painting.light), Image(painting.large_format, painting.large), left_out)


def _drawn(file: bytes) -> Taken:
    plain = file.removeprefix(b"\xef\xbb\xbf").lstrip()
    # Two bytes a letter: a drawing, but not one that every reader reads alike.
    if file[:2] in (b"\xff\xfe", b"\xfe\xff") or (b"\0" in file[:4] and b"<" in file[:4]):
        raise PictureRefused(Why.NOT_SVG)
    if not plain.startswith(b"<"):
        raise PictureRefused(Why.UNKNOWN)
    drawn = draw(plain)
    if len(packed(drawn.svg)) > HEAVIEST_LIGHT:
        raise PictureRefused(Why.COMPLICATED)
    image = Image(Format.SVG, drawn.svg)
    return Taken(image, image, drawn.left_out)


def packed(svg: bytes) -> bytes:
    """A drawing as browsers are sent it: what counts is what travels."""
    return bytes(brotli.compress(svg, mode=brotli.MODE_TEXT))
