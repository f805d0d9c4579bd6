"""Sealing words to a key, so that only its owner reads them: HPKE (RFC 9180) with X25519 and ChaCha20-Poly1305.

Sealed words are bound to what they are about: put into another's row, they do not open. Their length is rounded up, so
that it does not tell "help" from a page. The libraries take half a tenth of a second to import and few requests need
them: they are imported where they are used.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from survey.passphrases import SALT, stretch

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hpke import Suite

SMALLEST = 1024
LENGTH = 4
NONCE = 12


class SealBroken(ValueError):
    """What was sealed does not open with this key, or is about something else. Says nothing of what is in it."""


class PassphraseWrong(ValueError):
    """This passphrase does not open what was wrapped."""


@dataclass(frozen=True)
class Pair:
    """A key pair; both halves are 32 bytes."""

    public: bytes
    private: bytes = field(repr=False)


def new_pair() -> Pair:
    # Not at the top: see there.
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    return Pair(private.public_key().public_bytes_raw(), private.private_bytes_raw())


def public_half(private: bytes) -> bytes:
    """The public key that belongs to a private one; both are 32 bytes."""
    # Not at the top: see there.
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(words: bytes, public: bytes, about: str) -> bytes:
    """``words`` for the owner of ``public`` (32 bytes) only. ``about`` must be said again to open them."""
    # Not at the top: see there.
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    return _suite().encrypt(_padded(words), X25519PublicKey.from_public_bytes(public), about.encode())


def unseal(sealed: bytes, private: bytes, about: str) -> bytes:
    """What was sealed about the same; raises ``SealBroken``."""
    # Not at the top: see there.
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    try:
        padded = _suite().decrypt(sealed, X25519PrivateKey.from_private_bytes(private), about.encode())
    except (InvalidTag, ValueError):
        raise SealBroken from None
    return padded[LENGTH : LENGTH + int.from_bytes(padded[:LENGTH], "big")]


def wrap(secret: bytes, passphrase: str) -> bytes:
    """A secret that only ``passphrase`` opens; takes a tenth of a second, as does every guess."""
    salt = secrets.token_bytes(SALT)
    return salt + lock(secret, stretch(passphrase, salt))


def unwrap(wrapped: bytes, passphrase: str) -> bytes:
    """The secret; raises ``PassphraseWrong``."""
    try:
        return unlock(wrapped[SALT:], stretch(passphrase, wrapped[:SALT]))
    except SealBroken:
        raise PassphraseWrong from None


def lock(secret: bytes, key: bytes) -> bytes:
    """A secret under a key of 32 bytes that several people or places know (ChaCha20-Poly1305, random nonce)."""
    # Not at the top: see there.
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = secrets.token_bytes(NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, secret, None)


def unlock(locked: bytes, key: bytes) -> bytes:
    """The secret; raises ``SealBroken``."""
    # Not at the top: see there.
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(key).decrypt(locked[:NONCE], locked[NONCE:], None)
    except (InvalidTag, ValueError):
        raise SealBroken from None


def _suite() -> Suite:
    # Not at the top: see there.
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def _padded(words: bytes) -> bytes:
    """The words with their length before them and nothing after them, up to the next doubling of a kilobyte."""
    room = SMALLEST
    while room < LENGTH + len(words):
        room *= 2
    return (len(words).to_bytes(LENGTH, "big") + words).ljust(room, b"\0")
