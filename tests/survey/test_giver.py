"""Who gave a card is sealed into the card: it comes back to us and says nothing to anybody else."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from survey.giver import TAG, giver_in, tag_of


def test_the_giver_comes_back(app: Flask) -> None:
    with app.app_context():
        for number in (1, 7, 2**31):
            assert giver_in(tag_of(number)) == number


def test_two_tags_of_one_giver_have_nothing_in_common(app: Flask) -> None:
    with app.app_context():
        tags = {tag_of(7) for _ in range(50)}
    assert len(tags) == 50
    assert all(TAG.fullmatch(tag) for tag in tags), "every tag is as long as any other"


@pytest.mark.parametrize("place", range(0, 43, 6))
def test_a_changed_tag_names_nobody(app: Flask, place: int) -> None:
    with app.app_context():
        tag = tag_of(7)
        other = "A" if tag[place] != "A" else "B"
        assert giver_in(tag[:place] + other + tag[place + 1 :]) is None


@given(st.text(max_size=60))
def test_anything_else_names_nobody(text: str) -> None:
    # What is no tag is told by its shape; no key is needed for that.
    if not TAG.fullmatch(text):
        assert giver_in(text) is None
