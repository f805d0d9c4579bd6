"""Styles, scripts and fonts as esbuild bundled them: named by their content, compressed once, kept for ever."""

from __future__ import annotations

import json
import mimetypes
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, request, url_for

BUILD = Path(__file__).parents[1] / "static" / "build"
FOR_EVER = "public, max-age=31536000, immutable"

assets = Blueprint("assets", __name__, url_prefix="/assets")


class NotBuilt(RuntimeError):
    """A style or script is asked for that has not been bundled; says how to bundle it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"static/build has no {name}: run `python3 dev.py build`")


@cache
def _entries() -> dict[str, str]:
    """Bundled file by entry point: {"child.css": "child.AB12CD34.css"}."""
    bundles = list(BUILD.glob("meta*.json"))
    if not bundles:
        raise NotBuilt("meta.json")
    return {
        Path(output["entryPoint"]).name: Path(path).name
        for bundle in bundles
        for path, output in json.loads(bundle.read_text())["outputs"].items()
        if "entryPoint" in output
    }


@cache
def _file(name: str) -> tuple[bytes, bytes | None, str]:
    """A bundled file's bytes, its brotli form where there is one, and its type."""
    path = BUILD / name
    packed = path.with_name(f"{name}.br")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return path.read_bytes(), packed.read_bytes() if packed.exists() else None, kind


def built(entry: str) -> str:
    """The URL of a bundled entry point, such as "child.css"; raises ``NotBuilt``."""
    if entry not in _entries():
        raise NotBuilt(entry)
    return url_for("assets.bundled", name=_entries()[entry])


def built_text(entry: str) -> str:
    """The text of a bundled entry point, for a style that is written into the page."""
    if entry not in _entries():
        raise NotBuilt(entry)
    return _file(_entries()[entry])[0].decode("utf-8")


@assets.before_request
def only_what_was_bundled() -> None:
    """The door: a file name of the bundle and nothing else, so that no path leads out of its folder."""
    name = (request.view_args or {}).get("name", "")
    if name not in _names():
        abort(404)


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in BUILD.iterdir() if path.suffix not in (".br", ".json"))


@assets.get("/<name>")
def bundled(name: str) -> Response:
    plain, packed, kind = _file(name)
    takes_brotli = packed is not None and request.accept_encodings["br"] > 0
    response = Response(packed if takes_brotli else plain, content_type=kind)
    if takes_brotli:
        response.content_encoding = "br"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FOR_EVER
    return response
