"""Rounds for tests: sittings written as rows, each with the parts a page of ours would have sent."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from questions.bank import question_sets
from questions.company import Company
from survey.clock import week_of
from survey.models import Mark, Part, Round, RoundSetting, Sitting
from tests.survey.sittings import a_document

SETTINGS = {"foster-care": 90, "family-or-friends": 30, "childrens-homes": 20, "supported-lodgings": 12}


def closed_round(
    session: Session,
    today: date,
    key: str = "spring",
    settings: Mapping[str, int] | None = None,
    ago: int = 20,
    question_set: str = "children-in-care",
) -> Round:
    """A round which closed ``ago`` days before today, after its 14 days of grace unless told otherwise."""
    closes = today - timedelta(days=ago)
    asked = Round(
        id=key, name="Spring round", question_set=question_set, opens=closes - timedelta(days=40), closes=closes
    )
    asked.settings = [
        RoundSetting(setting=setting, position=position, asked=count)
        for position, (setting, count) in enumerate((settings or SETTINGS).items())
    ]
    session.add(asked)
    session.flush()
    return asked


def sit(
    session: Session,
    asked: Round,
    *parts: Mapping[str, str],
    setting: str = "foster-care",
    versions: Sequence[str] = ("star",),
    company: Company | None = None,
    mark: Mark = Mark.FINISHED,
) -> str:
    """One sitting with its parts' answers; a part's version is the first one's unless it has one of its own."""
    sitting = str(uuid.uuid4())
    session.add(
        Sitting(
            id=sitting,
            round_id=asked.id,
            setting=setting,
            version=versions[0],
            week=week_of(asked.closes),
            mark=mark,
        )
    )
    session.flush()
    for number, answers in enumerate(parts, start=1):
        version = versions[min(number, len(versions)) - 1]
        document = a_document(sitting, answers, version, number, company, asked.question_set)
        session.add(
            Part(
                sitting_id=sitting,
                number=number,
                digest=hashlib.sha256(document).hexdigest(),
                document=document.decode(),
            )
        )
    session.flush()
    return sitting


def fill(session: Session, asked: Round, took_part: Mapping[str, Mapping[str, int]], seed: int = 1) -> None:
    """Sittings with answers drawn by chance: ``{"foster-care": {"star": 40, "symbols": 3}}``."""
    chance = Random(seed)
    for setting, versions in took_part.items():
        for version, count in versions.items():
            for _each in range(count):
                sit(
                    session,
                    asked,
                    some_answers(version, chance, asked.question_set),
                    setting=setting,
                    versions=(version,),
                    company=chance.choice([None, *Company]),
                )


def some_answers(version: str, chance: Random, name: str = "children-in-care") -> dict[str, str]:
    """Answers to what is shown, some skipped, most of them good."""
    question_set = question_sets()[name, version]
    answers: dict[str, str] = {}
    for question in question_set.questions:
        if question.theme.key in question_set.shown(answers):
            among = (chance.random() < 0.7 and question.scale.positive) or question.values
            among = among or question.values
            answers[question.theme.key] = chance.choice(sorted(among))
    return answers
