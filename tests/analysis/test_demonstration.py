"""The demonstration's results page reads as published, and every number on it follows from the stored answers.

The recomputation shares no code with what it checks: it reads the stored documents and the question sets' own files.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from analysis.demonstration.seeding import make
from app import create_app
from survey import clock
from survey.configuration import Configuration
from survey.database import db, writing
from survey.migrations import migrate
from tests.survey.staff.office import Browser, Office

BANK = Path(__file__).parents[2] / "questions" / "bank"
GOOD = {
    "ladder": {"7", "8", "9", "10"}, "five-steps": {"4", "5"}, "three-steps": {"3"}, "two-pictures": {"good"},
    "how-much": {"good", "good-lot", "good-little"}, "more-same-less": {"same"},
}  # fmt: skip
UNSCORED = "choice"
FOLLOW_UPS = ("sw_listen", "sw_promise", "sw_explain")
PLACES = ["foster-care", "family-or-friends", "childrens-homes", "supported-lodgings"]
SILENT = {"skip", "does-not-apply", None}
Span = tuple[int, int]


@pytest.fixture(scope="module")
def officer(council: Flask) -> Browser:
    browser = Office(council).browser()
    browser.sign_in("officer@demo.example", "demonstration")
    return browser


@pytest.fixture(scope="module")
def survey_id(council: Flask) -> str:
    with council.app_context():
        return str(db.session.execute(text("SELECT id FROM rounds WHERE id LIKE 'survey-%'")).scalar_one())


# The independent few lines: stored answers → counts → ranges → shares.


def questions() -> dict[str, dict[str, dict[str, object]]]:
    sets = {}
    for path in BANK.glob("children-in-care-*.toml"):
        chapters = tomllib.loads(path.read_text(encoding="utf-8"))["chapter"]
        sets[path.stem.rpartition("-")[2]] = {
            q["theme"]: q
            for chapter in chapters
            for q in chapter["question"]
            if "extra" not in q and q["scale"]["kind"] != UNSCORED
        }
    return sets


def is_good(question: Mapping[str, object], value: str) -> bool:
    scale = question["scale"]
    assert isinstance(scale, dict)
    return value == scale.get("good", "yes") if scale["kind"] == "yes-no" else value in GOOD[scale["kind"]]


def counts(council: Flask, round_id: str) -> dict[str, dict[str, tuple[int, int, int]]]:
    """Setting → theme → (asked, positive, no answer)."""
    told: dict[str, dict[str, list[int]]] = {place: {} for place in PLACES}
    with council.app_context():
        rows = db.session.execute(
            text(
                "SELECT s.setting, p.document FROM sittings s JOIN parts p ON p.sitting_id = s.id WHERE s.round_id = :r"
            ),
            {"r": round_id},
        ).all()
    sets = questions()
    for setting, document in rows:
        part = json.loads(document)
        answers = {theme: value for theme, (_, value) in part["answers"].items()}
        for theme, question in sets[part["version"]].items():
            tally = told[setting].setdefault(theme, [0, 0, 0])
            condition = question.get("shown_if")
            value, is_shown = answers.get(theme), True
            if isinstance(condition, dict):
                parent = answers.get(condition["theme"])
                is_shown = parent in condition["in"]
                value = value if is_shown else (None if parent in SILENT else "not asked")
            tally[0] += 1
            tally[1] += is_shown and value not in SILENT and is_good(question, str(value))
            tally[2] += value in SILENT
    return {place: {theme: (t[0], t[1], t[2]) for theme, t in themes.items()} for place, themes in told.items()}


def block(count: int, size: int, end: int) -> Span:
    if count < end:
        return 0, end - 1
    return (size - end + 1, size) if count > size - end else (count, count)


def figure(told: Mapping[str, tuple[int, int, int]], theme: str) -> tuple[Span, Span] | None:
    """(positive, base) as ranges, or None where too few were asked."""
    asked, positive, silent = told.get(theme, (0, 0, 0))
    end = 4
    if theme in FOLLOW_UPS and told.get("sw_know", (0, 0, 0))[0] != asked:
        know = told["sw_know"]
        end = 4 + block(know[2], know[0], 4)[0]
    if asked < max(10, 2 * end + 1):
        return None
    quiet = block(silent, asked, end)
    answered = asked - quiet[0]
    return block(positive, answered, end), (asked - quiet[1], answered)


def share(positive: Span, base: Span) -> tuple[float, float]:
    """The lowest and the highest share that both ranges allow."""
    low = min(positive[0], base[1]) / base[1]
    return low, min(1.0, positive[1] / max(base[0], positive[0]))


def wilson(k: int, n: int) -> Span:
    """In whole per cents, rounded outwards: an interval is never told narrower than it is."""
    z = 1.959964
    centre, half = k + z * z / 2, z * math.sqrt(k * (n - k) / n + z * z / 4)
    return math.floor(100 * (centre - half) / (n + z * z)), math.ceil(100 * (centre + half) / (n + z * z))


# Reading the page.


def tables(page: str) -> Iterator[list[list[str]]]:
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
        yield [[re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", cell))).strip() for cell in row] for row in cells]


def span(words: str, most: int) -> Span:
    """ "41 or more" → (41, most); "3 or fewer" → (0, 3); "379–393" → (379, 393); "36" → (36, 36)."""
    numbers = [int(number.replace(",", "")) for number in re.findall(r"[\d,]+", words)]
    if "or more" in words:
        return numbers[0], most
    if "or fewer" in words:
        return 0, numbers[0]
    return numbers[0], numbers[-1]


def assert_row(row: list[str], told: tuple[Span, Span] | None) -> None:
    _, counted, percent, chance = row
    if told is None:
        assert counted == percent == "c"
        return
    positive, base = told
    part, _, whole = counted.partition(" of ")
    assert span(part, positive[1]) == positive, row
    assert span(whole, base[1]) == base, row
    low, high = share(positive, base)
    if "or" not in percent:
        assert span(percent, 0) == (math.floor(100 * low + 0.5), math.floor(100 * high + 0.5)), row
    if positive[0] == positive[1] and base[0] == base[1]:
        assert span(chance, 0) == wilson(positive[0], base[0]), row


def all_themes() -> list[str]:
    """What the council's children were asked, in the order in which it is reported."""
    asked = {theme for version in questions().values() for theme in version}
    reported = tomllib.loads((BANK / "themes.toml").read_text(encoding="utf-8"))["theme"]
    return [theme["key"] for theme in reported if theme["key"] in asked]


