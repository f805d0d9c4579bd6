"""No card before a child who asks reaches somebody; and each card knows who gave it, and nothing else does."""

from __future__ import annotations

import pytest

from survey import clock
from survey.alerts.tables import Heartbeat
from survey.giver import giver_in
from survey.models import Code
from tests.survey.safeguarding.in_place import beat
from tests.survey.staff.office import Browser, Office
from tests.survey.visits.reading import read_cards
from tests.survey.visits.test_making_cards import CHOICE, one_card


class TestBeforeEverythingIsInPlace:
    """Nobody to reach: no card, so that no child is asked who could call for help in vain."""

    @pytest.fixture
    def early(self, office: Office, worker: Browser) -> Browser:
        with office.database() as session:
            session.query(Heartbeat).delete()
        return worker

    def test_the_pages_say_whom_to_ask(self, early: Browser) -> None:
        for path in ("/staff/visits/", "/staff/visits/open-round"):
            page = early.open(path)
            assert page.status_code == 200
            assert "Cards cannot be made yet" in page.text
            assert "safeguarding lead" in page.text

    @pytest.mark.parametrize("to", ["screen", "sheet"])
    def test_no_card_is_made(self, office: Office, early: Browser, to: str) -> None:
        assert early.send(f"/staff/visits/open-round/{to}", CHOICE | {"count": "2"}).status_code == 409
        with office.database() as session:
            assert session.query(Code).count() == 0

    def test_once_it_is_in_place_cards_are_made_again(self, office: Office, early: Browser) -> None:
        with office.database() as session:
            beat(session, clock.now())
        assert one_card(early)


class TestWhoGaveIt:
    def test_the_card_knows_its_giver_and_nothing_else_does(self, office: Office, worker: Browser) -> None:
        card = one_card(worker)
        with office.app.app_context():
            assert giver_in(card.giver) == office.number_of("worker@council.example")
        with office.database() as session:
            row = session.query(Code).one()
            kept = {str(getattr(row, column.key)) for column in Code.__table__.columns}
        assert card.giver not in kept

    def test_no_two_cards_show_that_one_person_made_them(self, worker: Browser) -> None:
        page = worker.send("/staff/visits/open-round/sheet", CHOICE | {"count": "12"})
        assert len({card.giver for card in read_cards(page.text)}) == 12

    def test_a_tablet_that_is_handed_over_knows_it_too(self, office: Office, worker: Browser) -> None:
        card = {"code": "A" * 22, "opens": "children-in-care-star", "language": "en"}
        sent = worker.send("/staff/visits/hand-over", card)
        with office.app.app_context():
            assert giver_in(sent.location.partition("~")[2]) == office.number_of("worker@council.example")
