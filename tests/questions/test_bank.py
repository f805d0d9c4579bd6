"""A question set is read strictly: refused with file, key and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from questions.bank import question_sets, read_question_set, read_themes, themes, whole_question_sets
from questions.company import Company
from questions.questionnaire import QuestionSet, Respondent
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


# How many questions a child is asked where nobody chose otherwise, and how many an officer may add.
ASKED = {
    "children-in-care-star": (24, 10),
    "children-in-care-boat": (22, 1),
    "children-in-care-kite": (13, 5),
    "children-in-care-symbols": (13, 3),
    "care-leavers-star": (20, 0),
    **{f"child-in-need-{version}": (7, 0) for version in ("star", "boat", "kite", "symbols")},
    **{f"visit-check-in-{version}": (3, 0) for version in ("star", "boat", "kite", "symbols")},
    "parents-adult": (14, 0),
    "carers-adult": (13, 0),
    "professionals-adult": (12, 0),
    "observer-record-observer": (3, 0),
}
# What is told in a child's own words is a door beside the questions, and none of them.
OWN_WORDS = {"one_higher", "wish", "best", "own_words"}
SETS = list(whole_question_sets().values())


def test_every_set_asks_as_much_as_its_readers_can_bear() -> None:
    found = {
        whole.key: (len(question_sets()[key].questions), sum(question.is_extra for question in whole.questions))
        for key, whole in whole_question_sets().items()
    }
    assert found == ASKED


def test_the_versions_of_a_set_ask_what_they_share_in_the_same_order() -> None:
    """A child who goes on in another version is asked nothing twice and misses nothing."""
    for one in SETS:
        for other in SETS:
            if one.name == other.name:
                shared = [theme for theme in one.by_theme if theme in other.by_theme]
                assert shared == [theme for theme in other.by_theme if theme in one.by_theme], (one.key, other.key)


@pytest.mark.parametrize("version", ["star", "boat"])
def test_where_children_live_is_asked_first(version: str) -> None:
    assert next(iter(question_sets()["children-in-care", version].by_theme)) == "home_safe"


def test_nothing_that_is_told_in_own_words_is_a_question() -> None:
    assert not OWN_WORDS & themes().keys()


@pytest.mark.parametrize("question_set", SETS, ids=lambda each: each.key)
def test_a_bit_about_somebody_can_be_answered_away_from_them(question_set: QuestionSet) -> None:
    if question_set.respondent is not Respondent.CHILD:
        return
    for chapter in question_set.chapters:
        for theme in (question.theme.key for question in chapter.questions):
            if theme.startswith("sw_"):
                assert chapter.about is Company.SOCIAL_WORKER, theme
            if theme.startswith(("home_", "carer_")):
                assert chapter.about is Company.CARER, theme


def test_adults_have_themes_of_their_own_and_mirror_only_a_childs() -> None:
    """One key never joins an adult's answer to a child's: what mirrors it is laid beside it."""
    of_children = {theme for each in SETS if not each.respondent.is_adult for theme in each.by_theme}
    of_adults = [set(each.by_theme) for each in SETS if each.respondent.is_adult]
    assert not of_children & set().union(*of_adults)
    assert sum(map(len, of_adults)) == len(set().union(*of_adults))
    for theme in themes().values():
        if theme.mirrors is not None:
            assert theme.key not in of_children
            assert theme.mirrors in of_children


def test_who_answers_is_said_where_it_is_no_child() -> None:
    said = {each.name: each.respondent.value for each in SETS if each.respondent is not Respondent.CHILD}
    assert said == {
        "care-leavers": "young-adult",
        "parents": "parent",
        "carers": "carer",
        "professionals": "professional",
        "observer-record": "observer",
    }


def test_only_four_ladders_and_the_third_picture_wait_for_a_check() -> None:
    sets = whole_question_sets()
    waiting = {
        (version, question.theme.key, question.scale.kind, question.unless_checked.scale.kind)
        for (name, version), question_set in sets.items()
        for question in question_set.questions
        if name == "children-in-care" and question.unless_checked
    }
    ladders = {
        ("boat", theme, "ladder", "three-steps") for theme in ("life_good", "carer_listen", "sw_explain", "better")
    }
    thirds = {
        ("symbols", theme, "two-pictures", "two-pictures")
        for theme in ("home_like", "bedroom", "food", "home_kids", "school", "fun")
    }
    assert waiting == ladders | thirds
    assert not any(
        question.scale.kind == "ladder" and not question.unless_checked
        for question in sets["children-in-care", "boat"].questions
    )


def test_no_step_of_a_scale_is_a_face() -> None:
    for question in (question for question_set in SETS for question in question_set.questions):
        if question.scale.kind in ("ladder", "five-steps", "three-steps"):
            assert all(option.picture is None for option in question.scale.options)


def test_an_answer_that_hurts_shows_where_help_is() -> None:
    """ "Not safe", nobody for worries, somebody being mean, pain: in every version and set that asks."""
    worst = {"ladder": {"0", "1", "2", "3"}, "three-steps": {"1"}, "two-pictures": {"other"}}
    worst["how-much"] = {"other", "other-lot", "other-little"}
    for question_set in (each for each in SETS if not each.respondent.is_adult):
        for wording in (wording for question in question_set.questions for wording in question.wordings):
            if wording.theme.key in ("home_safe", "safe_out", "talk_worries", "bully", "bully_help", "body", "lonely"):
                kind = wording.scale.kind
                bad = {"yes", "no"} - wording.scale.positive if kind == "yes-no" else worst.get(kind)
                if kind == "five-steps":
                    bad = {"2", "1"}
                assert wording.support_if == frozenset(bad or ()), (question_set.key, wording.theme.key)


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
