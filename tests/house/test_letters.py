"""Every language's letters are there, in files that a slow line can carry. ``python3 dev.py build`` cuts them."""

from __future__ import annotations

import re

import pytest
from fontTools.ttLib import TTFont

from static.fonts import INTO, LETTERS
from survey.languages import LANGUAGES, Language

# Bytes of all the fonts that a cold tablet can be made to fetch.
MOST = {"latin": 40_000, "vietnamese": 40_000}
MOST_ELSEWHERE = 80_000
# What a language is written with beyond the letters of English, figures and marks included.
ALPHABETS = {
    "en": "’‘“”–…£",
    "cy": "âêîôûŵŷáéíóúẃýàèìòùẁỳäëïöüẅÿÂÊÎÔÛŴŶ",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْ،؛؟«»",
    "pl": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ’ʼ«»",
    "ro": "ăâîșțĂÂÎȘȚşţ„”",
    "ur": "اآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوؤہھۂءیئےۓۃً،؛؟۔۰۱۲۳۴۵۶۷۸۹",
    "fa": "اآبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئأءؤۀ،؛؟«»۰۱۲۳۴۵۶۷۸۹٪٫٬\u200c",
    "so": "'’",
    "pa": "ੳਅੲਸਹਕਖਗਘਙਚਛਜਝਞਟਠਡਢਣਤਥਦਧਨਪਫਬਭਮਯਰਲਵੜਸ਼ਖ਼ਗ਼ਜ਼ਫ਼ਲ਼ਾਿੀੁੂੇੈੋੌੰਂੱ੍।੦੧੨੩੪੫੬੭੮੯",
    "bn": "অআইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহড়ঢ়য়ৎংঃঁািীুূৃেৈোৌ্।০১২৩৪৫৬৭৮৯",
    "ckb": "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهەھیێ،؛؟٠١٢٣٤٥٦٧٨٩",
    "ku": "çêîşûÇÊÎŞÛ",
    "ps": "اآبپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼوهۀءیيېۍئ،؛؟۰۱۲۳۴۵۶۷۸۹",
    "fa_AF": "اآبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئأءؤۀ،؛؟«»۰۱۲۳۴۵۶۷۸۹\u200c",
    "ti": "ሀለሐመሠረሰሸቀቐበቨተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐቁኳጓቈኰ፡።፣፤፥፦",
    "am": "ሀለሐመሠረሰሸቀበቨተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐሏሟሯሷሿቋቧቷቿኗኟኳዟዷጇጓጧጿፏ፡።፣፤",
    "vi": "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵĐĂÂÊÔƠƯ",
    "sq": "çëÇË",
}


def files(letters: str) -> set[str]:
    """The font files that a page in these letters names."""
    return set(re.findall(r'url\("\./([^"]+)"\)', (INTO / f"letters-{letters}.css").read_text(encoding="utf-8")))


def test_every_kind_of_letters_is_some_languages_and_the_other_way_about() -> None:
    assert {language.letters for language in LANGUAGES.values()} == set(LETTERS)


@pytest.mark.parametrize("letters", LETTERS)
def test_the_fonts_of_a_page_are_light_enough(letters: str) -> None:
    assert sum((INTO / name).stat().st_size for name in files(letters)) <= MOST.get(letters, MOST_ELSEWHERE)


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: str(language.code))
def test_every_letter_is_in_a_font_and_announced_by_the_style(language: Language) -> None:
    style = (INTO / f"letters-{language.letters}.css").read_text(encoding="utf-8")
    there = set()
    for face in re.findall(r"@font-face \{([^}]+)\}", style):
        name = re.search(r'url\("\./([^"]+)"\)', face)
        announced = re.search(r"unicode-range: ([^;]+);", face)
        assert name is not None
        assert announced is not None
        drawn = set(TTFont(INTO / name[1]).getBestCmap())
        for stretch in announced[1].split(", "):
            first, _, last = stretch.removeprefix("U+").partition("-")
            there |= drawn & set(range(int(first, 16), int(last or first, 16) + 1))
    alphabet = set(ALPHABETS[language.code]) | set("Heard 0123456789.,:?!()-")
    assert not {letter for letter in alphabet if ord(letter) not in there}
