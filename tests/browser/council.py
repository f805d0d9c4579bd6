"""Looking into the council's database beside a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Container
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import func, select

from survey.database import db
from survey.models import Part, Sitting
from tests.browser.story import Child

Found = TypeVar("Found")


def at_the_council(council: Flask, work: Callable[[], Found]) -> Found:
    """What ``work`` finds inside the application, in its own thread: the browser's driver runs a loop in this one."""

    def inside() -> Found:
        with council.app_context():
            return work()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(inside).result()


def finished_sittings(council: Flask) -> dict[str, list[dict[str, Any]]]:
    """Sitting → its parts' documents in order, of every finished sitting."""

    def look() -> dict[str, list[dict[str, Any]]]:
        finished = select(Part).join(Sitting).where(Sitting.mark == "finished").order_by(Part.sitting_id, Part.number)
        parts: dict[str, list[dict[str, Any]]] = {}
        for part in db.session.scalars(finished):
            parts.setdefault(part.sitting_id, []).append(json.loads(part.document))
        return parts

    return at_the_council(council, look)


def new_parts(council: Flask, before: Container[str]) -> list[dict[str, Any]]:
    """The parts of the one finished sitting that was not there ``before``: other tests' sittings are, in any order."""
    [parts] = [parts for key, parts in finished_sittings(council).items() if key not in before]
    return parts


def new_sitting(council: Flask, before: Container[str]) -> dict[str, Any]:
    """The one part of the one finished sitting that was not there ``before``."""
    [document] = new_parts(council, before)
    return document


def what_was_sent(council: Flask, child: Child) -> dict[str, Any]:
    """Go on to the end without another answer, send, and tell the one document that came of it."""
    before = set(finished_sittings(council))
    child.answer_rest()
    child.send()
    return new_sitting(council, before)


def marks(council: Flask) -> dict[str, int]:
    """How many sittings there are of each mark."""

    def look() -> dict[str, int]:
        return {row[0]: row[1] for row in db.session.execute(select(Sitting.mark, func.count()).group_by(Sitting.mark))}

    return at_the_council(council, look)
