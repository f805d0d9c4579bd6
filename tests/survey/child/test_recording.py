"""An observer's record: sealed by itself, facts apart from meaning, warned about kindly, and kept once."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from html import unescape

import pytest
from sqlalchemy import inspect, text

from survey import clock, passes
from survey.child.recording import MOST, feeling_words, feelings_in
from survey.duty import promise
from survey.models import Part, Role, Sitting
from survey.thoughts import envelopes, receiving
from survey.thoughts.records import BOXES, Record
from survey.thoughts.tables import Thought
from tests.strictness import StrictClient
from tests.survey.child.council import Council
from tests.survey.child.test_telling import tell

DOCUMENT = "/answer?set=observer-record-observer&lang=en"
WRITTEN = {
    "door": "record",
    "where": "The kitchen, morning. Breakfast had just ended.",
    "shows": "Turns the head for no.",
    "saw": "Turned the head away from the spoon four times.\r\nMade a high sound.",
    "toward": "The window",
    "away": "The spoon",
    "means": "I wonder if she had enough.",
    "otherwise": "The spoon may have been cold.",
    "sure": "2",
    "second": "partly",
    "change": "She is offered the cup first.",
    "who": "The carer",
    "until": "From today",
}


@pytest.fixture(autouse=True)
def _ask_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promise, "GOOD_FOR", -1.0)


@pytest.fixture
def page(council: Council) -> Iterator[None]:
    with council.office.app.test_request_context():
        yield


def records(council: Council) -> list[tuple[Thought, Record | None]]:
    with council.office.database() as session:
        key = council.in_place.keys[Role.SAFEGUARDING_LEAD]
        kept = [(each, envelopes.unseal(session, each, key).record) for each in session.query(Thought)]
        session.expunge_all()
    return kept


def test_it_is_kept_whole_as_one_sealed_row(council: Council, client: StrictClient) -> None:
    assert tell(client, WRITTEN).status_code == 303
    [(row, record)] = records(council)
    assert record == Record(**{name: WRITTEN[name].replace("\r\n", "\n") for name in BOXES})
    assert (row.prompt, row.voice, row.theme, row.sort, row.has_card) == ("record", "observer", None, None, False)
    with council.office.app.app_context():
        assert row.week == clock.week_of(clock.local(clock.now()).date())


def test_it_is_kept_once_however_often_it_comes(council: Council, client: StrictClient) -> None:
    said = WRITTEN | {"id": str(uuid.uuid4())}
    assert [tell(client, said, by_script=True).status_code for _ in range(3)] == [201, 200, 200]
    assert tell(client, said | {"saw": "Slept."}, by_script=True).status_code == 201
    assert len(records(council)) == 2, "other words under an id that was used are another record"


def test_it_has_nothing_in_common_with_a_sitting(council: Council, client: StrictClient) -> None:
    """No column of one could lead to the other, but the week; and nothing that is answered is written down twice."""
    with council.office.database() as session:
        looked = inspect(session.get_bind())
        ties = [tie["referred_table"] for tie in looked.get_foreign_keys("thoughts")]
        own, others = ({each["name"] for each in looked.get_columns(table)} for table in ("thoughts", "sittings"))
    assert ties == ["box_keys"]
    assert own & others == {"id", "week"}
    sent = {"sitting": str(uuid.uuid4()), "code": "123456789012", "set": "observer-record-observer"}
    with council.office.statements() as said:
        tell(client, WRITTEN | sent, by_script=True)
    assert not [each for each in said if "sittings" in each or "parts" in each or "FROM codes" in each]
    with council.office.database() as session:
        assert session.query(Sitting).count() == session.query(Part).count() == 0
    with council.office.app.test_request_context():
        document = client.get(DOCUMENT).text
    asked = set(re.findall(r'data-theme="([^"]+)"', document))
    assert asked == {"o_know", "o_comfort", "o_engage"}


def test_the_database_knows_no_record_that_is_not_an_observers(council: Council, client: StrictClient) -> None:
    tell(client, WRITTEN)
    for wrong in ("voice = 'child'", "prompt = 'worried'", "voice = 'parent'"):
        with pytest.raises(Exception, match="CHECK constraint"), council.office.database() as session:
            session.execute(text(f"UPDATE thoughts SET {wrong}"))


@pytest.mark.parametrize("missing", ["saw", "means", "otherwise"])
@pytest.mark.parametrize("empty", ["", " \r\n "])
def test_without_facts_or_without_a_second_meaning_it_is_asked_for_again_with_what_was_written(
    council: Council, client: StrictClient, missing: str, empty: str
) -> None:
    answer = tell(client, WRITTEN | {missing: empty}, by_script=True)
    assert (answer.status_code, answer.json) == (422, {"receipt": "incomplete"})
    again = tell(client, WRITTEN | {missing: empty})
    assert again.status_code == 422
    assert "what you saw, what it may mean, and what else it could mean" in again.text
    for name in {"where", "shows", "means", "change"} - {missing}:
        assert unescape(again.text).count(WRITTEN[name]) == 1, name
    assert 'name="second" value="partly" form="record" checked' in again.text
    assert records(council) == []


def test_words_of_feeling_among_the_facts_are_pointed_out_once_and_refused_never(
    council: Council, client: StrictClient
) -> None:
    said = WRITTEN | {"saw": "She was HAPPY and seems tired, because of me."}
    again = tell(client, said)
    assert again.status_code == 422
    assert "because, happy, seems" in again.text
    assert "You can leave them, and still send it." in again.text
    assert records(council) == []
    assert tell(client, said | {"looked": "1"}).status_code == 303
    [(_, record)] = records(council)
    assert record is not None
    assert record.saw == said["saw"]
    assert tell(client, WRITTEN | {"means": "She is happy because of me."}).status_code == 303, "meaning is meaning"


@pytest.mark.usefixtures("page")
def test_what_counts_as_a_word_of_feeling() -> None:
    assert feelings_in("Looks like rain. He’s in a mood!") == ("in a mood", "looks like")
    assert feelings_in("sadness, unseemly, becauses, lik es, happy-go") == ("happy",)
    assert feelings_in("Smiled, turned away, cried for two minutes") == ()
    assert {"happy", "sad", "seems", "angry", "because"} <= set(feeling_words())


def test_what_is_too_long_is_cut_and_what_is_unknown_left_out(council: Council, client: StrictClient) -> None:
    longest = {name: "ਪ" * (MOST[name] + 9) for name in BOXES}
    assert tell(client, longest | {"door": "record", "sure": "6", "second": "maybe"}).status_code == 303
    [(row, record)] = records(council)
    assert record is not None
    assert len(record.saw) == MOST["saw"]
    assert (record.sure, record.second) == ("", "")
    assert len(row.sealed) < 64 * 1024


def test_a_record_from_a_card_does_not_wait_behind_those_of_strangers(council: Council, client: StrictClient) -> None:
    with council.office.app.app_context():
        good = passes.new_pass(clock.today())
    tell(client, WRITTEN | {"pass": good})
    [(row, _)] = records(council)
    assert row.has_card


def test_where_no_more_is_taken_it_says_so(
    council: Council, client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MOST_WITHOUT_CARD", 0)
    assert tell(client, WRITTEN, by_script=True).json == {"receipt": "not taken"}
    page = client.get("/thanks?set=observer-record-observer&lang=en&full=1").text
    assert "Your answers are sent, your record is not" in page


def test_where_nobody_reads_no_record_is_asked_for(client: StrictClient) -> None:
    document = client.get(DOCUMENT).text
    assert 'id="record' not in document
    assert 'data-theme="o_comfort"' in document


def test_the_document_of_an_observer_has_the_record_and_no_door(council: Council, client: StrictClient) -> None:
    document = client.get(DOCUMENT).text
    for name in BOXES:
        assert f'name="{name}"' in document, name
    for closed in ('id="talk"', 'id="think"', 'id="advocate"', "08001111", "Who is with you?"):
        assert closed not in document, closed
    assert "NSPCC helpline for adults" in document


def test_facts_and_meaning_stand_on_pages_of_their_own(council: Council, client: StrictClient) -> None:
    sections = re.findall(r'<section class="page record".*?</section>', client.get(DOCUMENT).text, re.DOTALL)
    boxes = [set(re.findall(r'name="(\w+)"', section)) for section in sections]
    assert [each for each in boxes if "saw" in each] == [{"saw", "toward", "away"}]
    assert [each for each in boxes if "means" in each] == [{"means", "otherwise", "sure", "second"}]
