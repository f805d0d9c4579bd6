"""A question set is read strictly: refused with file, key and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from questions.bank import question_sets, read_question_set, read_themes, themes
from questions.questionnaire import QuestionSet
from questions.reading import QuestionSetRefused
from tests.questions.conftest import TINY


@pytest.mark.parametrize(
    ("was", "becomes", "key", "reason"),
    [
        ('set = "tiny"', 'sett = "tiny"', "set", "is missing"),
        ('set = "tiny"', 'set = "tiny"\ncolour = "red"', "colour", "not a key"),
        ('version = "star"', 'version = "comet"', "version", "none of"),
        ('version = "star"', "version = 3", "version", "words in quotation marks"),
        ('theme = "home_safe"', 'theme = "safety"', "chapter[1].question[1].theme", "not in themes.toml"),
        ('theme = "sw_know"', 'theme = "home_safe"', "chapter[1].question[2].theme", "asked twice"),
        ('kind = "ladder"', 'kind = "slider"', "chapter[1].question[1].scale.kind", "none of"),
        ('low = "not at all", ', "", "chapter[1].question[1].scale.low", "is missing"),
        ('low = "not at all"', 'low = "not at all", steps = 9', "chapter[1].question[1].scale.steps", "not a key"),
        ('["Yes", "A bit", "No"]', '["Yes", "No"]', "chapter[1].question[3].scale.steps", "3 entries"),
        ('["Yes", "A bit", "No"]', '["Yes", "Yes", "No"]', "chapter[1].question[3].scale.steps", "twice"),
        ('good = "no"', 'good = "maybe"', "chapter[1].question[4].scale.good", "must be"),
        ('in = ["yes"]', 'in = ["perhaps"]', "chapter[1].question[3].shown_if.in", "not an answer"),
        (
            'theme = "sw_know", in',
            'theme = "plan_words", in',
            "chapter[1].question[3].shown_if.theme",
            "not asked before",
        ),
        (
            'high = "completely" }',
            'high = "completely" }\nsupport_if = ["11"]',
            "chapter[1].question[1].support_if",
            "not an",
        ),
        (
            'high = "completely" }',
            'high = "completely" }\nsupport_if = []',
            "chapter[1].question[1].support_if",
            "a list",
        ),
        ('in = ["yes"] }', 'in = ["yes"], or = 1 }', "chapter[1].question[3].shown_if.or", "not a key"),
        ('picture = "sad"', 'picture = "happy"', "chapter[1].question[6].scale.other.picture", "differ"),
        ('picture = "sad"', 'picture = "sadness"', "chapter[1].question[6].picture", "no picture"),
        ('ask = "How safe is it?"', f'ask = "{"so " * 15}safe?"', "chapter[1].question[1].ask", "words"),
        ('ask = "How safe is it?"', 'ask = " How safe is it?"', "chapter[1].question[1].ask", "space"),
        ("[[chapter]]", "[[chapter", "(the whole file)", ""),
    ],
)
def test_refuses_with_file_key_and_reason(tmp_path: Path, was: str, becomes: str, key: str, reason: str) -> None:
    text = TINY.read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / "tiny-star.toml"
    path.write_text(text.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(QuestionSetRefused) as refused:
        read_question_set(path, themes())
    assert (refused.value.file, refused.value.key) == ("tiny-star.toml", key)
    assert reason in refused.value.reason


def test_refuses_a_theme_that_is_there_twice(tmp_path: Path) -> None:
    path = tmp_path / "themes.toml"
    path.write_text('[[theme]]\nkey = "a"\nname = "A"\nstatement = "a"\n' * 2, encoding="utf-8")
    with pytest.raises(QuestionSetRefused, match="is there already"):
        read_themes(path)


def test_the_bank_holds_three_versions() -> None:
    assert set(question_sets()) == {("children-in-care", version) for version in ("star", "boat", "symbols")}


def test_a_question_is_shown_by_the_answers_before_it(tiny: QuestionSet) -> None:
    always = {"home_safe", "sw_know", "plan_words", "happy"}
    assert tiny.shown({}) == always
    assert tiny.shown({"sw_know": "no", "sw_promise": "3"}) == always
    assert tiny.shown({"sw_know": "yes"}) == always | {"sw_promise"}
    assert tiny.shown({"sw_know": "yes", "sw_promise": "2"}) == always | {"sw_promise", "sw_explain"}
    assert tiny.shown({"sw_know": "yes", "sw_promise": "1"}) == always | {"sw_promise"}


def test_where_help_is_shown_does_not_make_it_another_question(tmp_path: Path, tiny: QuestionSet) -> None:
    text = TINY.read_text(encoding="utf-8")
    path = tmp_path / "tiny-star.toml"
    path.write_text(
        text.replace('high = "completely" }', 'high = "completely" }\nsupport_if = ["0", "1"]'), encoding="utf-8"
    )
    supported = read_question_set(path, themes()).by_theme["home_safe"]
    assert supported.support_if == {"0", "1"}
    assert supported.fingerprint == tiny.by_theme["home_safe"].fingerprint


def test_a_fingerprint_changes_with_wording_scale_and_condition(tmp_path: Path, tiny: QuestionSet) -> None:
    text = TINY.read_text(encoding="utf-8")
    path = tmp_path / "tiny-star.toml"
    for theme, was, becomes in (
        ("home_safe", "How safe is it?", "How safe is home?"),
        ("home_safe", "completely", "totally"),
        ("sw_promise", 'in = ["yes"]', 'in = ["yes", "not-sure"]'),
        ("sw_explain", 'good = "no"', 'good = "yes"'),
        ("plan_words", "Not seen", "No"),
    ):
        path.write_text(text.replace(was, becomes, 1), encoding="utf-8")
        changed = read_question_set(path, themes())
        differs = {t for t in changed.by_theme if changed.by_theme[t].fingerprint != tiny.by_theme[t].fingerprint}
        assert differs == {theme}
