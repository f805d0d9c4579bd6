"""Recordings are kept, heard and removed: by whom, under which words, and at which addresses."""

from __future__ import annotations

import io
import re
from contextlib import closing
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from questions.bank import question_sets_by_key
from survey.clock import today
from survey.keeping.contents import gather, opened
from survey.models import Role
from survey.sounds import shelf, wordings
from survey.sounds.audio import LARGEST, read_audio
from survey.sounds.formats import FORMATS
from survey.sounds.shelf import State
from survey.sounds.tables import Recording
from survey.sounds.wordings import EVERY_PAGE, Wording
from survey.staff.trail.entries import Deed
from tests.strictness import StrictClient
from tests.survey.sounds.samples import CANARY, KINDS, m4a, mp3
from tests.survey.sounds.test_audio import HOSTILE
from tests.survey.staff.office import TOKEN, Browser, Office
from tests.survey.staff.trail.ledger import moments_of

STAR = "children-in-care-star"
SAFE = Wording("How safe does the place you live feel?")
MAP = f"/sounds/en.json?set={STAR}"


def room(wording: Wording, language: str = "en", collection: str = STAR) -> str:
    return f"/staff/sounds/{collection}/{language}/{wording.key}"


def hand_in(browser: Browser, path: str, sound: bytes, lent_by: str = "", name: str = "recording") -> TestResponse:
    page = browser.open("/staff/sounds/")
    token = TOKEN.search(page.text)
    assert token
    fields = {"csrf_token": unescape(token[1]), "lent_by": lent_by, "sound": (io.BytesIO(sound), name)}
    return browser.client.post(path, data=fields, content_type="multipart/form-data")


@pytest.fixture
def officer(office: Office) -> Browser:
    return office.signed_in(Role.OFFICER)


@pytest.fixture
def kept(officer: Browser, client: StrictClient) -> str:
    """The address of a recording of the first question."""
    assert hand_in(officer, room(SAFE), mp3(), "Mia").status_code == 303
    return str(client.get(MAP).json[SAFE.english])  # type: ignore[index]


