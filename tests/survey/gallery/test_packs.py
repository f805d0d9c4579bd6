"""A pack of pictures is taken by the names of concepts, and what of it is not taken is told."""

from __future__ import annotations

from html import unescape

import pytest

from survey.gallery import own
from survey.gallery.refusals import Why
from survey.models import Role
from tests.survey.gallery.files import drawing, pack, symbol
from tests.survey.gallery.sending import LICENCE, PLACE, deeds, send
from tests.survey.staff.office import Browser, Office


@pytest.fixture
def officer(office: Office) -> Browser:
    return office.signed_in(Role.OFFICER)


def test_a_pack_is_taken_by_the_names_of_concepts(office: Office, officer: Browser) -> None:
    files = {
        "pack/Happy.png": symbol(),
        "pack/not safe_home.svg": drawing(),
        "pack/sad.svg": drawing("<script/>"),
        "pack/unicorn.png": symbol(),
        "other/happy.svg": drawing(),
        "__MACOSX/pack/._Happy.png": b"x",
        "pack/Licence.txt": b"x",
        "pack/.DS_Store": b"x",
    }
    page = send(officer, PLACE, {"pack": ("pack.zip", pack(files))}, licence=LICENCE)
    said = unescape(page.text)
    assert page.status_code == 422
    assert "These files are not taken. The others are." in said
    for line in (
        f"sad.svg: {Why.PROGRAM.value}",
        f"unicorn.png: {Why.NO_CONCEPT.value}",
        f"happy.svg: {Why.TWICE.value}",
    ):
        assert line in said
    assert "DS_Store" not in said
    assert said.count("<li>") == said.count("</li>")
    with office.database() as session:
        assert set(own.own_pictures(session)) == {"happy", "not-safe-home"}
    assert send(officer, PLACE, {"pack": ("a.zip", pack({"sad.png": symbol()}))}, licence="B").status_code == 303
    assert deeds(office) == ["pictures-changed"] * 2


def test_a_pack_without_a_word_on_who_may_use_it_changes_nothing(office: Office, officer: Browser) -> None:
    page = send(officer, PLACE, {"pack": ("a.zip", pack({"sad.png": symbol()}))})
    assert page.status_code == 422
    with office.database() as session:
        assert own.own_pictures(session) == {}


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"PK\x03\x04 and no more", Why.NO_PACK),
        (symbol(), Why.NO_PACK),
        (pack({f"{n}.png": b"" for n in range(501)}), Why.PACK_HEAVY),
        (pack({f"{n}.png": b"\0" * 9_000_000 for n in range(8)}), Why.PACK_HEAVY),
    ],
    ids=["cut", "picture", "many", "bomb"],
)
def test_what_is_no_pack_is_refused_with_its_reason(officer: Browser, file: bytes, why: Why) -> None:
    page = send(officer, PLACE, {"pack": ("a.zip", file)}, licence=LICENCE)
    assert page.status_code == 422
    assert str(why.value) in unescape(page.text)


def test_a_pack_is_not_believed_what_it_says_of_its_size(officer: Browser) -> None:
    bomb = pack({"sad.png": b"\0" * 9_000_000})
    small = (1000).to_bytes(4, "little")
    lying = bomb.replace((9_000_000).to_bytes(4, "little"), small)
    page = send(officer, PLACE, {"pack": ("a.zip", lying)}, licence=LICENCE)
    assert page.status_code == 422
