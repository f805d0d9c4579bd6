"""The pages for quotes and for the list of names."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from survey.models import Role
from survey.thoughts import quotes
from survey.thoughts.tables import Quote
from tests.survey.safeguarding.in_place import PASSPHRASE
from tests.survey.staff.office import Browser
from tests.survey.thoughts.council import WORDS, Council, hidden

QUOTES = "/staff/thoughts/quotes/"
NAMES = "/staff/thoughts/quotes/names"
SAFE = "my […] sings when […] comes"


@pytest.fixture
def officer(council: Council) -> Browser:
    return council.browser_of(council.officer)


@pytest.fixture
def second(council: Council) -> Browser:
    return council.browser_of(council.second)


@pytest.fixture
def thought_id(council: Council) -> str:
    return council.tell_officers()


def proposing(officer: Browser, thought_id: str) -> str:
    """The page on which a quote is made."""
    reply = officer.send(
        f"/staff/thoughts/{thought_id}/sort", {"why": "findings", "sort": "wants", "theme": "food", "then": "quote"}
    )
    assert reply.status_code == 200
    return reply.text


def propose(officer: Browser, thought_id: str, words: str = SAFE) -> str:
    """Propose words, and return the quote's id."""
    page = proposing(officer, thought_id)
    fields = {"seen": hidden(page, "seen"), "words": words, "then": "propose"}
    assert officer.send(f"{QUOTES}from/{thought_id}", fields).status_code == 303
    [quote_id] = re.findall(rf"{QUOTES}([0-9a-f-]{{36}})/withdraw", officer.open(QUOTES).text)
    return str(quote_id)


def decide(browser: Browser, quote_id: str, deed: str, **fields: str) -> TestResponse:
    """Look at a proposal, and approve or refuse it."""
    page = browser.send(f"{QUOTES}{quote_id}/compare").text
    return browser.send(f"{QUOTES}{quote_id}/{deed}", {"compared": hidden(page, "compared"), **fields})


def put_on_list(browser: Browser, *names: str) -> None:
    page = browser.open(NAMES).text
    assert browser.send(NAMES, {"names": "\n".join(names), "seen": hidden(page, "seen")}).status_code == 303


def test_the_words_stand_ready_and_what_is_found_in_them_beside(council: Council, officer: Browser) -> None:
    put_on_list(officer, "mía", "Tom")
    page = proposing(officer, council.tell_officers())
    assert re.search(rf"<textarea[^>]*>\s*{WORDS}</textarea>", page)
    assert "a name on your list, once" in page
    assert "mía" in page
    assert "Tom" not in page
    assert "a number, once" in page


def test_nothing_is_proposed_that_was_not_looked_at(council: Council, officer: Browser, thought_id: str) -> None:
    page = proposing(officer, thought_id)
    fields = {"words": "at 12 with Mia", "then": "propose", "looked": "yes"}
    path = f"{QUOTES}from/{thought_id}"
    unseen = officer.send(path, fields | {"seen": hidden(page, "seen")})
    assert unseen.status_code == 422
    assert "Something was found in what you wrote" in unseen.text
    unticked = officer.send(path, fields | {"seen": hidden(unseen.text, "seen"), "looked": ""})
    assert unticked.status_code == 422
    assert "Say below that you have looked" in unticked.text
    assert officer.send(path, fields | {"seen": hidden(unseen.text, "seen")}).status_code == 303
    assert "Proposed by A officer" in officer.open(QUOTES).text


def test_looking_again_changes_nothing(council: Council, officer: Browser, thought_id: str) -> None:
    proposing(officer, thought_id)
    fields = {"words": SAFE, "then": "check"}
    reply = officer.send(f"{QUOTES}from/{thought_id}", fields)
    assert reply.status_code == 200
    assert "Nothing. That is no promise" in reply.text
    assert "None." in officer.open(QUOTES).text
    assert council.deeds()[-1] == ("read-for-quote", f"thought:{thought_id}"), "showing the words is reading them"


