"""What is found in words, and what is not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.thoughts.redaction import Finding, Kind, count_of, findings

NAMES = st.from_regex(r"[A-Za-zÀ-ÖØ-öø-ÿŁłŻżŠš]{2,12}( [A-Za-zÀ-ÖØ-öø-ÿ]{2,9})?", fullmatch=True)
BESIDE = st.sampled_from([" ", ", ", ".", "\n", "’s ", "'", "(", "-", "_", "! ", "…"])


def found(words: str, *names: str) -> set[tuple[Kind, str, int]]:
    return {(each.kind, each.text, each.count) for each in findings(words, names)}


def test_a_name_is_found_as_often_as_it_is_there() -> None:
    assert findings("Mia said so. MIA’s dog and mía!", ["Mia", "Tom"])[0] == Finding(Kind.NAME, "Mia", 3)
    assert count_of("Mia", "Miami, Amia, mia2") == 0
    assert count_of("St Mary's School", "at st. mary’s school") == 1
    assert count_of("Łukasz", "lukasz and ŁUKASZ") == 2
    assert count_of("محمد", "أنا و مُحَمَّد") == 1
    assert count_of("  ", "anything") == 0


@given(name=NAMES, before=BESIDE, after=BESIDE, way=st.sampled_from([str.upper, str.lower, str.title, str]))
def test_no_capital_accent_or_sign_hides_a_name(name: str, before: str, after: str, way: type[str]) -> None:
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, way(name))
        assert count_of(name, f"xyzzy{before}{written}{after}xyzzy") >= 1
        bare = "".join(sign for sign in unicodedata.normalize("NFD", written) if not unicodedata.combining(sign))
        assert count_of(name, f"xyzzy{before}{bare}{after}xyzzy") >= 1


@given(words=st.text(max_size=80), names=st.lists(st.text(max_size=8), max_size=4))
def test_whatever_is_written_something_sensible_is_said(words: str, names: list[str]) -> None:
    for finding in findings(words, names):
        assert finding.count >= 1
        assert finding.text in names if finding.kind is Kind.NAME else finding.text


@pytest.mark.parametrize(
    ("words", "kind", "text"),
    [
        ("I am 12 now", Kind.NUMBER, "12"),
        ("ring 07700 900 123 please", Kind.NUMBER, "07700 900 123"),
        ("I moved on 3/4/2025.", Kind.DATE, "3/4/2025"),
        ("I moved on 3rd of March and", Kind.DATE, "3rd of March"),
        ("i moved march 3", Kind.DATE, "march 3"),
        ("write to mia.k@school.example please", Kind.ADDRESS, "mia.k@school.example"),
        ("I am @mia_k there", Kind.ADDRESS, "@mia_k"),
        ("look at https://school.example/mia", Kind.ADDRESS, "https://school.example/mia"),
        ("we live by the Co-op", Kind.CAPITAL, "Co-op"),
        ("My carer Anne’s dog", Kind.CAPITAL, "Anne’s"),
        ("he said “Come to Leeds”", Kind.CAPITAL, "Leeds"),
    ],
)
def test_what_is_pointed_out(words: str, kind: Kind, text: str) -> None:
    assert (kind, text, 1) in found(words)


@pytest.mark.parametrize(
    "words",
    [
        "I am happy. My carer helps! Do I like it? Yes",
        "I’m glad and I'll say so",
        "nothing here at all",
        "EVERYTHING IS LOUD HERE",
        "First line\nSecond line",
        "“Quoted. And again”",
    ],
)
def test_where_nothing_is_found(words: str) -> None:
    assert found(words) == set()


def test_one_thing_is_pointed_out_once() -> None:
    assert found("when Mia came on 3/4", "Mia") == {(Kind.NAME, "Mia", 1), (Kind.DATE, "3/4", 1)}
    assert found("when Mia’s dad came", "mia") == {(Kind.NAME, "mia", 1)}
