"""A question set as one document: everything is on it, nothing is chosen beforehand, and it is light."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import brotli
import pytest

from questions.bank import question_sets
from questions.company import Company
from questions.questionnaire import QuestionSet
from questions.scales import KINDS
from questions.versions import VERSIONS
from survey.child.documents import APPEARANCES
from survey.child.pictures import PictureMissing, sprite
from survey.duty.promise import Promise
from tests.strictness import StrictClient

SETS = list(question_sets().values())
# What a server may send before it waits for the first reply: ten packets.
HEAVIEST = 14_600
OF_A_QUESTION = 12_000
HOURS = (((0, 1, 2, 3), 540, 1020), ((4,), 540, 960), ((5, 6), 600, 720))
MUCH = Promise(True, True, True, HOURS, None, datetime(2026, 9, 23, 9, 0, tzinfo=ZoneInfo("Europe/London")))
PAGES = ("/", "/help", "/thanks?set=children-in-care-star", "/thanks?thrown=1", "/notes", "/nothing")


@pytest.fixture(params=SETS, ids=lambda each: each.key)
def question_set(request: pytest.FixtureRequest) -> QuestionSet:
    assert isinstance(request.param, QuestionSet)
    return request.param


@pytest.fixture
def page(client: StrictClient, question_set: QuestionSet) -> str:
    return client.get(f"/answer?set={question_set.key}&lang=en").text


def section(page: str, number: int | str) -> str:
    name = f"q{number}" if isinstance(number, int) else number
    found = re.search(rf'<section class="page[^"]*" id="{name}".*?</section>', page, re.DOTALL)
    assert found
    return found[0]


def test_every_answer_of_every_question_can_be_given(page: str, question_set: QuestionSet) -> None:
    for number, question in enumerate(question_set.questions, start=1):
        shown = {f"q{number}": question.wordings[-1], f"r{number}": question.unless_checked and question}
        for name, wording in shown.items():
            if wording:
                given = re.findall(r'type="radio" name="([^"]+)" value="([^"]+)"', section(page, name))
                assert {field for field, _ in given} == {wording.field}
                assert sorted(value for _, value in given) == sorted(wording.values)


def test_no_answer_is_chosen_beforehand(page: str) -> None:
    for control in re.findall(r"<input[^>]* checked[^>]*>", page):
        assert 'form="look"' in control, "only how the page looks and works"


def test_everybody_who_may_be_with_a_child_can_be_named(page: str, question_set: QuestionSet) -> None:
    asked = [] if question_set.respondent.is_adult else list(Company)
    assert re.findall(r'name="company" value="([^"]+)"', page) == asked


def test_stop_worried_hide_back_and_next_are_on_every_question(page: str, question_set: QuestionSet) -> None:
    for number in range(1, len(question_set.questions) + 1):
        asked = section(page, number)
        before = f"q{number - 1}" if number > 1 else "start"
        for way in ('popovertarget="stop"', 'popovertarget="worried"', 'href="/notes"', f'href="#{before}"'):
            assert way in asked


def next_of(page: str, name: str) -> str:
    [after] = re.findall(r'<a class="go(?: starts)?" href="#(\w+)"', section(page, name))
    return str(after)


def test_next_leads_past_every_question_without_scripts(page: str, question_set: QuestionSet) -> None:
    met, here = [], re.findall(r'<a class="go starts" href="#(\w+)"', page)[0]
    while here != "end":
        met.append(here)
        here = next_of(page, here)
    assert [name for name in met if name[0] == "q"] == [
        f"q{number + 1}" for number in range(len(question_set.questions))
    ]
    assert {re.sub(r"\d+$", "", name) for name in met} <= {"q", "rest", "alone"}


def test_conditions_are_told_to_the_script(page: str, question_set: QuestionSet) -> None:
    for number, question in enumerate(question_set.questions, start=1):
        told = re.search(r'data-if="(\w+)" data-in="([^"]+)"', section(page, number))
        if question.shown_if is None:
            assert told is None
        else:
            assert told
            assert (told[1], frozenset(told[2].split())) == (question.shown_if.theme, question.shown_if.among)


def test_every_drawing_is_there_and_none_is_left_over(
    client: StrictClient, page: str, question_set: QuestionSet
) -> None:
    sheet = client.get(f"/drawings?set={question_set.key}")
    assert sheet.mimetype == "image/svg+xml"
    used = set(re.findall(r'href="#(p-[\w-]+)"', page))
    assert set(re.findall(r'<symbol id="(p-[\w-]+)"', page + sheet.text)) == used
    assert re.findall(r'<symbol id="(p-[\w-]+)"', page) == [f"p-{APPEARANCES[question_set.version.key].scene}"]
    assert client.get("/drawings?set=unknown").status_code == 404


def test_a_question_with_its_pictures_is_light(client: StrictClient, page: str, question_set: QuestionSet) -> None:
    sheet = client.get(f"/drawings?set={question_set.key}").text
    drawn = {name: whole for whole, name in re.findall(r'(<symbol id="p-([\w-]+)".*?</symbol>)', sheet, re.DOTALL)}
    for number in range(1, len(question_set.questions) + 1):
        asked = section(page, number)
        whole = asked + "".join(drawn.get(name, "") for name in set(re.findall(r'href="#p-([\w-]+)"', asked)))
        assert len(brotli.compress(whole.encode())) <= OF_A_QUESTION, number


def test_every_link_within_the_page_leads_somewhere(client: StrictClient, page: str, question_set: QuestionSet) -> None:
    there = set(re.findall(r' id="([\w-]+)"', page + client.get(f"/drawings?set={question_set.key}").text))
    assert set(re.findall(r'href="#([\w-]+)"', page)) <= there


@pytest.mark.parametrize("language", ["en", "cy", "ar"])
def test_a_document_fits_the_first_window(
    client: StrictClient, question_set: QuestionSet, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("survey.child.documents.promise_now", lambda: MUCH)
    page = client.get(f"/answer?set={question_set.key}&lang={language}").data
    assert len(brotli.compress(page, mode=brotli.MODE_TEXT)) <= HEAVIEST


def test_nothing_promises_that_anybody_will_be_in_touch(client: StrictClient, page: str) -> None:
    for text in (page, *(client.get(address).text for address in PAGES)):
        assert not re.search(r"contact (me|you)|will be told|get in touch|call you", text, re.IGNORECASE)


def test_help_is_on_every_page_but_the_dull_one(client: StrictClient, page: str, question_set: QuestionSet) -> None:
    assert ("tel:08001111" in page) is not question_set.respondent.is_adult
    assert "tel:999" in page
    for address in PAGES:
        text = client.get(address).text
        assert ("/help" in text or "tel:08001111" in text) == (address != "/notes")


def test_help_stands_in_english_beside_a_draft(client: StrictClient) -> None:
    assert '<div class="beside" lang="en" dir="ltr">' in client.get("/help?lang=ar").text
    assert '<div class="beside"' not in client.get("/help?lang=en").text


def test_the_inlined_style_is_the_one_the_policy_allows(client: StrictClient) -> None:
    for address in (*PAGES[:4], "/nothing", "/answer?set=children-in-care-star&lang=en"):
        response = client.get(address)
        style = re.search(r"<style>(.*?)</style>", response.text, re.DOTALL)
        assert style
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        assert f"'sha256-{digest}'" in response.headers["Content-Security-Policy"]
        assert response.headers["Referrer-Policy"] == "no-referrer"


def test_the_dull_page_leads_nowhere(client: StrictClient) -> None:
    page = client.get("/notes").text
    assert "href" not in page
    assert "Heard" not in page


def test_every_version_and_kind_of_scale_has_its_looks(client: StrictClient) -> None:
    assert APPEARANCES.keys() == VERSIONS.keys()
    for kind in KINDS:
        client.application.jinja_env.get_template(f"questions/{kind}.html")


def test_a_missing_drawing_is_a_clear_error() -> None:
    with pytest.raises(PictureMissing, match=r"static/pictures/unicorn\.svg"):
        sprite(["unicorn"], {})
