"""How each language stands at this moment: what is said in it, whether all of it is, and who has checked that.

Every child's page asks here. What is found is kept in memory; a change made here is seen at once, and one made by
another process of the same council within ``GOOD_FOR`` seconds.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any

from babel.support import NullTranslations, Translations
from flask import current_app
from flask_babel import Domain, get_locale
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from survey.database import db
from survey.wordings import catalogues
from survey.wordings.catalogues import DOMAIN, Forms, wordings
from survey.wordings.registry import ENGLISH, LANGUAGES, Language
from survey.wordings.tables import LanguageState, OwnWording

GOOD_FOR = 2.0
KEY = "HEARD_WORDINGS"
UNTOUCHED = "shipped"
IN_ENGLISH = NullTranslations()


@dataclass(frozen=True)
class Check:
    """Somebody fluent read everything: who, when, and the digest of what they read."""

    person: str
    day: date
    digest: str


@dataclass(frozen=True)
class Standing:
    """One language. ``own`` is what the council put over the catalogue; ``stale`` the English of what is no more."""

    language: Language
    edition: str
    check: Check | None
    own: Mapping[str, Forms]
    stale: tuple[str, ...]

    @cached_property
    def said(self) -> Mapping[str, Forms]:
        """Every wording that there is in this language, by key."""
        if self.language is ENGLISH:
            return {key: wording.english for key, wording in wordings().items()}
        fits = {
            key: forms
            for key, forms in self.own.items()
            if key in wordings() and len(forms) == wordings()[key].forms_in(self.language)
        }
        return {**catalogues.shipped(self.language), **fits}

    @cached_property
    def digest(self) -> str:
        return catalogues.digest(self.said)

    @cached_property
    def translations(self) -> Translations:
        return catalogues.translations(self.language, self.said)

    @property
    def total(self) -> int:
        return len(wordings())

    @cached_property
    def missing(self) -> int:
        """How many wordings are not said yet."""
        return len(wordings().keys() - self.said.keys())

    @property
    def is_whole(self) -> bool:
        return not self.missing

    @property
    def is_checked(self) -> bool:
        """Whether somebody fluent has checked what is said today, and not something before it."""
        return self.check is not None and self.check.digest == self.digest

    @property
    def is_draft(self) -> bool:
        return self.today.is_draft

    @cached_property
    def today(self) -> Language:
        """The language, a draft only where its wording is one today: what the council has had checked is none."""
        if self.language is ENGLISH:
            return self.language
        return replace(self.language, is_draft=not self.is_checked and (self.language.is_draft or bool(self.own)))


class Remembered:
    """The standings as they were found a moment ago."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked = float("-inf")
        self._found: dict[str, Standing] = {}

    def now(self) -> Mapping[str, Standing]:
        with self._lock:
            if not self._found or time.monotonic() - self._asked > GOOD_FOR:
                self._ask()
            return self._found

    def forget(self) -> None:
        with self._lock:
            self._asked = float("-inf")

    def _ask(self) -> None:
        try:
            # A connection of its own: whoever asks may be about to write, and must not have begun to read before.
            with db.engine.connect() as connection:
                rows = {row.language: row for row in connection.execute(select(LanguageState.__table__))}
                changed = [code for code in LANGUAGES if self._is_other(code, rows.get(code))]
                own: dict[str, dict[tuple[str, str], dict[int, str]]] = {code: {} for code in changed}
                for row in connection.execute(select(OwnWording.__table__).where(OwnWording.language.in_(changed))):
                    own[row.language].setdefault((row.key, row.english), {})[row.form] = row.said
        except SQLAlchemyError:
            # A page that says that something is not working must still be there, in the language that it was in.
            for code, language in LANGUAGES.items():
                self._found.setdefault(code, Standing(language, UNTOUCHED, None, {}, ()))
            return
        for code in changed:
            self._found[code] = _standing(LANGUAGES[code], rows.get(code), own[code])
        self._asked = time.monotonic()

    def _is_other(self, code: str, row: Any) -> bool:
        return code not in self._found or self._found[code].edition != (row.edition if row else UNTOUCHED)


def _standing(language: Language, row: Any, own: Mapping[tuple[str, str], Mapping[int, str]]) -> Standing:
    check = Check(row.checked_by, row.checked, row.digest) if row is not None and row.checked else None
    return Standing(
        language,
        row.edition if row is not None else UNTOUCHED,
        check,
        {key: tuple(said for _form, said in sorted(forms.items())) for (key, _english), forms in own.items()},
        tuple(sorted(english for key, english in own if key not in wordings())),
    )


def _remembered() -> Remembered:
    kept: Remembered = current_app.extensions.setdefault(KEY, Remembered())
    return kept


def standing(code: str) -> Standing:
    """How the language of this code stands. Raises ``KeyError`` for one that is not registered."""
    return _remembered().now()[code]


def standings() -> list[Standing]:
    """How every registered language stands, in their order."""
    found = _remembered().now()
    return [found[code] for code in LANGUAGES]


def edition(code: str) -> str:
    """What tells a language's wordings from what they were before: part of the key of whatever is kept of a page."""
    return standing(code).edition


def forget() -> None:
    """To be called once a change is committed: the next page asks anew."""
    _remembered().forget()


class Wordings(Domain):
    """Where gettext finds what a page says: the council's own wordings over the shipped ones."""

    def __init__(self) -> None:
        super().__init__(domain=DOMAIN)

    def get_translations(self) -> NullTranslations:
        code = str(get_locale() or ENGLISH.code)
        # English stands in the code: staff pages, and whatever must be said when nothing works, ask nobody.
        return standing(code).translations if code in LANGUAGES and code != ENGLISH.code else IN_ENGLISH
