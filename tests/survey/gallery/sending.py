"""Sending pictures to the gallery, as a page of ours would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from io import BytesIO

from sqlalchemy import select
from werkzeug.test import TestResponse

from survey.models import AuditEntry
from tests.survey.staff.office import TOKEN, Browser, Office

LICENCE = "Widgit licence of the council, 2031"
PLACE = "/staff/pictures/own/"
ADDRESS = re.compile(r"/pictures/[0-9a-f]{32}\.[a-z]+")


def send(browser: Browser, path: str, files: Mapping[str, tuple[str, bytes]], **fields: str) -> TestResponse:
    """Post a form with files, as a page of ours would."""
    found = TOKEN.search(browser.client.get("/staff/no-such-page", follow_redirects=True).text)
    assert found
    sent = {key: (BytesIO(content), name) for key, (name, content) in files.items()}
    return browser.client.post(path, data={**fields, **sent, "csrf_token": unescape(found[1])})


def put(browser: Browser, concept: str, file: bytes, name: str = "a.png", licence: str = LICENCE) -> TestResponse:
    return send(browser, PLACE + concept, {"picture": (name, file)}, licence=licence)


def shown(browser: Browser, concept: str) -> str:
    """The address at which a concept's own picture is."""
    found = ADDRESS.search(browser.open(PLACE + concept).text)
    assert found
    return found[0]


def deeds(office: Office) -> list[str]:
    with office.database() as session:
        return [*session.scalars(select(AuditEntry.deed).where(AuditEntry.deed.like("picture%")))]
