"""M4A: boxes in boxes. What is not sound (titles, places, pictures, the moment of recording) is blanked where it
stands: were it cut out, the sound would no longer be where the file says it is.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from survey.sounds.formats import Cleaned, SoundBroken

ENDING, MEDIA_TYPE = "m4a", "audio/mp4"
CODECS = {b"mp4a", b"Opus"}
# Box → the boxes in it that are kept; of others nothing but their size.
KEPT = {
    b"": {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx"},
    b"moov": {b"mvhd", b"trak", b"mvex"},
    b"trak": {b"tkhd", b"edts", b"mdia"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"smhd", b"dinf", b"stbl"},
    b"stbl": {b"stsd", b"stts", b"stsc", b"stsz", b"stco", b"co64", b"stss", b"sgpd", b"sbgp"},
    b"mvex": {b"mehd", b"trex"},
    b"moof": {b"mfhd", b"traf"},
    b"traf": {b"tfhd", b"tfdt", b"trun", b"sgpd", b"sbgp"},
}
TIMED = {b"mvhd", b"tkhd", b"mdhd"}
UNKNOWN = {0, 2**32 - 1, 2**64 - 1}


@dataclass(frozen=True)
class Box:
    name: bytes
    start: int
    body: int
    end: int


def begins(content: bytes) -> bool:
    return content[4:8] == b"ftyp"


def clean(content: bytes) -> Cleaned:
    sound = bytearray(content)
    found = list(_boxes(sound, 0, len(sound), b""))
    named: dict[bytes, list[Box]] = {}
    for box in found:
        named.setdefault(box.name, []).append(box)
    if [len(named.get(name, ())) for name in (b"moov", b"trak", b"mdia", b"hdlr", b"stsd")] != [1] * 5:
        raise SoundBroken
    handler, described = named[b"hdlr"][0].body, named[b"stsd"][0].body
    is_sound = sound[handler + 8 : handler + 12] == b"soun"
    if not is_sound or bytes(sound[described + 12 : described + 16]) not in CODECS or b"mdat" not in named:
        raise SoundBroken
    for box in found:
        if box.name in TIMED:
            wide = 16 if sound[box.body] == 1 else 8
            sound[box.body + 4 : box.body + 4 + wide] = bytes(wide)
    return Cleaned(bytes(sound), _seconds(sound, named))


def _boxes(sound: bytearray, place: int, end: int, inside: bytes) -> Iterator[Box]:
    """Every box that is kept, outer before inner; blanks the others."""
    while place + 8 <= end:
        size, head = int.from_bytes(sound[place : place + 4], "big"), 8
        name = bytes(sound[place + 4 : place + 8])
        if size == 1:
            size, head = int.from_bytes(sound[place + 8 : place + 16], "big"), 16
        elif size == 0 and not inside:
            size = end - place
        box = Box(name, place, place + head, place + size)
        if size < head or box.end > end:
            raise SoundBroken
        if name not in KEPT[inside]:
            sound[place + 4 : place + 8] = b"free"
            sound[box.body : box.end] = bytes(box.end - box.body)
        else:
            yield box
            if name in KEPT:
                yield from _boxes(sound, box.body, box.end, name)
        place = box.end
    if place != end:
        raise SoundBroken


def _seconds(sound: bytearray, named: dict[bytes, list[Box]]) -> float:
    """The longest that any of its parts says: a recording made in pieces says nothing in its head."""
    lasts = [_said(sound, box) for name in (b"mvhd", b"mdhd") for box in named[name]]
    scale = _scale(sound, named[b"mdhd"][0])
    usual = 0
    for box in named.get(b"trex", ()):
        usual = _number(sound, box.body + 12)
    in_pieces = 0
    for fragment in named.get(b"traf", ()):
        inner = {box.name: box for each in named.values() for box in each if fragment.body <= box.start < fragment.end}
        default = _default(sound, inner[b"tfhd"], usual)
        if b"trun" in inner:
            in_pieces += _run(sound, inner[b"trun"], default)
    return max(*lasts, in_pieces / scale)


def _scale(sound: bytearray, box: Box) -> int:
    scale = _number(sound, box.body + (20 if sound[box.body] == 1 else 12))
    if scale == 0:
        raise SoundBroken
    return scale


def _said(sound: bytearray, box: Box) -> float:
    is_wide = sound[box.body] == 1
    begin, size = (24, 8) if is_wide else (16, 4)
    lasts = int.from_bytes(sound[box.body + begin : box.body + begin + size], "big")
    return 0.0 if lasts in UNKNOWN else lasts / _scale(sound, box)


def _default(sound: bytearray, head: Box, usual: int) -> int:
    flags = _number(sound, head.body) & 0xFFFFFF
    place = head.body + 8 + (8 if flags & 1 else 0) + (4 if flags & 2 else 0)
    return _number(sound, place) if flags & 8 else usual


def _run(sound: bytearray, run: Box, default: int) -> int:
    """How long the samples of a run last together."""
    flags, count = _number(sound, run.body) & 0xFFFFFF, _number(sound, run.body + 4)
    if not flags & 0x100:
        return count * default
    step = 4 * bin(flags & 0xF00).count("1")
    place = run.body + 8 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0)
    if place + count * step > run.end:
        raise SoundBroken
    return sum(_number(sound, place + sample * step) for sample in range(count))


def _number(sound: bytearray, place: int) -> int:
    number: int = struct.unpack_from(">I", sound, place)[0]
    return number
