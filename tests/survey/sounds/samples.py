"""Small sounds of every kind, put together by hand, each with something in it that nobody may hear of."""

from __future__ import annotations

import struct
from collections.abc import Callable

from survey.sounds.formats.ogg import Page, _lacing, _written

CANARY = b"Mia at 7 Garden Lane"
# The moment at which a recording was made, as MP4 counts it.
MADE = (3_900_000_123).to_bytes(4, "big")


def wav(seconds: float = 1.0, extra: bytes = CANARY) -> bytes:
    samples = b"\x00\x01" * int(8000 * seconds)
    body = b"WAVE" + _riff(b"LIST", b"INFO" + _riff(b"IART", extra)) + _riff(
        b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 16_000, 2, 16)
    ) + _riff(b"data", samples)  # fmt: skip
    return _riff(b"RIFF", body)


def _riff(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def mp3(seconds: float = 1.0, extra: bytes = CANARY) -> bytes:
    # MPEG 2, layer III, 32 kbit/s, 22,050 Hz: 104 bytes and 26 ms a frame.
    frame = b"\xff\xf3\x40\xc0" + b"\x11" * 100
    tag = b"ID3\x04\0\0" + bytes((0, 0, len(extra) >> 7, len(extra) & 127)) + extra
    return tag + frame * max(3, round(seconds / (576 / 22_050))) + b"TAG" + extra.ljust(125, b"\0")


def ogg(seconds: float = 1.0, extra: bytes = CANARY) -> bytes:
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", len(extra)) + extra + bytes(4)
    pages = [
        Page(2, 0, 7, _lacing(head), head),
        Page(0, 0, 7, _lacing(tags), tags),
        Page(4, round(48_000 * seconds), 7, b"\x0a", b"\xf8" + b"\x22" * 9),
    ]
    return b"".join(_written(page, number) for number, page in enumerate(pages))


def m4a(seconds: float = 1.0, extra: bytes = CANARY, handler: bytes = b"soun", in_pieces: bool = False) -> bytes:
    lasts = 0 if in_pieces else round(8000 * seconds)
    times = bytes(4) + MADE + MADE + struct.pack(">II", 8000, lasts)
    entry = _box(b"mp4a", bytes(28))
    media = _box(b"mdia", _box(b"mdhd", times + bytes(4)) + _box(b"hdlr", bytes(8) + handler + bytes(13)) + _box(
        b"minf", _box(b"stbl", _box(b"stsd", bytes(4) + struct.pack(">I", 1) + entry))))  # fmt: skip
    track = _box(b"trak", _box(b"tkhd", bytes(4) + MADE + MADE + bytes(12)) + media + _box(b"udta", extra))
    usual = _box(b"mvex", _box(b"trex", bytes(24))) if in_pieces else b""
    film = _box(b"moov", _box(b"mvhd", times) + track + usual + _box(b"udta", _box(b"meta", extra)))
    piece = b""
    if in_pieces:
        count = round(seconds * 8000 / 1024)
        run = struct.pack(">II", 0x100, count) + struct.pack(">I", 1024) * count
        piece = _box(b"moof", _box(b"traf", _box(b"tfhd", struct.pack(">II", 0, 1)) + _box(b"trun", run)))
    return _box(b"ftyp", b"M4A \0\0\0\0") + film + _box(b"uuid", extra) + piece + _box(b"mdat", b"\x33" * 50)


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def webm(
    seconds: float = 1.0, extra: bytes = CANARY, kind: int = 2, codec: bytes = b"A_OPUS", is_live: bool = True
) -> bytes:
    head = _element("1a45dfa3", _element("4282", b"webm"))
    info = _element("1549a966", _element("2ad7b1", (1_000_000).to_bytes(3, "big")) + _element("7ba9", extra))
    track = _element("ae", _element("83", bytes((kind,))) + _element("86", codec) + _element("536e", extra))
    ticks = round(seconds * 1000)
    cluster = _element("e7", ticks.to_bytes(4, "big")) + _element("a3", b"\x81\0\0\x80" + b"\x44" * 9)
    tags = _element("1254c367", extra)
    clusters = (bytes.fromhex("1f43b675") + b"\xff" + cluster) if is_live else _element("1f43b675", cluster)
    content = info + _element("1654ae6b", track) + tags + clusters
    return head + bytes.fromhex("18538067") + b"\x01" + b"\xff" * 7 + content


def _element(key: str, content: bytes) -> bytes:
    return bytes.fromhex(key) + struct.pack(">Q", len(content) | 1 << 56) + content


KINDS: dict[str, Callable[[float], bytes]] = {"wav": wav, "mp3": mp3, "ogg": ogg, "m4a": m4a, "webm": webm}
