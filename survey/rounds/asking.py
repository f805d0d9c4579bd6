"""What a round asks: its question set in its versions, in the edition its officer chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import bindparam, select

from questions.bank import question_sets, question_sets_by_key, whole_question_sets
from questions.edition import AS_IT_IS, Edition, edited, read_edition
from questions.questionnaire import QuestionSet
from questions.versions import VERSIONS
from survey.database import Desk
from survey.models import Round

# A council has a few rounds open at a time, and reads the results of one.
REMEMBERED = 64

_EDITION = select(Round.question_set, Round.edition).where(Round.id == bindparam("round_id"))


@lru_cache(maxsize=REMEMBERED)
def edition_in(text: str | None) -> Edition:
    """The edition that a round keeps as text."""
    return AS_IT_IS if text is None else read_edition(text)


@lru_cache(maxsize=REMEMBERED)
def sets_in(name: str, edition: str | None, round_id: str | None = None) -> Mapping[str, QuestionSet]:
    """The versions of a question set as an edition asks them, by version, in the order in which they are shown.

    ``round_id`` is the round whose edition it is.
    """
    written = question_sets() if edition is None else whole_question_sets()
    asked = {version: written[name, version] for version in VERSIONS if (name, version) in written}
    if edition is None:
        return asked
    chosen = edition_in(edition)
    return {version: replace(edited(each, chosen), round_id=round_id) for version, each in asked.items()}


def sets_of(asked: Round) -> Mapping[str, QuestionSet]:
    """The versions in which a round asks, as it asks them."""
    return sets_in(asked.question_set, asked.edition, asked.id if asked.edition is not None else None)


def as_asked(desk: Desk, name: str, version: str, round_id: str | None) -> QuestionSet | None:
    """A question set as the round of this id asks it, or where that is None as it is asked anywhere; None for others.

    A round that asks as anybody does is named by nobody: its documents are the same for all.
    """
    if round_id is None:
        return question_sets().get((name, version))
    row = desk.execute(_EDITION, {"round_id": round_id}).one_or_none()
    if row is None or row.edition is None or row.question_set != name:
        return None
    return sets_in(name, row.edition, round_id).get(version)


def set_by_key(desk: Desk, key: str) -> QuestionSet | None:
    """The question set that an address names; None where there is none."""
    plain, _, round_id = key.partition(".")
    written = question_sets_by_key().get(plain)
    if written is None or not round_id:
        return written if plain == key else None
    return as_asked(desk, written.name, written.version.key, round_id)


def easier_than(desk: Desk, question_set: QuestionSet) -> QuestionSet | None:
    """The set in the version that "make it easier" leads to, asked by the same round, where it is written."""
    return as_asked(desk, question_set.name, question_set.version.easier or "", question_set.round_id)
