"""More than two hundred files that somebody might send as a picture: to run something, to fetch something, to break us.

Whatever of them is carried out sets ``hit``, and whatever is fetched is fetched from ``evil.test``.
"""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, PngImagePlugin

from tests.attacks.hostile_drawings import EVIL, FRAME, HIT, SHAPE, Hostile, drawings, encoded


def painting(kind: str, size: tuple[int, int] = (96, 96), **how: Any) -> bytes:
    into = BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(into, kind, **how)
    return into.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *more: bytes, depth: int = 8, colour: int = 2, rows: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def paintings() -> Iterator[Hostile]:
    """Pictures that are also something else, that are too much, or that are not whole."""
    page = f"<html><script>{HIT}</script><img src='{EVIL}/x'></html>".encode()
    good = {kind: painting(kind) for kind in ("PNG", "JPEG", "WEBP")}
    for kind, file in good.items():
        yield f"then-a-page.{kind.lower()}", file + page
        yield f"then-a-pack.{kind.lower()}", file + b"PK\x05\x06" + b"\0" * 18
        yield f"called-svg-{kind.lower()}.svg", file
        for part in (1, 2, 3):
            yield f"cut-{part}.{kind.lower()}", file[: len(file) * part // 4]
        yield f"begins-only.{kind.lower()}", file[:16]
        shaken = bytearray(file)
        for place in random.Random(kind).sample(range(16, len(file)), 24):
            shaken[place] ^= 0xFF
        yield f"shaken.{kind.lower()}", bytes(shaken)
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", page.decode())
    words.add_itxt("XML:com.adobe.xmp", page.decode(), zip=True)
    yield "words.png", painting("PNG", pnginfo=words)
    yield "comment.jpg", painting("JPEG", comment=page)
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = page.decode(), 6
    yield "exif.jpg", painting("JPEG", exif=exif.tobytes())
    yield "exif-broken.jpg", painting("JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + b"\xff" * 64)
    yield "icc.png", painting("PNG", icc_profile=page)
    yield "xmp.webp", painting("WEBP", xmp=page)
    yield "page-called.png", page
    yield "script-called.jpg", HIT.encode()
    yield "drawing-called.png", (FRAME % f"{SHAPE}<script>{HIT}</script>").encode()
    yield "begins-as-jpeg.jpg", b"\xff\xd8\xff" + page
    yield "begins-as-png.png", b"\x89PNG\r\n\x1a\n" + page
    yield "js-polyglot.jpg", b"\xff\xd8\xff\xe0\x2f\x2a" + page + b"*/=1;" + HIT.encode()
    for kind in ("GIF", "TIFF", "BMP", "ICO", "PPM", "TGA", "PCX", "ICNS", "JPEG2000", "PDF", "EPS", "AVIF"):
        yield f"another.{kind.lower()}", painting(kind)
    yield "gif-js.gif", b"GIF89a=1;" + HIT.encode()
    yield "program.png", b"MZ\x90\0" + b"\0" * 100
    yield "empty.png", b""
    yield "spaces.svg", b"  \n "
    yield "pack-called.png", b"PK\x03\x04" + b"\0" * 60
    yield "huge.png", png(60_000, 60_000)
    yield "bomb.png", png(12_000, 12_000, depth=1, colour=0, rows=b"\0" * (1501 * 12_000))
    yield "long.png", png(9_999, 48, rows=b"\0" * ((9_999 * 3 + 1) * 48))
    yield "tiny.png", painting("PNG", (3, 3))
    yield "no-size.png", png(0, 0)
    yield (
        "words-bomb.png",
        png(96, 96, chunk(b"zTXt", b"x\0\0" + zlib.compress(b"\0" * 80_000_000)), rows=b"\0" * (289 * 96)),
    )
    yield (
        "colours-bomb.png",
        png(96, 96, chunk(b"iCCP", b"x\0\0" + zlib.compress(b"\0" * 80_000_000)), rows=b"\0" * (289 * 96)),
    )
    yield "rows-missing.png", png(96, 96)
    yield "wrong-depth.png", png(96, 96, depth=7, rows=b"\0" * 999)
    vast = bytearray(good["JPEG"])
    frame = vast.index(b"\xff\xc0")
    vast[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    yield "huge.jpg", bytes(vast)
    yield "huge.webp", b"RIFF\x80\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\xff\xff\xff\xff\xff\xff" + b"\0" * 110
    yield "huge-lossless.webp", b"RIFF\x80\0\0\0WEBPVP8L\x70\0\0\0\x2f\xff\xff\xff\xff" + b"\0" * 110
    yield "no-kind.webp", b"RIFF\x80\0\0\0WEBPABCD" + b"\0" * 120
    yield "heavy.png", b"\x89PNG\r\n\x1a\n" + b"\0" * (9 * 1024 * 1024)
    yield "noise.png", noise()
    moves = [Image.new("RGB", (96, 96), colour) for colour in ("red", "blue")]
    for kind in ("PNG", "WEBP"):
        into = BytesIO()
        moves[0].save(into, kind, save_all=True, append_images=moves[1:])
        yield f"moves.{kind.lower()}", into.getvalue()


def noise() -> bytes:
    into = BytesIO()
    Image.frombytes("RGB", (400, 400), random.Random(4).randbytes(480_000)).save(into, "PNG")
    return into.getvalue()


def hostile_pictures() -> list[Hostile]:
    """All of them: what it is called, and its bytes."""
    return [*drawings(), *encoded(), *paintings()]
