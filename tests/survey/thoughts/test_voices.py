"""Whose words a thought is stands above it, and nobody reads several voices in one pile."""

from __future__ import annotations

import html
import re

from survey.safeguarding import worries
from survey.safeguarding.tables import Worry
from survey.thoughts import piles, reading
from survey.thoughts.envelopes import Written
from survey.thoughts.piles import Pile
from survey.thoughts.records import Record
from survey.thoughts.tables import Prompt, Voice
from tests.survey.staff.office import Browser
from tests.survey.thoughts.council import Council, thought_on

RECORD = Record(
    where="",
    shows="",
    saw="Turned the head away four times.",
    toward="The window",
    away="",
    means="Enough eaten, I wonder.",
    otherwise="A cold spoon.",
    sure="2",
    second="not-asked",
    change="",
    who="",
    until="",
)
ASKED = {"why": "findings", "pile": "", "about": ""}


def words_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_each_voice_has_a_pile_of_its_own(council: Council) -> None:
    child = council.tell_officers("a child's")
    adult = council.tell_officers("an adult's", voice=Voice.ADULT)
    council.pass_on(record := council.record(RECORD))
    with council.database() as session:
        drawn = {
            voice: {
                piles.next_of(session, Pile(voice=voice), council.officer.key, seed, None) for seed in ("a", "b", "c")
            }
            for voice in Voice
        }
    assert drawn == {Voice.CHILD: {child}, Voice.ADULT: {adult}, Voice.OBSERVER: {record}}


def test_sizes_are_told_of_each_voice_by_itself(council: Council) -> None:
    for _ in range(10):
        council.tell_officers("an adult's", voice=Voice.ADULT)
    with council.database() as session:
        assert piles.sizes_by_sort(session, Voice.ADULT)[None].about == 10
        assert piles.sizes_by_sort(session, Voice.CHILD)[None].about is None


def test_a_record_is_read_in_parts_with_facts_apart_from_meaning(council: Council) -> None:
    council.record(RECORD)
    lead: Browser = council.browser_of(council.lead)
    page = lead.send("/staff/thoughts/first/read").text
    parts = [words_of(part) for part in re.findall(r'<section class="record">.*?</section>', page, re.DOTALL)]
    assert parts == [
        "Facts: what was seen and heard Seen and heard: Turned the head away four times. "
        "The child moved, looked or reached towards: The window",
        "Meaning: what the observer thinks It may mean: Enough eaten, I wonder. It could also mean: A cold spoon. "
        "How sure the observer is: 2 of 5 (1 is a guess, 5 is very sure) "
        "A second person who knows the child: was not asked",
    ]
    assert "An observer’s record. It is what somebody else saw and thinks, and not what the child said." in words_of(
        page
    )
    thought = thought_on(page)
    lead.send(f"/staff/thoughts/first/{thought}/pass-on")
    officer = council.browser_of(council.officer)
    assert officer.send("/staff/thoughts/read", ASKED).status_code == 303, "it is in no child's pile"
    shown = officer.send("/staff/thoughts/read", ASKED | {"voice": "observer"})
    assert "An observer recorded" in shown.text
    assert "A child told us" not in shown.text
    assert "Turned the head away four times." in shown.text
    assert 'name="voice" value="observer"' in shown.text, "the next is of the same pile"


def test_an_adults_words_are_never_shown_as_a_childs(council: Council) -> None:
    council.tell_officers("More time for us", voice=Voice.ADULT)
    officer = council.browser_of(council.officer)
    page = officer.send("/staff/thoughts/read", ASKED | {"voice": "adult"}).text
    assert "An adult told us" in page
    assert "An adult’s words." in words_of(page)
    assert "A child told us" not in page


def test_what_is_passed_on_of_a_record_is_the_whole_record(council: Council) -> None:
    council.pass_on(record := council.record(RECORD))
    with council.thought(record) as (session, thought):
        shown = reading.read(session, thought, council.officer.key, reading.Why.FINDINGS, council.officer.signed_in)
    assert shown.written == Written.of(RECORD)
    assert (shown.voice, shown.prompt) == (Voice.OBSERVER, Prompt.RECORD)


def test_a_record_made_a_worry_keeps_its_headings(council: Council) -> None:
    record = council.record(RECORD)
    lead = council.browser_of(council.lead)
    assert lead.send(f"/staff/thoughts/first/{record}/raise").status_code == 303
    with council.database() as session:
        [worry] = session.query(Worry)
        said = worries.read(session, worry, council.lead.key).words
    assert said.index("FACTS: WHAT WAS SEEN AND HEARD") < said.index("Turned the head")
    assert said.index("Turned the head") < said.index("MEANING: WHAT THE OBSERVER THINKS") < said.index("A cold spoon.")


def test_a_quote_of_an_adult_is_printed_as_an_adults(council: Council) -> None:
    adult = council.tell_officers("they ring back", voice=Voice.ADULT)
    officer, second = council.browser_of(council.officer), council.browser_of(council.second)
    officer.send(f"/staff/thoughts/quotes/from/{adult}", {"words": "they ring back", "then": "propose"})
    page = second.open("/staff/thoughts/quotes/").text
    assert "An adult’s words. Proposed by" in words_of(page)
