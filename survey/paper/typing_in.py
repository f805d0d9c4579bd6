"""What stood on a sheet of paper, as the one kind of delivery there is, marked as answered on paper."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from questions.answers import Part, Sides, write_part
from questions.company import Company, Way
from questions.questionnaire import QuestionSet
from survey import codes
from survey.models import Mark, Round, Sitting
from survey.responses import Delivery


class CardRefused(ValueError):
    """The card on the sheet opens nothing in this round: it was used, or its numbers are not right."""


def delivery(
    session: Session,
    asked: Round,
    question_set: QuestionSet,
    typed: Mapping[str, str],
    company: Company | None,
    language: str,
    digits: str,
    sitting: uuid.UUID,
    now: datetime,
) -> Delivery:
    """The sheet's answers as a delivery. ``typed`` maps a question's field to its value.

    The card is looked at but not spent: that is the receiver's. The same sheet sent twice is the same delivery. Raises
    ``CardRefused``.
    """
    card = codes.typed(digits)
    admission = codes.knock(session, card, now)
    # A sheet that was typed in a moment ago has spent its card, and is thanked for again.
    opens = admission.round_id == asked.id if admission else session.get(Sitting, str(sitting)) is not None
    if not opens:
        raise CardRefused
    wordings = {wording.field: wording for question in question_set.questions for wording in question.wordings}
    given = {wordings[field].theme.key: (wordings[field], value) for field, value in typed.items()}
    shown = question_set.shown({theme: value for theme, (_wording, value) in given.items()})
    part = Part(
        sitting=sitting,
        number=1,
        question_set=question_set,
        language=language,
        company=company,
        sides=Sides.GOOD_FIRST,
        answers={theme: value for theme, (_wording, value) in given.items() if theme in shown},
        fingerprints={theme: wording.fingerprint for theme, (wording, _value) in given.items() if theme in shown},
        way=Way.PAPER,
    )
    return Delivery(str(sitting), card, write_part(part).encode(), Mark.FINISHED)
