"""A council puts its own pictures in place of ours: seen wherever ours were, and gone when they are removed."""

from __future__ import annotations

import re
from contextlib import closing
from html import unescape

import brotli
import pytest
from flask import g

from questions.answers import Sides
from questions.bank import question_sets
from questions.pictures import concepts, manifest
from survey import clock
from survey.child.documents import response_for_card
from survey.configuration import Configuration
from survey.gallery import own
from survey.gallery.refusals import Why
from survey.gallery.tables import HEAVIEST_LIGHT, CouncilPicture, PictureFile
from survey.gallery.taking import Image, Taken, take
from survey.keeping import contents
from survey.models import Role
from tests.strictness import StrictClient
from tests.survey.gallery.files import drawing, opened, photo, symbol
from tests.survey.gallery.sending import LICENCE, PLACE, deeds, put, send, shown
from tests.survey.staff.office import Browser, Office

# What a question may weigh in all beyond the first page.
OF_A_QUESTION = 12_000
A_FEW = 20


@pytest.fixture
def officer(office: Office) -> Browser:
    return office.signed_in(Role.OFFICER)


def test_a_picture_is_shown_in_place_of_ours_on_childrens_pages(
    office: Office, officer: Browser, client: StrictClient
) -> None:
    page = "/drawings?set=children-in-care-symbols"
    before = client.get(page).text
    assert "/pictures/" not in before
    assert put(officer, "home", symbol()).status_code == 303
    after = client.get(page).text
    paper = '<symbol id="p-home" viewBox="0 0 120 120"><rect class="laid" width="120" height="120"/>'
    assert f'{paper}<image href="{shown(officer, "home")}" width="120" height="120"/></symbol>' in after
    assert after.count("<image ") == 1
    assert set(re.findall(r'<symbol id="[^"]+"', after)) == set(re.findall(r'<symbol id="[^"]+"', before))
    officer.send(PLACE + "home/remove")
    assert client.get(page).text == before
    assert deeds(office) == ["pictures-changed", "picture-removed"]


def test_another_server_learns_of_it(office: Office, client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    page = "/drawings?set=children-in-care-symbols"
    assert "/pictures/" not in client.get(page).text
    with office.database() as session:
        own.put(session, "home", take(symbol()), LICENCE)
    assert "/pictures/" not in client.get(page).text
    monkeypatch.setattr(own, "GOOD_FOR", 0.0)
    assert "/pictures/" in client.get(page).text


def test_a_page_without_scripts_shows_it_too(office: Office, officer: Browser) -> None:
    put(officer, "home", symbol())
    with office.app.test_request_context("/answer?lang=en"):
        g.language = "en"
        page = response_for_card("children-in-care-symbols", Sides.GOOD_FIRST, {}, "").get_data(as_text=True)
    assert f'<image href="{shown(officer, "home")}" width="120" height="120"/></symbol>' in page


@pytest.mark.parametrize(
    ("file", "kind"), [(drawing(), "image/svg+xml; charset=utf-8"), (symbol(), "image/webp"), (photo(), "image/webp")]
)
def test_a_picture_is_served_as_what_it_is_and_nothing_else(
    officer: Browser, client: StrictClient, file: bytes, kind: str
) -> None:
    put(officer, "happy", file)
    for encoding in ("br", "identity"):
        response = client.get(shown(officer, "happy"), headers={"Accept-Encoding": encoding})
        assert response.status_code == 200
        assert response.headers["Content-Type"] == kind
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert len(response.data) <= HEAVIEST_LIGHT
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    "name", ["0" * 32 + ".svg", "0" * 32 + ".html", "a.png", "0" * 31 + ".png", "..%2fapp.py", "x"]
)
def test_what_is_not_there_is_no_page_either(client: StrictClient, name: str) -> None:
    response = client.get(f"/pictures/{name}")
    if response.headers["Content-Type"].startswith("text/html"):
        assert "/" in name.replace("%2f", "/")  # no address of ours has another slash: the child's own page answers
        return
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.data == b""


