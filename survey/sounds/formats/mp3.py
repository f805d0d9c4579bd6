"""MP3: frames one after the other. Tags before and behind them (names, places, pictures) are left away."""

from __future__ import annotations

from survey.sounds.formats import Cleaned, SoundBroken

ENDING, MEDIA_TYPE = "mp3", "audio/mpeg"
FEWEST_FRAMES = 3
# What may stand behind the last frame.
TAGS = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3", b"3DI")
KILOBITS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),  # MPEG 1
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),  # MPEG 2 and 2.5
}
RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def begins(content: bytes) -> bool:
    return content[:3] == b"ID3" or _frame(content, 0) is not None


def clean(content: bytes) -> Cleaned:
    place = first = _after_tag(content)
    seconds, frames = 0.0, 0
    while frame := _frame(content, place):
        size, lasts = frame
        if place + size > len(content):
            break
        place, seconds, frames = place + size, seconds + lasts, frames + 1
    rest = content[place:]
    # A last frame that was cut off is no longer than this; anything more is something else in disguise.
    is_over = len(rest) < 2000 or rest.startswith(TAGS)
    if frames < FEWEST_FRAMES or not is_over:
        raise SoundBroken
    return Cleaned(content[first:place], seconds)


def _after_tag(content: bytes) -> int:
    place = 0
    while content[place : place + 3] == b"ID3":
        high, middle, low, lowest = content[place + 6 : place + 10]
        place += 10 + (high << 21 | middle << 14 | low << 7 | lowest)
    while content[place : place + 1] == b"\0":
        place += 1
    return place


def _frame(content: bytes, place: int) -> tuple[int, float] | None:
    """The size in bytes and the length in seconds of the frame that begins here."""
    head = int.from_bytes(content[place : place + 4], "big")
    version, layer, kilobits, rate = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3
    if head >> 21 != 0x7FF or version == 1 or layer != 1 or kilobits in (0, 15) or rate == 3:
        return None
    samples = 1152 if version == 3 else 576
    hertz = RATES[version][rate]
    bits = KILOBITS[3 if version == 3 else 2][kilobits] * 1000
    return samples // 8 * bits // hertz + (head >> 9 & 1), samples / hertz
