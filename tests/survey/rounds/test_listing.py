"""All rounds on one page, each with its stage, and with a name and an id of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from survey import clock
from survey.models import Round
from tests.survey.rounds.plans import in_words, plan, rounds_in
from tests.survey.staff.office import Browser, Office

NEW = "/staff/rounds/new"


class TestTheList:
    def test_a_new_council_is_told_what_a_round_is(self, officer: Browser) -> None:
        page = officer.open("/staff/rounds/").text
        assert "Set up your first round" in page
        assert 'href="/staff/rounds/new"' in page

    @pytest.mark.parametrize(
        ("opens", "released", "says", "leads_to"),
        [
            (5, False, "Planned: opens on ", "/staff/rounds/a-round"),
            (-3, False, "Open until ", "/staff/visits/a-round"),
            (-35, False, "Late tablets have until ", "/staff/results/a-round"),
            (-60, False, "Ready to be released", "/staff/results/a-round"),
            (-60, True, "Released on ", "/staff/results/a-round"),
        ],
    )
    def test_every_stage_in_words(
        self, office: Office, officer: Browser, opens: int, released: bool, says: str, leads_to: str
    ) -> None:
        office.ask("a-round", clock.today() + timedelta(days=opens))
        if released:
            with office.database() as session:
                session.query(Round).one().released = clock.today()
        page = officer.open("/staff/rounds/").text
        assert says in page
        assert f'href="{leads_to}"' in page
        assert "60 children asked in 2 places" in page
        assert 'aria-current="page">Rounds<' in page

    def test_days_are_in_words(self, office: Office, officer: Browser) -> None:
        office.ask("a-round", clock.today())
        page = officer.open("/staff/rounds/").text
        assert f"{in_words(clock.today())} to {in_words(clock.today() + timedelta(days=30))}" in page


class TestNamesAndIds:
    @pytest.mark.parametrize(
        ("name", "stem"),
        [
            ("Spring survey", "spring-survey"),
            ("Children’s voices: Café!", "childrens-voices-cafe"),
            ("أصوات", "round"),
            ("Llais y plant " * 5, "llais-y-plant-llais-y-plant"),
            ("new", "new"),
            ("../../etc", "etc"),
        ],
    )
    def test_the_id_is_the_name_and_the_year(self, office: Office, officer: Browser, name: str, stem: str) -> None:
        officer.send(NEW, plan(name=name))
        [made] = rounds_in(office)
        assert made.id == f"{stem}-{made.opens.year}"
        assert len(made.id) <= 40
        assert officer.open(f"/staff/rounds/{made.id}").status_code == 200

    def test_a_year_in_the_name_is_not_said_twice(self, office: Office, officer: Browser) -> None:
        year = (clock.today() + timedelta(days=10)).year
        officer.send(NEW, plan(name=f"Survey {year}"))
        assert rounds_in(office)[0].id == f"survey-{year}"

    def test_names_that_come_to_the_same_id_get_ids_of_their_own(self, office: Office, officer: Browser) -> None:
        for name in ("Spring survey", "Spring: survey", "Spring – survey"):
            assert officer.send(NEW, plan(name=name)).status_code == 303
        year = rounds_in(office)[0].opens.year
        stem = f"spring-survey-{year}"
        assert {made.id for made in rounds_in(office)} == {stem, f"{stem}-2", f"{stem}-3"}

    @pytest.mark.parametrize("name", ["Spring survey", "SPRING  survey "])
    def test_a_name_is_given_once(self, office: Office, officer: Browser, name: str) -> None:
        officer.send(NEW, plan())
        page = officer.send(NEW, plan(name=name))
        assert page.status_code == 422
        assert page.text.count("Another round has this name. Add the season or the year.") == 2
        assert len(rounds_in(office)) == 1

    def test_pressing_twice_sets_up_one_round(self, office: Office, officer: Browser) -> None:
        assert [officer.send(NEW, plan()).status_code for _ in range(2)] == [303, 422]
        assert len(rounds_in(office)) == 1
