"""What counts as positive on each kind of scale, and that a kind costs one file and one template."""

from __future__ import annotations

from pathlib import Path

import pytest

from questions.questionnaire import QuestionSet
from questions.scale import Standing
from questions.scales import KINDS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("theme", "shown", "positive"),
    [
        ("home_safe", ["10", "9", "8", "7", "6", "5", "4", "3", "2", "1", "0"], {"7", "8", "9", "10"}),
        ("sw_know", ["yes", "no"], {"yes"}),
        ("sw_promise", ["3", "2", "1"], {"3"}),
        ("sw_explain", ["yes", "no"], {"no"}),
        ("plan_words", ["5", "4", "3", "2", "1"], {"5", "4"}),
        ("happy", ["good", "other"], {"good"}),
    ],
)
def test_options_and_what_is_positive(tiny: QuestionSet, theme: str, shown: list[str], positive: set[str]) -> None:
    scale = tiny.by_theme[theme].scale
    assert [option.value for option in scale.options] == shown
    assert scale.positive == positive
    assert scale.values == set(shown)


def test_the_ladders_middle_is_five_and_six(tiny: QuestionSet) -> None:
    options = tiny.by_theme["home_safe"].scale.options
    assert {o.value for o in options if o.standing is Standing.MIDDLE} == {"5", "6"}


def test_a_kind_is_one_module_and_one_template_of_the_same_name() -> None:
    modules = {path.stem.replace("_", "-") for path in (ROOT / "questions/scales").glob("*.py")} - {"--init--"}
    templates = {path.stem for path in (ROOT / "templates/questions").glob("*.html")}
    assert set(KINDS) == modules == templates


def test_nothing_else_switches_on_the_kind() -> None:
    elsewhere = [*(ROOT / "survey").rglob("*.py"), *(ROOT / "analysis").rglob("*.py"), ROOT / "app.py"]
    for path in elsewhere:
        text = path.read_text(encoding="utf-8")
        assert not [kind for kind in KINDS if f'"{kind}"' in text], path
