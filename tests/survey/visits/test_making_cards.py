"""A worker makes cards, on the screen and on paper."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from threading import Barrier

import pytest

from survey import clock, codes
from survey.database import db, writing
from survey.models import Code, Role, Round, RoundSetting, StaffSession
from tests.survey.safeguarding.in_place import beat
from tests.survey.staff.office import Browser, Office
from tests.survey.visits.reading import ReadCard, read_cards

CHOICE = {"setting": "foster-care", "version": "star", "language": "en"}


def one_card(worker: Browser, **choice: str) -> ReadCard:
    page = worker.send("/staff/visits/open-round/screen", CHOICE | choice)
    assert page.status_code == 200
    [card] = read_cards(page.text)
    return card


class TestChoosing:
    def test_one_open_round_needs_no_choice(self, worker: Browser) -> None:
        assert worker.open("/staff/visits/").location == "/staff/visits/open-round"

    def test_several_are_a_choice(self, office: Office, worker: Browser) -> None:
        office.ask("another")
        page = worker.open("/staff/visits/").text
        assert 'href="/staff/visits/open-round"' in page
        assert 'href="/staff/visits/another"' in page

    @pytest.mark.parametrize("opens_in", [-60, 5])
    def test_a_round_that_is_not_open_is_no_choice(self, office: Office, opens_in: int) -> None:
        office.ask(opens=clock.today() + timedelta(days=opens_in))
        worker = office.signed_in(Role.WORKER)
        assert "No round is open" in worker.open("/staff/visits/").text
        assert worker.open("/staff/visits/open-round").status_code == 404
        assert worker.send("/staff/visits/open-round/screen", CHOICE).status_code == 404
        assert worker.send("/staff/visits/open-round/sheet", CHOICE).status_code == 404
        with office.database() as session:
            assert session.query(Code).count() == 0

    def test_settings_versions_and_languages_by_their_names(self, worker: Browser) -> None:
        page = worker.open("/staff/visits/open-round").text
        for words in ("Foster care", "Children’s homes", "Star", "Boat", "Symbols", "about 8 to 10", "Cymraeg"):
            assert words in page
        assert "Supported lodgings" not in page, "nobody is asked there in this round"

    def test_what_was_chosen_before_is_chosen_again(self, worker: Browser) -> None:
        page = worker.open("/staff/visits/open-round?setting=childrens-homes&version=boat&language=ar").text
        chosen = re.findall(r'name="(\w+)"[^>]* value="([^"]+)" required checked', page)
        assert chosen == [("setting", "childrens-homes"), ("version", "boat"), ("language", "ar")]

    def test_nothing_is_chosen_for_the_worker_but_the_language(self, worker: Browser) -> None:
        page = worker.open("/staff/visits/open-round").text
        assert re.findall(r'name="(\w+)"[^>]* checked', page) == ["language"]

    @pytest.mark.parametrize("to", ["screen", "sheet"])
    @pytest.mark.parametrize("missing", ["setting", "version", "language"])
    @pytest.mark.parametrize("value", ["", "another-place"])
    def test_what_is_missing_or_unknown_is_asked_for(
        self, office: Office, worker: Browser, to: str, missing: str, value: str
    ) -> None:
        page = worker.send(f"/staff/visits/open-round/{to}", CHOICE | {missing: value})
        assert page.status_code == 422
        assert "This is still to do:" in page.text
        assert f'href="#{missing}-0"' in page.text
        with office.database() as session:
            assert session.query(Code).count() == 0

    def test_no_page_asks_for_a_name_or_a_time(self, worker: Browser) -> None:
        page = worker.open("/staff/visits/open-round").text
        assert set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', page)) == {
            "setting", "version", "language", "count", "csrf_token"
        }  # fmt: skip


class TestOnTheScreen:
    def test_the_camera_opens_the_card(self, office: Office, worker: Browser) -> None:
        card = one_card(worker, version="boat", language="ar", setting="childrens-homes")
        opens = "http://localhost/answer?set=children-in-care-boat&lang=ar#"
        assert card.address == f"{opens}{card.code}~{card.giver}"
        with office.database() as session:
            admitted = codes.spend(session, card.code, clock.now())
        assert admitted == codes.Admission("open-round", "childrens-homes", "boat")

    def test_the_digits_open_the_same_card(self, office: Office, worker: Browser) -> None:
        card = one_card(worker)
        assert re.fullmatch(r"\d{3} \d{3} \d{3} \d{3}", card.digits)
        with office.database() as session:
            assert codes.spend(session, card.typed, clock.now())
            assert codes.spend(session, card.code, clock.now()) is None

    def test_it_runs_out_after_two_hours(self, office: Office, worker: Browser) -> None:
        card = one_card(worker)
        with office.database() as session:
            assert codes.knock(session, card.code, clock.now() + timedelta(minutes=119))
            assert codes.knock(session, card.code, clock.now() + timedelta(minutes=121)) is None

    def test_it_never_outlasts_the_round(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        late = datetime.combine(clock.today(), time(23, 15), UTC)
        monkeypatch.setattr(clock, "now", lambda: late)
        office.ask(opens=clock.today(), days=0)
        with office.database() as session:
            beat(session, late)
        one_card(office.signed_in(Role.WORKER))
        with office.database() as session:
            assert session.query(Code).one().expires <= codes.end_of(session.query(Round).one())

    def test_the_next_child_gets_another(self, worker: Browser) -> None:
        assert len({one_card(worker).address for _ in range(5)}) == 5

    def test_it_is_nowhere_but_on_this_page(self, office: Office, worker: Browser) -> None:
        page = worker.send("/staff/visits/open-round/screen", CHOICE)
        [card] = read_cards(page.text)
        assert page.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in page.headers or card.code not in page.headers["Set-Cookie"]
        assert card.code not in worker.open("/staff/visits/open-round").text
        with office.database() as session:
            row = session.query(Code).one()
            kept = {str(getattr(row, column.key)) for column in Code.__table__.columns}
        assert not kept & {card.code, card.typed, card.digits}

    def test_the_page_says_what_is_true(self, worker: Browser) -> None:
        page = worker.send("/staff/visits/open-round/screen", CHOICE).text
        assert "This is for a round, not for one child or visit" in page
        assert "You will not see the answers" in page
        assert "It is not perfect." in page
        assert "anonymous" not in page.lower()


class TestOnPaper:
    def test_a_sheet_of_24(self, office: Office, worker: Browser) -> None:
        page = worker.send("/staff/visits/open-round/sheet", CHOICE | {"count": "24"})
        cards = read_cards(page.text)
        assert len({card.address for card in cards}) == 24
        assert len({card.typed for card in cards}) == 24
        with office.database() as session:
            asked = session.query(Round).one()
            last_moment = codes.end_of(asked) - timedelta(seconds=1)
            for card in cards:
                admission = codes.Admission("open-round", "foster-care", "star")
                assert codes.knock(session, card.code, last_moment) == admission
                assert codes.knock(session, card.typed, last_moment) == admission
            assert codes.knock(session, cards[0].code, codes.end_of(asked)) is None
            assert session.query(RoundSetting).filter_by(setting="foster-care").one().issued == 24

    @pytest.mark.parametrize("count", ["0", "25", "-1", "many", "1.5", ""])
    def test_no_other_number(self, office: Office, worker: Browser, count: str) -> None:
        page = worker.send("/staff/visits/open-round/sheet", CHOICE | {"count": count})
        assert page.status_code == 422
        with office.database() as session:
            assert session.query(Code).count() == 0

    def test_the_cards_are_in_the_childrens_language(self, worker: Browser) -> None:
        page = worker.send("/staff/visits/open-round/sheet", CHOICE | {"count": "2", "language": "ar"}).text
        assert '<ul class="paper" lang="ar" dir="rtl" data-letters="arabic">' in page
        assert page.count('<p class="digits" dir="ltr">') == 2
        assert "2 cards to print" in page

    def test_a_card_names_nobody(self, worker: Browser) -> None:
        page = worker.send("/staff/visits/open-round/sheet", CHOICE | {"count": "1"}).text
        paper = page[page.index('<ul class="paper"') :]
        for words in ("A worker", "foster", "Foster", "open-round"):
            assert words not in paper.partition("</ul>")[0]


class TestTheLimit:
    def test_three_cards_for_each_child_asked(self, office: Office, worker: Browser) -> None:
        for count in ("24", "24", "10"):
            send = CHOICE | {"setting": "childrens-homes", "count": count}
            assert worker.send("/staff/visits/open-round/sheet", send).status_code == 200
        too_many = CHOICE | {"setting": "childrens-homes", "count": "3"}
        page = worker.send("/staff/visits/open-round/sheet", too_many)
        assert page.status_code == 422
        assert "Children’s homes can have only 2 more cards" in page.text
        with office.database() as session:
            assert session.query(Code).count() == 58

        assert one_card(worker, setting="childrens-homes")
        assert one_card(worker, setting="childrens-homes")
        page = worker.send("/staff/visits/open-round/screen", CHOICE | {"setting": "childrens-homes"})
        assert page.status_code == 422
        assert "Children’s homes has had all its 60 cards" in page.text
        assert one_card(worker, setting="foster-care"), "other places are not held up"

    def test_workers_at_the_same_moment_do_not_pass_it_together(self, office: Office, worker: Browser) -> None:
        with office.database() as session:
            session.query(RoundSetting).filter_by(setting="childrens-homes").one().issued = 55
        browsers = [office.signed_in(Role.WORKER) for _ in range(8)]

        def make(browser: Browser) -> int:
            return browser.send("/staff/visits/open-round/screen", CHOICE | {"setting": "childrens-homes"}).status_code

        with ThreadPoolExecutor(8) as threads:
            assert sorted(threads.map(make, browsers)) == [200] * 5 + [422] * 3
        with office.database() as session:
            assert session.query(RoundSetting).filter_by(setting="childrens-homes").one().issued == 60

    def test_the_page_counts_what_was_made_and_not_what_was_used(self, office: Office, worker: Browser) -> None:
        card = one_card(worker)
        before = worker.open("/staff/visits/open-round").text
        assert '<th scope="row">Foster care</th><td>40</td><td>1</td><td>119</td>' in before
        with office.database() as session:
            codes.spend(session, card.code, clock.now())
        after = worker.open("/staff/visits/open-round").text
        assert re.sub(r'value="[^"]*"', "", after) == re.sub(r'value="[^"]*"', "", before)


class TestUsing:
    def test_of_50_at_the_same_moment_exactly_one_gets_in(self, office: Office, worker: Browser) -> None:
        card = one_card(worker)
        together = Barrier(50)

        def use(number: int) -> bool:
            with office.app.app_context():
                together.wait()
                with writing():
                    admitted = codes.spend(db.session, card.code if number % 2 else card.typed, clock.now())
                    db.session.commit()
                return admitted is not None

        with ThreadPoolExecutor(50) as threads:
            assert list(threads.map(use, range(50))).count(True) == 1


class TestHandingOver:
    def fields(self, card: ReadCard) -> dict[str, str]:
        return {"code": card.code, "opens": "children-in-care-star", "language": "en"}

    def test_the_worker_is_signed_out_before_the_child_comes_in(self, office: Office, worker: Browser) -> None:
        card = one_card(worker)
        reply = worker.send("/staff/visits/hand-over", self.fields(card))
        assert reply.status_code == 303
        assert f"http://localhost{reply.location}".partition("~")[0] == card.address.partition("~")[0]
        with office.database() as session:
            assert session.query(StaffSession).count() == 0
            assert codes.knock(session, card.code, clock.now()), "the card is still the child's to use"
        assert worker.open("/staff/visits/").status_code == 303, "pressing back leads to the sign-in page"

    @pytest.mark.parametrize(
        "wrong",
        [{"code": "x"}, {"code": "A" * 21 + "\n"}, {"opens": "//evil.example"}, {"opens": ""}, {"language": "en#"}],
    )
    def test_it_leads_nowhere_else(self, office: Office, worker: Browser, wrong: dict[str, str]) -> None:
        assert worker.send("/staff/visits/hand-over", self.fields(one_card(worker)) | wrong).status_code == 400
        with office.database() as session:
            assert session.query(StaffSession).count() == 1


def test_no_page_of_the_worker_reads_an_answer(office: Office, worker: Browser) -> None:
    with office.statements() as said:
        worker.open("/staff/visits/")
        worker.open("/staff/visits/open-round")
        card = one_card(worker)
        worker.send("/staff/visits/open-round/sheet", CHOICE | {"count": "3"})
        worker.send("/staff/visits/open-round/sheet", CHOICE | {"setting": ""})
        worker.send("/staff/visits/hand-over", {"code": card.code, "opens": "children-in-care-star", "language": "en"})
    assert said
    assert not [one for one in said if re.search(r"\b(sittings|parts|set_aside)\b", one)]


@pytest.mark.parametrize("to", ["open-round/screen", "open-round/sheet", "hand-over"])
def test_a_form_without_our_token_makes_nothing(office: Office, worker: Browser, to: str) -> None:
    assert worker.client.post(f"/staff/visits/{to}", data=CHOICE).status_code == 400
    with office.database() as session:
        assert session.query(Code).count() == 0
