"""WAV: plain samples. Only the two chunks that say how they sound are kept."""

from __future__ import annotations

import struct

from survey.sounds.formats import Cleaned, SoundBroken

ENDING, MEDIA_TYPE = "wav", "audio/wav"
# Whole numbers, fractions, and the tag that says "look further on".
SAMPLES = {1, 3}
EXTENSIBLE = 0xFFFE


def begins(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WAVE"


def clean(content: bytes) -> Cleaned:
    said: dict[bytes, bytes] = {}
    place = 12
    while place + 8 <= len(content) and len(said) < 2:
        name, size = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
        if name in (b"fmt ", b"data"):
            said.setdefault(name, content[place + 8 : place + 8 + size])
        place += 8 + size + size % 2
    if b"fmt " not in said or b"data" not in said:
        raise SoundBroken
    how = said[b"fmt "]
    tag, channels, rate, _bytes, block, bits = struct.unpack_from("<HHIIHH", how)
    if tag == EXTENSIBLE:
        tag = int.from_bytes(how[24:26], "little")
    is_sound = tag in SAMPLES and channels in (1, 2) and 8000 <= rate <= 96_000 and bits in (8, 16, 24, 32)
    if not is_sound or block != channels * bits // 8 or len(how) > 40:
        raise SoundBroken
    samples = said[b"data"][: len(said[b"data"]) // block * block]
    body = b"WAVE" + _chunk(b"fmt ", how) + _chunk(b"data", samples)
    return Cleaned(_chunk(b"RIFF", body), len(samples) / block / rate)


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)
