"""PNG, JPEG and WebP from elsewhere, decoded and painted anew: of the file itself, with all it may hide, nothing stays.

Twice: light, for a child's page, and large, for print. The light ones are WebP, the format in which the weight they may
have shows most: a face in 224 dots, where JPEG has room for 128.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from warnings import catch_warnings, simplefilter

from PIL import Image, ImageChops, ImageOps, ImageStat

from survey.gallery.refusals import PictureRefused, Why
from survey.gallery.tables import HEAVIEST_LARGE, HEAVIEST_LIGHT, Format

MOST_DOTS, LONGEST_SIDE, SHORTEST_SIDE, NARROWEST = 25_000_000, 10_000, 48, 3
# Dots on the longer side, and colours (of a symbol) or quality (of a photograph), the best first.
LIGHT_SYMBOLS = ((320, 32), (320, 20), (256, 20), (240, 16), (224, 16), (208, 16), (192, 16))
LIGHT_PHOTOS = ((320, 60), (288, 60), (256, 60), (256, 50), (240, 45), (224, 40), (192, 40), (160, 35), (128, 30))
LARGE_SYMBOLS = ((640, 255), (640, 64), (480, 64))
LARGE_PHOTOS = ((640, 85), (640, 75), (640, 60), (480, 60), (480, 40), (320, 40))
LARGEST_SIDE = 640
# How far, of 255, the colours of a symbol are at most from 32 of them, on average.
FLAT = 4.0

# One file at a time: a picture of 25 million dots takes a hundred megabytes while it is decoded.
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Painting:
    """The light one in WebP, the large one in PNG or JPEG; and whether the file had more pictures after the first."""

    light: bytes
    large: bytes
    large_format: Format
    moved: bool


def paint(file: bytes, kind: str) -> Painting:
    """The picture in a file of this kind ("PNG", "JPEG", "WEBP"), painted anew; raises ``PictureRefused``."""
    if kind == "WEBP":
        # Its decoder makes room for the whole before it can be asked how large that is.
        _insist_on_size(*_size_of_webp(file))
    with _one_at_a_time, catch_warnings():
        simplefilter("ignore")  # what a decoder finds odd about a file is nothing for the log
        try:
            with Image.open(BytesIO(file), formats=(kind,)) as opened:
                _insist_on_size(*opened.size)
                moved = kind != "JPEG" and getattr(opened, "n_frames", 1) > 1
                # Of a JPEG no more is decoded than is used.
                opened.draft("RGB", (2 * LARGEST_SIDE, 2 * LARGEST_SIDE))
                picture = _plain(opened)
        except PictureRefused:
            raise
        except Image.DecompressionBombError:
            raise PictureRefused(Why.LARGE) from None
        except Exception:
            # On files that were made to break it, a decoder fails in every way there is. All of them mean the same.
            raise PictureRefused(Why.DAMAGED) from None
    return _painted(picture, moved)


def _insist_on_size(width: int, height: int) -> None:
    if max(width, height) > LONGEST_SIDE or width * height > MOST_DOTS:
        raise PictureRefused(Why.LARGE)
    if min(width, height) < SHORTEST_SIDE:
        raise PictureRefused(Why.SMALL)
    if max(width, height) > NARROWEST * min(width, height):
        raise PictureRefused(Why.NARROW)


def _size_of_webp(file: bytes) -> tuple[int, int]:
    """Width and height as a WebP file's first bytes say; raises ``PictureRefused``."""

    def number(place: int, size: int) -> int:
        return int.from_bytes(file[place : place + size], "little")

    if len(file) < 30:
        raise PictureRefused(Why.DAMAGED)
    match file[12:16]:
        case b"VP8X":
            return number(24, 3) + 1, number(27, 3) + 1
        case b"VP8 ":
            return number(26, 2) & 0x3FFF, number(28, 2) & 0x3FFF
        case b"VP8L":
            return (number(21, 4) & 0x3FFF) + 1, (number(21, 4) >> 14 & 0x3FFF) + 1
    raise PictureRefused(Why.DAMAGED)


def _plain(opened: Image.Image) -> Image.Image:
    """The dots of a picture the right way up, no more of them than are used, and nothing else."""
    opened.load()
    turned: Image.Image = opened
    with suppress(Exception):  # what a camera wrote about itself is often wrong: the picture is there all the same
        turned = ImageOps.exif_transpose(opened)
    if turned.mode.startswith(("I", "F")):
        # Greys in sixteen bits: left to itself, all but the darkest would be white.
        turned = turned.convert("I").point(lambda dot: dot * (1 / 256)).convert("L")
    plain = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    plain.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    return Image.frombytes(plain.mode, plain.size, plain.tobytes())


def _painted(picture: Image.Image, moved: bool) -> Painting:
    """The best of each that is light enough; raises ``PictureRefused`` where none is."""
    photo = _on_white(picture)
    if _is_flat(photo):
        light = _first((_flat_webp(picture, *how) for how in LIGHT_SYMBOLS), HEAVIEST_LIGHT)
        large = _first((_flat_png(picture, *how) for how in LARGE_SYMBOLS), HEAVIEST_LARGE)
        if light and large:
            return Painting(light, large, Format.PNG, moved)
    light = _first((_webp(photo, *how) for how in LIGHT_PHOTOS), HEAVIEST_LIGHT)
    large = _first((_jpeg(photo, *how) for how in LARGE_PHOTOS), HEAVIEST_LARGE)
    if light and large:
        return Painting(light, large, Format.JPEG, moved)
    raise PictureRefused(Why.FINE)


def _first(files: Iterable[bytes], heaviest: int) -> bytes | None:
    return next((file for file in files if len(file) <= heaviest), None)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _is_flat(photo: Image.Image) -> bool:
    """Whether a picture is of few colours: a symbol, and not a photograph."""
    small = _sized(photo, 160)
    apart = ImageChops.difference(small, small.quantize(32, dither=Image.Dither.NONE).convert("RGB"))
    return max(ImageStat.Stat(apart).mean) <= FLAT


def _sized(picture: Image.Image, side: int) -> Image.Image:
    sized = picture.copy()
    sized.thumbnail((side, side), Image.Resampling.LANCZOS)
    return sized


def _few_colours(picture: Image.Image, side: int, colours: int) -> Image.Image:
    """In its own few colours, as they are on white. What was quite clear stays so: between there is nothing."""
    sized = _sized(picture, side)
    found = _on_white(sized).quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    if sized.mode == "RGB":
        return found
    seen = found.convert("RGBA")
    seen.putalpha(sized.getchannel("A").point(lambda dot: 255 if dot else 0))
    return seen


def _flat_webp(picture: Image.Image, side: int, colours: int) -> bytes:
    seen = _few_colours(picture, side, colours)
    return _saved(seen.convert(picture.mode), "WEBP", lossless=True, quality=50)


def _flat_png(picture: Image.Image, side: int, colours: int) -> bytes:
    method = Image.Quantize.FASTOCTREE if picture.mode == "RGBA" else Image.Quantize.MEDIANCUT
    found = _sized(picture, side).quantize(colours, method, dither=Image.Dither.NONE)
    return _saved(found, "PNG", optimize=True)


def _webp(photo: Image.Image, side: int, quality: int) -> bytes:
    return _saved(_sized(photo, side), "WEBP", quality=quality, method=6)


def _jpeg(photo: Image.Image, side: int, quality: int) -> bytes:
    return _saved(_sized(photo, side), "JPEG", quality=quality, optimize=True)


def _saved(picture: Image.Image, kind: str, **how: int) -> bytes:
    into = BytesIO()
    picture.save(into, kind, **how)
    return into.getvalue()
