"""The addresses of a council's own pictures: for everybody, as what they are and nothing else, for ever."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import HTTPException

from survey.assets import FOR_EVER
from survey.database import db
from survey.gallery.own import file_at
from survey.gallery.tables import Format
from survey.gallery.taking import packed

NAME = re.compile(r"(?P<digest>[0-9a-f]{32})\.(?P<format>svg|webp|png|jpeg)")
TYPES = {
    Format.SVG: "image/svg+xml; charset=utf-8",
    Format.WEBP: "image/webp",
    Format.PNG: "image/png",
    Format.JPEG: "image/jpeg",
}
# Opened by itself a drawing is a document. In this one nothing runs, nothing is fetched, and nobody is at home.
NOTHING = "default-src 'none'; sandbox"

own_files = Blueprint("own_files", __name__, url_prefix="/pictures")


@own_files.before_request
def only_names_of_ours() -> None:
    """The door: anybody who knows an address of ours, and nothing that could be anything else."""
    if not NAME.fullmatch((request.view_args or {}).get("name", "")):
        abort(404)


@own_files.get("/<name>")
def show(name: str) -> Response:
    digest, _dot, kind = name.partition(".")
    found = file_at(db.session, digest)
    if found is None or found.format != kind:
        abort(404)
    response = Response(found.content, content_type=TYPES[Format(kind)])
    if kind == Format.SVG:
        response.headers["Vary"] = "Accept-Encoding"
        if request.accept_encodings["br"] > 0:
            response.data = packed(found.content)
            response.content_encoding = "br"
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Content-Security-Policy"] = NOTHING
    return response


@own_files.errorhandler(404)
def not_there(_missing: HTTPException) -> Response:
    """A picture that is not there is not a page either."""
    response = Response("", 404, content_type="text/plain; charset=utf-8")
    response.headers["Content-Security-Policy"] = NOTHING
    return response