def test_pressing_twice_proposes_once(council: Council, officer: Browser, thought_id: str) -> None:
    page = proposing(officer, thought_id)
    fields = {"seen": hidden(page, "seen"), "words": SAFE, "then": "propose"}
    for _press in range(2):
        assert officer.send(f"{QUOTES}from/{thought_id}", fields).status_code == 303
    with council.database() as session:
        assert session.query(Quote).count() == 1


@pytest.mark.parametrize("words", ["", "x" * 601])
def test_what_is_no_quote(officer: Browser, thought_id: str, words: str) -> None:
    page = proposing(officer, thought_id)
    fields = {"seen": hidden(page, "seen"), "words": words, "then": "propose"}
    reply = officer.send(f"{QUOTES}from/{thought_id}", fields)
    assert reply.status_code == 422
    assert "A quote has 1 to 600 letters" in reply.text


def test_a_second_person_sees_both_and_approves(council: Council, officer: Browser, second: Browser) -> None:
    thought_id = council.tell_officers()
    quote_id = propose(officer, thought_id)
    assert SAFE not in second.open(QUOTES).text
    page = second.send(f"{QUOTES}{quote_id}/compare").text
    assert WORDS in page
    assert SAFE in page
    assert second.send(f"{QUOTES}{quote_id}/approve", {"compared": hidden(page, "compared")}).status_code == 303
    assert SAFE in officer.open(QUOTES).text
    assert council.deeds()[-3:] == [
        ("quote-proposed", f"quote:{quote_id}"),
        ("read-for-quote", f"thought:{thought_id}"),
        ("quote-approved", f"quote:{quote_id}"),
    ]
    assert second.send(f"{QUOTES}{quote_id}/compare").status_code == 303, "there is nothing to decide any more"


@pytest.mark.parametrize(("deed", "fields"), [("approve", {}), ("refuse", {"why": "known"})])
def test_nobody_decides_about_words_they_have_not_seen(
    council: Council, officer: Browser, second: Browser, thought_id: str, deed: str, fields: dict[str, str]
) -> None:
    first = propose(officer, thought_id)
    seen = hidden(second.send(f"{QUOTES}{first}/compare").text, "compared")
    officer.send(f"{QUOTES}{first}/withdraw")
    quote_id = propose(officer, thought_id, "Words that nobody compared")
    for compared in (seen, ""):
        second.send(f"{QUOTES}{quote_id}/{deed}", {"compared": compared, **fields})
        assert "not what you looked at" in second.open(QUOTES).text
    with council.database() as session:
        kept = session.get_one(Quote, quote_id)
        assert (kept.approved_by, kept.refused_by) == (None, None)


def test_what_was_written_comes_through_a_key_that_closed(council: Council, officer: Browser, thought_id: str) -> None:
    fields = {"seen": hidden(proposing(officer, thought_id), "seen"), "words": "it\nsings", "then": "propose"}
    officer.send("/staff/keys/shut")
    path = f"{QUOTES}from/{thought_id}"
    page = officer.send(path, fields)
    assert page.status_code == 403
    assert "Your key has closed" in page.text
    carried = {name: hidden(page.text, name) for name in fields}
    assert carried == fields
    wrong = officer.send(path, carried | {"passphrase": "not this one"})
    assert wrong.status_code == 403
    assert "does not open your key" in wrong.text
    assert "not this one" not in wrong.text
    assert officer.send(path, carried | {"passphrase": PASSPHRASE}).location == QUOTES
    with council.database() as session:
        [quote] = session.query(Quote)
        assert quotes.proposal(session, quote, council.second.key) == "it\nsings"


def test_nobody_decides_about_their_own(council: Council, officer: Browser, thought_id: str) -> None:
    quote_id = propose(officer, thought_id)
    assert "Yours: somebody else must look" in officer.open(QUOTES).text
    for deed, fields in (("compare", {}), ("approve", {}), ("refuse", {"why": "known"})):
        assert officer.send(f"{QUOTES}{quote_id}/{deed}", fields).status_code == 303
        assert "somebody else must decide" in officer.open(QUOTES).text
    with council.database() as session:
        assert session.get_one(Quote, quote_id).approved_by is None


