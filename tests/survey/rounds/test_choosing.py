"""An officer chooses what a round asks; what it asks is what it takes, shows and counts."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from analysis.counts import count
from questions.answers import Part, Sides, write_part
from questions.edition import Edition, OwnQuestion, write_edition
from survey import clock, codes
from survey.models import Mark, Reason, Round, SetAside
from survey.responses import Delivery, Receipt, receive
from survey.rounds import planning
from survey.rounds.asking import edition_in, sets_in, sets_of
from survey.rounds.planning import RoundFixed
from tests.survey.rounds.plans import plan, rounds_in
from tests.survey.sittings import a_card, a_delivery
from tests.survey.staff.office import Browser, Office

GARDEN = OwnQuestion((("en", "Is there a place to play outside?"),), "yes", "Garden", "can play outside")


def themes_ticked(page: str) -> list[str]:
    return re.findall(r'name="theme" value="(\w+)" checked', page)


def set_up(office: Office, officer: Browser) -> Round:
    officer.send("/staff/rounds/new", plan())
    [made] = rounds_in(office)
    return made


def chosen(office: Office) -> Edition:
    [made] = rounds_in(office)
    return edition_in(made.edition)


def fields(page: str, **more: Any) -> dict[str, Any]:
    own = {f"{part}-{number}": said for number in (1, 2, 3) for part, said in (("answers", "yes"), ("picture", ""))}
    return {"theme": themes_ticked(page), **own, **more}


class TestThePage:
    def test_nothing_chosen_leaves_the_round_as_everybody_asks(self, office: Office, officer: Browser) -> None:
        made = set_up(office, officer)
        address = f"/staff/rounds/{made.id}/questions"
        assert officer.send(address, fields(officer.open(address).text)).status_code == 303
        [made] = rounds_in(office)
        assert made.edition is None

    def test_themes_words_and_questions_are_kept_and_shown_again(self, office: Office, officer: Browser) -> None:
        made = set_up(office, officer)
        address = f"/staff/rounds/{made.id}/questions"
        sent = fields(officer.open(address).text)
        sent["theme"] = [theme for theme in themes_ticked(officer.open(address).text) if theme != "plan_copy"]
        own = {
            "ask-1": GARDEN.ask,
            "name-1": "Garden",
            "statement-1": "can play outside",
            "ask-1-cy": "Oes lle i chwarae?",
        }
        assert officer.send(address, {**sent, **own, "home": "Elm House"}).status_code == 303
        edition = chosen(office)
        assert edition.left_out == {"plan_copy"}
        assert edition.words == (("home", "Elm House"),)
        [question] = edition.own
        assert question.asks == (("en", GARDEN.ask), ("cy", "Oes lle i chwarae?"))
        page = officer.open(address).text
        assert "plan_copy" not in themes_ticked(page)
        assert "Elm House" in page
        assert GARDEN.ask in page

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"theme": []}, "Leave at least one question"),
            ({"theme": ["canary"]}, "not"),
            ({"home": "{worker}"}, "curly brackets"),
            ({"ask-1": GARDEN.ask}, "short name"),
            ({"name-2": "Garden"}, "write the question"),
            ({"ask-3": GARDEN.ask, "name-3": "Garden"}, "how a finding would say it"),
            ({"ask-1": "word " * 30, "name-1": "Long", "statement-1": "say so"}, "too long"),
            ({"ask-1": "My garden", "name-1": "Garden", "statement-1": "like it", "answers-1": "like"}, "picture"),
            ({"answers-1": "smileys"}, "Not a valid choice"),
        ],
    )
    def test_refuses_with_a_reason_and_keeps_what_was_typed(
        self, office: Office, officer: Browser, wrong: dict[str, Any], why: str
    ) -> None:
        made = set_up(office, officer)
        address = f"/staff/rounds/{made.id}/questions"
        reply = officer.send(address, {**fields(officer.open(address).text), "worker": "key worker", **wrong})
        assert reply.status_code == 422
        assert why in reply.text
        assert "key worker" in reply.text
        assert chosen(office) == Edition()

    def test_nothing_changes_once_it_is_open(self, office: Office, officer: Browser) -> None:
        office.ask("open-round")
        address = "/staff/rounds/open-round/questions"
        assert officer.open(address).location == "/staff/rounds/open-round"
        sent: dict[str, Any] = {"theme": ["home_safe"]}
        assert officer.send(address, sent).status_code in (303, 422)
        assert chosen(office) == Edition()


class TestARoundsOwnWay:
    @pytest.fixture
    def own_way(self, db_session: Session, asked: Round) -> Round:
        edition = Edition(left_out=frozenset({"plan_copy"}), own=(GARDEN,))
        asked.edition = write_edition(edition)
        db_session.commit()
        return asked

    def deliver(self, session: Session, asked: Round, answers: dict[str, str]) -> Receipt:
        whole = sets_of(asked)["star"]
        part = Part(
            sitting=uuid.uuid4(),
            number=1,
            question_set=whole,
            language="en",
            company=None,
            sides=Sides.GOOD_FIRST,
            answers=answers,
            fingerprints={theme: whole.by_theme[theme].fingerprint for theme in answers},
        )
        code = a_card(session, asked)
        return receive(
            session, Delivery(str(part.sitting), code, write_part(part).encode(), Mark.FINISHED), clock.now()
        )

    def test_takes_and_counts_what_it_asks(self, db_session: Session, own_way: Round) -> None:
        assert self.deliver(db_session, own_way, {"home_safe": "9", "own_1": "yes"}) is Receipt.KEPT
        assert self.deliver(db_session, own_way, {"home_safe": "2", "own_1": "no"}) is Receipt.KEPT
        counted = count(db_session, own_way)["foster-care"].themes
        assert (counted["own_1"].asked, counted["own_1"].positive) == (2, 1)
        assert "plan_copy" not in counted

    def test_sets_aside_what_another_round_asks(self, db_session: Session, own_way: Round) -> None:
        code = a_card(db_session, own_way)
        assert receive(db_session, a_delivery(code, {"home_safe": "9"}), clock.now()) is Receipt.SET_ASIDE
        [kept] = db_session.query(SetAside).all()
        assert kept.reason == Reason.UNREADABLE
        assert count(db_session, own_way)["foster-care"].sittings == 0

    def test_an_edition_is_fixed_once_the_round_is_open(self, db_session: Session, own_way: Round) -> None:
        with pytest.raises(RoundFixed):
            planning.choose_questions(db_session, own_way, Edition(), clock.today())

    def test_before_it_opens_it_can_be_chosen_and_unchosen(self, db_session: Session, asked: Round) -> None:
        early = asked.opens - timedelta(days=1)
        planning.choose_questions(db_session, asked, Edition(own=(GARDEN,)), early)
        assert "own_1" in sets_of(asked)["boat"].by_theme
        planning.choose_questions(db_session, asked, Edition(), early)
        assert asked.edition is None
        assert codes.end_of(asked)


class TestWhatAChildMeets:
    KEY = "children-in-care-star.open-round"

    @pytest.fixture
    def digits(self, office: Office) -> str:
        """A card of a round that asks in a way of its own."""
        office.ask("open-round")
        with office.database() as session:
            asked = session.get_one(Round, "open-round")
            asked.edition = write_edition(Edition(words=(("home", "Elm House"),), own=(GARDEN,)))
            [card] = codes.issue(session, asked.settings[0], "star", 1, clock.now() + codes.ON_SCREEN)
            return card.digits

    def test_the_rounds_own_document(self, office: Office, digits: str) -> None:
        client = office.app.test_client()
        page = client.get(f"/answer?set={self.KEY}&lang=en").text
        assert 'data-round="open-round"' in page
        assert GARDEN.ask in page
        assert "Elm House" in page
        # Nobody put it into Arabic, and a name would break the grammar of other languages.
        other = client.get(f"/answer?set={self.KEY}&lang=ar").text
        assert GARDEN.ask not in other
        assert "Elm House" not in other
        assert GARDEN.ask not in client.get("/answer?set=children-in-care-star&lang=en").text
        for nobodys in ("children-in-care-star.nowhere", "children-in-care-star.", "nothing.open-round"):
            assert client.get(f"/answer?set={nobodys}&lang=en").status_code == 404

    def test_a_sitting_without_scripts(self, office: Office, digits: str) -> None:
        client = office.app.test_client()
        page = client.post("/begin?lang=en", data={"digits": digits}).text
        hidden = dict(
            re.findall(r'<input type="hidden" name="(sitting|code|sides|set|language)" value="([^"]*)"', page)
        )
        assert hidden["set"] == self.KEY
        own = sets_in("children-in-care", write_edition(Edition(own=(GARDEN,))), "open-round")["star"].by_theme["own_1"]
        assert client.post("/send?lang=en", data={**hidden, own.field: "yes", "mark": "finished"}).status_code == 303
        with office.database() as session:
            counted = count(session, session.get_one(Round, "open-round"))["foster-care"].themes
            assert (counted["own_1"].asked, counted["own_1"].positive) == (1, 1)
