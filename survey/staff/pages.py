"""What every staff page has: a Referer for its own forms, and plain words when it fails."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from survey.staff.sessions import IDLE


def furnish(blueprint: Blueprint) -> None:
    """Give a staff blueprint its header and its pages for errors."""
    blueprint.after_request(let_forms_be_believed)
    blueprint.context_processor(lambda: {"signed_out_after": int(IDLE.total_seconds())})
    for status in (400, 404, 413):
        blueprint.register_error_handler(status, _explain)
    blueprint.register_error_handler(CSRFError, _ask_again)
    blueprint.register_error_handler(500, _apologise)


def let_forms_be_believed(response: Response) -> Response:
    # Not "no-referrer": over HTTPS, Flask-WTF believes a form only with a Referer of ours. This one goes to our own
    # pages only, and the addresses of staff pages say nothing about a child.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _explain(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 400
    return render_template("staff/missing.html" if status == 404 else "staff/refused.html"), status


def _ask_again(error: CSRFError) -> ResponseReturnValue:
    return render_template("staff/stale.html"), 400


def _apologise(error: Exception) -> ResponseReturnValue:
    return render_template("staff/broken.html"), 500
