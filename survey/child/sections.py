"""The sections of a document in their order: its questions, and the few quiet screens between them.

All are in the document, for everybody the same. Which of them a child meets is decided on the page: by the script, or
without one by the address and the style.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from questions.questionnaire import Chapter, Question, QuestionSet
from survey.child.checks import CHECKS

START, END = "start", "end"
LED_BACK_TO = ("question", "record")


@dataclass(frozen=True)
class Section:
    """One screen. ``kind`` names its template, ``id`` stands in the address, ``part`` is its chapter's number.

    ``before`` and ``after`` are where "back" and "next" lead without scripts. ``wants``: of the two sections of a theme
    that is asked in two ways, "checked" is for a child who passed the check, "unchecked" for every other. ``check`` is
    1 or 2 in the check itself. ``easier_at`` is the number of the question, from 1, at which the easier
    version goes on; one more than it has at its end.
    """

    kind: str
    id: str
    part: int
    chapter: Chapter
    question: Question | None = None
    wants: str | None = None
    check: int | None = None
    easier_at: int | None = None
    before: str = START
    after: str = END

    @property
    def needs_script(self) -> bool:
        """Whether it is met with scripts only. Without them fewer options are offered, and nobody is left out."""
        return self.check is not None or self.wants == "checked" or self.kind == "again"


def sections(question_set: QuestionSet, easier: QuestionSet | None, *, has_record: bool = False) -> tuple[Section, ...]:
    """Every section between the start and the end; ``has_record``: an observer's record has its pages among them."""
    found = list(_in_order(question_set, easier))
    if has_record:
        # Facts before it is said how the child was, and what it may mean after that.
        last = len(question_set.chapters)
        facts = next(place for place, section in enumerate(found) if section.part == last)
        found[facts:facts] = [Section("record", f"record{page}", last, question_set.chapters[-1]) for page in (1, 2)]
        found += [Section("record", f"record{page}", last, question_set.chapters[-1]) for page in (3, 4)]
    for place, section in enumerate(found):
        # Going back leads to a question: what was asked quietly in between is not asked again.
        before = [each.id for each in found[:place] if each.kind in LED_BACK_TO and not each.needs_script]
        after = [each.id for each in found[place + 1 :] if not each.needs_script]
        found[place] = replace(section, before=before[-1] if before else START, after=after[0] if after else END)
    return tuple(found)


def entry(question_set: QuestionSet, number: int) -> str:
    """The section by which the question with this number, from 1, is reached; the end where there is none."""
    first = 1
    for part, chapter in enumerate(question_set.chapters, start=1):
        if number == first and chapter.about:
            return f"alone{part}"
        first += len(chapter.questions)
    return f"q{number}" if number < first else END


def _in_order(question_set: QuestionSet, easier: QuestionSet | None) -> Iterator[Section]:
    check = CHECKS.get(question_set.version.key) if question_set.has_check else None
    rests_before = _half_way(question_set) if question_set.version.rests else None
    is_checked = False
    number = 0
    for part, chapter in enumerate(question_set.chapters, start=1):
        if part == rests_before:
            yield Section("rest", "rest", part, chapter)
        for place, question in enumerate(chapter.questions):
            number += 1
            if question.unless_checked and check and not is_checked:
                is_checked = True
                yield Section("question", "c1", part, chapter, check.first, check=1)
                yield Section("question", "c2", part, chapter, check.second, check=2)
                yield Section("again", "again", part, chapter)
            if place == 0 and chapter.about:
                yield Section("alone", f"alone{part}", part, chapter)
            at = easier.carries_on_at(question.theme.key, question_set) + 1 if easier else None
            asked = Section("question", f"q{number}", part, chapter, question, easier_at=at)
            if question.unless_checked:
                yield replace(asked, question=question.unless_checked, wants="unchecked")
                yield replace(asked, id=f"r{number}", wants="checked")
            else:
                yield asked


def _half_way(question_set: QuestionSet) -> int | None:
    """The number of the chapter before which half of the questions are nearest; None where there is but one."""
    reached = list(accumulate(len(chapter.questions) for chapter in question_set.chapters))
    between = range(len(reached) - 1)
    nearest = min(between, key=lambda place: abs(2 * reached[place] - reached[-1]), default=None)
    return None if nearest is None else nearest + 2
