"""What is told is what is in force, in words that each version's readers manage."""

from __future__ import annotations

import re
from html import unescape

import pytest

from survey import clock
from survey.database import db
from survey.keeping.retention import RETENTION
from tests.house.code import ROOT
from tests.house.test_wordings import HARD_WORDS, LONGEST_WORD, SLACK
from tests.strictness import StrictClient
from tests.survey.safeguarding.in_place import put_in_place
from tests.survey.staff.office import Office
from translations.__main__ import read, translated_languages

SETTINGS = [kind for kind in RETENTION.values() if kind.setting]
TOLD_TO_CHILDREN = [RETENTION[key] for key in ("answers", "worries", "thoughts")]
# Words in a sentence.
VERSIONS = {"star": 14, "boat": 12, "symbols": 10}
SENTENCE = re.compile(r"[^.?!:؟۔]+[.?!:؟۔]")


def words_of(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def _in_place(office: Office) -> None:
    with office.database() as session:
        put_in_place(session, clock.now())


@pytest.mark.usefixtures("_in_place")
@pytest.mark.parametrize("kind", TOLD_TO_CHILDREN, ids=lambda kind: kind.key)
def test_a_child_is_told_the_period_that_is_set(
    client: StrictClient, monkeypatch: pytest.MonkeyPatch, kind: object
) -> None:
    for one in TOLD_TO_CHILDREN:
        if one is kind:
            assert one.kept is not None
            assert one.setting is not None
            assert f"{one.kept.days} days" in words_of(client.get("/privacy").text)
            monkeypatch.setenv(one.setting, str(one.most))
            assert f" {one.most} days" in words_of(client.get("/privacy?set=children-in-care-star").text)
            assert f"{one.most} diwrnod" in words_of(client.get("/privacy?lang=cy").text)


@pytest.mark.parametrize("kind", SETTINGS, ids=lambda kind: kind.key)
def test_adults_are_told_the_period_that_is_set(
    client: StrictClient, monkeypatch: pytest.MonkeyPatch, kind: object
) -> None:
    for one in SETTINGS:
        if one is kind:
            assert one.setting is not None
            monkeypatch.setenv(one.setting, str(one.most))
            assert f"{one.what} : {one.most} days, counted from {one.since}" in words_of(
                client.get("/privacy/adults").text
            )


def test_a_council_fills_in_who_it_is_and_what_it_relies_on(
    client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    unset = words_of(client.get("/privacy/adults").text)
    assert unset.count("has not filled this in yet") == 3
    for setting in ("HEARD_COUNCIL", "HEARD_PRIVACY_CONTACT", "HEARD_LAWFUL_BASIS"):
        assert setting in unset
        monkeypatch.setenv(setting, f"<b>{setting.lower()}</b>")
    page = client.get("/privacy/adults").text
    assert "has not filled" not in page
    assert "&lt;b&gt;heard_council&lt;/b&gt;" in page


def test_nothing_is_promised_where_nobody_is_set_up(client: StrictClient) -> None:
    page = words_of(client.get("/privacy?set=children-in-care-star").text)
    assert "talk to you" not in page
    assert "what you think" not in page
    assert "Childline: 0800 1111" in page
    assert "request" not in words_of(client.get("/privacy/adults").text).partition("What is kept about staff")[0]


@pytest.mark.usefixtures("_in_place")
def test_who_reads_and_when_is_told(client: StrictClient) -> None:
    page = words_of(client.get("/privacy").text)
    assert "Messages are read Monday to Sunday, 9:00 to 17:00." in page
    assert "Only people whose job is your safety can read it." in page


@pytest.mark.usefixtures("_in_place")
@pytest.mark.parametrize("language", ["en", *translated_languages()])
@pytest.mark.parametrize("version", VERSIONS)
def test_sentences_keep_to_the_versions_limits(client: StrictClient, version: str, language: str) -> None:
    page = client.get(f"/privacy?set=children-in-care-{version}&lang={language}").text
    # Numbers to call and the English beside a draft are the same on every page.
    main = page[page.index("<h1") : page.index('<div class="calls">')]
    limit = VERSIONS[version] * (1 if language == "en" else SLACK)
    told = re.findall(r"<(?:p|h1|h2|b)\b[^>]*>([^<]+)", main)
    sentences = [each for words in told for each in SENTENCE.findall(unescape(words) + ".")]
    assert len(sentences) > 20
    for sentence in sentences:
        if "0303" in sentence or not (said := sentence.split()) or (re.search(r"\d", sentence) and "%" not in sentence):
            continue
        assert len(said) <= limit, sentence
        if language == "en":
            assert not {word.strip(".?:,").lower() for word in said} & HARD_WORDS, sentence
            assert all(len(word.strip(".?:,")) <= LONGEST_WORD for word in said), sentence


@pytest.mark.parametrize("language", translated_languages())
def test_the_childrens_notice_is_in_the_catalogues(language: str) -> None:
    """Whether it is translated, ``python3 dev.py check`` says of every wording."""
    source = (ROOT / "templates" / "child" / "notice.html").read_text(encoding="utf-8")
    wordings = re.findall(r"_\('([^']+)'", source)
    assert len(wordings) > 25
    catalogue = read(language)
    assert not [words for words in wordings if words not in catalogue or catalogue[words].string == words]


def test_an_unsound_period_is_never_told_as_something_else(
    office: Office, client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARD_KEEP_ANSWERS", "for ever")
    office.app.testing = False
    assert client.get("/privacy").status_code == 500
    with office.app.app_context():
        db.session.close()
