"""``python -m translations collect | compile | check``: keep the catalogues true to the wordings in the code and bank.

A catalogue is made for translators: it says where a wording stands, and nothing of it depends on a moment or a machine.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from survey.languages import ENGLISH, LANGUAGES, catalogue_path, missing

ROOT = Path(__file__).parent.parent
FOLDERS = (
    "questions",
    "survey/child",
    "templates/child",
    "templates/components/child",
    "templates/errors",
    "templates/layouts",
    "templates/questions",
    "templates/visits/cards",
)
METHODS = [
    ("questions/bank/**.toml", "questions.bank:wordings"),
    ("templates/layouts/staff.html", "ignore"),
    ("**.html", "jinja2"),
    ("**.py", "python"),
]


def template() -> Catalog:
    """Every wording of the children's side as it stands in code, templates and bank."""
    wordings = Catalog(project="Heard", charset="utf-8")
    for folder in FOLDERS:
        if not (ROOT / folder).is_dir():
            continue
        for name, _line, message, comments, context in extract_from_dir(
            ROOT / folder,
            method_map=[(pattern.removeprefix(f"{folder}/"), method) for pattern, method in METHODS],
            options_map={"**.html": {"trimmed": "true"}},
            keywords=DEFAULT_KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        ):
            wordings.add(message, None, [(f"{folder}/{name}", 0)], auto_comments=comments, context=context)
    return wordings


def read(language: str) -> Catalog:
    """The catalogue as it is; an empty one where there is none yet. Babel's own plurals are wrong for some."""
    path = catalogue_path(language)
    catalogue = Catalog(locale=language, project="Heard")
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    catalogue.mime_headers = [("Plural-Forms", LANGUAGES[language].plural_forms)]
    return catalogue


def translated_languages() -> list[str]:
    """The languages whose catalogues are kept here; the others wait for a translator's sheet."""
    return [code for code, language in LANGUAGES.items() if language.is_shipped and code != ENGLISH.code]


def text_of(catalogue: Catalog, language: str) -> str:
    """The catalogue as a file's text: without the moments and tools that Babel notes in the header."""
    written = io.BytesIO()
    write_po(written, catalogue, width=110, omit_header=True, sort_by_file=True, include_lineno=False)
    state = "draft: no fluent person has checked it" if LANGUAGES[language].is_draft else "checked by a fluent person"
    header = (
        f"# {LANGUAGES[language].name}, {state}.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {LANGUAGES[language].plural_forms}\\n"\n\n'
    )
    return header + written.getvalue().decode("utf-8").strip() + "\n"


def collected(language: str, wordings: Catalog) -> str:
    catalogue = read(language)
    catalogue.update(wordings, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return text_of(catalogue, language)


def collect() -> int:
    wordings = template()
    for language in translated_languages():
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(collected(language, wordings), encoding="utf-8")
    return 0


def compile_all() -> int:
    for language in translated_languages():
        path = catalogue_path(language)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, read(language))
    return 0


def check() -> int:
    """1 when a catalogue is not what ``collect`` would write, misses a wording or breaks a placeholder."""
    wordings, faults = template(), 0
    for language in translated_languages():
        path = catalogue_path(language)
        if not path.exists() or path.read_text(encoding="utf-8") != collected(language, wordings):
            print(f"{path.relative_to(ROOT)}: not up to date; run `python3 dev.py words`")  # noqa: T201
            faults += 1
            continue
        for message in read(language):
            complaints = [str(error) for error in message.check()]
            if message.id and missing(message.string):
                complaints.append("not translated")
            for complaint in complaints:
                print(f"{path.relative_to(ROOT)}: {message.id!r}: {complaint}")  # noqa: T201
                faults += 1
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit({"collect": collect, "compile": compile_all, "check": check}[sys.argv[1]]())
