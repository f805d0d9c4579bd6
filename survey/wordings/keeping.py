"""Changing what is said in a language here. The caller commits, and then has the pages ``forget`` what they knew."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from survey.wordings.catalogues import Forms, digest, shipped, wordings
from survey.wordings.registry import Language
from survey.wordings.tables import LanguageState, OwnWording


def take(session: Session, language: Language, said: Mapping[str, Forms]) -> None:
    """Put these wordings over the shipped ones. What is as it was shipped needs no row of its own."""
    _remove(session, language, said)
    for key, forms in said.items():
        if forms != shipped(language).get(key):
            english = "\n".join(wordings()[key].english)
            session.add_all(
                OwnWording(language=language.code, key=key, form=form, english=english, said=words)
                for form, words in enumerate(forms)
            )
    _begin_edition(session, language)


def drop(session: Session, language: Language) -> None:
    """Go back to what was shipped, and forget who checked anything else."""
    _remove(session, language, None)
    _uncheck(_begin_edition(session, language))


def sign_off(session: Session, language: Language, said: Mapping[str, Forms], person: str, day: date) -> None:
    """Somebody fluent has checked ``said``, which is all that this language says."""
    state = _begin_edition(session, language)
    state.checked_by, state.checked, state.digest = person, day, digest(said)


def withdraw(session: Session, language: Language) -> None:
    """Nobody has checked it after all."""
    _uncheck(_begin_edition(session, language))


def _uncheck(state: LanguageState) -> None:
    state.checked_by = state.checked = state.digest = None


def _remove(session: Session, language: Language, keys: Collection[str] | None) -> None:
    of_the_language = OwnWording.language == language.code
    condition = of_the_language if keys is None else of_the_language & OwnWording.key.in_(keys)
    session.execute(delete(OwnWording).where(condition).execution_options(synchronize_session=False))
    session.expire_all()


def _begin_edition(session: Session, language: Language) -> LanguageState:
    state = session.scalar(select(LanguageState).where(LanguageState.language == language.code))
    if state is None:
        state = LanguageState(language=language.code)
        session.add(state)
    state.edition = secrets.token_hex(8)
    return state
