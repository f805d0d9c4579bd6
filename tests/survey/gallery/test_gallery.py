"""The gallery shows every picture, and prints the cards that were chosen."""

from __future__ import annotations

import re

import pytest

from questions.pictures import concepts
from survey.child.pictures import sprite
from survey.models import Role
from tests.survey.staff.office import Office

SHOWN = re.compile(r'<use href="#p-([\w-]+)"')
CARD = re.compile(r'<use href="#p-([\w-]+)"/></svg> ([^<]+)</li>')


def test_the_gallery_shows_every_picture_in_four_sizes_with_its_word(office: Office) -> None:
    page = office.signed_in(Role.WORKER).open("/staff/pictures/").text
    shown = SHOWN.findall(page)
    assert shown == [key for key in concepts() for _size in range(4)]
    for concept in concepts().values():
        assert page.count(f'<symbol id="p-{concept.key}"') == 1
        assert f'value="{concept.key}"' in page
        assert f"<b>{concept.word}</b>" in page
        assert concept.note in page
    assert "<b>Lay it beside: so-so, do not like.</b>" in page


def test_cards_are_of_the_pictures_chosen_in_the_manifests_order(office: Office) -> None:
    page = office.signed_in(Role.ADVOCATE).open("/staff/pictures/cards?card=safe&card=scared&colours=full").text
    assert CARD.findall(page) == [("scared", "scared"), ("safe", "safe")]
    assert page.count("<symbol ") == 2
    assert "one-colour" not in page


def test_where_nothing_is_chosen_all_are_printed(office: Office) -> None:
    page = office.signed_in(Role.WORKER).open("/staff/pictures/cards?colours=one").text
    assert [key for key, _word in CARD.findall(page)] == list(concepts())
    assert "one-colour" in page


@pytest.mark.parametrize("query", ["card=unicorn", "card=safe&card=../safe", "card=thanks", "card="])
def test_a_picture_there_is_not_is_not_there(office: Office, query: str) -> None:
    assert office.signed_in(Role.WORKER).open(f"/staff/pictures/cards?{query}").status_code == 404


@pytest.mark.parametrize(("role", "is_linked"), [(Role.WORKER, True), (Role.OFFICER, True), (Role.ADVOCATE, False)])
def test_who_meets_children_finds_the_pictures(office: Office, role: Role, is_linked: bool) -> None:
    page = office.signed_in(role).open("/staff/pictures/").text
    nav = page[page.index('<nav aria-label="Main">') : page.index("</nav>")]
    assert ('href="/staff/pictures/"' in nav) == is_linked


def test_a_drawing_that_turns_is_marked_for_it_and_no_other() -> None:
    for concept in concepts().values():
        assert ('<g class="turn">' in sprite([concept.key], {})) == concept.turns
