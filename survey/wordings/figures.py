"""Numbers as a language writes them. A telephone number and the figures on a card are none: they stay as they are."""

from __future__ import annotations

from flask_babel import get_locale

WESTERN = "0123456789"
# CLDR's names of the systems that our languages count in, and their figures from zero on.
FIGURES = {
    "latn": WESTERN,
    "arab": "٠١٢٣٤٥٦٧٨٩",
    "arabext": "۰۱۲۳۴۵۶۷۸۹",
    "beng": "০১২৩৪৫৬৭৮৯",
}


def in_figures(said: object) -> str:
    """A number, or words with numbers among them, in the figures of the page's language."""
    locale = get_locale()
    system = locale.default_numbering_system if locale else "latn"
    return str(said).translate(str.maketrans(WESTERN, FIGURES[system]))
