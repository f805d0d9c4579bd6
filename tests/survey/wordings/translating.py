"""Filling sheets as a translator does, and languages that somebody made up."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from typing import Any

from openpyxl import load_workbook
from sqlalchemy.orm import Session

from survey.wordings import keeping
from survey.wordings.catalogues import Forms, Wording, wordings
from survey.wordings.judging import PLACE
from survey.wordings.registry import LANGUAGES
from survey.wordings.sheets import KEY, NEW, REMARKS, SHEET
from survey.wordings.standing import forget
from tests.survey.staff.office import Browser

FAR = "áßçðéƒğĥíĵķłɱñöþɋřšŧûṽŵẋýž"
ACCENTED = str.maketrans("abcdefghijklmnopqrstuvwxyz", FAR)


def key_of(english: str) -> str:
    """The key of the wording that begins so."""
    found = [key for key, wording in wordings().items() if wording.english[0].startswith(english)]
    assert found, f"Heard does not say {english}"
    return found[0]


def sheet_of(browser: Browser, language: str) -> bytes:
    page = browser.open(f"/staff/languages/{language}/sheet")
    assert page.status_code == 200
    return bytes(page.data)


def filled(sheet: bytes, cells: Mapping[str, Any], remarks: Mapping[str, str] | None = None) -> bytes:
    """The sheet with something typed into rows, named by key and form ("0123456789ab-0")."""
    book = load_workbook(io.BytesIO(sheet))
    for row in book[SHEET].iter_rows(min_row=2):
        key = str(row[KEY].value)
        if key in cells:
            row[NEW].value = cells[key]
            row[NEW].data_type = "s" if isinstance(cells[key], str) else row[NEW].data_type
        if remarks and key in remarks:
            row[REMARKS].value = remarks[key]
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def send_back(browser: Browser, language: str, sheet: bytes, name: str = "sheet.xlsx") -> Any:
    fields: Any = {"sheet": (io.BytesIO(sheet), name)}
    return browser.send(f"/staff/languages/{language}/sheet", fields)


def far(english: str) -> str:
    """The English with every letter changed, and its placeholders as they were."""
    return "".join(
        part if PLACE.fullmatch(part) else part.lower().translate(ACCENTED)
        for part in re.split(r"(%\(\w+\)[a-z])", english)
    )


def pretend(session: Session, code: str, say: Callable[[Wording, int], str]) -> None:
    """Have a language say everything, as somebody made it up."""
    language = LANGUAGES[code]
    said: dict[str, Forms] = {
        key: tuple(say(wording, form) for form in range(wording.forms_in(language)))
        for key, wording in wordings().items()
    }
    keeping.take(session, language, said)
    session.commit()
    forget()
