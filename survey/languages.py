"""Which languages a child may choose here. A language that is not whole leaves a child with sentences in two."""

from __future__ import annotations

from survey.configuration import configuration
from survey.wordings.registry import ENGLISH, LANGUAGES, Language
from survey.wordings.standing import Standing, standing, standings

__all__ = ["ENGLISH", "LANGUAGES", "Language", "as_it_stands", "is_offered", "offered", "why_not"]


def offered() -> tuple[Language, ...]:
    """The languages a child may choose here: whole ones, and drafts only where the council has accepted them."""
    return tuple(state.today for state in standings() if why_not(state) is None)


def is_offered(code: str) -> bool:
    """Whether a child may choose the language of this code here."""
    return code in LANGUAGES and why_not(standing(code)) is None


def as_it_stands(code: str) -> Language:
    """The language, and whether its wording is a draft today: what the council has had checked is none."""
    return standing(code).today


def why_not(state: Standing) -> str | None:
    """Why children cannot choose a language: "unfinished", "draft"; None where they can."""
    settings = configuration()
    if not state.is_whole and not (settings.offers_unfinished and state.language.is_shipped):
        return "unfinished"
    if state.is_draft and not settings.accepts_drafts:
        return "draft"
    return None
