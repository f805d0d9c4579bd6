"""Sealed words: opened by their owner, about their own row, and told by nothing but that."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from survey.keys.sealing import PassphraseWrong, SealBroken, lock, new_pair, seal, unlock, unseal, unwrap, wrap

OURS, THEIRS = new_pair(), new_pair()
KEY = b"k" * 32
words = st.binary(max_size=3000)
places = st.text(max_size=30)


@given(words, places)
def test_what_was_sealed_opens(said: bytes, about: str) -> None:
    assert unseal(seal(said, OURS.public, about), OURS.private, about) == said


@given(words, places, places)
def test_it_opens_for_nobody_else_and_nowhere_else(said: bytes, about: str, other: str) -> None:
    sealed = seal(said, OURS.public, about)
    with pytest.raises(SealBroken):
        unseal(sealed, THEIRS.private, about)
    assume(other != about)
    with pytest.raises(SealBroken):
        unseal(sealed, OURS.private, other)


@given(words, st.data())
def test_any_changed_byte_is_noticed(said: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(said, OURS.public, "a row"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        unseal(bytes(sealed), OURS.private, "a row")


@given(st.binary(max_size=200))
def test_whatever_lies_there_is_refused_in_one_way(bytes_: bytes) -> None:
    with pytest.raises(SealBroken):
        unseal(bytes_, OURS.private, "a row")
    with pytest.raises(SealBroken):
        unlock(bytes_, KEY)


@given(st.binary(max_size=1020), st.binary(max_size=1020))
def test_the_length_of_a_few_words_is_not_told(one: bytes, other: bytes) -> None:
    assert len(seal(one, OURS.public, "a row")) == len(seal(other, OURS.public, "a row"))


@given(words)
def test_a_lock_opens_with_its_key_only(said: bytes) -> None:
    locked = lock(said, KEY)
    assert unlock(locked, KEY) == said
    with pytest.raises(SealBroken):
        unlock(locked, b"x" * 32)


def test_a_passphrase_opens_what_it_wrapped_however_it_is_typed() -> None:
    wrapped = wrap(b"a private key", "quatre cafés bien chauds")
    assert unwrap(wrapped, "quatre cafe\N{COMBINING ACUTE ACCENT}s bien chauds") == b"a private key"
    with pytest.raises(PassphraseWrong):
        unwrap(wrapped, "quatre cafes bien chauds")
    assert b"a private key" not in wrapped


def test_nothing_secret_is_written_out_by_mistake() -> None:
    assert repr(OURS.private)[2:-1] not in repr(OURS)
