"""Searching whatever is left of a run for words that must be nowhere but in a sealed box."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from pathlib import Path

LETTERS = "bcdfghjklmnpqrstvwxz"


def new_canary() -> str:
    """Letters that stand in everything a child says in this run, and in nothing else."""
    return "canary" + "".join(secrets.choice(LETTERS) for _sign in range(10))


def spellings(canary: str) -> Iterator[bytes]:
    """The canary as it may lie in a file: plain, as wide signs, in hexadecimal, and in base 64 wherever it begins."""
    plain = canary.encode()
    yield from (plain, canary.encode("utf-16-le"), canary.encode("utf-16-be"), plain.hex().encode())
    for before in range(3):
        within = base64.b64encode(b"\0" * before + plain)
        # Its ends depend on what stands beside it.
        yield within[4 if before else 0 : -4]


def found_in(canary: str, places: Iterable[tuple[str, bytes]]) -> list[str]:
    """The names of the places in which it is, each once."""
    wanted = [each.lower() for each in spellings(canary)]
    return [name for name, content in places if any(each in content.lower() for each in wanted)]


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of an instance: database, log of the database, mark, and what the server said."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def letters_in(raw: Iterable[bytes], read: Iterable[EmailMessage]) -> Iterator[tuple[str, bytes]]:
    """Letters as they travelled and as they are read."""
    yield "a letter", b"\n".join(raw)
    yield "a letter, read", "\n".join(f"{each.items()} {each.get_content()}" for each in read).encode()
