"""Staff with keys, for tests of thoughts, and thoughts as children tell them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape

from flask import Flask
from sqlalchemy.orm import Session

from survey import clock
from survey.keys import boxes, own
from survey.keys.own import OpenKey
from survey.keys.tables import Box
from survey.models import AuditEntry, Role
from survey.staff.doors import TOKEN
from survey.staff.sessions import SignedIn
from survey.thoughts import reading, receiving
from survey.thoughts.records import Record
from survey.thoughts.tables import Prompt, Thought, Voice
from tests.survey.safeguarding.in_place import employed, fresh, put_in_place
from tests.survey.staff.office import Browser, Office

WORDS = "My canary sings when Mia comes at 4"


@dataclass(frozen=True)
class Reader:
    """Somebody of the staff and their key."""

    email: str
    signed_in: SignedIn
    key: OpenKey

    @property
    def id(self) -> int:
        return self.key.staff_id


class Council(Office):
    """An office with everything in place, whose second officer may read thoughts as the first does."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        with self.database() as session:
            placed = put_in_place(session, clock.now())
        self.lead = self._reader(Role.SAFEGUARDING_LEAD, placed.keys[Role.SAFEGUARDING_LEAD])
        self.officer = self._reader(Role.OFFICER, placed.keys[Role.OFFICER])
        self.second = self.hire("second", Role.OFFICER)
        with self.database() as session:
            boxes.let_in(session, Box.THOUGHTS, self.second.id, self.lead.key)

    def hire(self, name: str, role: Role) -> Reader:
        """Somebody with a key of their own, which opens no box."""
        with self.database() as session:
            number = employed(session, role, f"{name}@council.example")
            return self._reader(role, own.make_own(session, number, fresh(name)), f"{name}@council.example")

    def tell(
        self,
        words: str = WORDS,
        prompt: Prompt = Prompt.WORRIED,
        theme: str | None = None,
        has_card: bool = False,
        voice: Voice = Voice.CHILD,
    ) -> str:
        """A thought that waits to be read first."""
        with self.database() as session:
            thought_id = str(uuid.uuid4())
            now = clock.now()
            assert receiving.keep(session, prompt, theme, words, False, thought_id, now, has_card=has_card, voice=voice)
            return thought_id

    def record(self, record: Record) -> str:
        """An observer's record that waits to be read first."""
        with self.database() as session:
            thought_id = str(uuid.uuid4())
            assert receiving.keep_record(session, record, thought_id, clock.now())
            return thought_id

    def tell_officers(self, words: str = WORDS, voice: Voice = Voice.CHILD) -> str:
        """A thought that has been passed on."""
        thought_id = self.tell(words, voice=voice)
        self.pass_on(thought_id)
        return thought_id

    def pass_on(self, thought_id: str) -> None:
        with self.thought(thought_id) as (session, thought):
            reading.pass_on(session, thought, self.lead.key)

    @contextmanager
    def thought(self, thought_id: str) -> Iterator[tuple[Session, Thought]]:
        with self.database() as session:
            yield session, session.get_one(Thought, thought_id)

    def browser_of(self, reader: Reader, opens_key: bool = True) -> Browser:
        """A browser in which somebody has signed in, and opened their key."""
        browser = self.browser()
        assert browser.sign_in(reader.email).status_code == 303
        if opens_key:
            with browser.cookie() as cookie:
                token = cookie[TOKEN]
            with self.database() as session:
                own.keep_open(session, reader.key, token, clock.now())
        return browser

    def deeds(self) -> list[tuple[str, str]]:
        """Deed and row of each entry in the trail but signing in."""
        with self.database() as session:
            entries = session.query(AuditEntry).order_by(AuditEntry.number)
            return [(each.deed, each.about) for each in entries if each.deed != "signed-in"]

    def _reader(self, role: Role, key: OpenKey, email: str | None = None) -> Reader:
        return Reader(email or f"{role}@council.example", SignedIn(key.staff_id, f"A {role}", role), key)


def thought_on(page: str) -> str:
    """The id of the thought that a page shows."""
    found = re.search(r"/staff/thoughts/(?:first/|quotes/from/)?([0-9a-f-]{36})", page)
    assert found, "a page without a thought"
    return found[1]


def hidden(page: str, name: str) -> str:
    """What a page's hidden field holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"a page without {name}"
    return unescape(found[1])
