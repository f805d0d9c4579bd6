"""Deliveries for tests: a sitting's part as a page of ours would send it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy.orm import Session

from questions.answers import Part, Sides, write_part
from questions.bank import question_sets
from questions.company import Company
from survey import clock, codes
from survey.models import Mark, Round
from survey.responses import Delivery


def a_card(session: Session, asked: Round, version: str = "star", setting: int = 0) -> str:
    """A fresh card's code."""
    [card] = codes.issue(session, asked.settings[setting], version, 1, clock.now() + codes.ON_SCREEN)
    session.flush()
    return card.code


def a_document(
    sitting: str,
    answers: Mapping[str, str],
    version: str = "star",
    number: int = 1,
    company: Company | None = None,
    name: str = "children-in-care",
) -> bytes:
    question_set = question_sets()[name, version]
    part = Part(
        sitting=uuid.UUID(sitting),
        number=number,
        question_set=question_set,
        language="en",
        company=company,
        sides=Sides.GOOD_FIRST,
        answers=answers,
        fingerprints={theme: question_set.by_theme[theme].fingerprint for theme in answers},
    )
    return write_part(part).encode()


def a_delivery(
    code: str,
    answers: Mapping[str, str],
    sitting: str | None = None,
    version: str = "star",
    number: int = 1,
    mark: Mark | None = Mark.FINISHED,
) -> Delivery:
    sitting = sitting or str(uuid.uuid4())
    return Delivery(sitting, code, a_document(sitting, answers, version, number), mark)
