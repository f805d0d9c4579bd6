"""The languages children are asked in. Staff pages are in English."""

from __future__ import annotations

from dataclasses import dataclass

from survey.configuration import configuration


@dataclass(frozen=True)
class Language:
    """``name`` is in the language itself. ``is_draft``: no fluent person has checked the wording yet."""

    code: str
    name: str
    direction: str
    is_draft: bool


ENGLISH = Language("en", "English", "ltr", is_draft=False)

LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        ENGLISH,
        Language("cy", "Cymraeg", "ltr", is_draft=True),
        Language("ar", "العربية", "rtl", is_draft=True),
    )
}


def offered() -> tuple[Language, ...]:
    """The languages a child may choose here: drafts only where the council has accepted them."""
    accepts_drafts = configuration().accepts_drafts
    return tuple(language for language in LANGUAGES.values() if accepts_drafts or not language.is_draft)


def is_offered(code: str) -> bool:
    """Whether a child may choose the language of this code here."""
    return any(language.code == code for language in offered())