def test_a_picture_has_no_other_ending_than_its_own(officer: Browser, client: StrictClient) -> None:
    put(officer, "happy", symbol())
    digest = shown(officer, "happy").rpartition(".")[0]
    assert [client.get(f"{digest}.{each}").status_code for each in ("svg", "png", "jpeg", "webp")] == [
        404,
        404,
        404,
        200,
    ]


def test_what_is_replaced_or_removed_is_gone(office: Office, officer: Browser, client: StrictClient) -> None:
    put(officer, "happy", symbol())
    first = shown(officer, "happy")
    put(officer, "sad", symbol())
    put(officer, "happy", drawing())
    assert client.get(first).status_code == 200, "another concept is shown by the same picture"
    officer.send(PLACE + "sad/remove")
    assert client.get(first).status_code == 404
    officer.send(PLACE + "happy/remove")
    with office.database() as session:
        assert session.query(PictureFile).count() == session.query(CouncilPicture).count() == 0
    assert officer.send(PLACE + "happy/remove").status_code == 303, "twice is no mistake"
    assert deeds(office).count("picture-removed") == 2


def test_pictures_are_in_every_backup(officer: Browser, settings: Configuration) -> None:
    put(officer, "happy", symbol())
    held = contents.gather(settings, settings.instance / "heard.sqlite", clock.today())
    with closing(contents.opened(held.database)) as copy:
        [kept] = copy.execute("SELECT content FROM picture_files WHERE format = 'webp'").fetchall()
        assert copy.execute("SELECT concept, licence FROM council_pictures").fetchall() == [("happy", LICENCE)]
    assert officer.client.get(shown(officer, "happy")).data == kept[0]


def test_nothing_is_lost_when_something_was_forgotten(office: Office, officer: Browser) -> None:
    page = put(officer, "happy", symbol(), licence=" ")
    assert page.status_code == 422
    assert "Say who may use it" in page.text
    assert "We still have the picture that you chose." in page.text
    held = re.search(r'name="held"[^>]* value="([^"]+)"', page.text)
    assert held
    sent = send(officer, PLACE + "happy", {}, licence=LICENCE, held=unescape(held[1]))
    assert sent.status_code == 303
    with office.database() as session:
        there = own.own_pictures(session)["happy"]
        file = session.get_one(PictureFile, there.light.rpartition("/")[2].partition(".")[0])
        assert max(opened(Image(file.format, file.content)).size) >= 192  # type: ignore[arg-type]
    # A wrong file takes neither the words that were typed nor the picture that is there.
    page = put(officer, "happy", b"no picture", licence="Another licence")
    assert page.status_code == 422
    assert str(Why.UNKNOWN.value) in unescape(page.text)
    assert 'value="Another licence"' in page.text
    assert there.light in page.text


@pytest.mark.parametrize("held", ["not base64!", "AAAA", "PHN2Zy8+"])
def test_what_is_held_is_believed_no_more_than_what_is_sent(officer: Browser, held: str) -> None:
    assert send(officer, PLACE + "happy", {}, licence=LICENCE, held=held).status_code == 422


def test_who_may_use_it_can_be_changed_alone(officer: Browser) -> None:
    put(officer, "happy", symbol())
    address = shown(officer, "happy")
    assert send(officer, PLACE + "happy", {}, licence="Renewed until 2040").status_code == 303
    assert shown(officer, "happy") == address
    assert "Renewed until 2040" in officer.open("/staff/pictures/").text


def test_a_first_picture_needs_a_picture(officer: Browser) -> None:
    page = send(officer, PLACE + "happy", {}, licence=LICENCE)
    assert page.status_code == 422
    assert "Choose a picture." in page.text


def test_what_is_left_out_is_told(officer: Browser) -> None:
    put(officer, "happy", drawing("<text>x</text><path d='M0 0h9'/>"))
    assert "Left out of the file: words." in officer.open(PLACE + "happy").text


