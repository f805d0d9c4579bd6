"""In a made-up language that shares no letter with English, whatever is still in English was never translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest

from questions.bank import question_sets_by_key
from survey import clock
from survey.wordings.registry import LANGUAGES
from tests.strictness import StrictClient
from tests.survey.safeguarding.in_place import put_in_place
from tests.survey.staff.office import Office
from tests.survey.wordings.translating import far, pretend

# Its dates are Cyrillic: CLDR's own words, too, have no letter of English.
MADE_UP = "uk"
PAGES = (
    "/", "/talk", "/think", "/speak-up", "/help", "/notes", "/privacy", "/nothing", "/thanks", "/thanks?thrown=1",
    "/thanks?aside=1", "/thanks?conflict=1", "/privacy?set=children-in-care-star",
    *(f"/answer?set={key}" for key in question_sets_by_key()),
)  # fmt: skip
SAID = ("aria-label", "alt", "title", "placeholder", "content", "label")
ENGLISH = re.compile(r"[A-Za-z]{2,}")
NOT_SAID = {"script", "style"}
# What <meta> says to browsers alone.
FOR_BROWSERS = re.compile(r"width=device-width.*|telephone=no|noindex")


def said_on(page: str) -> Iterator[str]:
    """Whatever somebody can read or hear on a page in the page's own language."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root: Element = parser.parse(page)
    assert root.get("lang") == MADE_UP
    yield from _said(root, MADE_UP)


def _said(element: Element, language: str) -> Iterator[str]:
    spoken = element.get("lang", language)
    if spoken == MADE_UP and isinstance(element.tag, str) and element.tag not in NOT_SAID:
        yield element.text or ""
        yield from (element.get(name) or "" for name in SAID)
    for child in element:
        yield from _said(child, spoken)
        if spoken == MADE_UP:
            yield child.tail or ""


@pytest.fixture
def _made_up(office: Office) -> None:
    with office.database() as session:
        put_in_place(session, clock.now())
        pretend(session, MADE_UP, lambda wording, _form: far(wording.english[-1]))


@pytest.mark.usefixtures("_made_up")
@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_a_childs_says_a_hard_coded_word(client: StrictClient, path: str) -> None:
    page = client.get(f"{path}{'&' if '?' in path else '?'}lang={MADE_UP}").text
    said = [words.strip() for words in said_on(page) if words.strip() and not FOR_BROWSERS.fullmatch(words)]
    assert len(said) > 1
    assert [words for words in said if ENGLISH.search(words)] == []


@pytest.mark.usefixtures("_made_up")
def test_a_page_that_a_child_gets_back_says_none_either(client: StrictClient) -> None:
    for path, fields in (
        ("/begin", {"digits": "1234"}),
        ("/send", {"set": "nothing"}),
        ("/tell", {"open": "talk"}),
        ("/tell", {"door": "talk", "id": "00000000-0000-4000-8000-000000000001"}),
    ):
        page = client.post(f"{path}?lang={MADE_UP}", data=fields).text
        assert [words for words in said_on(page) if ENGLISH.search(words) and not FOR_BROWSERS.fullmatch(words)] == []


def test_the_made_up_language_would_show_an_english_word() -> None:
    page = f'<!doctype html><html lang="{MADE_UP}"><title>ñö</title><p lang="en">Hello<p>Hello<img alt="Bye"></html>'
    assert [words for words in said_on(page) if ENGLISH.search(words)] == ["Hello", "Bye"]
    assert LANGUAGES[MADE_UP].letters == "cyrillic"