def test_a_refusal_comes_with_a_reason_and_can_be_made_better(
    council: Council, officer: Browser, second: Browser, thought_id: str
) -> None:
    quote_id = propose(officer, thought_id)
    unsaid = second.send(f"{QUOTES}{quote_id}/refuse")
    assert unsaid.status_code == 422
    assert "Say why you refuse it" in unsaid.text
    assert decide(second, quote_id, "refuse", why="known").status_code == 303
    assert second.send(f"{QUOTES}{quote_id}/again").status_code == 404
    assert "somebody could be known by it" in officer.open(QUOTES).text
    page = officer.send(f"{QUOTES}{quote_id}/again").text
    assert SAFE in page
    fields = {name: hidden(page, name) for name in ("seen", "instead")}
    assert officer.send(f"{QUOTES}from/{thought_id}", fields | {"words": "it sings", "then": "propose"}).location
    with council.database() as session:
        [quote] = session.query(Quote)
        assert quote.id != quote_id
        assert quotes.proposal(session, quote, council.second.key) == "it sings"


def test_withdrawing(council: Council, officer: Browser, second: Browser, thought_id: str) -> None:
    quote_id = propose(officer, thought_id)
    second.send(f"{QUOTES}{quote_id}/withdraw")
    assert "Nothing was changed" in second.open(QUOTES).text
    decide(second, quote_id, "approve")
    second.send(f"{QUOTES}{quote_id}/withdraw")
    assert SAFE not in second.open(QUOTES).text
    assert council.deeds()[-1] == ("quote-withdrawn", f"quote:{quote_id}")


def test_without_key_or_holding_there_is_nothing(council: Council, officer: Browser, thought_id: str) -> None:
    quote_id = propose(officer, thought_id)
    shut = council.browser_of(council.second, opens_key=False)
    stranger = council.browser_of(council.hire("stranger", Role.OFFICER))
    fields = {"quote_id": quote_id, "why": "known"}
    for deed in ("compare", "approve", "refuse", "again"):
        assert shut.send(f"{QUOTES}{quote_id}/{deed}", fields).location.startswith("/staff/keys/"), deed
        assert stranger.send(f"{QUOTES}{quote_id}/{deed}", fields).status_code == 404, deed
    assert stranger.send(f"{QUOTES}{quote_id}/withdraw").status_code == 404
    assert stranger.send(f"{QUOTES}from/{thought_id}", fields).status_code == 404
    assert shut.open(NAMES).location.startswith("/staff/keys/")
    assert stranger.open(NAMES).status_code == 404
    assert stranger.send(NAMES, {"names": "Tom"}).status_code == 404
    assert officer.send(f"{QUOTES}nothing/compare").status_code == 404


class TestNames:
    def test_keeping_the_list(self, council: Council, officer: Browser, second: Browser) -> None:
        put_on_list(officer, "Zoë", "Mia")
        assert re.search(r"<textarea[^>]*>\s*Mia\nZoë</textarea>", second.open(NAMES).text)
        assert council.deeds() == [("names-changed", "")]

    def test_two_who_change_it_lose_nobodys_names(self, officer: Browser, second: Browser) -> None:
        before = hidden(second.open(NAMES).text, "seen")
        put_on_list(officer, "Mia")
        reply = second.send(NAMES, {"names": "Tom", "seen": before})
        assert reply.status_code == 409
        assert re.search(r"<textarea[^>]*>\s*Mia\nTom</textarea>", reply.text)
        put = second.send(NAMES, {"names": "Mia\nTom", "seen": hidden(reply.text, "seen")})
        assert put.status_code == 303

    def test_a_list_that_is_too_long(self, officer: Browser) -> None:
        reply = officer.send(NAMES, {"names": "x" * 81, "seen": ""})
        assert reply.status_code == 422
        assert "Nothing is kept" in reply.text
        assert "x" * 81 in reply.text
