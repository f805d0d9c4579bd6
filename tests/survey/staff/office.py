"""A council's office for tests: an application with its own database, people who sign in, and their browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date, timedelta
from html import unescape

from flask import Flask
from flask.sessions import SessionMixin
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from survey.clock import today
from survey.database import db
from survey.models import Role, Round, RoundSetting, Staff
from survey.staff import people

PASSWORD = "correct horse battery"
TOKEN = re.compile(r'name="csrf_token"[^>]*? value="([^"]+)"')


class Browser:
    """One person's browser: it keeps its cookies and sends forms as a page of ours would."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def open(self, path: str) -> TestResponse:
        return self.client.get(path)

    def cookie(self) -> AbstractContextManager[SessionMixin]:
        """What the session cookie holds; what is changed in it is kept."""
        return self.client.session_transaction("/staff/")

    def send(self, path: str, fields: Mapping[str, str] | None = None) -> TestResponse:
        """Post a form with the token of a page that anybody may see."""
        page = self.client.get("/staff/sign-in", follow_redirects=False)
        if page.status_code != 200:
            page = self.client.get("/staff/no-such-page")
        found = TOKEN.search(page.text)
        assert found, "a staff page without a form token"
        return self.client.post(path, data={**(fields or {}), "csrf_token": unescape(found[1])})

    def sign_in(self, email: str, password: str = PASSWORD, wanted: str = "") -> TestResponse:
        return self.send("/staff/sign-in", {"email": email, "password": password, "next": wanted})


class Office:
    """The application and what is in its database."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    @contextmanager
    def database(self) -> Iterator[Session]:
        """The database as it stands; what is changed in it is committed."""
        with self.app.app_context():
            yield db.session
            db.session.commit()

    def employ(self, role: Role, email: str | None = None) -> str:
        """Somebody new with this role, who signs in with the address returned."""
        address = email or f"{role}@council.example"
        with self.database() as session:
            people.add_staff(session, address, f"A {role}", role, PASSWORD)
        return address

    def number_of(self, email: str) -> int:
        with self.database() as session:
            return session.query(Staff).filter_by(email=email).one().id

    def browser(self) -> Browser:
        return Browser(self.app.test_client())

    def signed_in(self, role: Role) -> Browser:
        """The browser of somebody with this role, newly employed where there is none, who has just signed in."""
        address = f"{role}@council.example"
        with self.database() as session:
            is_employed = session.query(Staff).filter_by(email=address).first() is not None
        if not is_employed:
            self.employ(role)
        browser = self.browser()
        assert browser.sign_in(address).status_code == 303
        return browser

    def ask(self, key: str = "open-round", opens: date | None = None, days: int = 30) -> str:
        """A round with 40 children asked in foster care and 20 in children's homes; open unless ``opens`` says else."""
        begins = opens or today() - timedelta(days=3)
        with self.database() as session:
            asked = Round(
                id=key,
                name=f"The {key}",
                question_set="children-in-care",
                opens=begins,
                closes=begins + timedelta(days=days),
            )
            asked.settings = [
                RoundSetting(setting="foster-care", position=0, asked=40),
                RoundSetting(setting="childrens-homes", position=1, asked=20),
            ]
            session.add(asked)
        return key

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Every SQL statement that is executed inside."""
        said: list[str] = []

        def note(connection: Connection, cursor: object, statement: str, *rest: object) -> None:
            said.append(statement)

        with self.app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield said
        finally:
            event.remove(engine, "before_cursor_execute", note)
