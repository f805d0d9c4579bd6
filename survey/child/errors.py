"""What a child sees when something goes wrong: plain words, never a technical page."""

from __future__ import annotations

from flask import Flask, Response, g, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from survey.child.pages import language_asked_for, render, seal_page
from survey.duty.promise import NOTHING, Promise, promise_now

STATUSES = (400, 404, 405, 413, 500)
SENDING = ("/send", "/tell")


def mishap(status: int) -> Response:
    """The page for something that went wrong, with its status."""
    g.language = language_asked_for().code
    page = render(
        "child/mishap.html", sky="kite", promise=_promise(), status=status, was_sending=request.path in SENDING
    )
    return seal_page(Response(page, status=status))


def _promise() -> Promise:
    try:
        return promise_now()
    except SQLAlchemyError:
        # What went wrong may be the database. The page must still be there, and then promises nothing.
        return NOTHING


def register_errors(app: Flask) -> None:
    """Answer every error outside the staff's pages in a child's words: also at addresses that no page has."""

    def in_a_childs_words(error: HTTPException) -> Response | HTTPException:
        if request.path == "/staff" or request.path.startswith(("/staff/", "/assets/")):
            return error
        return mishap(error.code or 500)

    for status in STATUSES:
        app.register_error_handler(status, in_a_childs_words)
