"""What a child's page sends, by script or by a plain form, as the one kind of delivery there is."""

from __future__ import annotations

import json
from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from questions.answers import Part, PartUnreadable, Sides, sitting_id, write_part
from questions.company import Company
from questions.questionnaire import QuestionSet
from survey.models import Mark
from survey.responses import Delivery

KEYS = frozenset({"sitting", "code", "part", "mark"})
CLOSING = {"finished": Mark.FINISHED, "discarded": Mark.DISCARDED}
OWN_FIELDS = frozenset({"set", "language", "sitting", "code", "sides", "company", "mark"})


class NotADelivery(ValueError):
    """What arrived is not an object of the agreed shape. Never says what was in it."""


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


def delivery_from(form: MultiDict[str, str], question_sets: Mapping[str, QuestionSet]) -> Delivery:
    """The delivery in a plain form. What cannot be read is handed on as it is, to be set aside and told as a number."""
    sitting, code = form.get("sitting", ""), form.get("code", "")
    try:
        part, mark = _read(form, question_sets)
    except PartUnreadable:
        # Without the card: what is set aside is kept, and a card that is kept could be used.
        kept = [pair for pair in form.items(multi=True) if pair[0] != "code"]
        return Delivery(sitting, code, json.dumps(kept, ensure_ascii=False).encode("utf-8", "surrogatepass"), None)
    return Delivery(sitting, code, None if part is None else write_part(part).encode(), mark)


def _read(form: MultiDict[str, str], question_sets: Mapping[str, QuestionSet]) -> tuple[Part | None, Mark]:
    if any(len(values) != 1 for values in form.listvalues()):
        raise PartUnreadable("a field is there twice")
    question_set = question_sets.get(form.get("set", ""))
    mark = CLOSING.get(form.get("mark", ""))
    if question_set is None or mark is None:
        raise PartUnreadable("the set or the mark is unknown")
    if mark is Mark.DISCARDED:
        return None, mark
    try:
        company = Company(form["company"]) if "company" in form else None
        sides = Sides(form.get("sides", ""))
    except ValueError:
        raise PartUnreadable("the company or the sides are unknown") from None
    answers = _answers(form, question_set)
    part = Part(
        sitting=sitting_id(form.get("sitting")),
        number=1,
        question_set=question_set,
        language=form.get("language", ""),
        company=company,
        sides=sides,
        answers=answers,
        fingerprints={theme: question_set.by_theme[theme].fingerprint for theme in answers},
    )
    return part, mark


def _answers(form: MultiDict[str, str], question_set: QuestionSet) -> dict[str, str]:
    """The answers by theme, without those to questions that the other answers would have hidden."""
    fields = {wording.field: wording for question in question_set.questions for wording in question.wordings}
    given: dict[str, str] = {}
    for field, value in form.items():
        if field in OWN_FIELDS:
            continue
        question = fields.get(field)
        if question is None or value not in question.values:
            raise PartUnreadable("a field or its value is unknown")
        given[question.theme.key] = value
    shown = question_set.shown(given)
    return {theme: value for theme, value in given.items() if theme in shown}
