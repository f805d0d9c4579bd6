"""Keys from passphrases: slow enough that guessing does not pay."""

from __future__ import annotations

import unicodedata
from threading import BoundedSemaphore

# RFC 9106's second recommended choice for Argon2id: 3 passes over 64 MiB, 4 lanes. Never read from what is opened,
# which could ask for a terabyte.
PASSES, MEMORY_KIB, LANES = 3, 64 * 1024, 4
SALT = 16
SHORTEST_PASSPHRASE = 16
LONGEST_PASSPHRASE = 1000
# Each takes 64 MiB and every processor there is: children are being answered beside it.
_AT_ONCE = BoundedSemaphore(2)


def stretch(passphrase: str, salt: bytes) -> bytes:
    """32 bytes from a passphrase, in about a tenth of a second: so long does one guess take."""
    # Only who opens something that is sealed waits for this library.
    from argon2.low_level import Type, hash_secret_raw

    # The same accent may be typed as one sign or as two.
    typed = unicodedata.normalize("NFC", passphrase).encode()
    with _AT_ONCE:
        return hash_secret_raw(typed, salt, PASSES, MEMORY_KIB, LANES, hash_len=32, type=Type.ID)
