"""Which languages a child may choose here. A language that is not whole leaves a child with sentences in two."""

from __future__ import annotations

from dataclasses import replace

from survey.configuration import configuration
from survey.wordings.registry import ENGLISH, LANGUAGES, Language
from survey.wordings.standing import Standing, standing

__all__ = ["ENGLISH", "LANGUAGES", "Language", "as_it_stands", "is_offered", "offered", "why_not"]


def offered() -> tuple[Language, ...]:
    """The languages a child may choose here: whole ones, and drafts only where the council has accepted them."""
    found = (as_it_stands(code) for code in LANGUAGES)
    return tuple(language for language in found if why_not(standing(language.code)) is None)


def is_offered(code: str) -> bool:
    """Whether a child may choose the language of this code here."""
    return any(language.code == code for language in offered())


def as_it_stands(code: str) -> Language:
    """The language, and whether its wording is a draft today: what the council has had checked is none."""
    return replace(LANGUAGES[code], is_draft=standing(code).is_draft)


def why_not(state: Standing) -> str | None:
    """Why children cannot choose a language: "unfinished", "draft"; None where they can."""
    settings = configuration()
    if not state.is_whole and not (settings.offers_unfinished and state.language.is_shipped):
        return "unfinished"
    if state.is_draft and not settings.accepts_drafts:
        return "draft"
    return None
