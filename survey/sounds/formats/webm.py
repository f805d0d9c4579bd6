"""WebM, as browsers record it: elements in elements. What is not sound (tags, attachments, dates) is made void where it
stands.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from survey.sounds.formats import Cleaned, SoundBroken

ENDING, MEDIA_TYPE = "webm", "audio/webm"
HEAD, SEGMENT, INFO, TRACKS, TRACK, CLUSTER, GROUP = (
    0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0x1F43B675, 0xA0,
)  # fmt: skip
DOCUMENT, SCALE, LASTS, TRACK_KIND, CODEC, TIME, SIMPLE_BLOCK, BLOCK, VOID = (
    0x4282, 0x2AD7B1, 0x4489, 0x83, 0x86, 0xE7, 0xA3, 0xA1, 0xEC,
)  # fmt: skip
# Element → what is kept in it; None: all of it.
KEPT = {
    SEGMENT: {INFO, TRACKS, CLUSTER},
    INFO: {SCALE, LASTS, 0x4D80, 0x5741},  # the programs' names are required
    TRACKS: {TRACK},
    TRACK: None,
    CLUSTER: None,
    GROUP: None,
}
OF_A_SEGMENT = {INFO, TRACKS, CLUSTER, 0x114D9B74, 0x1C53BB6B, 0x1254C367, 0x1941A469, 0x1043A770}
NAMES = {0x536E, 0x258688, 0x7446}  # a track's and a codec's name, and a link to an attachment
SOUND = 2
CODECS = {b"A_OPUS", b"A_VORBIS"}
USUAL_SCALE = 1_000_000  # nanoseconds in a tick


@dataclass(frozen=True)
class Element:
    key: int
    start: int
    body: int
    end: int


def begins(content: bytes) -> bool:
    return content[:4] == b"\x1a\x45\xdf\xa3"


def clean(content: bytes) -> Cleaned:
    sound = bytearray(content)
    top = list(_elements(sound, 0, len(sound), None))
    if [element.key for element in top if element.key != VOID] != [HEAD, SEGMENT]:
        raise SoundBroken
    said = {each.key: bytes(sound[each.body : each.end]) for each in _elements(sound, top[0].body, top[0].end, HEAD)}
    if said.get(DOCUMENT, b"").rstrip(b"\0") != b"webm":
        raise SoundBroken
    scale, lasts, ticks, time, tracks = USUAL_SCALE, 0.0, 0, 0, 0
    kind, codec = 0, b""
    for element in _walk(sound, next(each for each in top if each.key == SEGMENT)):
        held = bytes(sound[element.body : element.end])
        if element.key == SCALE:
            scale = int.from_bytes(held, "big")
        elif element.key == LASTS and len(held) in (4, 8):
            lasts = struct.unpack(">f" if len(held) == 4 else ">d", held)[0]
        elif element.key == TRACK:
            tracks += 1
        elif element.key == TRACK_KIND:
            kind = int.from_bytes(held, "big")
        elif element.key == CODEC:
            codec = held.rstrip(b"\0")
        elif element.key == TIME:
            time = int.from_bytes(held, "big")
        elif element.key in (SIMPLE_BLOCK, BLOCK):
            ticks = max(ticks, time + int.from_bytes(held[1:3], "big", signed=True))
    if tracks != 1 or kind != SOUND or codec not in CODECS or not 0 <= lasts < 1e9:
        raise SoundBroken
    return Cleaned(bytes(sound), max(ticks, lasts) * scale / 1e9)


def _walk(sound: bytearray, inside: Element) -> Iterator[Element]:
    for element in _elements(sound, inside.body, inside.end, inside.key):
        kept = KEPT[inside.key]
        if element.key in NAMES or (kept is not None and element.key not in kept):
            _make_void(sound, element)
            continue
        yield element
        if element.key in KEPT:
            yield from _walk(sound, element)


def _elements(sound: bytearray, place: int, end: int, inside: int | None) -> Iterator[Element]:
    while place < end:
        start = place
        key, place = _number(sound, place, keeps_mark=True)
        size, body = _number(sound, place, keeps_mark=False)
        place = _end_of_unknown(sound, key, body, end) if size is None else body + size
        if key is None or place > end:
            raise SoundBroken
        yield Element(key, start, body, place)


def _end_of_unknown(sound: bytearray, key: int | None, body: int, end: int) -> int:
    """Browsers write the whole, and pieces of it, before they know how long it becomes."""
    if key == SEGMENT:
        return end
    if key != CLUSTER:
        raise SoundBroken
    place = body
    while place < end:
        inner, after = _number(sound, place, keeps_mark=True)
        if inner in OF_A_SEGMENT:
            return place
        size, after = _number(sound, after, keeps_mark=False)
        if size is None:
            raise SoundBroken
        place = after + size
    return place


def _number(sound: bytearray, place: int, keeps_mark: bool) -> tuple[int | None, int]:
    """A number of one to eight bytes, whose first bit says how many, and the place behind it; None for "unknown"."""
    width = 9 - sound[place].bit_length()
    if width > (4 if keeps_mark else 8) or place + width > len(sound):
        raise SoundBroken
    number = int.from_bytes(sound[place : place + width], "big")
    if keeps_mark:
        return number, place + width
    number &= (1 << 7 * width) - 1
    return (None if number == (1 << 7 * width) - 1 else number), place + width


def _make_void(sound: bytearray, element: Element) -> None:
    size = element.end - element.start
    width = 1 if size < 100 else 8
    left = size - 1 - width
    marked = (left | 1 << 7 * width).to_bytes(width, "big")
    sound[element.start : element.end] = bytes([VOID]) + marked + bytes(left)
