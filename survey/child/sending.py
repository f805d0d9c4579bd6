"""What a child's page sends, by script or by a plain form, as the one kind of delivery there is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from questions.answers import MOST_PARTS, Part, PartUnreadable, Sides, sitting_id, write_part
from questions.company import Company, Method
from questions.questionnaire import SKIP, Question, QuestionSet
from survey.models import Mark
from survey.responses import Delivery

KEYS = frozenset({"sitting", "code", "part", "mark"})
CLOSING = {"finished": Mark.FINISHED, "discarded": Mark.DISCARDED}
EASIER = "easier"
# What a page holds beside answers. ``at`` is for the script: where a sitting that was made easier carries on.
OWN_FIELDS = frozenset(
    {"set", "language", "sitting", "code", "sides", "company", "method", "mark", "part", "at", EASIER}
)
# Who goes on at a part about somebody who is there, by the number of the part.
ALONE = "alone-"
OWN, TOGETHER, SKIPPED = "own", "together", "skip"

Form = MultiDict[str, str]


class NotADelivery(ValueError):
    """What arrived is not an object of the agreed shape. Never says what was in it."""


@dataclass(frozen=True)
class Sent:
    """What a plain form holds, read. ``part`` is None where everything is thrown away.

    ``easier`` is the theme at which the child wants it easier; there the sitting goes on and gets no mark.
    """

    sitting: str
    code: str
    part: Part | None
    mark: Mark | None
    easier: str | None = None

    @property
    def delivery(self) -> Delivery:
        part = None if self.part is None else write_part(self.part).encode()
        return Delivery(self.sitting, self.code, part, self.mark)


def delivery_in(content: object) -> Delivery:
    """The delivery in what a script posted; raises ``NotADelivery``.

    The part is left as it was sent, to the byte: its digest tells a retry from a change.
    """
    if not isinstance(content, dict) or content.keys() != KEYS:
        raise NotADelivery
    sitting, code, part, mark = (content[key] for key in ("sitting", "code", "part", "mark"))
    if not isinstance(sitting, str) or not isinstance(code, str):
        raise NotADelivery
    if not isinstance(part, str | None) or (mark is not None and mark not in tuple(CLOSING)):
        raise NotADelivery
    return Delivery(
        sitting=sitting,
        code=code,
        # Half a surrogate pair is no text: it is let through here, to be set aside as unreadable and not lost.
        part=None if part is None else part.encode("utf-8", "surrogatepass"),
        mark=CLOSING[mark] if mark else None,
    )


def unreadable(form: Form) -> Delivery:
    """A plain form that cannot be read, as it is, to be set aside and told as a number."""
    # Without the card: what is set aside is kept, and a card that is kept could be used.
    kept = [pair for pair in form.items(multi=True) if pair[0] != "code"]
    document = json.dumps(kept, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return Delivery(form.get("sitting", ""), form.get("code", ""), document, None)


def read_form(form: Form, find: Callable[[str], QuestionSet | None]) -> Sent:
    """What a plain form holds; raises ``PartUnreadable``."""
    if any(len(values) != 1 for values in form.listvalues()):
        raise PartUnreadable("a field is there twice")
    question_set = find(form.get("set", ""))
    mark, easier = CLOSING.get(form.get("mark", "")), form.get(EASIER)
    if question_set is None or (mark is None) == (easier is None):
        raise PartUnreadable("the set is unknown, or what is to become of the sitting")
    if easier is not None and easier not in question_set.by_theme:
        raise PartUnreadable("it cannot be made easier at a theme that is not asked")
    sitting, code = form.get("sitting", ""), form.get("code", "")
    part = None if mark is Mark.DISCARDED else _part(form, question_set)
    return Sent(sitting, code, part, mark, easier)


def chosen_beside(part: Part, goes_who: Mapping[int, str], easier: QuestionSet) -> Iterator[tuple[str, str]]:
    """What was chosen beside the answers and stays so in the easier version, as its fields and values."""
    if part.company:
        yield "company", part.company
    if part.method:
        yield "method", part.method
    said = {part.question_set.chapters[number - 1].about: who for number, who in goes_who.items()}
    for number, chapter in enumerate(easier.chapters, start=1):
        if chapter.about in said and chapter.about:
            yield f"{ALONE}{number}", said[chapter.about]


def who_goes_on(form: Form, question_set: QuestionSet) -> dict[int, str]:
    """Who answers each part about somebody who is there: on their own, together, or nobody; by the part's number.

    The style asks it only where that somebody is there; and so what is chosen counts only then.
    """
    chosen = {
        number: form[field]
        for field, number in _parts_about_somebody(question_set)
        if field in form and question_set.chapters[number - 1].about == form.get("company")
    }
    if not set(chosen.values()) <= {OWN, TOGETHER, SKIPPED}:
        raise PartUnreadable("who goes on with a part is unknown")
    return chosen


def _parts_about_somebody(question_set: QuestionSet) -> Iterator[tuple[str, int]]:
    """The fields of the parts before which the child may be asked who goes on, each with its part's number."""
    for number, chapter in enumerate(question_set.chapters, start=1):
        if chapter.about:
            yield f"{ALONE}{number}", number


def _part(form: Form, question_set: QuestionSet) -> Part:
    try:
        company = Company(form["company"]) if "company" in form else None
        method = Method(form["method"]) if "method" in form else None
        sides = Sides(form.get("sides", ""))
    except ValueError:
        raise PartUnreadable("the company, the method or the sides are unknown") from None
    goes_who = who_goes_on(form, question_set)
    themes = {
        who: frozenset(
            question.theme.key
            for number, said in goes_who.items()
            if said == who
            for question in question_set.chapters[number - 1].questions
        )
        for who in (OWN, SKIPPED)
    }
    asked, given = _answers(form, question_set, themes[SKIPPED])
    return Part(
        sitting=sitting_id(form.get("sitting")),
        number=_number(form.get("part", "1")),
        question_set=question_set,
        language=form.get("language", ""),
        company=company,
        sides=sides,
        answers=given,
        fingerprints={theme: asked[theme].fingerprint for theme in given},
        alone=themes[OWN],
        method=method,
    )


def _number(text: str) -> int:
    if text not in map(str, range(1, MOST_PARTS + 1)):
        raise PartUnreadable("the part has no number")
    return int(text)


def _answers(
    form: Form, question_set: QuestionSet, skipped: frozenset[str]
) -> tuple[dict[str, Question], dict[str, str]]:
    """The questions that were answered and their values by theme, without those that other answers would have hidden.

    A part that the child leaves out is skipped question by question, whatever was chosen in it before.
    """
    beside = OWN_FIELDS | {field for field, _ in _parts_about_somebody(question_set)}
    fields = {wording.field: wording for question in question_set.questions for wording in question.wordings}
    asked = {theme: question_set.by_theme[theme].wordings[-1] for theme in skipped}
    given = dict.fromkeys(skipped, SKIP)
    for field, value in form.items():
        if field in beside:
            continue
        question = fields.get(field)
        if question is None or value not in question.values:
            raise PartUnreadable("a field or its value is unknown")
        theme = question.theme.key
        if theme in skipped:
            continue
        if theme in given:
            raise PartUnreadable("a theme is answered twice")
        asked[theme], given[theme] = question, value
    shown = question_set.shown(given)
    return asked, {theme: value for theme, value in given.items() if theme in shown}
