"""What may be changed of a round at each stage, whatever a browser sends."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from survey import clock, codes
from survey.models import Code, Role, Round, RoundSetting
from survey.rounds import planning
from survey.rounds.forms import LONGEST
from survey.rounds.planning import RoundFixed
from tests.survey.rounds.plans import READ, asked_in, day, plan, rounds_in, typed
from tests.survey.staff.office import Browser, Office

PATH = "/staff/rounds/a-round"
ASKED = {"foster-care": 40, "childrens-homes": 20}
UNCHANGED = "Nothing was changed: this round has opened or closed since."


def ask(office: Office, opens: int) -> None:
    """A round of thirty days that opens so many days from today."""
    office.ask("a-round", clock.today() + timedelta(days=opens))


def only_round(office: Office) -> Round:
    [found] = rounds_in(office)
    return found


class TestPlanned:
    def test_its_page_has_all_of_it(self, office: Office, officer: Browser) -> None:
        ask(office, 5)
        page = officer.open(PATH).text
        for value in ("The a-round", day(5), day(35), "14", "40", "20"):
            assert f'value="{value}"' in page
        assert re.findall(r'name="tick-([\w-]+)"[^>]* checked', page) == list(ASKED)

    def test_all_of_it_can_be_changed(self, office: Office, officer: Browser) -> None:
        ask(office, 5)
        other = plan("Autumn survey", opens=7, closes=9, foster_care="50", own_home="10") | {"grace_days": "0"}
        assert officer.send(PATH, other).status_code == 303
        now = only_round(office)
        assert (now.id, now.name, now.grace_days) == ("a-round", "Autumn survey", 0)
        assert (now.opens.isoformat(), now.closes.isoformat()) == (day(7), day(9))
        assert asked_in(now) == {"foster-care": 50, "own-home": 10}
        assert [place.position for place in now.settings] == [0, 1]
        with office.database() as session:
            assert session.query(RoundSetting).count() == 2
        assert "“Autumn survey” is changed." in officer.open("/staff/rounds/").text

    def test_its_own_name_is_not_another_rounds(self, office: Office, officer: Browser) -> None:
        ask(office, 5)
        office.ask("other", clock.today() + timedelta(days=5))
        assert officer.send(PATH, plan("The a-round")).status_code == 303
        page = officer.send(PATH, plan("The OTHER"))
        assert page.status_code == 422
        assert "Another round has this name." in page.text

    def test_wrong_input_changes_nothing(self, office: Office, officer: Browser) -> None:
        ask(office, 5)
        page = officer.send(PATH, plan("Changed", foster_care="6"))
        assert page.status_code == 422
        assert "Foster care: 6 is too few" in page.text
        assert (only_round(office).name, asked_in(only_round(office))) == ("The a-round", ASKED)

    def test_opening_it_today_has_to_be_read_first(self, office: Office, officer: Browser) -> None:
        ask(office, 5)
        assert "as soon as you save" in officer.send(PATH, plan(opens=0)).text
        assert only_round(office).opens.isoformat() == day(5)
        assert officer.send(PATH, plan(opens=0, seen=READ)).status_code == 303

    def test_what_was_read_at_the_start_is_not_asked_again(self, office: Office, officer: Browser) -> None:
        officer.send("/staff/rounds/new", plan(seen=READ, foster_care="40"))
        page = officer.open(f"/staff/rounds/{only_round(office).id}").text
        assert re.search(r'name="seen" type="hidden" value="small"', page)


class TestOpen:
    @pytest.mark.parametrize("closes", [0, 60, LONGEST.days - 3])
    def test_its_name_and_last_day_can_be_changed(self, office: Office, officer: Browser, closes: int) -> None:
        ask(office, -3)
        assert officer.send(PATH, {"name": "Renamed", "closes": day(closes)}).status_code == 303
        assert (only_round(office).name, only_round(office).closes.isoformat()) == ("Renamed", day(closes))
        assert "“Renamed” is open until " in officer.open("/staff/rounds/").text

    def test_its_page_offers_nothing_else(self, office: Office, officer: Browser) -> None:
        ask(office, -3)
        page = officer.open(PATH).text
        main = page[page.index("<main") :]
        assert re.findall(r'<(?:input|select|textarea)[^>]* name="([\w-]+)"', main) == ["csrf_token", "name", "closes"]
        assert 'href="/staff/visits/a-round"' in page
        assert 'href="/staff/results/a-round"' in page

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"closes": -1}, "The last day cannot be before today, "),
            ({"closes": -4}, "The last day cannot be before today, "),
            ({"closes": LONGEST.days - 2}, "A round lasts a year at most."),
            ({"closes": "9999-12-31"}, "A round lasts a year at most."),
            ({"closes": "whenever"}, "The last day is not a date."),
            ({"closes": ""}, "Say which day is the last."),
            ({"name": ""}, "Give the round a name."),
            ({"name": "The other"}, "Another round has this name."),
        ],
    )
    def test_refusals(self, office: Office, officer: Browser, wrong: dict[str, str | int], says: str) -> None:
        ask(office, -3)
        office.ask("other", clock.today() - timedelta(days=300))
        sent = {"name": "Renamed", "closes": day(20)} | typed(wrong)
        page = officer.send(PATH, sent)
        assert page.status_code == 422
        assert page.text.count(says) == 2
        assert f'value="{sent["closes"]}"' in page.text
        with office.database() as session:
            kept = session.get_one(Round, "a-round")
            assert (kept.name, kept.closes.isoformat()) == ("The a-round", day(27))

    @pytest.mark.parametrize(
        "crafted",
        [
            {"tick-own-home": "y", "asked-own-home": "40"},
            {"tick-foster-care": "y", "asked-foster-care": "10"},
            {"grace_days": "0", "question_set": "another", "id": "another", "released": day(0), "mode": "named"},
        ],
    )
    def test_a_crafted_post_changes_nobody_who_is_asked(
        self, office: Office, officer: Browser, crafted: dict[str, str]
    ) -> None:
        ask(office, -3)
        officer.send(PATH, {"name": "Renamed", "closes": day(20)} | crafted)
        now = only_round(office)
        assert (now.id, asked_in(now), now.grace_days, now.released) == ("a-round", ASKED, 14, None)

    def test_a_plan_sent_after_it_opened_is_refused_whole(self, office: Office, officer: Browser) -> None:
        ask(office, 0)
        reply = officer.send(PATH, plan("Changed", opens=5, closes=9, seen=READ))
        assert (reply.status_code, reply.location) == (303, PATH)
        assert UNCHANGED in officer.open(PATH).text
        assert (only_round(office).name, asked_in(only_round(office))) == ("The a-round", ASKED)

    def test_two_officers_at_once(self, office: Office, officer: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
        """The other one opens it between this one's page and this one's turn to write."""
        ask(office, 5)

        def lose(*_: object) -> None:
            raise RoundFixed

        monkeypatch.setattr(planning, "change_plan", lose)
        assert officer.send(PATH, plan()).location == PATH
        assert UNCHANGED in officer.open(PATH).text

    def test_the_service_itself_does_not_replan_what_is_open(self, office: Office) -> None:
        ask(office, -3)
        with office.database() as session:
            kept = session.get_one(Round, "a-round")
            with pytest.raises(RoundFixed):
                planning.change_plan(session, kept, planning.plan_of(kept), clock.today())
            with pytest.raises(RoundFixed):
                planning.change_end(session, kept, "x", clock.today() - timedelta(days=1), clock.today())


class TestCardsOfAnOpenRound:
    def make(self, officer: Browser, to: str) -> None:
        made = officer.send(
            f"/staff/visits/a-round/{to}",
            {"setting": "foster-care", "version": "star", "language": "en", "count": "2"},
        )
        assert made.status_code == 200

    @pytest.mark.parametrize("closes", [0, 10, 60])
    def test_printed_cards_end_with_the_round(self, office: Office, officer: Browser, closes: int) -> None:
        ask(office, -3)
        self.make(officer, "sheet")
        officer.send(PATH, {"name": "Renamed", "closes": day(closes)})
        with office.database() as session:
            end = codes.end_of(session.get_one(Round, "a-round"))
            assert [code.expires for code in session.query(Code)] == [end, end]

    def test_a_card_on_the_screen_stays_a_card_of_two_hours(self, office: Office, officer: Browser) -> None:
        ask(office, -3)
        self.make(officer, "screen")
        officer.send(PATH, {"name": "Renamed", "closes": day(60)})
        with office.database() as session:
            assert session.query(Code).one().expires <= clock.now() + codes.ON_SCREEN

    def test_other_rounds_cards_stay_as_they_are(self, office: Office, officer: Browser) -> None:
        ask(office, -3)
        self.make(officer, "sheet")
        office.ask("other")
        officer.send("/staff/rounds/other", {"name": "Renamed", "closes": day(1)})
        with office.database() as session:
            end = codes.end_of(session.get_one(Round, "a-round"))
            assert {code.expires for code in session.query(Code)} == {end}


class TestClosed:
    @pytest.mark.parametrize("opens", [-35, -60])
    @pytest.mark.parametrize("is_released", [True, False])
    @pytest.mark.parametrize("sent", [{"name": "Renamed", "closes": day(20)}, plan("Renamed")])
    def test_nothing_can_be_changed(
        self, office: Office, officer: Browser, opens: int, is_released: bool, sent: dict[str, str]
    ) -> None:
        ask(office, opens)
        with office.database() as session:
            session.query(Round).one().released = clock.today() if is_released else None
        page = officer.open(PATH).text
        assert "Nothing about this round can be changed any more." in page
        main = page[page.index("<main") :]
        assert "<form" not in main
        assert officer.send(PATH, sent).location == PATH
        assert UNCHANGED in officer.open(PATH).text
        now = only_round(office)
        assert (now.name, asked_in(now)) == ("The a-round", ASKED)
        assert now.closes == clock.today() + timedelta(days=opens + 30)


@pytest.mark.parametrize("opens", [5, -3])
def test_what_only_the_database_refuses_is_no_broken_page(
    office: Office, officer: Browser, opens: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise IntegrityError("UPDATE rounds", None, ValueError("constraint failed"))

    ask(office, opens)
    monkeypatch.setattr(planning, "change_plan", refuse)
    monkeypatch.setattr(planning, "change_end", refuse)
    page = officer.send(PATH, plan() if opens > 0 else {"name": "Renamed", "closes": day(20)})
    assert page.status_code == 422
    assert "Somebody else saved a round at the same moment." in page.text


def test_a_round_that_is_not_there(officer: Browser) -> None:
    assert officer.open("/staff/rounds/nowhere").status_code == 404
    assert officer.send("/staff/rounds/nowhere", plan()).status_code == 404


def test_other_roles_change_nothing(office: Office) -> None:
    ask(office, 5)
    for role in set(Role) - {Role.OFFICER}:
        assert office.signed_in(role).send(PATH, plan("Changed")).status_code == 403
    assert only_round(office).name == "The a-round"


def test_a_form_without_our_token_changes_nothing(office: Office, officer: Browser) -> None:
    ask(office, 5)
    assert officer.client.post(PATH, data=plan("Changed")).status_code == 400
    assert only_round(office).name == "The a-round"