def test_too_large_a_file_is_said_to_be(officer: Browser) -> None:
    page = put(officer, "happy", b"\0" * (33 * 1024 * 1024))
    assert page.status_code == 413
    assert "That file is too large" in page.text


def test_whoever_has_not_signed_in_sends_nothing_large(office: Office) -> None:
    response = send(office.browser(), PLACE + "happy", {"picture": ("a.png", symbol() + b"\0" * 100_000)})
    assert response.status_code == 413


@pytest.mark.parametrize("concept", ["unicorn", "thanks", "scene-star"])
def test_only_a_concept_has_a_picture_of_its_own(officer: Browser, concept: str) -> None:
    assert officer.open(PLACE + concept).status_code == 404
    assert put(officer, concept, symbol()).status_code == 404


def test_pictures_that_lie_side_by_side_change_together(office: Office, officer: Browser, client: StrictClient) -> None:
    """Of two answers, the one in another style would draw the eye."""

    def on_the_page() -> set[str]:
        page = client.get("/drawings?set=children-in-care-symbols").text
        return set(re.findall(r'<symbol id="p-([\w-]+)" viewBox="0 0 120 120"><rect class="laid"', page))

    put(officer, "happy", symbol())
    assert "Children see it once there is one of yours, too, for: sad." in officer.open(PLACE + "happy").text
    assert "Waits for yours for: sad" in officer.open(PLACE).text
    assert on_the_page() == set()
    assert "<img" not in office.signed_in(Role.WORKER).open("/staff/pictures/cards?card=happy&card=sad").text
    put(officer, "sad", drawing())
    assert on_the_page() == {"happy", "sad"}
    assert "Waits for" not in officer.open(PLACE).text
    officer.send(PLACE + "happy/remove")
    assert on_the_page() == set()


def test_cards_and_gallery_show_the_councils_own(officer: Browser, office: Office) -> None:
    put(officer, "home", symbol())
    worker = office.signed_in(Role.WORKER)
    gallery = worker.open("/staff/pictures/").text
    assert gallery.count(f'src="{shown(officer, "home")}"') == 4, "in every size, beside ours"
    assert gallery.count('href="#p-home"') == 4
    assert PLACE not in gallery
    assert PLACE + "home" in officer.open("/staff/pictures/").text
    cards = worker.open("/staff/pictures/cards?card=home&card=sad").text
    assert len(re.findall(r'<img src="/pictures/\w+\.png" alt=""> home', cards)) == 1
    assert '<symbol id="p-home"' not in cards
    assert '<symbol id="p-sad"' in cards


def test_no_question_weighs_more_than_it_may_with_pictures_of_the_councils_own() -> None:
    """Every picture as heavy as it may be; what an earlier question showed is there already."""
    for question_set in question_sets().values():
        seen: set[str] = set()
        for question in question_set.questions:
            fresh = question.pictures - seen
            seen |= fresh
            assert len(fresh) * HEAVIEST_LIGHT <= OF_A_QUESTION, (question_set.key, question.theme.key, fresh)


def test_the_address_of_a_picture_is_light(office: Office, client: StrictClient) -> None:
    """It stands in place of a drawing, and is at most a few bytes more."""
    tried = 0
    for question_set in question_sets().values():
        theirs = question_set.pictures & concepts().keys()
        if not theirs:
            continue
        page = f"/drawings?set={question_set.key}"
        before = len(brotli.compress(client.get(page).data))
        with office.database() as session:
            beside = {other for concept in theirs for other in manifest().beside(concept)}
            for number, concept in enumerate(sorted(theirs | beside)):
                image = take(drawing(f'<circle r="{number + 1}"/>')).light
                own.put(session, concept, Taken(image, image, frozenset()), LICENCE)
        with office.app.app_context():
            own.forget_remembered()
        after = client.get(page).data
        assert after.count(b"<image ") >= len(theirs)
        assert len(brotli.compress(after)) <= before + A_FEW * len(theirs)
        tried += 1
    assert tried >= 5
