"""A file written once and signed: what is read back is what was written, or it is refused."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from survey.durability import bring_names_to_disk, write_new

READ_ONLY = 0o444


class Tampered(RuntimeError):
    """A file is not what was signed, or is gone. Nothing in it may be shown; the message names the file only."""


def write(path: Path, content: Mapping[str, Any], key: bytes) -> None:
    """Write ``content`` (JSON) and its HMAC-SHA256 to ``path``, on the disk when this returns.

    Raises ``FileExistsError`` if there is such a file: it is never replaced. Whoever looks sees all of it or nothing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    whole = {"signature": _sign(content, key), "content": content}
    write_new(unfinished, json.dumps(whole, ensure_ascii=False, indent=1).encode(), READ_ONLY)
    try:
        os.link(unfinished, path)
    finally:
        unfinished.unlink()
    bring_names_to_disk(path.parent)


def read(path: Path, key: bytes) -> Any:
    """The content of a file that ``write`` wrote; raises ``Tampered``."""
    try:
        whole = path.read_bytes()
    except OSError:
        raise Tampered(path.name) from None
    return content_of(path.name, whole, key)


def content_of(name: str, whole: bytes, key: bytes) -> Any:
    """The content in the bytes of a file that ``write`` wrote under ``name``; raises ``Tampered``."""
    try:
        read_back = json.loads(whole)
        content, signature = read_back["content"], read_back["signature"]
        is_signed = hmac.compare_digest(signature.encode(), _sign(content, key).encode())
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise Tampered(name) from None
    if not is_signed:
        raise Tampered(name)
    return content


def stamp(path: Path) -> tuple[int, ...]:
    """What changes whenever the file does, for those who remember what they read; raises ``Tampered`` if it is gone."""
    try:
        seen = path.stat()
    except OSError:
        raise Tampered(path.name) from None
    return seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino


def _sign(content: Any, key: bytes) -> str:
    said = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()