def test_every_share_by_setting_follows_from_the_stored_answers(
    council: Flask, officer: Browser, survey_id: str
) -> None:
    told = counts(council, survey_id)
    for theme in all_themes():
        page = officer.open(f"/staff/results/{survey_id}?theme={theme}").text
        by_setting = next(table for table in tables(page) if table[0][0] == "Setting")
        for row, place in zip(by_setting[1:-1], PLACES, strict=True):
            assert_row(row, figure(told[place], theme))


def test_every_theme_of_all_children_is_the_sum_of_what_is_told_of_settings(
    council: Flask, officer: Browser, survey_id: str
) -> None:
    told = counts(council, survey_id)
    [glance] = [t for t in tables(officer.open(f"/staff/results/{survey_id}").text) if t[0][0] == "Theme"]
    for row, theme in zip(glance[1:], all_themes(), strict=True):
        each = [(figure(told[place], theme), told[place].get(theme, (0, 0, 0))[0]) for place in PLACES]
        if all(part is None for part, _ in each):
            assert_row(row, None)
            continue
        spans = [part or ((0, asked), (0, asked)) for part, asked in each]
        positive = sum(p[0] for p, _ in spans), sum(p[1] for p, _ in spans)
        base = sum(b[0] for _, b in spans), sum(b[1] for _, b in spans)
        part, _, whole = row[1].partition(" of ")
        assert span(part, positive[1]) == positive, row
        assert span(whole, base[1])[1] == base[1], row


