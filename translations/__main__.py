"""``python -m translations collect | check``: keep the catalogues true to the wordings in the code and bank.

A catalogue is made for translators: it says where a wording stands, and nothing of it depends on a moment or a machine.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from survey.wordings.catalogues import LIST, catalogue_path, forms_of, wording_of
from survey.wordings.judging import complaints
from survey.wordings.registry import ENGLISH, LANGUAGES, Language

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


def text_of(catalogue: Catalog, about: str, language: Language | None = None) -> str:
    """The catalogue as a file's text: without the moments and tools that Babel notes in the header."""
    written = io.BytesIO()
    write_po(written, catalogue, width=110, omit_header=True, sort_by_file=True, include_lineno=False)
    lines = ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    if language:
        lines = [f"Language: {language.code}", *lines, f"Plural-Forms: {language.plural_forms}"]
    header = "".join(f'"{line}\\n"\n' for line in lines)
    return f'# {about}\nmsgid ""\nmsgstr ""\n{header}\n{written.getvalue().decode("utf-8").strip()}\n'


def listed(wordings: Catalog) -> str:
    """The list of all wordings, from which sheets are made for languages that have no catalogue."""
    return text_of(wordings, "All that children's pages say. Made by `python3 dev.py words`.")


def collected(code: str, wordings: Catalog) -> str:
    language, catalogue = LANGUAGES[code], read(code)
    catalogue.update(wordings, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    state = "draft: no fluent person has checked it" if language.is_draft else "checked by a fluent person"
    return text_of(catalogue, f"{language.name}, {state}.", language)


def collect() -> int:
    wordings = template()
    LIST.write_text(listed(wordings), encoding="utf-8")
    for code in translated_languages():
        path = catalogue_path(code)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(collected(code, wordings), encoding="utf-8")
    return 0


def check() -> int:
    """1 when a catalogue is not what ``collect`` would write, misses a wording or breaks one."""
    wordings = template()
    written = {LIST: listed(wordings)} | {
        catalogue_path(code): collected(code, wordings) for code in translated_languages()
    }
    stale = [path for path, text in written.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    faults = [f"{path.relative_to(ROOT)}: not up to date; run `python3 dev.py words`" for path in stale]
    if not stale:
        faults = [fault for code in translated_languages() for fault in faults_of(code)]
    for fault in faults:
        print(fault)  # noqa: T201
    return min(len(faults), 1)


def faults_of(code: str) -> list[str]:
    """What is wrong with a catalogue: what is not translated, and what must not be shown to a child as it is."""
    faults = []
    for message in read(code):
        if message.id:
            said = forms_of(message)
            wrong = complaints(wording_of(message), said, LANGUAGES[code]) if all(said) else ["not translated"]
            faults += [f"translations/{code}: {message.id!r}: {each}" for each in wrong]
    return faults


if __name__ == "__main__":
    sys.exit({"collect": collect, "check": check}[sys.argv[1]]())
