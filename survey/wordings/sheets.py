"""The translator's sheet: every wording of the children's side as one row, to be filled in without anything but a
spreadsheet program. What is typed there stays what was typed: no cell becomes a formula."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from flask_babel import gettext as _

from survey.wordings.catalogues import Wording, wordings
from survey.wordings.judging import numbers
from survey.wordings.registry import Language
from survey.wordings.standing import Standing
from survey.wordings.whereabouts import SIDE, asked_in, picture, pictured, place

SHEET = "Wordings"
KEY, ENGLISH, NUMBER, WHERE, PICTURE, TODAY, NEW, REMARKS = range(8)
NEW_HEAD = "New in {} ({})"
WIDTHS = (18, 46, 20, 34, 14, 46, 46, 30)
AS_TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
EXAMPLES = 6


def heads(language: Language) -> tuple[str, ...]:
    """The first row. The one to fill names the language: so no sheet is taken for another language's."""
    new = NEW_HEAD.format(language.english, language.code)
    return ("Key", "English", "For which numbers", "Where it is used", "Picture", "Today", new, "Remarks")


def row_key(wording: Wording, form: int) -> str:
    return f"{wording.key}-{form}"


def written(state: Standing) -> bytes:
    """The sheet for a language, as an XLSX file."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, AS_TYPED)
    _explain(book, state.language)
    _list(book, state)
    book.close()
    return file.getvalue()


def _explain(book: Any, language: Language) -> None:
    sheet = book.add_worksheet("Read me first")
    title = book.add_format({"bold": True, "font_size": 16})
    words = book.add_format({"text_wrap": True, "valign": "top", "font_size": 12})
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, f"Heard in {language.english}", title)
    for number, line in enumerate(_instructions(language), start=2):
        sheet.write_string(number, 0, line, words)


def _instructions(language: Language) -> list[str]:
    new = heads(language)[NEW]
    lines = [
        _("Heard asks children in care what their life is like. These are all the words that a child meets."),
        _("Write as you would speak to a child of eight: short words, one idea, the friendly form of “you”."),
        _("Fill the column “%(new)s” on the sheet “%(sheet)s”. Change nothing in the columns before it.", new=new,
          sheet=SHEET),
        _("Leave a row empty where today’s words are good. Say in “Remarks” what you are unsure of."),
        _("Keep signs such as %(sign)s as they stand: a number, a day or a name is put in their place.",
          sign="%(number)s"),
        _("Where a picture is shown, the words stand under it: the shorter, the better."),
        _("Save it as .xlsx and send the file back to whoever gave it to you. You can go on later."),
    ]  # fmt: skip
    if language.forms > 1:
        lines.append(_("Some rows are there once for each form that a counted thing has. Fill all of them."))
    return lines


def _list(book: Any, state: Standing) -> None:
    language = state.language
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 2, "valign": "top"})
    common = {"text_wrap": True, "valign": "top", "num_format": "@"}
    fixed = book.add_format({**common, "bg_color": "#F4F2F7"})
    translated = {"reading_order": 2 if language.direction == "rtl" else 1}
    today = book.add_format({**common, **translated, "bg_color": "#F4F2F7"})
    open_ = book.add_format({**common, **translated, "locked": False, "border": 1, "border_color": "#6A6585"})
    sheet = book.add_worksheet(SHEET)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    for column, words in enumerate(heads(language)):
        sheet.write_string(0, column, words, head)
    sheet.freeze_panes(1, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True, "format_cells": True})
    line = 0
    for wording in wordings().values():
        for form in range(wording.forms_in(language)):
            line += 1
            said = state.said.get(wording.key)
            english = wording.english[0 if numbers(language, form) == (1,) else -1]
            for column, words in (
                (KEY, row_key(wording, form)),
                (ENGLISH, english),
                (NUMBER, _for_numbers(wording, language, form)),
                (WHERE, _where(wording)),
                (PICTURE, ""),
            ):
                sheet.write_string(line, column, words, fixed)
            sheet.write_string(line, TODAY, said[form] if said else "", today)
            sheet.write_blank(line, NEW, None, open_)
            sheet.write_blank(line, REMARKS, None, open_)
            if form == 0:
                _draw(sheet, line, wording)


def _for_numbers(wording: Wording, language: Language, form: int) -> str:
    if not wording.is_counted:
        return ""
    some = numbers(language, form)
    return ", ".join(map(str, some[:EXAMPLES])) + (" …" if len(some) > EXAMPLES else "")


def _where(wording: Wording) -> str:
    version = asked_in(wording)
    return place(wording) + (f" – at most {version.words} words or so" if version else "")


def _draw(sheet: Any, line: int, wording: Wording) -> None:
    concept = picture(wording)
    if concept is None:
        return
    sheet.set_row_pixels(line, SIDE + 4)
    image = {"image_data": io.BytesIO(pictured(concept)), "x_offset": 2, "y_offset": 2, "description": concept}
    sheet.insert_image(line, PICTURE, f"{concept}.png", image)
