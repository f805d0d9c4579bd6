"""A recording is read by its content, without what tells of whoever made it; what is no sound is refused in words."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.sounds.audio import LARGEST, LONGEST, Fault, SoundRefused, read_audio
from survey.sounds.formats import FORMATS
from survey.sounds.forms import FAULTS
from tests.survey.sounds.samples import CANARY, KINDS, MADE, m4a, mp3, ogg, wav, webm

PAGE = b"<!doctype html><script>alert(1)</script>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
STARTS = (
    b"RIFF\xff\xff\xff\xffWAVE", b"RIFF\0\0\0\0WAVEfmt \xff\xff\xff\xff", b"OggS" + bytes(23),
    b"ID3\x04\0\0\x7f\x7f\x7f\x7f", b"\0\0\0\x08ftyp", b"\0\0\0\0ftyp", b"\0\0\0\x01ftyp" + b"\xff" * 8,
    b"\x1a\x45\xdf\xa3", b"\x1a\x45\xdf\xa3\x01" + b"\xff" * 7, b"\xff\xfb\x90\xc0", b"\xff\xf3\x40\xc0",
    b"fLaC\0\0\0\x22", b"FORM\0\0\0\0AIFF", b"MThd\0\0\0\x06", b"#!AMR\n", b"GIF89a", b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0", b"%PDF-1.7", b"PK\x03\x04", b"\x7fELF", b"MZ", b"<?xml", b"#!/bin/sh\n", b"",
)  # fmt: skip


def hostile() -> Iterator[tuple[str, bytes]]:
    """More than a hundred files that are no recordings: scripts, pictures, films, bombs, halves and disguises."""
    for number, start in enumerate(STARTS):
        for name, rest in (("page", PAGE), ("zeros", bytes(5000)), ("ones", b"\xff" * 5000), ("drawing", DRAWING)):
            yield f"{number}-{name}", start + rest
    for name, make in KINDS.items():
        sound = make(1.0)
        yield f"{name}-cut", sound[: len(sound) // 12]
        yield f"{name}-long", make(LONGEST + 1)
        yield f"{name}-short", make(0.02) if name != "mp3" else mp3(0.02)
        yield f"{name}-behind-a-page", PAGE + sound
    yield "nothing", b""
    yield "film.mp4", m4a(handler=b"vide")
    yield "no-track.mp4", b"\0\0\0\x10ftypM4A \0\0\0\0"
    yield "film.webm", webm(kind=1)
    yield "other.webm", webm(codec=b"V_VP8")
    yield "page-behind.mp3", mp3()[:-128] + PAGE * 100
    yield "large.wav", wav(1.0) + bytes(LARGEST)
    yield "wrong-sum.ogg", ogg()[:-1] + b"\0"
    yield "endless.webm", b"\x1a\x45\xdf\xa3\xff" * 2000
    yield "nested.mp4", b"\0\0\x10\0ftyp" + b"\0\0\0\x08moov" * 511


HOSTILE = dict(hostile())


@pytest.mark.parametrize("ending", KINDS)
def test_a_sound_is_told_by_its_content_and_its_length(ending: str) -> None:
    audio = read_audio(KINDS[ending](2.0))
    assert audio.ending == ending
    assert audio.seconds == pytest.approx(2.0, abs=0.05)
    assert set(KINDS) == set(FORMATS), "every kind that is taken is tried here"


@pytest.mark.parametrize("ending", KINDS)
def test_nothing_is_left_of_who_made_it_and_when(ending: str) -> None:
    sound = KINDS[ending](1.0)
    assert CANARY in sound
    cleaned = read_audio(sound).content
    assert CANARY not in cleaned
    assert MADE not in cleaned


@pytest.mark.parametrize("sound", [m4a(3.0, in_pieces=True), webm(3.0, is_live=False), webm(3.0)])
def test_what_is_recorded_in_pieces_is_measured_too(sound: bytes) -> None:
    assert read_audio(sound).seconds == pytest.approx(3.0, abs=0.1)
    assert CANARY not in read_audio(sound).content


@pytest.mark.parametrize("ending", KINDS)
def test_what_was_cleaned_is_clean(ending: str) -> None:
    once = read_audio(KINDS[ending](1.0))
    assert read_audio(once.content) == once


def test_there_are_a_hundred_hostile_files() -> None:
    assert len(HOSTILE) >= 100


@pytest.mark.parametrize("name", HOSTILE)
def test_no_hostile_file_is_a_recording(name: str) -> None:
    with pytest.raises(SoundRefused) as refused:
        read_audio(HOSTILE[name])
    assert str(FAULTS[refused.value.fault])


def test_each_fault_has_its_words() -> None:
    assert set(FAULTS) == set(Fault)
    assert {refused(content) for content in HOSTILE.values()} == set(Fault)


def refused(content: bytes) -> Fault | None:
    try:
        read_audio(content)
    except SoundRefused as why:
        return why.fault
    return None


@given(st.binary(max_size=400), st.sampled_from(STARTS))
def test_whatever_is_handed_in_is_a_sound_or_refused(content: bytes, start: bytes) -> None:
    for file in (content, start + content):
        refused(file)


@given(st.sampled_from(sorted(KINDS)), st.integers(0, 2**32))
def test_a_damaged_sound_is_a_sound_of_its_kind_or_refused(ending: str, seed: int) -> None:
    """Whatever a few wrong bytes do, what is kept is still of a kind that can be read, cleaned and measured again."""
    chance = random.Random(seed)
    sound = bytearray(KINDS[ending](0.5))
    for _ in range(chance.randrange(1, 5)):
        sound[chance.randrange(len(sound))] = chance.randrange(256)
    try:
        audio = read_audio(bytes(sound))
    except SoundRefused:
        return
    assert audio.ending == ending
    assert 0 < audio.seconds <= LONGEST
    assert read_audio(audio.content).content == audio.content
