"""What is told through a door reaches the box it is for, once; and afterwards nothing tells which door it was."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from survey import clock, passes
from survey.alerts.tables import Alert, Call
from survey.child.telling import CHILDRENS_PROMPTS, GIVER_UNKNOWN, NAMELESS, _when, said_again
from survey.database import db
from survey.giver import tag_of
from survey.models import Role, Staff, Team
from survey.safeguarding.tables import Worry
from survey.safeguarding.worries import LONGEST
from tests.strictness import StrictClient
from tests.survey.child.conftest import Issue
from tests.survey.child.council import Council
from tests.survey.child.test_sending import form as sitting_form

SCRIPT = {"Accept": "application/json"}
A_KEY = "3b1f8a52-8a0e-4f0e-9d5e-6a2a3d1c7b10"
TIME_BASED = "00000000-0000-1000-8000-000000000001"
CANARY = "Zwetschgenknödel"
LEAD, DESIGNATED, ADVOCATE = Role.SAFEGUARDING_LEAD, Role.DESIGNATED_OFFICER, Role.ADVOCATE


def call(door: str = "talk", **fields: str | list[str]) -> dict[str, str | list[str]]:
    return {"door": door, "id": str(uuid.uuid4()), "name": "Mia", **fields}


def tell(client: FlaskClient, fields: Mapping[str, str | list[str]], by_script: bool = False) -> TestResponse:
    return client.post("/tell?lang=en", data=fields, headers=SCRIPT if by_script else {})


class TestCallingForSomebody:
    def test_the_lead_reads_what_was_said(self, council: Council, client: StrictClient) -> None:
        said = call(when=["school", "alone", "after tea"], number="07700 900123", words=f"It is {CANARY}.\r\nPlease.")
        assert tell(client, said).status_code == 303
        [telling] = council.told(LEAD)
        assert telling.name == "Mia"
        assert telling.when == "at school; when I am alone; after tea; by phone: 07700 900123"
        assert telling.words == f"It is {CANARY}.\nPlease."
        assert (telling.asks_worker, telling.about_adult, telling.language) == (False, False, "en")
        assert council.told(DESIGNATED) == council.told(ADVOCATE) == []

    def test_about_an_adult_goes_to_another_person(self, council: Council, client: StrictClient) -> None:
        tell(client, call(about_adult="1"))
        assert [told.name for told in council.told(DESIGNATED)] == ["Mia"]
        assert council.told(LEAD) == []

    def test_an_advocate_is_asked_without_the_lead(self, council: Council, client: StrictClient) -> None:
        tell(client, call("advocate"))
        assert [told.name for told in council.told(ADVOCATE)] == ["Mia"]
        assert council.told(LEAD) == []

    def test_somebody_is_fetched_in_the_same_moment(self, council: Council, client: StrictClient) -> None:
        tell(client, call())
        with council.office.database() as session:
            assert session.scalars(select(Alert).where(Alert.call == Call.RAISED)).all()

    def test_however_often_it_is_sent_it_is_kept_once(self, council: Council, client: StrictClient) -> None:
        said = call()
        answers = [tell(client, said, by_script=True) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [201, 200, 200]
        assert [answer.json for answer in answers] == [{"receipt": "kept"}, *[{"receipt": "kept before"}] * 2]
        assert tell(client, said).status_code == 303
        with council.worries() as kept:
            assert len(kept) == 1

    def test_other_words_under_the_same_id_are_another_call(self, council: Council, client: StrictClient) -> None:
        """A page from before, or whose script made no new id: thanked and thrown away is what must never happen."""
        first = call(words="first")
        for said in (first, first | {"words": "second"}, first | {"about_adult": "1"}):
            assert tell(client, said, by_script=True).status_code == 201
        assert sorted(told.words for told in council.told(LEAD)) == ["first", "second"]
        assert [told.words for told in council.told(DESIGNATED)] == ["first"]

    @pytest.mark.parametrize("key", ["", "7", TIME_BASED, A_KEY.upper()])
    def test_without_a_good_id_it_is_kept_all_the_same(self, council: Council, client: StrictClient, key: str) -> None:
        assert tell(client, call(id=key)).status_code == 303
        with council.worries() as [kept]:
            assert uuid.UUID(kept.id).version == 4

    def test_what_is_too_long_is_cut_and_kept(self, council: Council, client: StrictClient) -> None:
        tell(client, call(name="M" * 900, words="x" * (LONGEST + 900), when="w" * 900))
        [told] = council.told(LEAD)
        assert (len(told.name), len(told.words), len(told.when)) == (200, LONGEST, 200)

    def test_a_door_that_shut_meanwhile_still_takes_it(
        self, council: Council, client: StrictClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        later = clock.now() + timedelta(hours=2)
        monkeypatch.setattr(clock, "now", lambda: later)  # nobody has watched for two hours
        assert tell(client, call()).status_code == 303
        assert len(council.told(LEAD)) == 1

    @pytest.mark.parametrize("door", ["", "other", "TALK"])
    def test_what_names_no_door_is_refused(self, council: Council, client: StrictClient, door: str) -> None:
        assert tell(client, call(door)).status_code == 400

    def test_what_could_not_be_kept_is_never_acknowledged(self, client: StrictClient) -> None:
        """No box was ever made here: a script goes on trying, a page says that it is not sent."""
        client.application.testing = False
        answer = tell(client, call())
        assert answer.status_code == 500
        assert "not sent yet" in answer.text
        assert "tel:08001111" in answer.text
        assert tell(client, {"door": "think", "worried": "Maths"}).status_code == 503
        assert "receipt" not in tell(client, call(), by_script=True).text


class TestWhoItIs:
    def test_neither_a_name_nor_a_worker_is_asked_for_kindly_and_nothing_is_lost(
        self, council: Council, client: StrictClient
    ) -> None:
        """What was written is kept at once, and so no page has to give it back to whoever goes back there."""
        said = call(name=" ", words=CANARY, when=["alone", "after tea"], about_adult="1", **{"pass": "a-pass"})
        for _sent_again in range(2):
            page = tell(client, said)
            assert page.status_code == 422
            assert "Please write your name." in page.text
            assert CANARY not in page.text
            for kept in ("after tea", 'value="alone" checked', 'name="about_adult" value="1" aria', 'value="a-pass"'):
                assert kept in page.text
        assert tell(client, said, by_script=True).status_code == 422
        [told] = council.told(DESIGNATED)
        assert (told.name, told.words) == (NAMELESS, CANARY)

    def test_where_nothing_was_written_nobody_is_fetched(self, council: Council, client: StrictClient) -> None:
        assert tell(client, call(name=" ", when=["alone"], asks_worker="1")).status_code == 422
        with council.worries() as kept:
            assert kept == []

    def test_whoever_is_named_as_the_worker_is_enough(self, council: Council, client: StrictClient) -> None:
        tell(client, call(name="", asks_worker="1", worker="Sam"))
        [told] = council.told(LEAD)
        assert (told.name, told.asks_worker, told.worker) == ("", True, "Sam")

    def test_a_named_worker_who_is_not_to_be_asked_is_not_enough(self, council: Council, client: StrictClient) -> None:
        assert tell(client, call(name="", worker="Sam")).status_code == 422

    def test_one_touch_is_enough_where_the_card_knows_its_giver(self, council: Council, client: StrictClient) -> None:
        with council.office.app.app_context():
            tag = tag_of(council.in_place.people[Role.OFFICER])
        assert tell(client, call(name="", asks_worker="1", giver=tag)).status_code == 303
        [told] = council.told(LEAD)
        assert told.worker == "A officer"

    def test_a_giver_that_cannot_be_read_refuses_nobody(self, council: Council, client: StrictClient) -> None:
        assert tell(client, call(name="", asks_worker="1", giver="x" * 43)).status_code == 303
        assert [told.worker for told in council.told(LEAD)] == [GIVER_UNKNOWN]

    def test_the_giver_is_not_named_unless_the_child_asks(self, council: Council, client: StrictClient) -> None:
        with council.office.app.app_context():
            tag = tag_of(council.in_place.people[Role.OFFICER])
        tell(client, call(giver=tag))
        assert [told.worker for told in council.told(LEAD)] == [""]

    def test_what_is_about_an_adult_is_hidden_from_the_team_of_whoever_gave_the_card(
        self, council: Council, client: StrictClient
    ) -> None:
        with council.office.database() as session:
            session.add(Team(id=4, name="North"))
            session.flush()
            session.get_one(Staff, council.in_place.people[Role.OFFICER]).team_id = 4
            tag = tag_of(council.in_place.people[Role.OFFICER])
        tell(client, call(about_adult="1", giver=tag))
        with council.worries() as [kept]:
            assert kept.hidden_from == 4


class TestThePass:
    def test_it_says_that_there_was_a_card(self, council: Council, client: StrictClient) -> None:
        with council.office.app.app_context():
            good = passes.new_pass(clock.today())
        tell(client, call(**{"pass": good}))
        with council.worries() as [kept]:
            assert kept.has_card

    @pytest.mark.parametrize("shown", ["", "forged"])
    def test_without_one_a_call_is_kept_all_the_same(self, council: Council, client: StrictClient, shown: str) -> None:
        tell(client, call(**{"pass": shown}))
        with council.worries() as [kept]:
            assert not kept.has_card

    def test_the_fourth_call_within_an_hour_is_as_one_without(self, council: Council, client: StrictClient) -> None:
        with council.office.app.app_context():
            good = passes.new_pass(clock.today())
        said = call(**{"pass": good})
        for _reply_was_lost in range(5):
            tell(client, said)  # one call, however often it is sent
        for _another in range(3):
            tell(client, call(**{"pass": good}))
        with council.worries() as kept:
            assert sorted(worry.has_card for worry in kept) == [False, True, True, True]

    def test_a_door_outside_takes_it_along(self, council: Council, client: StrictClient) -> None:
        for door in ("talk", "think", "advocate"):
            page = client.post("/tell?lang=en", data={"open": door, "pass": "a-pass"}).text
            assert page.count('name="pass" value="a-pass"') == 1

    def test_a_typed_card_brings_one_and_nothing_of_its_own_along(
        self, council: Council, client: StrictClient, a_card: Issue
    ) -> None:
        card = a_card()
        page = client.post("/begin", data={"digits": card.digits}).text
        sheets = page[page.index('<div class="sheet" id="talk"') :]
        assert sheets.count('name="pass"') == 3
        assert card.digits not in sheets
        assert page.count("<!--door") == 0
        assert page.count('name="id"') == 2
        assert page.count('name="id-') == len(CHILDRENS_PROMPTS)


class TestAfterwards:
    def everything(self) -> list[dict[str, str | list[str]]]:
        return [call(), call(about_adult="1"), call("advocate"), {"door": "think", "worried": "Maths"}]

    def test_the_thank_you_is_the_same_to_the_byte_whatever_was_sent(
        self, council: Council, client: StrictClient, a_card: Issue
    ) -> None:
        key = "children-in-care-star"
        sitting = client.post("/send?lang=en", data=sitting_form(str(uuid.uuid4()), a_card().code, {"home_safe": "0"}))
        expected = client.get(sitting.location)
        for said in self.everything():
            answer = tell(client, {**said, "set": key})
            assert (answer.status_code, answer.location, answer.data) == (303, sitting.location, sitting.data)
            assert client.get(answer.location).data == expected.data

    def test_outside_a_sitting_too(self, council: Council, client: StrictClient) -> None:
        answers = [tell(client, said) for said in self.everything()]
        assert {answer.location for answer in answers} == {"/thanks?lang=en"}
        pages = {client.get(answer.location).data for answer in answers}
        assert pages == {client.get("/thanks?lang=en").data}

    def test_a_script_is_told_the_same_for_all(self, council: Council, client: StrictClient) -> None:
        answers = [tell(client, said, by_script=True) for said in self.everything()]
        assert len({(answer.status_code, answer.data) for answer in answers}) == 1

    def test_no_set_that_is_not_ours_is_named(self, council: Council, client: StrictClient) -> None:
        assert tell(client, call(set="//elsewhere")).location == "/thanks?lang=en"

    def test_no_cookie_and_no_trace_in_log_or_database(
        self, council: Council, client: StrictClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        for said in self.everything():
            door = {"worried": CANARY} if said["door"] == "think" else {"name": CANARY, "words": CANARY}
            assert "Set-Cookie" not in tell(client, {**said, **door}).headers
        assert CANARY not in caplog.text
        for path in council.office.app.config["HEARD"].instance.rglob("*"):
            if path.is_file():
                for spelt in (CANARY.encode(), CANARY.encode("utf-16-le"), json.dumps(CANARY).encode().strip(b'"')):
                    assert spelt not in path.read_bytes(), path.name

    def test_nothing_of_a_card_or_a_sitting_stands_beside_it(self, council: Council) -> None:
        columns = {column.name for column in Worry.__table__.columns}
        assert not {name for name in columns if "sitting" in name or "code" in name or "round" in name}


@given(st.lists(st.text(max_size=30), max_size=6), st.text(max_size=30))
@settings(max_examples=50)
def test_whatever_is_said_of_when_is_read_and_given_back(said: list[str], number: str) -> None:
    form: MultiDict[str, str] = MultiDict([*(("when", each) for each in said), ("number", number)])
    assert len(_when(form)) <= LONGEST
    assert said_again(form)["when"] == said


def test_the_database_is_asked_in_one_transaction(council: Council, client: StrictClient) -> None:
    """A worry, its first step, its alert and its trail are all there or none of them is."""
    with council.office.app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alerts")
    client.application.testing = False
    client.application.extensions.pop("HEARD_PROMISE", None)
    assert tell(client, call()).status_code == 500
    with council.worries() as kept:
        assert kept == []
