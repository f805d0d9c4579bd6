"""A part's document: what is written is read back, and nothing that is not exactly a part is read at all."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.answers import LARGEST, Part, PartUnreadable, Sides, write_part
from questions.answers import read_part as read_part_of
from questions.bank import question_sets, read_question_set, themes, whole_question_sets
from questions.company import Company, Method, Way
from questions.questionnaire import QuestionSet
from tests.questions.conftest import TINY

SETS = {**question_sets(), ("tiny", "star"): read_question_set(TINY, themes())}
OWN_WAY = {
    key: replace(question_set, round_id="own-way")
    for key, question_set in whole_question_sets().items()
    if key[1] == "star"
}


def find(name: str, version: str, round_id: str | None) -> QuestionSet | None:
    """A round called "own-way" asks the whole set; no other round is known."""
    if round_id is None:
        return SETS.get((name, version))
    return OWN_WAY.get((name, version)) if round_id == "own-way" else None


def read_part(document: str) -> Part:
    return read_part_of(document, find)


@st.composite
def written_parts(draw: st.DrawFn) -> Part:
    round_id = draw(st.sampled_from([None, "own-way"]))
    question_set: QuestionSet = draw(st.sampled_from(list((OWN_WAY if round_id else SETS).values())))
    asked = draw(st.lists(st.sampled_from(question_set.questions), unique_by=lambda question: question.theme.key))
    wordings = [draw(st.sampled_from(question.wordings)) for question in asked]
    answers = {wording.theme.key: draw(st.sampled_from(sorted(wording.values))) for wording in wordings}
    return Part(
        sitting=draw(st.uuids(version=4)),
        number=draw(st.integers(1, 50)),
        question_set=question_set,
        language=draw(st.sampled_from(["en", "cy", "ar", "fa_AF", "ckb"])),
        company=draw(st.sampled_from([None, *Company])),
        sides=draw(st.sampled_from(Sides)),
        answers=answers,
        fingerprints={wording.theme.key: wording.fingerprint for wording in wordings},
        alone=frozenset(draw(st.lists(st.sampled_from(sorted(question_set.by_theme))))),
        check=draw(st.sampled_from([None, True, False])),
        method=draw(st.sampled_from([None, *Method])),
        way=draw(st.sampled_from(Way)),
    )


@given(written_parts())
def test_what_is_written_is_read_back(part: Part) -> None:
    assert read_part(write_part(part)) == part


@given(st.text())
def test_text_is_no_part(text: str) -> None:
    with pytest.raises(PartUnreadable):
        read_part(text)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=True) | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(written_parts(), st.data())
def test_anything_strange_in_a_known_place_is_refused_and_never_breaks(part: Part, data: st.DataObject) -> None:
    content = json.loads(write_part(part))
    key = data.draw(st.sampled_from([*content, "free_text"]))
    content[key] = data.draw(JSON)
    try:
        read = read_part(json.dumps(content))
    except PartUnreadable:
        return
    assert key != "free_text"
    for theme, value in read.answers.items():
        wording = read.question_set.by_theme[theme].asked_as(read.fingerprints[theme])
        assert wording
        assert value in wording.values


def test_a_refusal_repeats_nothing_of_what_was_sent() -> None:
    for change in (
        {"company": "canary"},
        {"answers": {"canary": ["canary", "canary"]}},
        {"canary": 1},
        {"set": "canary"},
    ):
        with pytest.raises(PartUnreadable) as refused:
            read_part(a_part(**change))
        assert "canary" not in str(refused.value)


def a_part(**change: object) -> str:
    tiny = SETS["tiny", "star"]
    content: dict[str, object] = {
        "sitting": str(uuid.uuid4()), "part": 1, "set": "tiny", "version": "star", "language": "en",
        "round": None, "company": None, "alone": [], "check": None, "method": None, "way": "screen",
        "sides": "good-first", "answers": {"home_safe": [tiny.by_theme["home_safe"].fingerprint, "7"]},
    }  # fmt: skip
    return json.dumps({**content, **change})


FINGERPRINT = SETS["tiny", "star"].by_theme["home_safe"].fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"worker": "someone"},
        {"sitting": "3B1F8A52-8A0E-4F0E-9D5E-6A2A3D1C7B10"},
        {"sitting": "3b1f8a52-8a0e-1f0e-9d5e-6a2a3d1c7b10"},
        {"sitting": 7},
        {"part": 0},
        {"part": True},
        {"part": 51},
        {"part": 1.0},
        {"set": "other"},
        {"set": ["tiny"]},
        {"language": "<b>"},
        {"company": "mum"},
        {"sides": None},
        {"round": "nobody-knows"},
        {"round": 7},
        {"round": "<b>"},
        {"alone": None},
        {"alone": ["sw_know", "home_safe"]},
        {"alone": ["home_safe", "home_safe"]},
        {"alone": ["bedroom"]},
        {"check": "passed"},
        {"check": 1},
        {"method": "shouting"},
        {"way": None},
        {"way": "post"},
        {"answers": [["home_safe", "7"]]},
        {"answers": {"home_safe": "7"}},
        {"answers": {"home_safe": [FINGERPRINT, 7]}},
        {"answers": {"home_safe": [FINGERPRINT, "11"]}},
        {"answers": {"home_safe": [FINGERPRINT, "7 "]}},
        {"answers": {"home_safe": [FINGERPRINT, "does-not-apply"]}},
        {"answers": {"home_safe": ["00000000", "7"]}},
        {"answers": {"bedroom": [FINGERPRINT, "good"]}},
        {"answers": {"home_safe": [FINGERPRINT, "7", "because"]}},
    ],
)
def test_refuses(change: dict[str, object]) -> None:
    read_part(a_part())
    with pytest.raises(PartUnreadable):
        read_part(a_part(**change))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, a_part() + " " * LARGEST])
def test_refuses_what_is_no_document(text: str) -> None:
    with pytest.raises(PartUnreadable):
        read_part(text)


def test_refuses_a_key_said_twice() -> None:
    with pytest.raises(PartUnreadable):
        read_part(a_part().replace('"part": 1', '"part": 1, "part": 2'))
