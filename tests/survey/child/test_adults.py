"""Adults who speak up beside children: the help is for them, a child's doors are shut, what they think is theirs."""

from __future__ import annotations

import pytest

from questions.bank import question_sets
from questions.questionnaire import Respondent
from survey.duty import promise
from tests.strictness import StrictClient
from tests.survey.child.council import Council
from tests.survey.child.test_telling import tell

ADULTS = [each.key for each in question_sets().values() if each.respondent.is_adult]
SPEAKING = [key for key in ADULTS if not key.startswith("observer")]
CHILDREN = [each.key for each in question_sets().values() if each.respondent is Respondent.CHILD]


@pytest.fixture(autouse=True)
def _ask_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promise, "GOOD_FOR", -1.0)


@pytest.mark.parametrize("key", ADULTS)
def test_help_speaks_to_an_adult(council: Council, client: StrictClient, key: str) -> None:
    for page in (client.get(f"/answer?set={key}&lang=en").text, client.get(f"/help?set={key}&lang=en").text):
        assert "Are you worried about a child?" in page
        assert "In danger now? Call 999" in page
        assert "Tell children’s services at your council" in page
        for words in ("Childline", "Tell a grown-up you trust", 'value="talk"', "I want someone to talk to me"):
            assert words not in page, words


@pytest.mark.parametrize("key", SPEAKING)
def test_an_adult_may_say_what_they_think_and_is_sent_elsewhere_with_a_worry(
    council: Council, client: StrictClient, key: str
) -> None:
    page = client.get(f"/answer?set={key}&lang=en").text
    sheet = page[page.index('id="think"') :]
    assert 'name="voice" value="adult"' in sheet
    assert 'name="worried"' not in sheet
    assert "Do not write it here." in sheet
    assert "For the helper" not in sheet


@pytest.mark.parametrize("key", CHILDREN)
def test_no_page_of_a_childs_says_that_an_adult_speaks(council: Council, client: StrictClient, key: str) -> None:
    page = client.get(f"/answer?set={key}&lang=en").text
    assert 'name="voice"' not in page
    assert 'id="record' not in page
    assert "Childline" in page


def test_what_an_adult_thinks_is_kept_as_an_adults(council: Council, client: StrictClient) -> None:
    said = {"door": "think", "voice": "adult", "going-well": "They ring back.", "worried": "no such box", "higher": "x"}
    assert tell(client, said).status_code == 303
    assert tell(client, {"door": "think", "worried": "Maths"}).status_code == 303
    told = {(thought.voice, thought.prompt, words) for thought, words, _ in council.thoughts()}
    assert told == {
        ("adult", "going-well", "They ring back."),
        ("adult", "higher", "x"),
        ("child", "worried", "Maths"),
    }


@pytest.mark.parametrize("voice", ["", "observer", "<script>", "child"])
def test_nobody_becomes_an_adult_by_another_word(council: Council, client: StrictClient, voice: str) -> None:
    tell(client, {"door": "think", "voice": voice, "worried": "Maths"})
    assert [thought.voice for thought, *_ in council.thoughts()] == ["child"]


@pytest.mark.parametrize("key", SPEAKING)
def test_an_adult_is_thanked_as_one_and_can_still_say_what_they_think(
    council: Council, client: StrictClient, key: str
) -> None:
    page = client.get(f"/thanks?set={key}&lang=en").text
    assert "What you said stays apart from what children say." in page
    assert f"/help?set={key}&amp;lang=en" in page
    assert 'value="think"' in page
    assert 'value="talk"' not in page
    assert "tablet" not in page
    form = client.post("/tell?lang=en", data={"open": "think", "voice": "adult"}).text
    assert 'name="voice" value="adult"' in form
    assert "What are you worried about?" not in form
    help_instead = client.post("/tell?lang=en", data={"open": "talk", "voice": "adult"}).text
    assert "My name" not in help_instead


def test_a_child_is_thanked_as_before(council: Council, client: StrictClient) -> None:
    page = client.get("/thanks?set=children-in-care-star&lang=en").text
    assert "What you said is sent. It is not on this tablet any more." in page
    assert 'name="voice"' not in page
    assert 'value="talk"' in page
