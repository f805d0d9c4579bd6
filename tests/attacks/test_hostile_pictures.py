"""More than two hundred files that were made to harm, sent as pictures: none breaks us, and none stays what it was."""

from __future__ import annotations

from html import unescape

from survey.database import db
from survey.gallery.own import digest_in, file_at, own_pictures
from survey.gallery.refusals import Why
from survey.gallery.tables import Format
from survey.gallery.taking import Image
from survey.models import Role
from tests.attacks.hostile_pictures import hostile_pictures
from tests.survey.gallery.files import faults_of_drawing, opened
from tests.survey.gallery.sending import PLACE, put
from tests.survey.staff.office import Office

TYPES = {
    "svg": "image/svg+xml; charset=utf-8",
    "webp": "image/webp",
    "png": "image/png",
    "jpeg": "image/jpeg",
}
# Of what is taken, some is left out, and that is said; the rest of the hostile part was never in the picture.
SAID = ("Saved.", "Left out of the file:")


def test_each_is_taken_apart_or_refused_in_words(office: Office) -> None:
    officer, anybody = office.signed_in(Role.OFFICER), office.app.test_client()
    sentences = {str(why.value) for why in Why}
    taken = refused = 0
    for name, file in hostile_pictures():
        answer = put(officer, "happy", file, name)
        page = unescape(officer.open(PLACE + "happy").text if answer.status_code == 303 else answer.text)
        if answer.status_code == 422:
            refused += 1
            assert sum(sentence in page for sentence in sentences) == 1, name
            continue
        assert answer.status_code == 303, (name, answer.status_code)
        assert SAID[0] in page, name
        taken += 1
        with office.app.app_context():
            there = own_pictures(db.session)["happy"]
            files = [file_at(db.session, digest_in(address)) for address in (there.light, there.large)]
        for address, kept in zip((there.light, there.large), files, strict=True):
            assert kept is not None
            served = anybody.get(address)
            assert served.data == kept.content, name
            assert served.headers["Content-Type"] == TYPES[kept.format], name
            assert served.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
            if kept.format == Format.SVG:
                assert faults_of_drawing(kept.content) == [], name
            else:
                opened(Image(Format(kept.format), kept.content))
            assert not [mark for mark in (b"evil", b"hit", b"script") if mark in kept.content], name
    assert taken + refused >= 200
    assert taken >= 50, "the browser has something to open"
    assert refused >= 100


def test_there_are_two_hundred_different_ones() -> None:
    every = hostile_pictures()
    assert len({name for name, _file in every}) == len(every)
    assert len({file for _name, file in every}) >= 200
