"""A council's own questions and words, with a hundred hostile texts in them: a child, a sheet of paper and a colleague
each meet them as words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import unescape
from itertools import cycle

from questions.edition import Edition, OwnQuestion, write_edition
from survey import clock
from survey.database import db
from survey.paper.printing import _in_letters_there_are, pdf_of
from survey.rounds.asking import sets_of
from tests.analysis.rounds import closed_round
from tests.attacks.hostile import HOSTILE
from tests.attacks.siege import Siege
from tests.attacks.test_hostile_words import parts_of

# As an officer's honest questions look; and what a formatting of words would take for something to fill in.
HONEST = ("Is there a place to play outside?", "Is it warm enough?", "Do you like your school?")
FILLED_IN = ("Is it 100% safe?", "Is %(number)s of %s yours?", "Do {home} and {0} help?", "A %d, a %x and a %")
SCALES = ("yes", "five-steps", "like")
HEAP = 30


def asked_with(siege: Siege, key: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every page on which a round asks these, each in as many versions as can ask it."""
    own = tuple(
        OwnQuestion((("en", text),), scale, text[:30], text[:100], "home") for text, scale in zip(texts, cycle(SCALES))
    )
    with siege.app.app_context():
        asked = closed_round(db.session, clock.today(), key, ago=-5)
        asked.edition = write_edition(Edition(words=(("home", texts[0]), ("worker", texts[1])), own=own))
        sets = sets_of(asked)
        db.session.commit()
    for version, question_set in sets.items():
        page = siege.app.test_client().get(f"/answer?set={question_set.key}&lang=en")
        assert page.status_code == 200, (version, texts)
        yield version, page.text
    for place, address in (
        ("its round", f"/staff/rounds/{key}"),
        ("typing in", f"/staff/paper/{key}/star/type"),
    ):
        page = siege.call("officer", "GET", address)
        assert page.status_code == 200, place
        yield place, page.text


def heaps() -> list[list[str]]:
    """Many more than the three of its own that a council may ask: what is tried out is what becomes of each."""
    texts = [text.strip()[:160] for text in (*FILLED_IN, *HOSTILE) if text.strip()]
    return [texts[begin : begin + HEAP] for begin in range(0, len(texts), HEAP)]


def test_no_question_becomes_a_part_of_a_page(siege: Siege) -> None:
    honest: dict[str, set[tuple[str, ...]]] = {}
    for place, page in asked_with(siege, "honest", HONEST):
        honest[place] = parts_of(page)
    for number, texts in enumerate(heaps()):
        met = ""
        for place, page in asked_with(siege, f"own-{number}", texts):
            assert not parts_of(page) - honest[place], (place, texts)
            met += unescape(page)
        for text in texts:
            assert text in met, "the test would prove nothing of it"


def test_every_question_is_printed(siege: Siege) -> None:
    """The compiler of sheets is given words as data, and takes none of them for something to carry out."""
    for texts in (*heaps(), ["🙂"]):
        own = tuple(OwnQuestion((("en", text),), "five-steps", text[:30], text[:100]) for text in texts)
        edition = write_edition(Edition(words=(("home", texts[0]),), own=own))
        with siege.app.test_request_context():
            assert pdf_of("children-in-care", "star", edition, "en").startswith(b"%PDF"), texts


def test_what_no_letter_is_there_for_is_left_out_of_a_sheet() -> None:
    assert _in_letters_there_are("Are you ＯＫ 🙂 today?") == "Are you OK today?"
    assert _in_letters_there_are("Ydych chi’n iawn? هل أنت بخير؟") == "Ydych chi’n iawn? هل أنت بخير؟"
