"""An officer sets up a round: what is taken, what is refused and why, and what has to be read first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from survey import clock
from survey.models import Role
from survey.rounds import planning
from survey.rounds.forms import FURTHEST, LONGEST
from survey.rounds.settings import GROUPS, SETTINGS
from tests.survey.rounds.plans import READ, asked_in, day, in_words, plan, rounds_in, typed
from tests.survey.staff.office import Browser, Office

NEW = "/staff/rounds/new"


@pytest.fixture
def refused(office: Office, officer: Browser) -> Iterator[list[str]]:
    """Every page in this list must say what is wrong, and nothing may be set up."""
    pages: list[str] = []
    yield pages
    assert pages
    for page in pages:
        assert "This is still to do:" in page
        assert "<title>Problem: Set up a round" in page
    assert rounds_in(office) == []


def send_wrong(officer: Browser, fields: dict[str, str]) -> str:
    reply = officer.send(NEW, fields)
    assert reply.status_code == 422
    return reply.text


class TestSettingUp:
    def test_a_round(self, office: Office, officer: Browser) -> None:
        reply = officer.send(NEW, plan())
        assert (reply.status_code, reply.location) == (303, "/staff/rounds/")
        [made] = rounds_in(office)
        assert (made.name, made.question_set, made.mode, made.grace_days) == (
            "Spring survey", "children-in-care", "group", 14
        )  # fmt: skip
        assert (made.opens.isoformat(), made.closes.isoformat()) == (day(10), day(40))
        assert asked_in(made) == {"foster-care": 300, "childrens-homes": 20}
        assert made.released is None
        page = officer.open("/staff/rounds/").text
        assert f"“Spring survey” is set up. Its first day is {in_words(made.opens)}." in page

    def test_the_empty_page(self, officer: Browser) -> None:
        page = officer.open(NEW).text
        for setting in GROUPS["children-in-care"].settings:
            assert setting.name in page
        assert 'name="grace_days" size="4" type="text" value="14"' in page
        assert "Star" in page
        assert "24 questions" in page
        assert "checked" not in page
        assert "While it is open:" in page

    def test_settings_stand_in_the_house_order(self, office: Office, officer: Browser) -> None:
        officer.send(NEW, plan(childrens_homes="20", own_home="40", foster_care="300"))
        [made] = rounds_in(office)
        assert [place.setting for place in made.settings] == ["foster-care", "childrens-homes", "own-home"]
        assert [place.position for place in made.settings] == [0, 1, 2]

    def test_numbers_and_days_as_people_type_them(self, office: Office, officer: Browser) -> None:
        typed = plan(foster_care=" 1,200 ") | {"opens": f"{clock.today() + timedelta(days=3):%d/%m/%Y}"}
        assert officer.send(NEW, typed | {"name": "  Spring \t survey\n"}).status_code == 303
        [made] = rounds_in(office)
        assert (made.name, asked_in(made), made.opens.isoformat()) == ("Spring survey", {"foster-care": 1200}, day(3))

    @pytest.mark.parametrize(
        "edge",
        [
            lambda: plan(opens=0, closes=0, seen=READ),
            lambda: plan(closes=10 + LONGEST.days),
            lambda: plan(opens=FURTHEST.days, closes=FURTHEST.days),
            lambda: plan() | {"grace_days": "0"},
            lambda: plan() | {"grace_days": "60"},
            lambda: plan(foster_care="10", seen=READ),
            lambda: plan(name="x" * 120),
            lambda: plan() | {f"{part}-{key}": "20000" for key in SETTINGS for part in ("tick", "asked")},
        ],
    )
    def test_what_is_just_allowed(self, office: Office, officer: Browser, edge: Callable[[], dict[str, str]]) -> None:
        assert officer.send(NEW, edge()).status_code == 303
        assert len(rounds_in(office)) == 1

    def test_only_officers_set_up_rounds(self, office: Office) -> None:
        for role in set(Role) - {Role.OFFICER}:
            browser = office.signed_in(role)
            assert browser.open(NEW).status_code == 403
            assert browser.open("/staff/rounds/").status_code == 403
            assert browser.send(NEW, plan()).status_code == 403
            assert 'href="/staff/rounds/"' not in browser.open("/staff/no-such-page").text
        assert rounds_in(office) == []

    def test_a_form_without_our_token_sets_nothing_up(self, office: Office, officer: Browser) -> None:
        assert officer.client.post(NEW, data=plan()).status_code == 400
        assert rounds_in(office) == []


class TestRefusals:
    @pytest.mark.parametrize(
        ("wrong", "says", "at"),
        [
            ({"name": "  "}, "Give the round a name.", "name"),
            ({"name": "\0\x07"}, "Give the round a name.", "name"),
            ({"name": "x" * 121}, "Make the name shorter: 120 letters at most.", "name"),
            ({"opens": ""}, "Say on which day it opens.", "opens"),
            ({"opens": "soon"}, "The first day is not a date.", "opens"),
            ({"opens": "2030-02-30"}, "The first day is not a date.", "opens"),
            ({"opens": -1}, "It cannot open before today, ", "opens"),
            ({"opens": FURTHEST.days + 1}, "It would open in more than two years.", "opens"),
            ({"opens": "9999-12-31"}, "It would open in more than two years.", "opens"),
            ({"closes": ""}, "Say which day is the last.", "closes"),
            ({"closes": "31/31/2030"}, "The last day is not a date.", "closes"),
            ({"closes": 9}, "The last day is before the first. Choose ", "closes"),
            ({"closes": 11 + LONGEST.days}, "A round lasts a year at most. Choose ", "closes"),
            ({"closes": "9999-12-31"}, "A round lasts a year at most. Choose ", "closes"),
            *(
                ({"grace_days": many}, "Write how many days late tablets have: 0 to 60.", "grace_days")
                for many in ("", "61", "-1", "1.5", "two", "9" * 5000)
            ),
            *(
                ({"asked-foster-care": many}, "Foster care: write how many children are asked", "asked-foster-care")
                for many in ("", " ", "-40", "40.5", "forty", "9" * 5000)
            ),
            ({"asked-foster-care": "0"}, "Foster care: 0 is too few", "asked-foster-care"),
            ({"asked-foster-care": "9"}, "Foster care: 9 is too few to count on its own", "asked-foster-care"),
            ({"asked-foster-care": "20001"}, "Foster care: 20,001 children are too many.", "asked-foster-care"),
            ({"asked-own-home": "12"}, "At home with parents: tick it, or take its number away.", "asked-own-home"),
            ({"tick-own-home": "y"}, "At home with parents: write how many children are asked", "asked-own-home"),
        ],
    )  # fmt: skip
    def test_each_says_what_to_do_and_leads_there(
        self, officer: Browser, refused: list[str], wrong: dict[str, str | int], says: str, at: str
    ) -> None:
        page = send_wrong(officer, plan() | typed(wrong))
        refused.append(page)
        assert page.count(says) == 2, "in the summary and at the field"
        assert f'<a href="#{at}">{says}' in page
        assert f'id="{at}"' in page
        assert f'id="{at}-wrong"' in page

    def test_too_few_says_why_and_what_to_do(self, officer: Browser, refused: list[str]) -> None:
        page = send_wrong(officer, plan(foster_care="300", supported_lodgings="6"))
        refused.append(page)
        assert "could show what one child said. Leave this place out, and add its children to the place" in page

    def test_somebody_has_to_be_asked(self, officer: Browser, refused: list[str]) -> None:
        page = send_wrong(officer, {name: value for name, value in plan().items() if "-" not in name})
        refused.append(page)
        assert page.count("Tick at least one place where children are asked.") == 2
        assert '<a href="#tick-foster-care">' in page

    def test_nothing_at_all(self, officer: Browser, refused: list[str]) -> None:
        refused.append(send_wrong(officer, {}))

    def test_a_place_nobody_knows_is_nobodys(self, officer: Browser, refused: list[str]) -> None:
        unknown = {name: value for name, value in plan().items() if "-" not in name}
        refused.append(send_wrong(officer, unknown | {"tick-the-moon": "y", "asked-the-moon": "40"}))

    def test_everything_that_was_typed_is_kept(self, officer: Browser, refused: list[str]) -> None:
        typed = plan(name="Ein <b>Name</b>", foster_care="6", own_home="many") | {
            "opens": "the 4th", "grace_days": "sixty", "asked-childrens-homes": "12"
        }  # fmt: skip
        page = send_wrong(officer, typed)
        refused.append(page)
        for value in ("Ein &lt;b&gt;Name&lt;/b&gt;", "the 4th", day(40), "sixty", "6", "many", "12"):
            assert f'value="{value}"' in page
        assert re.findall(r'name="tick-([\w-]+)"[^>]* checked', page) == ["foster-care", "own-home"]


class TestReadingFirst:
    def test_fewer_than_sixty_are_told_as_one(self, office: Office, officer: Browser) -> None:
        small = plan(foster_care="39", childrens_homes="20")
        page = officer.send(NEW, small)
        assert page.status_code == 200
        assert "<title>Please read: Set up a round" in page.text
        assert "59 children are asked, fewer than 60." in page.text
        assert 'value="39"' in page.text
        assert rounds_in(office) == []
        assert officer.send(NEW, small | {"seen": seen_on(page.text)}).status_code == 303
        assert len(rounds_in(office)) == 1

    def test_sixty_are_enough(self, officer: Browser) -> None:
        assert officer.send(NEW, plan(foster_care="40", childrens_homes="20")).status_code == 303

    def test_opening_today_is_opening_now(self, office: Office, officer: Browser) -> None:
        page = officer.send(NEW, plan(opens=0))
        assert "as soon as you save, children can answer" in page.text
        assert rounds_in(office) == []
        assert officer.send(NEW, plan(opens=0, seen=seen_on(page.text))).status_code == 303
        assert "Open until " in officer.open("/staff/rounds/").text

    def test_having_read_one_is_not_having_read_the_other(self, office: Office, officer: Browser) -> None:
        page = officer.send(NEW, plan(opens=0, seen="small", foster_care="40"))
        assert page.status_code == 200
        assert "as soon as you save" in page.text
        assert rounds_in(office) == []


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" type="hidden" value="([^"]*)"', page)
    assert found
    return found[1]


def test_what_only_the_database_refuses_is_no_broken_page(
    office: Office, officer: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise IntegrityError("INSERT INTO rounds", None, ValueError("UNIQUE constraint failed"))

    monkeypatch.setattr(planning, "set_up", refuse)
    page = send_wrong(officer, plan())
    assert "Somebody else saved a round at the same moment." in page
    assert "UNIQUE" not in page
