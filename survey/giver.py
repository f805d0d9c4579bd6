"""Who gave a child their card, sealed into the card itself: for "ask the worker who gave me this", and nothing else.

A child who cannot write, or dares not, can let the worker say who they are. So the card knows its giver, and only the
card: the seal is kept nowhere, stands in the part of the address that no server sees, and comes back only with a call
for help. Each seal is another text, so that two cards do not tell that the same person gave them.
"""

from __future__ import annotations

import base64
import binascii
import re

from survey.configuration import configuration
from survey.keys.sealing import SealBroken, lock, unlock

TAG = re.compile(r"[A-Za-z0-9_-]{43}")
NUMBER = 4
PURPOSE = "giver of a card"


def tag_of(staff_id: int) -> str:
    """The giver's number, sealed: 43 signs that fit an address and say nothing without the council's secret."""
    sealed = lock(staff_id.to_bytes(NUMBER, "big"), configuration().key(PURPOSE))
    return _spelt(sealed)


def giver_in(tag: str) -> int | None:
    """The giver's number in a tag of ours; None for anything else: a call for help is never refused for a bad tag."""
    if not TAG.fullmatch(tag):
        return None
    sealed = base64.urlsafe_b64decode(f"{tag}=")
    if _spelt(sealed) != tag:  # The last letter has two bits to spare: one tag would have four spellings.
        return None
    try:
        opened = unlock(sealed, configuration().key(PURPOSE))
    except (SealBroken, binascii.Error):
        return None
    return int.from_bytes(opened, "big")


def _spelt(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")
