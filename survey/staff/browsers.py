"""Browsers that somebody has signed in with before, so that no stranger's guesses keep that person out.

Ten wrong passwords slow an address down, whoever typed them: so a stranger who knows it could keep a safeguarding lead
from their pages for as long as they cared to. A browser from which somebody has signed in is counted by itself. It is
known by a cookie that says so under the council's seal; whoever steals one has ten more guesses, and nothing else.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import Response
from itsdangerous import BadSignature, URLSafeSerializer

from survey.configuration import configuration

COOKIE = "heard-known"
PATH = "/staff"
KEPT = timedelta(days=180)
# As many as share a computer. The longest ago is forgotten first.
MOST = 8


@dataclass(frozen=True)
class Browser:
    """A browser, by a random name of its own, and the numbers of those who have signed in with it."""

    name: str
    people: tuple[int, ...]

    def knows(self, staff_id: int | None) -> bool:
        return staff_id in self.people


def browser_from(cookie: str | None) -> Browser:
    """The browser that sent this cookie; a new one, which knows nobody, where there is none of ours."""
    try:
        name, *people = _seal().loads(cookie or "")
    except (BadSignature, ValueError, TypeError):
        return Browser(secrets.token_urlsafe(16), ())
    return Browser(name, tuple(people))


def remember(response: Response, browser: Browser, staff_id: int) -> None:
    """Have the browser say next time that this person has signed in with it."""
    people = [*(each for each in browser.people if each != staff_id), staff_id][-MOST:]
    response.set_cookie(
        COOKIE,
        _seal().dumps([browser.name, *people]),
        max_age=KEPT,
        path=PATH,
        secure=configuration().secure,
        httponly=True,
        samesite="Lax",
    )


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(configuration().key("known browsers"))
