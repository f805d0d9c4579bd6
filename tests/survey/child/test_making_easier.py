"""Making it easier without scripts: what was answered is kept, and the easier version goes on where the child was."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from questions.bank import question_sets
from questions.company import Company
from questions.questionnaire import QuestionSet
from survey.models import Code, Mark, Part, SetAside, Sitting
from tests.strictness import StrictClient
from tests.survey.child.conftest import Issue

SETS = question_sets()
STAR, BOAT, KITE, SYMBOLS = (SETS["children-in-care", version] for version in ("star", "boat", "kite", "symbols"))
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
CHECKED = re.compile(r'<input type="radio" name="([^"]+)" value="([^"]+)" checked(?! form="look")')
WAY_ON = re.compile(r'<a class="go starts([^"]*)" href="#(\w+)"')
Sends = Callable[..., dict[str, str]]


def values(question_set: QuestionSet, answers: dict[str, str]) -> dict[str, str]:
    """The answers as the fields of a page without scripts, where nobody has passed the check."""
    return {question_set.by_theme[theme].wordings[-1].field: value for theme, value in answers.items()}


@pytest.fixture
def sends(a_card: Issue) -> Sends:
    """What a page sends whose card has just been typed."""
    card, sitting = a_card(), str(uuid.uuid4())

    def form(answers: dict[str, str], question_set: QuestionSet = STAR, **fields: str) -> dict[str, str]:
        held = {"set": question_set.key, "language": "en", "sitting": sitting, "sides": "other-first"}
        return {**held, "code": card.digits, **values(question_set, answers), **fields}

    return form


def kept(session: Session) -> list[dict[str, object]]:
    session.rollback()  # what was read before must not hide what was written since
    return [json.loads(document) for document in session.scalars(select(Part.document).order_by(Part.number))]


def test_what_was_answered_is_kept_and_the_easier_version_carries_on(
    client: StrictClient, db_session: Session, sends: Sends
) -> None:
    sent = sends({"home_safe": "7", "carer_care": "4"}, easier="carer_listen")
    page = client.post("/send?lang=en", data=sent)
    assert page.status_code == 200
    [document] = kept(db_session)
    assert (document["part"], document["version"], document["sides"]) == (1, "star", "other-first")
    assert db_session.scalars(select(Sitting.mark)).all() == [Mark.OPEN]
    assert db_session.scalars(select(Code)).all() == [], "the card is spent"
    fields = dict(HIDDEN.findall(page.text.partition('<section class="page" id="start"')[0]))
    at = BOAT.carries_on_at("carer_listen", STAR) + 1
    assert fields == {
        "set": BOAT.key,
        "language": "en",
        "sitting": sent["sitting"],
        "part": "2",
        "at": str(at),
        "sides": "other-first",
    }
    assert WAY_ON.findall(page.text) == [(" on", f"q{at}")]
    assert list(BOAT.by_theme)[at - 1] == "carer_listen"
    assert CHECKED.findall(page.text) == [], "nothing of the other version is shown"


def test_posting_it_again_is_harmless(client: StrictClient, db_session: Session, sends: Sends) -> None:
    sent = sends({"home_safe": "7"}, easier="carer_care")
    first, again = (client.post("/send?lang=en", data=sent) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert HIDDEN.findall(first.text)[:6] == HIDDEN.findall(again.text)[:6]
    assert len(kept(db_session)) == 1


def test_other_answers_under_the_same_part_are_told_as_such(client: StrictClient, sends: Sends) -> None:
    client.post("/send", data=sends({"home_safe": "7"}, easier="carer_care"))
    assert client.post("/send", data=sends({"home_safe": "1"}, easier="carer_care")).status_code == 409


def test_until_something_is_answered_nothing_is_kept_and_the_card_goes_along(
    client: StrictClient, db_session: Session, sends: Sends
) -> None:
    sent = sends({}, easier="carer_care")
    page = client.post("/send?lang=en", data=sent).text
    fields = dict(HIDDEN.findall(page))
    assert (fields["part"], fields["code"], fields["sitting"]) == ("1", sent["code"], sent["sitting"])
    assert kept(db_session) == []
    assert db_session.scalars(select(Sitting)).all() == []
    answered = sends({"carer_care": "3"}, BOAT, mark="finished", part="1", at=fields["at"])
    assert client.post("/send", data=answered).status_code == 303
    assert [document["version"] for document in kept(db_session)] == ["boat"]


def test_from_star_to_symbols_in_one_sitting(client: StrictClient, db_session: Session, sends: Sends) -> None:
    for number, (asked, answers, at) in enumerate(
        (
            (STAR, {"home_safe": "7"}, "carer_care"),
            (BOAT, {"carer_care": "3"}, "carer_listen"),
            (KITE, {"carer_listen": "good-lot"}, "sw_know"),
        ),
        start=1,
    ):
        page = client.post("/send", data=sends(answers, asked, code="" if number > 1 else sends({})["code"],
                                               part=str(number), easier=at))  # fmt: skip
        assert page.status_code == 200
    last = sends({"sw_know": "other"}, SYMBOLS, code="", part="4", mark="finished")
    assert client.post("/send", data=last).status_code == 303
    assert [document["version"] for document in kept(db_session)] == ["star", "boat", "kite", "symbols"]
    [sitting] = db_session.scalars(select(Sitting)).all()
    assert (sitting.mark, sitting.version) == (Mark.FINISHED, "star")


def test_it_can_be_thrown_away_as_a_whole(client: StrictClient, db_session: Session, sends: Sends) -> None:
    client.post("/send", data=sends({"home_safe": "7"}, easier="carer_care"))
    client.post("/send", data=sends({"carer_care": "1"}, BOAT, code="", part="2", mark="discarded"))
    assert kept(db_session) == []
    assert db_session.scalars(select(Sitting.mark)).all() == [Mark.DISCARDED]


def test_who_is_there_how_they_choose_and_who_goes_on_stays_chosen(client: StrictClient, sends: Sends) -> None:
    about = {chapter.about: number for number, chapter in enumerate(KITE.chapters, start=1)}[Company.CARER]
    sent = sends(
        {"home_safe": "good"}, KITE, company="carer", method="eyes", easier="carer_care", **{f"alone-{about}": "own"}
    )
    page = client.post("/send", data=sent).text
    there = {chapter.about: number for number, chapter in enumerate(SYMBOLS.chapters, start=1)}[Company.CARER]
    assert CHECKED.findall(page) == [("company", "carer"), (f"alone-{there}", "own"), ("method", "eyes")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"easier": "made_up"},
        {"mark": "finished"},
        {"part": "50"},
        {"part": "0"},
        {"part": "x"},
        {"part": "٢"},
        {"method": "shouting"},
        {"company": "carer", "alone-1": "perhaps"},
        {"alone-9": "own"},
    ],
)
def test_what_no_page_of_ours_sends_is_set_aside_without_its_card(
    client: StrictClient, db_session: Session, sends: Sends, wrong: dict[str, str]
) -> None:
    sent = {**sends({"home_safe": "7"}, easier="carer_care"), **wrong}
    assert client.post("/send", data=sent).status_code == 202
    assert sent["code"].encode() not in db_session.scalars(select(SetAside)).one().document
    assert kept(db_session) == []


def test_the_easiest_version_has_no_easier_one(client: StrictClient, sends: Sends) -> None:
    assert client.post("/send", data=sends({"happy": "good"}, SYMBOLS, easier="happy")).status_code == 202
    assert 'name="easier"' not in client.get(f"/answer?set={SYMBOLS.key}&lang=en").text


class TestBesideTheAnswers:
    """Who goes on with a part about somebody who is there."""

    PART, CHAPTER = next(
        (number, chapter) for number, chapter in enumerate(STAR.chapters, start=1) if chapter.about == "carer"
    )

    def send(self, client: StrictClient, session: Session, sent: dict[str, str]) -> dict[str, object]:
        assert client.post("/send", data={**sent, "mark": "finished"}).status_code == 303
        [document] = kept(session)
        return document

    def test_on_my_own_is_kept_with_the_themes_of_the_part(
        self, client: StrictClient, db_session: Session, sends: Sends
    ) -> None:
        sent = sends({"home_safe": "7"}, company="carer", **{f"alone-{self.PART}": "own"})
        document = self.send(client, db_session, sent)
        assert document["alone"] == sorted(question.theme.key for question in self.CHAPTER.questions)

    @pytest.mark.parametrize(("company", "choice"), [("carer", "together"), ("friend", "own"), ("friend", "skip")])
    def test_else_it_is_as_if_nothing_was_chosen(
        self, client: StrictClient, db_session: Session, sends: Sends, company: str, choice: str
    ) -> None:
        sent = sends({"home_safe": "7"}, company=company, **{f"alone-{self.PART}": choice})
        document = self.send(client, db_session, sent)
        assert document["alone"] == []
        answers = document["answers"]
        assert isinstance(answers, dict)
        assert answers.keys() == {"home_safe"}

    def test_a_part_that_is_left_out_is_skipped_question_by_question(
        self, client: StrictClient, db_session: Session, sends: Sends
    ) -> None:
        sent = sends({"home_safe": "7", "sw_know": "yes"}, company="carer", **{f"alone-{self.PART}": "skip"})
        answers = self.send(client, db_session, sent)["answers"]
        assert isinstance(answers, dict)
        left_out = {question.theme.key for question in self.CHAPTER.questions}
        assert {theme for theme, (_, value) in answers.items() if value == "skip"} == left_out
        assert answers.keys() == left_out | {"sw_know"}


def test_without_scripts_the_question_with_fewer_options_is_what_is_kept(
    client: StrictClient, db_session: Session, sends: Sends
) -> None:
    theme, asked = next((theme, each) for theme, each in BOAT.by_theme.items() if each.unless_checked)
    fewer = asked.wordings[-1]
    value = fewer.scale.options[0].value
    twice = {**sends({theme: value}, BOAT, mark="finished"), asked.field: asked.scale.options[0].value}
    assert client.post("/send", data=twice).status_code == 202
    assert client.post("/send", data=sends({theme: value}, BOAT, mark="finished", method="sign")).status_code == 303
    [document] = kept(db_session)
    assert document["answers"] == {theme: [fewer.fingerprint, value]}
    assert (document["method"], document["check"]) == ("sign", None)