@pytest.mark.parametrize("ending", KINDS)
def test_what_is_handed_in_can_be_heard_as_what_it_is(officer: Browser, client: StrictClient, ending: str) -> None:
    hand_in(officer, room(SAFE), KINDS[ending](1.0), name="totally.html")
    heard = client.get(client.get(MAP).json[SAFE.english])  # type: ignore[index]
    assert heard.data == read_audio(KINDS[ending](1.0)).content
    assert heard.content_type == FORMATS[ending].MEDIA_TYPE
    assert heard.headers["X-Content-Type-Options"] == "nosniff"
    assert heard.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_safari_gets_the_piece_it_asks_for(kept: str, client: StrictClient) -> None:
    whole = client.get(kept).data
    first = client.get(kept, headers={"Range": "bytes=0-1"})
    assert (first.status_code, first.data) == (206, whole[:2])
    assert first.headers["Content-Range"] == f"bytes 0-1/{len(whole)}"
    assert first.headers["Accept-Ranges"] == "bytes"
    assert client.get(kept, headers={"Range": "bytes=5-"}).data == whole[5:]
    assert client.get(kept, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416


@pytest.mark.parametrize(
    "address",
    ["/sounds/nothing.mp3", f"/sounds/{'0' * 32}.mp3", f"/sounds/{'0' * 32}.html", "/sounds/xx.json", "/sounds/",
     "/sounds/../app.py", "/sounds/en.mp3", "/sounds/en.json.mp3"],
)  # fmt: skip
def test_nothing_else_is_heard(client: StrictClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_recording_is_heard_under_no_other_ending(kept: str, client: StrictClient) -> None:
    for ending in FORMATS:
        there = client.get(f"{kept.partition('.')[0]}.{ending}").status_code == 200
        assert there == (ending == "mp3")


@pytest.mark.parametrize("name", list(HOSTILE)[::9])
def test_a_hostile_file_is_refused_in_words_and_kept_nowhere(
    office: Office, officer: Browser, client: StrictClient, name: str
) -> None:
    response = hand_in(officer, room(SAFE), HOSTILE[name], name=name)
    assert response.status_code == 422
    assert re.search(r'class="wrong"[^>]*>[A-Z][^<]{20,}', response.text)
    assert client.get(MAP).json == {}
    with office.database() as session:
        assert session.scalars(select(Recording)).all() == []


def test_what_is_far_too_large_is_refused_before_it_is_read(officer: Browser) -> None:
    response = hand_in(officer, room(SAFE), bytes(2 * LARGEST))
    assert response.status_code == 413
    assert "larger than 1 MB" in response.text


def test_no_other_page_takes_as_much(officer: Browser) -> None:
    assert hand_in(officer, "/staff/rounds/new", bytes(LARGEST)).status_code == 413


def test_only_those_who_prepare_rounds_lend_voices(office: Office) -> None:
    for role in Role:
        may = role in (Role.OFFICER, Role.ADMINISTRATOR)
        assert (office.signed_in(role).open(room(SAFE)).status_code == 200) == may


def test_a_microphone_is_allowed_where_it_is_needed_and_nowhere_else(officer: Browser, client: StrictClient) -> None:
    for address in (
        room(SAFE),
        "/staff/sounds/",
        f"/staff/sounds/{STAR}/en/",
        "/staff/rounds/",
        "/staff/sounds/x/en/y",
    ):
        allowed = officer.open(address).headers["Permissions-Policy"]
        assert ("microphone=(self)" in allowed) == (address == room(SAFE)), address
    assert "microphone=()" in client.get("/").headers["Permissions-Policy"]


def test_a_childs_page_may_play_what_is_ours(client: StrictClient) -> None:
    policy = client.get(f"/answer?set={STAR}&lang=en").headers["Content-Security-Policy"]
    assert "media-src 'self' blob:;" in f"{policy};"


def test_a_question_that_is_worded_anew_has_no_recording(
    kept: str, client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew = (wordings.Group("Home", (Wording("How safe is it where you live?", is_question=True),)),)
    monkeypatch.setattr(wordings, "_of_set", lambda _question_set: anew)
    assert client.get(MAP).json == {}


def test_a_translation_that_is_mended_has_none_either(
    office: Office, officer: Browser, client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hand_in(officer, room(SAFE, "cy"), m4a()).status_code == 303
    address = MAP.replace("en.json", "cy.json")
    with office.app.app_context():
        said = SAFE.said("cy")
    assert list(client.get(address).json) == [said]  # type: ignore[arg-type]
    monkeypatch.setattr(wordings, "_said", lambda english, language, *_rest: english if language == "en" else "yn well")
    assert client.get(address).json == {}
    with office.database() as session:
        assert shelf.state(SAFE, "cy", shelf.shelved(session, "cy")) is State.CHANGED
    assert "The words have changed since" in officer.open(f"/staff/sounds/{STAR}/cy/").text


def test_a_recording_in_one_language_is_heard_in_no_other(kept: str, client: StrictClient) -> None:
    assert client.get(MAP.replace("en.json", "ar.json")).json == {}


def test_nothing_is_recorded_that_is_not_translated(officer: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordings, "_said", lambda english, language, *_rest: english)
    assert hand_in(officer, room(SAFE, "cy"), mp3()).status_code == 404
    assert "not translated yet" in officer.open(room(SAFE, "cy")).text


def test_what_every_page_says_is_recorded_once_for_all_sets(officer: Browser, client: StrictClient) -> None:
    hand_in(officer, room(Wording("Not sure"), collection=EVERY_PAGE), mp3())
    for key in question_sets_by_key():
        assert "Not sure" in client.get(f"/sounds/en.json?set={key}").json  # type: ignore[operator]


def test_whoever_lends_a_voice_is_led_from_word_to_word(officer: Browser) -> None:
    path = room(SAFE)
    with_next = hand_in(officer, path, mp3(), "Mia").location
    assert with_next != path
    assert 'value="Mia"' in officer.open(with_next).text
    assert "Mia" not in with_next, "no name stands in an address"


def test_a_new_recording_takes_the_place_of_the_old(kept: str, officer: Browser, client: StrictClient) -> None:
    hand_in(officer, room(SAFE), m4a())
    assert client.get(kept).status_code == 404
    assert client.get(MAP).json[SAFE.english].endswith(".m4a")  # type: ignore[index]


def test_what_is_removed_is_gone(office: Office, officer: Browser, client: StrictClient) -> None:
    hand_in(officer, room(SAFE), mp3())
    kept = client.get(MAP).json[SAFE.english]  # type: ignore[index]
    assert officer.send(f"{room(SAFE)}/remove").status_code == 303
    assert client.get(kept).status_code == 404
    assert client.get(MAP).json == {}
    with office.database() as session:
        assert session.scalars(select(Recording)).all() == []


def test_deeds_are_in_the_trail(kept: str, office: Office, officer: Browser) -> None:
    officer.send(f"{room(SAFE)}/remove")
    officer.send(f"{room(SAFE)}/remove")
    with office.database() as session:
        assert len(moments_of(session, Deed.RECORDING_KEPT)) == 1
        assert len(moments_of(session, Deed.RECORDING_REMOVED)) == 1, "nothing was there to be removed twice"


def test_recordings_are_in_a_backup(kept: str, office: Office, app: Flask) -> None:
    settings = app.config["HEARD"]
    with office.database() as session:
        sound = session.scalars(select(Recording.sound)).one()
    contents = gather(settings, settings.instance / "heard.sqlite", today())
    assert contents.manifest.rows["recordings"] == 1
    with closing(opened(contents.database)) as copy:
        assert copy.execute("SELECT sound FROM recordings").fetchall() == [(sound,)]
    assert CANARY not in contents.database


def test_all_that_a_child_is_asked_can_be_recorded(app: Flask) -> None:
    with app.app_context():
        shared = {wording.english for wording in wordings.wordings(EVERY_PAGE)}
        assert {"Not sure", "Skip", "Hello", "Stop here?", "Childline: 0800 1111", "0", "10"} <= shared
        for key, question_set in question_sets_by_key().items():
            recorded = {wording.english for wording in wordings.wordings(key)} | shared
            for question in question_set.questions:
                assert set(question.words()) <= recorded
            keys = [wording.key for wording in wordings.wordings(key)]
            assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("collection", ["nothing", EVERY_PAGE])
def test_pages_that_are_not_there(officer: Browser, collection: str) -> None:
    assert officer.open(f"/staff/sounds/{collection}/xx/").status_code == 404
    assert officer.open(f"/staff/sounds/{collection}/en/{'0' * 32}").status_code == 404
    assert (officer.open(f"/staff/sounds/{collection}/en/").status_code == 200) == (collection == EVERY_PAGE)
