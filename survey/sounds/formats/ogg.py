"""Ogg with Opus or Vorbis: pages with a checksum each. The comments (names, places, programs) are written empty."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from survey.sounds.formats import Cleaned, SoundBroken

ENDING, MEDIA_TYPE = "ogg", "audio/ogg"
HEAD = struct.Struct("<4sBBqIII")
FIRST, LAST = 2, 4
NO_PACKET_ENDS = -1
MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
OPUS_RATE = 48_000
NOTHING_SAID = bytes(8)  # no vendor, no comments


@dataclass(frozen=True)
class Page:
    """One page; ``lacing`` are the sizes of its pieces, of which one below 255 ends a packet."""

    flags: int
    granule: int
    serial: int
    lacing: bytes
    body: bytes


def begins(content: bytes) -> bool:
    return content[:4] == b"OggS"


def clean(content: bytes) -> Cleaned:
    pages = list(_pages(content))
    if len({page.serial for page in pages}) != 1 or not pages[0].flags & FIRST:
        raise SoundBroken
    first = pages[0].body
    if first[:8] == b"OpusHead":
        count, rate, before = 2, OPUS_RATE, int.from_bytes(first[10:12], "little")
        comments = b"OpusTags" + NOTHING_SAID
    elif first[:7] == b"\x01vorbis":
        count, rate, before = 3, int.from_bytes(first[12:16], "little"), 0
        comments = b"\x03vorbis" + NOTHING_SAID + b"\x01"
    else:
        raise SoundBroken
    headers, sound = _headers(pages, count)
    lasts = max((page.granule for page in sound), default=0) - before
    if rate < 8000 or lasts <= 0:
        raise SoundBroken
    rest = [comments, *headers[2:]]
    anew = (
        replace(pages[0], lacing=_lacing(first), body=first),
        replace(pages[0], flags=0, lacing=b"".join(map(_lacing, rest)), body=b"".join(rest)),
    )
    return Cleaned(b"".join(_written(page, number) for number, page in enumerate((*anew, *sound))), lasts / rate)


def _pages(content: bytes) -> Iterator[Page]:
    place = 0
    while place < len(content):
        name, version, flags, granule, serial, _number, checksum = HEAD.unpack_from(content, place)
        begin = place + HEAD.size + 1
        lacing = content[begin : begin + content[begin - 1]]
        end = begin + len(lacing) + sum(lacing)
        whole = content[place : place + 22] + bytes(4) + content[place + 26 : end]
        if name != b"OggS" or version or end > len(content) or _checksum(whole) != checksum:
            raise SoundBroken
        yield Page(flags, granule, serial, lacing, content[begin + len(lacing) : end])
        place = end


def _headers(pages: list[Page], count: int) -> tuple[list[bytes], list[Page]]:
    """The first packets, and the pages behind them: sound begins on a page of its own."""
    packets: list[bytes] = []
    piece = b""
    read = 0
    while len(packets) < count and read < len(pages):
        page, place = pages[read], 0
        read += 1
        for size in page.lacing:
            piece += page.body[place : place + size]
            place += size
            if size < 255:
                packets.append(piece)
                piece = b""
    if len(packets) != count or piece or packets[0] != pages[0].body or sum(map(len, packets[2:])) > 60_000:
        raise SoundBroken
    return packets, pages[read:]


def _lacing(packet: bytes) -> bytes:
    return b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])


def _written(page: Page, number: int) -> bytes:
    head = HEAD.pack(b"OggS", 0, page.flags, page.granule, page.serial, number, 0)
    whole = head + bytes([len(page.lacing)]) + page.lacing + page.body
    return whole[:22] + _checksum(whole).to_bytes(4, "little") + whole[26:]


def _checksum(content: bytes) -> int:
    """Ogg's own: the usual one seen in a mirror, begun with nothing."""
    usual = zlib.crc32(content.translate(MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{usual:032b}"[::-1], 2)
