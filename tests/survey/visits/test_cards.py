"""A card's address, digits and drawing."""

from __future__ import annotations

import re

import pytest

from survey.codes import Card
from survey.visits.cards import QUIET, draw, path_to, shown
from tests.survey.visits.reading import look_at

CARD = Card("AbCdEfGhIjKlMnOpQrSt_-", "012345678901", "open-round", "foster-care", "boat")


def svg(text: str) -> str:
    drawing = draw(text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.size} {drawing.size}">'
        f'<rect width="100%" height="100%" fill="#fff"/><path d="{drawing.path}"/></svg>'
    )


def test_the_code_stands_behind_the_hash() -> None:
    path = path_to("children-in-care-boat", "ar", CARD.code)
    assert path == "/answer?set=children-in-care-boat&lang=ar#AbCdEfGhIjKlMnOpQrSt_-"


def test_a_shown_card() -> None:
    card = shown(CARD, "children-in-care-boat", "cy", "https://heard.council.example", "g" * 43)
    assert card.address == (
        f"https://heard.council.example/answer?set=children-in-care-boat&lang=cy#AbCdEfGhIjKlMnOpQrSt_-~{'g' * 43}"
    )
    assert card.groups == "012 345 678 901"


@pytest.mark.parametrize("length", [10, 60, 100, 160, 250])
def test_a_camera_reads_what_was_drawn(length: int) -> None:
    text = ("https://heard.council.example/answer?set=x#" + "aB3_-" * 50)[:length]
    assert look_at(svg(text)) == [text]


def test_a_smudge_in_the_middle_does_not_matter() -> None:
    text = "https://heard.council.example/answer?set=children-in-care-star&lang=en#AbCdEfGhIjKlMnOpQrSt_-"
    smudged = svg(text).replace("</svg>", '<circle cx="24.5" cy="24.5" r="6.5" fill="#777"/></svg>')
    assert look_at(smudged) == [text]


def test_the_quiet_zone_is_white() -> None:
    drawing = draw("https://heard.council.example/")
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)", drawing.path):
        assert int(x) >= QUIET
        assert int(y) >= QUIET
        assert int(x) + int(width) <= drawing.size - QUIET
        assert int(y) + 1 <= drawing.size - QUIET
