"""The languages children may be asked in. Staff pages are in English."""

from __future__ import annotations

from dataclasses import dataclass

ONE_FORM = "0"
TWO_FORMS = "n != 1"
NONE_IS_ONE = "n > 1"
SLAVIC = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2"
POLISH = "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2"
ROMANIAN = "n==1 ? 0 : n==0 || n%100>=1 && n%100<=19 ? 1 : 2"
ARABIC = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5"
WELSH = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5"


@dataclass(frozen=True)
class Language:
    """``name`` is in the language itself, ``english`` what staff call it, ``letters`` the kind of letters it has.

    ``forms`` is how many forms a counted thing has and ``plural`` which of them belongs to a number n: CLDR's
    categories for whole numbers in CLDR's order, as an expression of gettext's. ``is_draft``: no fluent person has
    checked the wording yet. ``is_shipped``: its catalogue comes with Heard; any other waits for a translator's sheet.
    """

    code: str
    name: str
    english: str
    letters: str
    forms: int
    plural: str
    is_draft: bool = True
    is_shipped: bool = False

    @property
    def direction(self) -> str:
        return "rtl" if self.letters in RIGHT_TO_LEFT else "ltr"

    @property
    def tag(self) -> str:
        """The language as HTML and browsers name it."""
        return self.code.replace("_", "-")

    @property
    def plural_forms(self) -> str:
        """The header by which gettext chooses a form."""
        return f"nplurals={self.forms}; plural=({self.plural});"


RIGHT_TO_LEFT = {"arabic", "persian"}
ENGLISH = Language("en", "English", "English", "latin", 2, TWO_FORMS, is_draft=False, is_shipped=True)

LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        ENGLISH,
        Language("cy", "Cymraeg", "Welsh", "latin", 6, WELSH, is_shipped=True),
        Language("ar", "العربية", "Arabic", "arabic", 6, ARABIC, is_shipped=True),
        Language("pl", "Polski", "Polish", "latin", 3, POLISH, is_shipped=True),
        Language("uk", "Українська", "Ukrainian", "cyrillic", 3, SLAVIC, is_shipped=True),
        Language("ro", "Română", "Romanian", "latin", 3, ROMANIAN, is_shipped=True),
        Language("ur", "اردو", "Urdu", "persian", 2, TWO_FORMS, is_shipped=True),
        Language("fa", "فارسی", "Farsi", "persian", 2, NONE_IS_ONE, is_shipped=True),
        Language("so", "Soomaali", "Somali", "latin", 2, TWO_FORMS, is_shipped=True),
        Language("pa", "ਪੰਜਾਬੀ", "Punjabi", "gurmukhi", 2, NONE_IS_ONE),
        Language("bn", "বাংলা", "Bengali", "bengali", 2, NONE_IS_ONE),
        Language("ckb", "کوردیی ناوەندی", "Kurdish (Sorani)", "persian", 2, TWO_FORMS),
        Language("ku", "Kurmancî", "Kurdish (Kurmanji)", "latin", 2, TWO_FORMS),
        Language("ps", "پښتو", "Pashto", "persian", 2, TWO_FORMS),
        Language("fa_AF", "دری", "Dari", "persian", 2, NONE_IS_ONE),
        Language("ti", "ትግርኛ", "Tigrinya", "ethiopic", 2, NONE_IS_ONE),
        Language("am", "አማርኛ", "Amharic", "ethiopic", 2, NONE_IS_ONE),
        Language("vi", "Tiếng Việt", "Vietnamese", "vietnamese", 1, ONE_FORM),
        Language("sq", "Shqip", "Albanian", "latin", 2, TWO_FORMS),
    )
}
