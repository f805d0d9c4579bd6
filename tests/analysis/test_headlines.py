"""A headline says its figure, and everything that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from analysis.disclosure import HIDDEN
from analysis.figures import Figure
from analysis.headlines import going_well, headline, not_going_well
from analysis.wording import answered, chance_words, count_words, in_ten, share_words
from tests.analysis.told import COPY, HAPPY, PROMISE, SAFE, a_level, a_release, figure

HID = Figure(7, HIDDEN, HIDDEN)


@pytest.fixture(autouse=True)
def _page(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("told", "counts", "share", "chance"),
    [
        (figure(276, 5, 305), "276 of 300", "92%", "88–95%"),
        (figure(58, (0, 3), 67), "58 of 64–67", "87–91%", "76–96%"),
        (figure(21, (0, 3), 53), "21 of 50–53", "40–42%", "27–56%"),
        (figure((17, 20), (0, 3), 20), "17 or more of 17–20", "85% or more", "63% or more"),
        (figure((5, 8), 4, 12), "5 or more of 8", "63% or more", "30% or more"),
        (figure((0, 3), 4, 24), "3 or fewer of 20", "15% or less", "37% or less"),
        (figure(996, 4, 1004), "996 of 1,000", "99% or more", "98% or more"),
        (figure((388, 391), (12, 15), 438), "388–391 of 423–426", "91–92%", "87–95%"),
        (HID, "c", "c", "c"),
        (Figure(30, HIDDEN, HIDDEN), "c", "c", "c"),
    ],
)
def test_figures_in_words(told: Figure, counts: str, share: str, chance: str) -> None:
    assert (count_words(told), share_words(told), chance_words(told)) == (counts, share, chance)


def test_a_figure_of_nobody_who_answered_is_hidden() -> None:
    assert answered(figure((0, 3), (27, 30), 30)) is HIDDEN


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(0.41, 0.43, "about 4 in 10"), (0, 0.05, "fewer than 1 in 10"), (0.96, 1, "more than 9 in 10")],
)
def test_shares_by_ear(low: float, high: float, words: str) -> None:
    assert in_ten(low, high) == words


def test_the_whole_asterisk() -> None:
    level = a_level("foster-care", 402, 305, (122, 126), figure(276, 5, 305))
    said = headline(a_release(level), SAFE, level)
    assert said.sentence == "92% of children in foster care feel safe where they live."
    assert said.asterisk == (
        "276 of the 300 who answered (“not sure” counts as not positive); 5 of the 305 who took part gave no answer; "
        "402 were asked, so 97 did not take part; asked 4 March – 30 April 2026; about 4 in 10 had help from an adult. "
        "Chance alone could move it between 88 and 95%, if those who did not answer feel the same."
    )


def test_a_range_is_told_as_one_and_by_ear() -> None:
    level = a_level("family-or-friends", 84, 67, (19, 23), figure(58, (0, 3), 67))
    said = headline(a_release(level), SAFE, level)
    assert said.share == "87–91%"
    assert said.asterisk.startswith("In words: about 9 in 10. 58 of the 64 to 67 who answered")
    assert "; 3 or fewer of the 67 who took part gave no answer; " in said.asterisk


def test_who_was_asked_is_told_where_not_everybody_was() -> None:
    level = a_level("foster-care", 402, 305, (122, 126), figure(276, 5, 305), figure(150, 8, 280),
                    figure(120, (8, 12), 280), figure((21, 24), (0, 3), 24))  # fmt: skip
    release = a_release(level)
    assert "280 of the 305 who took part used Star or Boat and so were asked this; 8 of them gave no answer" in (
        headline(release, COPY, level).asterisk
    )
    assert "whoever was not asked this because of an earlier answer counts as not positive" in (
        headline(release, PROMISE, level).asterisk
    )
    assert headline(release, HAPPY, level).sentence == (
        "88% or more of children in foster care who answered in Symbols feel happy."
    )
    assert "Chance alone could move it down to 68%" in headline(release, HAPPY, level).asterisk


def test_a_hidden_figure_is_told_as_hidden() -> None:
    level = a_level("supported-lodgings", 30, 7, (0, 0), HID)
    said = headline(a_release(level), SAFE, level)
    assert said.share == "c"
    assert said.asterisk == "Too few to show safely; that is not the same as none."


def test_going_well_and_not() -> None:
    """One per theme, of the largest group that qualifies; ordered by how sure they are; nothing else qualifies."""
    foster = a_level("foster-care", 402, 305, (122, 126), figure(276, 5, 305), figure(159, 7, 305), figure(201, 4, 305))
    kin = a_level("family-or-friends", 84, 67, (19, 23), figure((60, 63), 4, 67), figure(40, 4, 67), figure(20, 4, 67))
    homes = a_level("childrens-homes", 70, 12, (4, 8), figure(4, 4, 12), HID, figure((5, 8), 4, 12))
    release = a_release(foster, kin, homes)
    assert [(each.theme, each.level, each.share) for each in going_well(release)] == [
        ("home_safe", "foster-care", "92%"),
    ]
    assert [(each.theme, each.level, each.share) for each in not_going_well(release)] == [
        ("plan_copy", "foster-care", "53%"),
        ("sw_promise", "foster-care", "67%"),
        ("home_safe", "childrens-homes", "50%"),
    ]
