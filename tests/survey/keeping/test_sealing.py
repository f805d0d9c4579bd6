"""Whatever is changed in a sealed stream, nothing of what was changed is opened."""

from __future__ import annotations

import io
import secrets
from datetime import date

import pytest
from argon2.profiles import RFC_9106_LOW_MEMORY
from hypothesis import given, settings
from hypothesis import strategies as st

from survey import passphrases
from survey.keeping import sealing
from survey.keeping.sealing import CHUNK, HEAD, KIND, TAG, BackupDamaged, BackupUnreadable, PassphraseWrong

PASSPHRASE = "correct horse battery staple"
DAY = date(2026, 3, 1)


def sealed(content: bytes) -> bytes:
    into = io.BytesIO()
    sealing.seal([content[:7], content[7:]], PASSPHRASE, DAY, into)
    return into.getvalue()


def opened(whole: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return b"".join(sealing.unseal(io.BytesIO(whole), passphrase))


THREE_CHUNKS = secrets.token_bytes(2 * CHUNK + 1234)


@pytest.mark.parametrize("size", [1, 6, 7, 8, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5])
def test_what_was_sealed_is_opened(size: int) -> None:
    content = secrets.token_bytes(size)
    assert opened(sealed(content)) == content


def test_two_sealings_have_nothing_in_common() -> None:
    one, other = sealed(THREE_CHUNKS), sealed(THREE_CHUNKS)
    assert len(one) == len(other)
    assert sum(a == b for a, b in zip(one[HEAD:], other[HEAD:], strict=True)) < len(one) / 100


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_changed_byte_is_refused(data: st.DataObject) -> None:
    whole = bytearray(sealed(THREE_CHUNKS))
    # The head is short and would rarely be met by chance: half of the tries are in it.
    place = data.draw(st.integers(0, HEAD - 1) | st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BackupUnreadable):
        opened(bytes(whole))


def test_every_bit_of_the_head_matters() -> None:
    whole = sealed(b"something")
    for place in range(HEAD):
        for bit in range(8):
            changed = bytearray(whole)
            changed[place] ^= 1 << bit
            with pytest.raises(BackupUnreadable):
                opened(bytes(changed))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, HEAD + 3 * TAG + len(THREE_CHUNKS) - 1))
def test_a_stream_that_was_cut_off_is_refused(length: int) -> None:
    with pytest.raises(BackupUnreadable):
        opened(sealed(THREE_CHUNKS)[:length])


@pytest.mark.parametrize("order", ["acb", "bac", "ab", "bc", "a", "abcc", "aabc", "abca", ""])
def test_chunks_that_were_moved_repeated_or_left_out_are_refused(order: str) -> None:
    whole = sealed(THREE_CHUNKS)
    size = CHUNK + TAG
    chunks = {name: whole[HEAD + place * size : HEAD + (place + 1) * size] for place, name in enumerate("abc")}
    assert opened(whole[:HEAD] + b"".join(chunks[name] for name in "abc")) == THREE_CHUNKS
    with pytest.raises(BackupDamaged):
        opened(whole[:HEAD] + b"".join(chunks[name] for name in order))


def test_chunks_of_another_file_under_the_same_passphrase_are_refused() -> None:
    one, other = sealed(THREE_CHUNKS), sealed(THREE_CHUNKS)
    with pytest.raises(BackupUnreadable):
        opened(one[: HEAD + CHUNK + TAG] + other[HEAD + CHUNK + TAG :])


@pytest.mark.parametrize("extra", [b"\0", b"more", secrets.token_bytes(CHUNK + TAG)])
def test_what_was_added_is_refused(extra: bytes) -> None:
    with pytest.raises(BackupDamaged):
        opened(sealed(THREE_CHUNKS) + extra)


@given(st.text(max_size=40).filter(lambda each: each != PASSPHRASE))
@settings(max_examples=100, deadline=None)
def test_another_passphrase_opens_nothing(passphrase: str) -> None:
    with pytest.raises(PassphraseWrong):
        opened(sealed(b"something"), passphrase)


def test_an_accent_may_be_typed_in_two_ways() -> None:
    assert passphrases.stretch("cafe\u0301 au lait", b"s" * 16) == passphrases.stretch("caf\u00e9 au lait", b"s" * 16)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + bytes(4096), KIND, KIND + b"2026-99-99" + bytes(64)])
def test_what_is_no_backup_is_refused(content: bytes) -> None:
    with pytest.raises(BackupDamaged, match="no backup"):
        opened(content)


def test_the_day_can_be_read_without_a_passphrase() -> None:
    assert sealing.day_of(sealed(b"something")[:HEAD]) == DAY


@pytest.mark.usefixtures("true_costs")
def test_a_guess_costs_what_is_promised() -> None:
    assert (passphrases.PASSES, passphrases.MEMORY_KIB, passphrases.LANES) == (3, 64 * 1024, 4)
    recommended = RFC_9106_LOW_MEMORY
    assert (recommended.time_cost, recommended.memory_cost, recommended.parallelism) == (3, 64 * 1024, 4)
    assert recommended.salt_len == passphrases.SALT
