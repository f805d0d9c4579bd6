"""What in a child's words could tell who is meant: a plain search, to help the person who decides and never instead.

It finds names of a list, numbers, dates, addresses and words with a capital. It does not find "my foster sister with
the horse", nor a name that is spelt otherwise: whoever reads does.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

WORD = re.compile(r"[^\W_]+")
WRITTEN_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DATE = re.compile(
    rf"\b(?:\d{{1,4}}[./-]\d{{1,2}}(?:[./-]\d{{1,4}})?|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}|{MONTH} \d{{1,2}})\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\+?\d(?:[\d ().-]*\d)?")
ADDRESS = re.compile(r"@|://|^www\.", re.IGNORECASE)
SENTENCE_ENDS = ".!?…:\n"
BETWEEN = " \t\"'“”‘’«»()[]-–—*•"
# Letters that are no letter with a mark to Unicode, but are to whoever types a name without them.
PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


class Kind(StrEnum):
    """What was found."""

    NAME = "name"
    ADDRESS = "address"
    DATE = "date"
    NUMBER = "number"
    CAPITAL = "capital"


@dataclass(frozen=True)
class Finding:
    """Something that may tell who is meant, and how many times it is there."""

    kind: Kind
    text: str
    count: int


def findings(words: str, names: Iterable[str]) -> list[Finding]:
    """All that is found in ``words``, names first. Whether a name has capitals or accents makes no difference."""
    rest, addresses = _without(words, [each for each in words.split() if ADDRESS.search(each)])
    dates = DATE.findall(rest)
    rest, _dates = _without(rest, dates)
    found = [
        *(Finding(Kind.NAME, name, many) for name in dict.fromkeys(names) if (many := count_of(name, words))),
        *_counted(Kind.ADDRESS, addresses),
        *_counted(Kind.DATE, dates),
        *_counted(Kind.NUMBER, NUMBER.findall(rest)),
    ]
    named = {part for finding in found if finding.kind is Kind.NAME for part in _parts(finding.text)}
    capitals = [word for word in _capitals(rest) if not set(_parts(word)) <= named | {"s"}]
    return [*found, *_counted(Kind.CAPITAL, capitals)]


def count_of(name: str, words: str) -> int:
    """How many times a name of one word or several stands in ``words``, as whole words."""
    wanted, there = _parts(name), _parts(words)
    if not wanted:
        return 0
    return sum(there[at : at + len(wanted)] == wanted for at in range(len(there) - len(wanted) + 1))


def _parts(text: str) -> Sequence[str]:
    """The words of a text without capitals, accents and signs: "Zoë's" is "zoe" and "s"."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return WORD.findall(bare.casefold().translate(PLAIN))


def _capitals(words: str) -> list[str]:
    """Words with a capital that is not there because a sentence begins; "I" is nobody's name."""
    if not any(sign.islower() for sign in words):
        return []
    found = []
    for word in WRITTEN_WORD.finditer(words):
        before = words[: word.start()].rstrip(BETWEEN)
        is_inside = bool(before) and before[-1] not in SENTENCE_ENDS
        if is_inside and word[0][0].isupper() and word[0].partition("'")[0].partition("’")[0] != "I":
            found.append(word[0])
    return found


def _counted(kind: Kind, found: Iterable[str]) -> list[Finding]:
    return [Finding(kind, text.strip(), many) for text, many in Counter(found).items()]


def _without(words: str, found: list[str]) -> tuple[str, list[str]]:
    """The words with a gap where something was found already."""
    for each in found:
        words = words.replace(each, "…,")
    return words, found
