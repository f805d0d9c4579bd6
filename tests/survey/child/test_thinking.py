"""Thoughts told through their door: each on its own, and strangers take no child's place."""

from __future__ import annotations

import uuid

import pytest

from survey import clock, passes
from survey.safeguarding.worries import LONGEST
from survey.thoughts.tables import Prompt
from tests.strictness import StrictClient
from tests.survey.child.council import Council
from tests.survey.child.test_telling import CANARY, call, tell


class TestThinking:
    def test_each_prompt_is_a_thought_of_its_own(self, council: Council, client: StrictClient) -> None:
        said = {
            "door": "think",
            "going-well": f"The {CANARY}",
            "worried": " ",
            "higher": "More of it",
            "with_helper": "1",
        }
        assert tell(client, {**said, "theme": "home_safe"}).status_code == 303
        thoughts = council.thoughts()
        assert [(thought.prompt, words, helped) for thought, words, helped in thoughts] == [
            ("going-well", f"The {CANARY}", True),
            ("higher", "More of it", True),
        ]
        assert [thought.theme for thought, *_ in thoughts] == [None, "home_safe"]
        with council.office.app.app_context():
            assert {thought.week for thought, *_ in thoughts} == {clock.week_of(clock.local(clock.now()).date())}

    def test_each_is_kept_once(self, council: Council, client: StrictClient) -> None:
        said = {"door": "think", "id-worried": str(uuid.uuid4()), "worried": "Maths"}
        assert [tell(client, said, by_script=True).status_code for _ in range(3)] == [201, 200, 200]
        assert len(council.thoughts()) == 1

    def test_other_words_under_the_same_id_are_another(self, council: Council, client: StrictClient) -> None:
        said = {"door": "think", "id-worried": str(uuid.uuid4())}
        for words in ("Maths", "Sport"):
            assert tell(client, said | {"worried": words}, by_script=True).status_code == 201
        assert sorted(words for _, words, _ in council.thoughts()) == ["Maths", "Sport"]

    def test_where_no_more_is_taken_a_child_is_told_so_and_shown_the_ways_to_help(
        self, council: Council, client: StrictClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("survey.thoughts.receiving.MOST_WITHOUT_CARD", 1)
        tell(client, {"door": "think", "worried": "first"})
        said = {"door": "think", "going-well": CANARY, "worried": CANARY}
        page = tell(client, said)
        assert page.status_code == 503
        for shown in ("This has not gone", "tel:08001111", 'value="talk"'):
            assert shown in page.text
        assert CANARY not in page.text
        answer = tell(client, said, by_script=True)
        assert (answer.status_code, answer.json) == (503, {"receipt": "not taken"})
        assert len(council.thoughts()) == 1, "all of it or nothing"
        with council.office.app.app_context():
            good = passes.new_pass(clock.today())
        assert tell(client, said | {"pass": good}).status_code == 303, "strangers do not take a child's place"

    @pytest.mark.parametrize("theme", ["", "made_up"])
    def test_a_theme_that_is_none_is_left_out(self, council: Council, client: StrictClient, theme: str) -> None:
        tell(client, {"door": "think", "higher": "More", "theme": theme})
        assert [thought.theme for thought, *_ in council.thoughts()] == [None]

    def test_an_empty_one_is_asked_for_kindly(self, council: Council, client: StrictClient) -> None:
        page = tell(client, {"door": "think", "worried": "\r\n "})
        assert page.status_code == 422
        assert "There is nothing to send yet." in page.text

    def test_it_takes_what_its_page_takes(self, council: Council, client: StrictClient) -> None:
        longest = "é\r\n" * (LONGEST // 2)
        tell(client, {"door": "think", "worried": longest + "end"})
        assert council.thoughts()[0][1] == longest.replace("\r\n", "\n").strip()[:LONGEST]

    def test_thoughts_carry_it_too_and_mute_no_call(self, council: Council, client: StrictClient) -> None:
        with council.office.app.app_context():
            good = passes.new_pass(clock.today())
        tell(client, {"door": "think", **dict.fromkeys(Prompt, "Maths"), "pass": good})
        tell(client, {"door": "think", "worried": "Sport"})
        assert [thought.has_card for thought, words, _ in council.thoughts() if words == "Maths"] == [True] * 3
        assert [thought.has_card for thought, words, _ in council.thoughts() if words == "Sport"] == [False]
        tell(client, call(**{"pass": good}))
        with council.worries() as [kept]:
            assert kept.has_card
