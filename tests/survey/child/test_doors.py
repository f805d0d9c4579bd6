"""The doors: on every child's page once somebody is behind them, on none before, and what each says first."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import force_locale

from questions.bank import question_sets
from survey import clock
from survey.child import documents
from survey.child.hours import next_reading, reading_hours
from survey.child.pages import DOORS
from survey.duty.promise import NOTHING, Promise
from tests.strictness import StrictClient
from tests.survey.child.council import Council
from tests.survey.safeguarding.in_place import beat

SETS = [question_set.key for question_set in question_sets().values() if not question_set.respondent.is_adult]
FOR_ADULTS = [question_set.key for question_set in question_sets().values() if question_set.respondent.is_adult]
OUTSIDE = ("/", "/help", "/thanks?lang=en", "/thanks?set=children-in-care-star&lang=en", "/thanks?thrown=1", "/nothing")
LOCAL = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/London"))
WEEKDAYS = ((0, 1, 2, 3, 4), 9 * 60, 17 * 60)
LONGEST_SENTENCE = 10
NOT_SAFE = {
    "star": {"0", "1", "2", "3"}, "boat": {"1"}, "kite": {"other", "other-lot", "other-little"}, "symbols": {"other"},
}  # fmt: skip
TAGS = re.compile(r"<[^>]+>")


def sheet(page: str, name: str) -> str:
    found = re.search(rf'<div class="sheet" id="{name}".*?(?=<div class="sheet"|</main>)', page, re.DOTALL)
    assert found, name
    return found[0]


def said_in(html: str) -> str:
    return " ".join(unescape(TAGS.sub(" ", html)).split())


def outside(client: StrictClient, door: str) -> str:
    return client.post("/tell?lang=en", data={"open": door}).text


class TestWhereTheyAre:
    @pytest.mark.parametrize("key", SETS)
    def test_on_every_page_of_a_sitting(self, council: Council, client: StrictClient, key: str) -> None:
        page = client.get(f"/answer?set={key}&lang=en").text
        for door in DOORS:
            assert f'popovertarget="{door}"' in sheet(page, "worried"), "one touch on “Worried?” from each question"
            assert sheet(page, door)
        for name in ("start", "end", "sending"):
            section = re.search(rf'<section class="page" id="{name}".*?</section>', page, re.DOTALL)
            assert section
            assert re.findall(r'class="key door (\w+)"', section[0]) == list(DOORS)

    @pytest.mark.parametrize("address", OUTSIDE)
    def test_on_every_page_outside_a_sitting(self, council: Council, client: StrictClient, address: str) -> None:
        page = client.get(address).text
        assert re.findall(r'name="open" value="(\w+)"', page) == list(DOORS)
        assert "We will know it is you." in page
        assert "Nobody will know it was you." in page

    def test_on_a_page_that_says_that_something_went_wrong(self, council: Council, client: StrictClient) -> None:
        assert re.findall(r'name="open" value="(\w+)"', client.post("/tell").text) == list(DOORS)

    def test_every_page_stays_as_it_was_where_nobody_is_behind_them(self, client: StrictClient) -> None:
        for address in (*OUTSIDE, *(f"/answer?set={key}&lang=en" for key in SETS), "/talk", "/think", "/speak-up"):
            page = client.get(address).text
            for words in ("I want someone", "Tell us what you think", "Messages are read", "tell-form", "one higher"):
                assert words not in page, address
        for door in DOORS:
            page = outside(client, door)
            assert "I want someone" not in page
            assert "0800 1111" in page

    def test_they_shut_as_soon_as_nobody_is_there_to_send_alerts(
        self, council: Council, client: StrictClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = clock.now()
        address = "/answer?set=children-in-care-star&lang=en"
        assert "I want someone to talk to me" in client.get(address).text
        with council.office.database() as session:
            beat(session, now.replace(year=now.year - 1))
        client.application.extensions.pop("HEARD_PROMISE")  # else it is good for some seconds more
        assert "I want someone to talk to me" not in client.get(address).text

    @pytest.mark.parametrize(("path", "door"), [("/talk", "talk"), ("/think", "think"), ("/speak-up", "advocate")])
    def test_each_has_a_page_of_its_own_for_printed_addresses(
        self, council: Council, client: StrictClient, path: str, door: str
    ) -> None:
        page = client.get(path).text
        assert f'name="door" value="{door}"' in page
        assert 'action="/tell?lang=en"' in page

    @pytest.mark.parametrize("key", FOR_ADULTS)
    def test_those_that_lead_to_somebody_are_for_children_alone(
        self, council: Council, client: StrictClient, key: str
    ) -> None:
        page = client.get(f"/answer?set={key}&lang=en").text
        is_record = key.startswith("observer")
        assert [door for door in DOORS if f'id="{door}"' in page] == ([] if is_record else ["think"])

    def test_those_of_our_own_pages_open_at_one_address(self, council: Council, client: StrictClient) -> None:
        for address in OUTSIDE:
            assert not re.search(r'(?:href|action)="/(?:talk|think|speak-up)', client.get(address).text)


class TestWhatTheySay:
    @pytest.mark.parametrize("key", SETS)
    def test_every_sentence_is_short_enough_for_symbols(self, council: Council, client: StrictClient, key: str) -> None:
        page = client.get(f"/answer?set={key}&lang=en").text
        for door in DOORS:
            # Each paragraph, label and key on its own.
            for piece in re.findall(
                r"<(?:p|label|legend|h2|small|b)\b.*?</(?:p|label|legend|h2|small|b)>", sheet(page, door)
            ):
                for sentence in re.split(r"(?<=[.?!:])\s", said_in(piece)):
                    assert len(sentence.split()) <= LONGEST_SENTENCE, sentence

    def test_whether_we_will_know_comes_before_anything_is_typed(self, council: Council, client: StrictClient) -> None:
        for door, says in (
            ("talk", "We will know it is you."),
            ("think", "Nobody will know it was you."),
            ("advocate", "We will know it is you."),
        ):
            for page in (outside(client, door), sheet(client.get(f"/answer?set={SETS[0]}&lang=en").text, door)):
                assert page.index(says) < page.index('class="line"')

    @pytest.mark.parametrize("door", ["talk", "advocate"])
    def test_those_who_are_there_at_any_hour_stand_in_every_form(
        self, council: Council, client: StrictClient, door: str
    ) -> None:
        page = outside(client, door)
        assert page.index("tel:08001111") < page.index('class="line"')
        assert page.index("tel:999") < page.index('class="line"')

    def test_nothing_promises_an_answer_at_once(self, council: Council, client: StrictClient) -> None:
        pages = [client.get(f"/answer?set={key}&lang=en").text for key in SETS] + [
            outside(client, door) for door in DOORS
        ]
        for page in pages:
            assert not re.search(r"right away|straight ?away|immediately|at once|within minutes|soon", said_in(page))

    def test_the_browser_remembers_nothing_that_is_typed(self, council: Council, client: StrictClient) -> None:
        for page in (outside(client, door) for door in DOORS):
            fields = re.findall(r'<(?:input|textarea)[^>]*class="line"[^>]*>', page)
            assert fields
            assert all('autocomplete="off"' in field for field in fields)

    def test_a_drawing_for_each_and_none_besides(self, council: Council, client: StrictClient) -> None:
        document = client.get(f"/answer?set={SETS[0]}&lang=en").text + client.get(f"/drawings?set={SETS[0]}").text
        for page in (client.get("/").text, document):
            assert set(re.findall(r'<symbol id="(p-[\w-]+)"', page)) == set(re.findall(r'href="#(p-[\w-]+)"', page))

    def test_a_door_that_is_shut_is_not_there(
        self, council: Council, client: StrictClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        promise = Promise(True, False, True, (WEEKDAYS,), None, LOCAL)
        monkeypatch.setattr("survey.child.documents.promise_now", lambda: promise)
        page = client.get("/answer?set=children-in-care-boat&lang=en").text
        assert "speak up for me" not in page
        assert "I want someone to talk to me" in page


class TestWhenSomebodyReads:
    @pytest.mark.parametrize(
        ("weekdays", "says"),
        [
            ((0, 1, 2, 3, 4), "Messages are read Monday to Friday, 9:00 to 17:00."),
            ((0, 2, 4), "Messages are read Monday, Wednesday, and Friday, 9:00 to 17:00."),
            ((5, 6), "Messages are read Saturday and Sunday, 9:00 to 17:00."),
            ((3,), "Messages are read Thursday, 9:00 to 17:00."),
        ],
    )
    def test_the_hours_are_said_as_people_say_them(self, app: Flask, weekdays: tuple[int, ...], says: str) -> None:
        promise = Promise(True, True, True, ((weekdays, 540, 1020),), None, LOCAL)
        with app.test_request_context(), force_locale("en"):
            assert reading_hours(promise) == [says]

    def test_other_hours_on_other_days_are_another_sentence(self, app: Flask) -> None:
        promise = Promise(True, True, True, (WEEKDAYS, ((5,), 600, 725)), None, LOCAL)
        with app.test_request_context(), force_locale("en"):
            assert reading_hours(promise)[1] == "Messages are read Saturday, 10:00 to 12:05."

    def test_somebody_reads_now_or_next(self, app: Flask) -> None:
        now = Promise(True, True, True, (WEEKDAYS,), LOCAL.replace(hour=17), None)
        later = Promise(True, True, True, (WEEKDAYS,), None, LOCAL)
        with app.test_request_context(), force_locale("en"):
            assert next_reading(now) == "Somebody is reading today until 17:00."
            assert next_reading(later) == "The next time somebody reads is Monday 23 November, 9:00."
            assert next_reading(NOTHING) == ""

    @pytest.mark.parametrize(("language", "day"), [("cy", "Dydd Llun 23 Tachwedd"), ("ar", "الاثنين 23 نوفمبر")])
    def test_in_the_childs_language(self, app: Flask, language: str, day: str) -> None:
        with app.test_request_context(), force_locale(language):
            assert day in next_reading(Promise(True, True, True, (WEEKDAYS,), None, LOCAL))

    def test_a_document_says_what_is_promised_now_and_old_ones_are_let_go(
        self, council: Council, client: StrictClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for day in range(1, 31):
            promise = Promise(True, True, True, (WEEKDAYS,), None, LOCAL.replace(day=day))
            monkeypatch.setattr("survey.child.documents.promise_now", lambda promise=promise: promise)
            page = client.get("/answer?set=children-in-care-star&lang=en").text
            assert re.search(rf"somebody reads is \w+ {day} November", page)
        kept = documents._document.cache_info()
        assert kept.maxsize == documents.MOST_KEPT
        assert kept.currsize <= documents.MOST_KEPT


class TestAnswersThatHurt:
    @pytest.mark.parametrize("key", SETS)
    def test_the_way_to_help_stands_ready_on_their_questions_and_on_no_other(
        self, client: StrictClient, key: str
    ) -> None:
        page = client.get(f"/answer?set={key}&lang=en").text
        asked = next(each for each in question_sets().values() if each.key == key)
        assert "home_safe" in {question.theme.key for question in asked.questions if question.support_if}
        for number, question in enumerate(asked.questions, start=1):
            section = re.search(rf'<section class="page [^"]*" id="q{number}".*?</section>', page, re.DOTALL)
            assert section
            hurting = re.findall(r'value="([\w-]+)" class="hurts"', section[0])
            assert set(hurting) == question.support_if
            assert ("That can be hard. You can talk to somebody." in section[0]) is bool(question.support_if)

    def test_not_safe_is_among_them(self) -> None:
        for version, values in NOT_SAFE.items():
            assert question_sets()["children-in-care", version].by_theme["home_safe"].support_if == values
