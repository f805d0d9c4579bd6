"""An edition leaves out what was left out, adds what was added, and asks a council's own questions where they fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from questions.bank import question_sets, whole_question_sets
from questions.edition import (
    ANSWERS,
    AS_IT_IS,
    Edition,
    OwnQuestion,
    asked_in,
    edited,
    read_edition,
    spoken,
    write_edition,
)
from questions.questionnaire import QuestionSet
from questions.versions import VERSIONS

STAR = whole_question_sets()["children-in-care", "star"]
THEMES = sorted({theme for whole in whole_question_sets().values() for theme in whole.by_theme})
GARDEN = OwnQuestion(
    asks=(("en", "Can you play outside where you live?"), ("cy", "Wyt ti’n gallu chwarae tu allan?")),
    answers="yes",
    name="Garden",
    statement="can play outside",
)


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    texts = st.text(min_size=1, max_size=40).filter(lambda text: text.strip() == text)
    own = st.builds(
        OwnQuestion,
        asks=st.tuples(st.tuples(st.just("en"), texts)),
        answers=st.sampled_from(sorted(ANSWERS)),
        name=texts,
        statement=texts,
        picture=st.sampled_from([None, "home", "play"]),
    )
    return Edition(
        added=frozenset(draw(st.lists(st.sampled_from(THEMES)))),
        left_out=frozenset(draw(st.lists(st.sampled_from(THEMES)))),
        words=draw(st.sampled_from([(), (("home", "Elm House"),), (("home", "Elm House"), ("worker", "Sam"))])),
        own=tuple(draw(st.lists(own, max_size=3))),
    )


@given(editions())
def test_what_is_written_is_read_back(edition: Edition) -> None:
    assert read_edition(write_edition(edition)) == edition


@given(editions(), st.sampled_from(list(whole_question_sets().values())))
def test_an_edited_set_asks_what_was_chosen_and_nothing_else(edition: Edition, whole: QuestionSet) -> None:
    asked = edited(whole, edition)
    own = {
        theme.key
        for theme, question in zip(edition.own_themes, edition.own, strict=True)
        if whole.version in asked_in(question)
    }
    chosen = {
        question.theme.key
        for question in whole.questions
        if (question.theme.key in edition.added if question.is_extra else question.theme.key not in edition.left_out)
    }
    assert set(asked.by_theme) == chosen | own
    for question in asked.questions:
        # No condition hangs in the air, and the council's words change no meaning: years stay comparable.
        assert question.shown_if is None or question.shown_if.theme in asked.by_theme
        before = whole.by_theme.get(question.theme.key)
        if before and before.shown_if == question.shown_if:
            assert question.fingerprint == before.fingerprint


def test_nobody_chose_means_everything_but_the_extra() -> None:
    for key, whole in whole_question_sets().items():
        asked = question_sets()[key]
        assert asked == edited(whole, AS_IT_IS)
        assert set(asked.by_theme) == {question.theme.key for question in whole.questions if not question.is_extra}


def test_a_follow_up_is_asked_of_everybody_where_its_parent_is_left_out() -> None:
    asked = edited(STAR, Edition(left_out=frozenset({"sw_know"})))
    assert STAR.by_theme["sw_promise"].shown_if is not None
    assert asked.by_theme["sw_promise"].shown_if is None


def test_a_question_of_the_councils_own_is_asked_where_it_fits_and_only_in_its_languages() -> None:
    edition = Edition(own=(GARDEN,))
    assert [version.key for version in asked_in(GARDEN)] == ["star", "boat", "kite", "adult"]
    asked = edited(STAR, edition)
    assert asked.questions[-1].theme.statement == "can play outside"
    assert spoken(asked, "cy").by_theme["own_1"].own_words("cy") == "Wyt ti’n gallu chwarae tu allan?"
    assert "own_1" not in spoken(asked, "ar").by_theme
    assert set(spoken(asked, "ar").by_theme) == set(asked.by_theme) - {"own_1"}


def test_no_version_asks_what_is_too_long_for_it() -> None:
    long = OwnQuestion((("en", "word " * 15),), "yes", "Long", "say so")
    assert [version.key for version in asked_in(long)] == ["adult"]
    for version in VERSIONS.values():
        fits = OwnQuestion((("en", " ".join(["word"] * version.words)),), "yes", "Fits", "say so")
        assert fits.fits(version) == (version.key in ANSWERS["yes"].versions)
