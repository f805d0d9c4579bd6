"""The pages behind the doors and after a sitting: for a child, and in other words for an adult."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from questions.questionnaire import Respondent
from survey.child import telling
from survey.child.documents import APPEARANCES, door_fields
from survey.child.pages import RECORD_STYLE, address, language, open_doors, promised_to, render, style_of_questions
from survey.child.recording import MOST, RECORD, LookAgain, feeling_words
from survey.database import db
from survey.duty.promise import NOTHING, promise_now
from survey.rounds.asking import set_by_key

# Outside a sitting nobody knows which adult reads: all their pages speak as this set's.
ANY_ADULTS = "parents-adult"


def door_page(door: str, said: MultiDict[str, str], is_incomplete: bool = False) -> str:
    """A door's page, with what was ``said`` before; where nobody is behind it, the help."""
    is_adult = telling.is_adults(said)
    promise = promised_to(Respondent.PARENT, promise_now()) if is_adult else promise_now()
    if door not in open_doors(promise) and not is_incomplete:
        return help_page(ANY_ADULTS if is_adult else "")
    return render(
        "child/tell.html",
        "adult" if is_adult else "kite",
        promise=promise,
        is_adult=is_adult,
        door=door,
        said=telling.said_again(said),
        is_incomplete=is_incomplete,
        door_fields=door_fields(door),
        thanks=address_for("/thanks", ANY_ADULTS if is_adult else ""),
        help=address_for("/help", ANY_ADULTS if is_adult else ""),
    )


def record_page(said: MultiDict[str, str], found: LookAgain) -> str:
    """An observer's record once more, with what was written: it is long, an adult's own, and not kept yet."""
    return render(
        "child/record.html",
        "adult",
        promise=NOTHING,
        styles=style_of_questions(RECORD_STYLE),
        said=said,
        found=found,
        most=MOST,
        feelings=feeling_words,
        door_fields=door_fields(RECORD),
        help=address_for("/help", ANY_ADULTS),
    )


def help_page(key: str) -> str:
    """Where help is, in words for a child; for an adult where the question set of this key is theirs."""
    asked = set_by_key(db.session, key)
    if asked and asked.respondent.is_adult:
        return render("child/help.html", "adult", promise=NOTHING, is_adult=True)
    return render("child/help.html", "kite")


def thanks_page(key: str, ending: str) -> str:
    asked = set_by_key(db.session, key)
    respondent = asked.respondent if asked else Respondent.CHILD
    return render(
        "child/thanks.html",
        APPEARANCES[asked.version.key].sky if asked else "kite",
        ending=ending,
        pictures=("thanks",),
        promise=promised_to(respondent, promise_now()),
        is_adult=respondent.is_adult,
        help=address_for("/help", key if respondent.is_adult else ""),
    )


def address_for(path: str, key: str) -> str:
    """A path of ours in the language of this page, with the question set that it speaks for, where that matters."""
    return address(path, **({"set": key} if key else {}), lang=language().code)
