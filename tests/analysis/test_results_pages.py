"""The officer's results pages, as an officer meets them at each stage of a round."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest

from analysis import released
from analysis.headlines import going_well, not_going_well
from analysis.participation import nearest_five
from analysis.released import Release
from analysis.wording import share_words
from survey import clock
from survey.models import Part, Role, Round, Sitting
from tests.analysis.rounds import closed_round, fill
from tests.survey.staff.office import Browser, Office

TOOK_PART = {
    "foster-care": {"star": 40, "boat": 12, "symbols": 4},
    "family-or-friends": {"star": 12, "boat": 6},
    "childrens-homes": {"star": 8, "symbols": 4},
    "supported-lodgings": {"star": 7},
}
HERE = "/staff/results/spring"


@pytest.fixture
def officer(office: Office) -> Browser:
    return office.signed_in(Role.OFFICER)


@pytest.fixture
def ready(office: Office) -> None:
    with office.database() as session:
        fill(session, closed_round(session, clock.today()), TOOK_PART)


def words_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)).split())


def read_release(office: Office) -> Release:
    with office.app.app_context():
        return released.read("spring")


def test_without_a_round_the_page_says_so(officer: Browser) -> None:
    assert "There is no round yet" in officer.open("/staff/results/").text


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (-50, "Opens on"),
        (-5, "What children say is not counted while the round is open"),
        (5, "Tablets without a signal may still bring"),
        (20, "The results can be released now."),
    ],
)
def test_each_stage_says_where_the_round_is(office: Office, officer: Browser, ago: int, words: str) -> None:
    with office.database() as session:
        closed_round(session, clock.today(), ago=ago)
    page = officer.open(HERE).text
    assert words in html.unescape(page)
    assert ("Release the results" in page) == (ago == 20)
    assert "Spring round" in officer.open("/staff/results/").text


def test_while_a_round_is_open_only_fives_of_finished_weeks_are_told(office: Office, officer: Browser) -> None:
    with office.database() as session:
        asked = closed_round(session, clock.today(), ago=-5)
        fill(
            session,
            asked,
            {"foster-care": {"star": 33}, "family-or-friends": {"star": 7}, "childrens-homes": {"boat": 3}},
        )
        for sitting in session.query(Sitting):
            sitting.week = clock.week_of(clock.today()) - 1
        for sitting in session.query(Sitting).filter_by(setting="foster-care").limit(20):
            sitting.week = clock.week_of(clock.today())
    with office.statements() as said:
        page = words_of(officer.open(HERE).text)
    assert "Foster care about 15 of 90" in page
    assert "With family or friends about 5 of 30" in page
    assert "Children’s homes fewer than 5 of 20" in page
    assert "about 20 of 152 asked" in page
    assert not any("parts" in statement for statement in said)


@pytest.mark.parametrize(("count", "told"), [(0, 0), (4, 0), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (302, 300)])
def test_the_nearest_five(count: int, told: int) -> None:
    assert nearest_five(count) == told


@pytest.mark.usefixtures("ready")
def test_releasing_shows_the_results_and_is_done_once(office: Office, officer: Browser) -> None:
    assert officer.open(f"{HERE}/figures.csv").status_code == 404
    sent = officer.send(f"{HERE}/release")
    assert (sent.status_code, sent.location) == (303, HERE)
    assert "What children told us" in officer.open(HERE).text
    before = read_release(office)
    assert officer.send(f"{HERE}/release").status_code == 303
    assert read_release(office) == before


def test_a_round_in_grace_cannot_be_released(office: Office, officer: Browser) -> None:
    with office.database() as session:
        closed_round(session, clock.today(), ago=5)
    officer.send(f"{HERE}/release")
    assert "This round cannot be released yet." in officer.open(HERE).text
    with office.database() as session:
        assert session.get_one(Round, "spring").released is None


@pytest.mark.usefixtures("ready")
def test_questions_reworded_meanwhile_stop_the_release(office: Office, officer: Browser) -> None:
    with office.database() as session:
        part = session.query(Part).first()
        assert part is not None
        part.document = part.document.replace('"home_safe":["', '"home_safe":["0')
    officer.send(f"{HERE}/release")
    assert "Nothing was released" in officer.open(HERE).text


@pytest.mark.usefixtures("ready")
def test_the_figures_on_the_page_are_those_of_the_release(office: Office, officer: Browser) -> None:
    officer.send(f"{HERE}/release")
    found = read_release(office)
    page = words_of(officer.open(HERE).text)
    assert "93 of 152 asked" in page
    assert "59 have not been heard from" in page
    with office.app.test_request_context():
        for theme in found.themes:
            assert share_words(found.everyone.figures[theme.key]) in page
        for headline in (*going_well(found), *not_going_well(found)):
            assert headline.asterisk in page
            assert f"{headline.share} {headline.rest}" in page
    for theme in found.themes:
        by_setting = officer.open(f"{HERE}?theme={theme.key}")
        assert by_setting.status_code == 200
        with office.app.test_request_context():
            for level in found.levels:
                assert share_words(level.figures[theme.key]) in words_of(by_setting.text)
    assert officer.open(f"{HERE}?theme=<script>").status_code == 200


@pytest.mark.usefixtures("ready")
def test_no_page_of_a_released_round_reads_an_answer_or_a_sitting(office: Office, officer: Browser) -> None:
    officer.send(f"{HERE}/release")
    with office.statements() as said:
        for path in (HERE, f"{HERE}?theme=happy", f"{HERE}/figures.csv", "/staff/results/"):
            assert officer.open(path).status_code == 200
    assert said
    for statement in said:
        assert not re.search(r"\b(sittings|parts|codes|set_aside)\b", statement), statement


@pytest.mark.usefixtures("ready")
def test_hidden_figures_are_nowhere_on_the_page(office: Office, officer: Browser) -> None:
    """Seven in supported lodgings: what they said is in no table, chart or sheet."""
    officer.send(f"{HERE}/release")
    for theme in read_release(office).themes:
        page = officer.open(f"{HERE}?theme={theme.key}").text
        row = re.search(r'<tr><th scope="row">Supported lodgings</th>(.*?)</tr>', page)
        assert row
        assert words_of(row[1]) == "c c c"
        assert "Too few to show safely" in page
    sheet = list(csv.DictReader(io.StringIO(officer.open(f"{HERE}/figures.csv").data.decode("utf-8-sig"))))
    lodgings = [row for row in sheet if row["Where children live"] == "Supported lodgings"]
    assert len(lodgings) == len(read_release(office).themes) > 30
    for line in lodgings:
        told = {value for name, value in line.items() if name.endswith(("at least", "at most"))}
        assert told == {"c"}


@pytest.mark.usefixtures("ready")
def test_a_tampered_release_shows_nothing(office: Office, officer: Browser) -> None:
    officer.send(f"{HERE}/release")
    with office.app.app_context():
        path = released.path_of("spring")
    path.chmod(0o644)
    path.write_text(path.read_text().replace('"asked": 90', '"asked": 91'))
    for address in (HERE, f"{HERE}/figures.csv"):
        answer = officer.open(address)
        assert answer.status_code == 500
        assert "Nothing can be shown" in answer.text
        assert "91" not in answer.text


def test_more_children_than_were_asked_are_not_told_as_fewer_than_none(office: Office, officer: Browser) -> None:
    with office.database() as session:
        fill(session, closed_round(session, clock.today(), settings={"foster-care": 10}), {"foster-care": {"star": 12}})
    officer.send(f"{HERE}/release")
    page = words_of(officer.open(HERE).text)
    assert "0 have not been heard from" in page
    assert "Foster care 10 12 0" in page


def test_a_small_round_has_no_figures_by_setting(office: Office, officer: Browser) -> None:
    with office.database() as session:
        fill(
            session,
            closed_round(session, clock.today()),
            {"foster-care": {"star": 20}, "childrens-homes": {"boat": 15}},
        )
    officer.send(f"{HERE}/release")
    page = officer.open(HERE).text
    assert "Fewer than 60 children took part" in page
    assert 'name="theme"' not in page
    sheet = list(csv.DictReader(io.StringIO(officer.open(f"{HERE}/figures.csv").data.decode("utf-8-sig"))))
    assert {row["Where children live"] for row in sheet} == {"All, added up"}


@pytest.mark.usefixtures("ready")
def test_the_sheet_is_a_download_that_is_not_kept(officer: Browser) -> None:
    officer.send(f"{HERE}/release")
    sheet = officer.open(f"{HERE}/figures.csv")
    assert sheet.mimetype == "text/csv"
    assert sheet.headers["Content-Disposition"] == "attachment; filename=spring.csv"
    assert sheet.headers["Cache-Control"] == "no-store"
    assert "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" in sheet.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["no-such-round", "no-such-round/figures.csv", "..%2f..%2fsecret"])
def test_a_round_that_is_not_there(officer: Browser, path: str) -> None:
    assert officer.open(f"/staff/results/{path}").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
@pytest.mark.usefixtures("ready")
def test_only_officers_see_results(office: Office, role: Role) -> None:
    other = office.signed_in(role)
    for path in ("/staff/results/", HERE, f"{HERE}/figures.csv"):
        assert other.open(path).status_code == 403
    assert other.send(f"{HERE}/release").status_code == 403
    with office.database() as session:
        assert session.get_one(Round, "spring").released is None
