"""The watch looks, fetches and beats; whatever fails, it says so by kind, does not beat, and looks again."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app import create_app
from survey import clock, serving
from survey.alerts import watching
from survey.alerts.tables import Alert, Heartbeat
from survey.alerts.watching import Watch, start_watching
from survey.configuration import Configuration
from survey.database import db, writing
from survey.duty import readiness
from survey.migrations import migrate
from tests.survey.alerts.calling import WORDS, a_telling, worry
from tests.survey.safeguarding.in_place import ROUND_THE_CLOCK, put_in_place

LONG = 60.0


@pytest.fixture
def watched(settings: Configuration) -> Flask:
    """A council that is in place, but for the watch; its letters go into a folder."""
    app = create_app(replace(settings, mail="folder:"))
    with app.app_context():
        migrate()
        put_in_place(db.session, clock.now(), ROUND_THE_CLOCK)
        db.session.delete(db.session.get_one(Heartbeat, 1))
        db.session.commit()
    return app


def raise_one(app: Flask) -> str:
    with app.app_context(), writing():
        return worry(db.session, a_telling())


def is_watched(app: Flask) -> bool:
    with app.app_context():
        return readiness.is_watched(db.session, clock.now())


def letters(app: Flask) -> list[Path]:
    return sorted((Path(app.instance_path) / "letters").glob("*.eml"))


def test_a_look_sends_what_is_due_and_beats(watched: Flask) -> None:
    raise_one(watched)
    assert not is_watched(watched)
    assert Watch(watched).look()
    assert is_watched(watched)
    assert len(letters(watched)) == 1


def test_a_look_fetches_the_next_in_line(watched: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    worry_id = raise_one(watched)
    watch = Watch(watched)
    watch.look()
    soon = clock.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: soon)
    Watch(watched).look()
    assert len(letters(watched)) == 2
    with watched.app_context():
        calls = db.session.scalars(select(Alert.call).where(Alert.worry_id == worry_id))
        assert set(calls) == {"raised", "deputy"}


@pytest.mark.parametrize("what", ["calls_due", "send_due", "overdue"])
def test_a_watch_that_fails_says_so_by_kind_does_not_beat_and_goes_on(
    watched: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    raise_one(watched)
    watch = Watch(watched)

    def fail(*words: object) -> None:
        raise OperationalError("SELECT", {"words": WORDS}, Exception(f"database is locked: {WORDS}"))

    with monkeypatch.context() as broken:
        broken.setattr(watching, what, fail)
        assert not watch.look()
    assert "OperationalError" in caplog.text
    assert "Canary" not in caplog.text
    assert not is_watched(watched)
    # What does not depend on it was done all the same.
    assert len(letters(watched)) == (0 if what == "send_due" else 1)
    assert watch.look()
    assert is_watched(watched)
    assert len(letters(watched)) == 1


def test_letters_that_do_not_leave_are_no_failure_of_the_watch_but_are_said(
    watched: Flask, settings: Configuration, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    raise_one(watched)
    (settings.instance / "letters").write_text("not a folder")
    watch = Watch(watched)
    assert watch.look()
    assert "not delivered" not in caplog.text
    soon = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: soon)
    assert watch.look()
    assert watch.look()
    assert caplog.text.count("Alerts not delivered for over a minute: 1.") == 1
    (settings.instance / "letters").unlink()
    later = soon + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert watch.look()
    assert len(letters(watched)) == 1


def test_a_watch_beside_the_server_fetches_by_itself_until_it_is_stopped(
    watched: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PAUSE", 0.02)
    watch = start_watching(watched)
    try:
        for number in (1, 2):
            raise_one(watched)
            end = time.monotonic() + LONG
            while len(letters(watched)) < number and time.monotonic() < end:
                time.sleep(0.02)
            assert len(letters(watched)) == number
    finally:
        watch.stop()


def test_the_watch_leaves_no_reading_open(watched: Flask) -> None:
    """The log could never be emptied: what was removed would stay in it."""
    raise_one(watched)
    Watch(watched).look()
    with watched.app_context():
        engine = db.engine
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", ["watch", "serve"])
def test_neither_starts_with_settings_that_send_nothing_anywhere(settings: Configuration, command: str) -> None:
    app = create_app(replace(settings, mail="carrier-pigeon://someone:secret@loft"))
    said = app.test_cli_runner().invoke(args=[command])
    assert said.exit_code == 1
    assert "HEARD_MAIL" in said.output
    assert "secret" not in said.output


def test_the_server_watches_from_its_start(watched: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the watch in it, a council that keeps one process alive would fetch nobody."""
    started = list[str]()
    monkeypatch.setattr(serving, "start_watching", lambda app: started.append("watch"))
    monkeypatch.setattr("waitress.serve", lambda app, **words: started.append(words["listen"]))
    said = watched.test_cli_runner().invoke(args=["serve", "--listen=127.0.0.1:5122"])
    assert said.exit_code == 0
    assert started == ["watch", "127.0.0.1:5122"]


def test_the_heart_beats_no_oftener_than_it_must(watched: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log of the database keeps the order of what was written: a beat beside each answer would tell its time."""
    watch, beats = Watch(watched), set()
    for second in range(0, 130, 10):
        monkeypatch.setattr("time.monotonic", lambda at=float(second): at)
        watch.look()
        with watched.app_context():
            beats.add(db.session.get_one(Heartbeat, 1).moment)
    assert len(beats) == 3
    assert timedelta(seconds=watching.BEATS_EVERY) < readiness.FRESH / 2