def test_participation_is_what_was_stored_and_asked(council: Flask, officer: Browser, survey_id: str) -> None:
    page = officer.open(f"/staff/results/{survey_id}").text
    with council.app_context():
        rows = db.session.execute(
            text(
                "SELECT r.asked, COUNT(s.id) FROM round_settings r JOIN sittings s USING (round_id, setting) "
                "WHERE round_id = :r AND s.mark = 'finished' GROUP BY r.setting ORDER BY r.position"
            ),
            {"r": survey_id},
        ).all()
    expected = [[str(asked), str(took), str(asked - took)] for asked, took in rows]
    expected.append([str(sum(row[column] for row in rows)) for column in (0, 1)])
    expected[-1].append(str(int(expected[-1][0]) - int(expected[-1][1])))
    [participation] = [table for table in tables(page) if "Not heard from" in table[0]]
    assert [row[1:4] for row in participation[1:]] == expected
    assert expected[-1] == ["569", "438", "131"]


def test_the_headline_reads_as_published_with_its_whole_asterisk(
    council: Flask, officer: Browser, survey_id: str
) -> None:
    page = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", officer.open(f"/staff/results/{survey_id}").text)))
    asked, positive, silent = counts(council, survey_id)["foster-care"]["home_safe"]
    answered = asked - silent
    low, high = wilson(positive, answered)
    assert round(100 * positive / answered) == 92
    assert "92% of children in foster care feel safe where they live" in page
    assert f"{positive} of the {answered} who answered" in page
    assert f"{silent} of the {asked} who took part gave no answer" in page
    assert f"384 were asked, so {384 - asked} did not take part" in page
    assert f"Chance alone could move it between {low} and {high}%" in page


@pytest.mark.parametrize(
    ("theme", "place", "published"),
    [
        ("home_safe", "foster-care", 92),
        ("home_safe", "childrens-homes", 90),
        ("plan_reason", None, 75),
        ("plan_words", None, 65),
        ("plan_copy", None, 70),
    ],
)
def test_the_released_shares_are_those_published(
    council: Flask, survey_id: str, theme: str, place: str | None, published: int
) -> None:
    told = counts(council, survey_id)
    chosen = [told[place]] if place else list(told.values())
    asked, positive, silent = (sum(each[theme][column] for each in chosen) for column in range(3))
    assert round(100 * positive / (asked - silent)) == published
    if place == "childrens-homes":
        assert asked >= 40


def test_in_a_small_round_protection_bites(officer: Browser, council: Flask) -> None:
    with council.app_context():
        small = db.session.execute(text("SELECT id FROM rounds WHERE id LIKE 'check-in-%'")).scalar_one()
    page = officer.open(f"/staff/results/{small}").text
    [glance] = [table for table in tables(page) if table[0][0] == "Theme"]
    safe = next(row for row in glance if row[0] == "Safe at home")
    assert safe[1].startswith("27 or more of")
    assert not [table for table in tables(page) if table[0][0] == "Setting" and "Share" in table[0]]


def test_an_open_round_tells_participation_in_fives_and_no_answer(officer: Browser, council: Flask) -> None:
    with council.app_context():
        now_open = db.session.execute(text("SELECT id FROM rounds WHERE id LIKE 'now-%'")).scalar_one()
    page = officer.open(f"/staff/results/{now_open}").text
    for table in tables(page):
        for row in table[1:]:
            about = re.search(r"about (\d+)", " ".join(row))
            assert about is None or int(about[1]) % 5 == 0
    assert "feel safe" not in page


def test_the_demonstration_is_the_same_every_time(council: Flask, tmp_path: Path, survey_id: str) -> None:
    settings = Configuration(tmp_path, f"sqlite:///{tmp_path / 'd.sqlite'}", b"another" * 8, "http://localhost", True)
    again = create_app(settings)
    with again.app_context():
        migrate()
        with writing():
            make(db.session, clock.today())
            db.session.commit()
    assert counts(again, survey_id) == counts(council, survey_id)
