"""Doors: who may enter a staff page. Every staff blueprint has one, and hands on what it proved as ``g.staff``:

visits.before_request(door(Role.WORKER, Role.OFFICER))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from flask import g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from survey import clock
from survey.database import db, writing
from survey.models import Role
from survey.staff import sessions
from survey.staff.sessions import SignedIn

TOKEN = "token"  # noqa: S105 - the name of a field, not a token
# A path of ours, as we write them. Nothing percent-encoded in the path: browsers read %2e%2e as "..".
INSIDE = re.compile(r"/staff(?:/[\w.~-]*)*(?:\?[\w.~%=&+,:-]*)?", re.ASCII)

Door = Callable[[], ResponseReturnValue | None]


def door(*roles: Role, unlocked: Collection[str] = (), unnoticed: Collection[str] = ()) -> Door:
    """A ``before_request`` that lets in people with one of these roles, and anybody to the ``unlocked`` endpoints.

    Nobody signed in: to the sign-in page. Another role: 403 in plain words. What a page asks by itself goes to the
    ``unnoticed`` endpoints: a session that nobody uses must run out, whatever its page asks.
    """

    def admit() -> ResponseReturnValue | None:
        g.staff = _who_is_there(is_somebody_at_work=request.endpoint not in unnoticed)
        if request.endpoint not in unlocked:
            if g.staff is None:
                wanted = request.full_path.rstrip("?") if request.method == "GET" else None
                return redirect(url_for("staff.sign_in", next=wanted), 303)
            if g.staff.role not in roles:
                return render_template("staff/forbidden.html"), 403
        return None

    return admit


def leads_inside(target: str | None) -> bool:
    """Whether a path given from outside leads to one of our staff pages, and nowhere else."""
    return target is not None and ".." not in target and INSIDE.fullmatch(target) is not None


def _who_is_there(is_somebody_at_work: bool) -> SignedIn | None:
    token = session.get(TOKEN)
    if not isinstance(token, str):
        return None
    now = clock.now()
    found = sessions.find(db.session, token, now)
    # The reading ends here, so that a view which writes begins a transaction of its own and sees what others committed.
    db.session.rollback()
    if found is None:
        return None
    if is_somebody_at_work and found.is_due(now):
        # Without this a session could not run out when left alone. It is the one thing a GET writes: once a minute at
        # most, in a transaction that is over before the view begins, so that no page waits for it or is undone with it.
        with writing():
            sessions.note_seen(db.session, token, now)
            db.session.commit()
    return found.staff
