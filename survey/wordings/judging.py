"""What a translation must keep: every placeholder, every form, plain words, and the length of its version."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from gettext import c2py

from flask_babel import gettext as _

from survey.wordings.catalogues import Forms, Wording
from survey.wordings.registry import Language
from survey.wordings.tables import LONGEST
from survey.wordings.whereabouts import asked_in

PLACE = re.compile(r"%\((\w+)\)([a-z])")
# Other languages say the same in more words; a third more is let through. Vietnamese writes its syllables apart.
SLACK = {"vi": 2.0}
USUAL_SLACK = 4 / 3
# What is no question has no limit in words: this finds what was pasted into the wrong row.
MOST_TIMES = 4
SHORT = 40
# Joiners and marks of direction that Arabic, Farsi and Bengali are written with. Others hide what is written.
UNSEEN = ("Cc", "Cf", "Co", "Cs", "Cn")
INVISIBLE = {"\u200c", "\u200d", "\u200e", "\u200f"}
NUMBERS = range(201)


def tidied(said: str) -> str:
    """A translation as it is kept: composed letters, single spaces, none at the ends, quotation marks curved."""
    words = " ".join(unicodedata.normalize("NFC", said).split())
    return re.sub(r'"([^"]*)"', "“\\1”", words)


@cache
def numbers(language: Language, form: int) -> tuple[int, ...]:
    """The numbers up to 200 that a form is used with: what tells a translator which form it is."""
    chosen = c2py(language.plural)
    return tuple(number for number in NUMBERS if chosen(number) == form)


def complaints(wording: Wording, said: Forms, language: Language) -> list[str]:
    """What is wrong with a translation, as one would tell its author; nothing where it can be shown to a child."""
    found = [] if all(said) else [_missing_forms(said, language)]
    for form, words in enumerate(said):
        if words:
            found += _complaints(wording, words, form, language)
    return list(dict.fromkeys(found))


def _missing_forms(said: Sequence[str], language: Language) -> str:
    lacking = [form for form, words in enumerate(said) if not words]
    examples = ", ".join(str(numbers(language, form)[0]) for form in lacking)
    return _("A form is missing: the one for numbers such as %(examples)s.", examples=examples)


def _complaints(wording: Wording, words: str, form: int, language: Language) -> list[str]:
    found = _misplaced(wording, words, form, language)
    if PLACE.sub("", words).replace("%%", "").count("%"):
        found.append(_("A % sign stands alone: write it out in words."))
    # The words become part of a page: these would become code in it.
    strange = {sign for sign in '<>&"\\{}' if sign in words and not any(sign in english for english in wording.english)}
    if strange:
        signs = " ".join(sorted(strange))
        found.append(_("Leave out %(signs)s: to the page, such signs are no words.", signs=signs))
    if any(unicodedata.category(letter) in UNSEEN and letter not in INVISIBLE for letter in words):
        found.append(_("There is a sign in it that cannot be seen. Type the words anew."))
    found += _too_long(wording, words, language)
    return found


def _misplaced(wording: Wording, words: str, form: int, language: Language) -> list[str]:
    wanted = {place for english in wording.english for place in PLACE.findall(english)}
    there = set(PLACE.findall(words))
    # "One" and "two" may be words where they belong to a single number.
    counts_itself = wording.is_counted and len(numbers(language, form)) == 1
    needed = {place for place in wanted if not (counts_itself and place[0] == "num")}
    found = []
    if lost := needed - there:
        found.append(_("Keep %(places)s as it stands in the English: something is put there.", places=_named(lost)))
    if strange := there - wanted:
        found.append(_("Take out %(places)s: it does not stand in the English.", places=_named(strange)))
    return found


def _named(places: set[tuple[str, str]]) -> str:
    return " and ".join(f"%({name}){kind}" for name, kind in sorted(places))


def _too_long(wording: Wording, words: str, language: Language) -> list[str]:
    version = asked_in(wording)
    if version is not None:
        most, length = int(version.words * SLACK.get(language.code, USUAL_SLACK)), len(words.split())
        if length > most:
            return [
                _(
                    "It has %(length)s words. In the %(version)s version a question has %(most)s at most.",
                    length=length, version=version.name, most=most,
                )
            ]  # fmt: skip
    if len(words) > min(LONGEST, max(SHORT, MOST_TIMES * max(map(len, wording.english)))):
        return [_("It is much longer than the English. Is it in the right row?")]
    return []
