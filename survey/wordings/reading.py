"""Reading a translator's sheet that comes back, strictly: it is a file from outside, whoever sends it.

An XLSX file is a zip of XML files. What it says of its own sizes is checked before anything is unpacked, and Python's
zip reader holds it to that; nothing is read that could run, point elsewhere or unfold. Only then openpyxl reads it, row
by row: it is pure Python, leaves values as text and needs no memory beyond the row.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from openpyxl import load_workbook

from survey.wordings.registry import Language
from survey.wordings.sheets import NEW_HEAD, SHEET

LARGEST = 2 * 1024 * 1024
LARGEST_UNPACKED = 16 * 1024 * 1024
MOST_MEMBERS = 400
MOST_ROWS = 20_000
MOST_COLUMNS = 30
ROW_KEY = re.compile(r"([0-9a-f]{12})-([0-5])")
NEW = re.compile(r"New in .* \((?P<code>[A-Za-z_]+)\)")
# What runs, is not meant for people, or fetches something.
NOT_TAKEN = (
    "vbaproject",
    "macrosheets/",
    "externallinks/",
    "embeddings/",
    "activex/",
    "connections.xml",
    "querytables/",
)


class SheetRefused(ValueError):
    """The file is none that can be read; the message says why, in words for whoever sent it."""


@dataclass(frozen=True)
class Row:
    """A row of the sheet with something typed into it. ``why_not`` says why its cell cannot be read as words."""

    number: int
    key: str
    form: int
    said: str
    remark: str = ""
    why_not: str | None = None


def rows_in(file: bytes, language: Language) -> list[Row]:
    """The rows of a sheet of this language that have something in them; raises ``SheetRefused``."""
    _examine(file)
    try:
        book = load_workbook(io.BytesIO(file), read_only=True, data_only=False, keep_links=False)
        if SHEET not in book.sheetnames:
            raise SheetRefused(_("There is no sheet called “%(sheet)s” in this file.", sheet=SHEET))
        lines = book[SHEET].iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)
        columns = _columns(next(lines, ()), language)
        return list(_rows(lines, columns))
    except SheetRefused:
        raise
    except Exception:
        # openpyxl raises whatever its parsers do. Nothing of the file is worth telling but that it cannot be read.
        raise SheetRefused(_("This file cannot be read. Open it, save it as .xlsx and try again.")) from None


def _examine(file: bytes) -> None:
    if len(file) > LARGEST:
        raise SheetRefused(_("The file is too large. Send the sheet alone, without other pictures."))
    if not file:
        raise SheetRefused(_("Choose a file."))
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            _examine_members(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError,
            RuntimeError) as broken:  # fmt: skip
        if isinstance(broken, SheetRefused):
            raise
        raise SheetRefused(_("This is no .xlsx file, or it is damaged.")) from None


def _examine_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = [member.filename.lower() for member in members]
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise SheetRefused(_("Unpacked, the file is far too large for a sheet of wordings."))
    if "xl/workbook.xml" not in names or len(set(names)) < len(names):
        raise SheetRefused(_("This is no .xlsx file, or it is damaged."))
    if any(each in name for name in names for each in NOT_TAKEN):
        raise SheetRefused(_("The file holds macros or links to other files. Save it as .xlsx without them."))
    for member in members:
        if member.flag_bits & 1:
            raise SheetRefused(_("The file is locked with a password. Save it without one."))
        if member.filename.lower().endswith((".xml", ".rels", ".vml")):
            _examine_xml(archive.read(member))


def _examine_xml(content: bytes) -> None:
    """No document type, and so no entity that could unfold or fetch; spreadsheet programs write neither, and UTF-8."""
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = "\0"
    if "\0" in words or "<!doctype" in words.lower() or "<!entity" in words.lower():
        raise SheetRefused(_("The file holds what no spreadsheet program writes. Copy the rows into a fresh sheet."))


def _columns(first: tuple[Any, ...], language: Language) -> dict[str, int]:
    """Which column is which: by its name, since somebody may have moved them."""
    named = {str(cell.value).strip(): place for place, cell in enumerate(first) if cell.value is not None}
    new = next((name for name in named if NEW.fullmatch(name)), None)
    if "Key" not in named or new is None:
        wanted = NEW_HEAD.format(language.english, language.code)
        raise SheetRefused(_("The first row must name the columns “Key” and “%(new)s”.", new=wanted))
    found = NEW.fullmatch(new)
    assert found is not None
    if found["code"] != language.code:
        raise SheetRefused(_("This is the sheet of another language: “%(name)s”.", name=new))
    return {"key": named["Key"], "new": named[new], "remarks": named.get("Remarks", -1)}


def _rows(lines: Iterator[tuple[Any, ...]], columns: dict[str, int]) -> Iterator[Row]:
    for number, cells in enumerate(lines, start=2):
        said, why_not = _words(_cell(cells, columns["new"]))
        remark, _unread = _words(_cell(cells, columns["remarks"]))
        if not said and not remark and why_not is None:
            continue
        key, _unread = _words(_cell(cells, columns["key"]))
        found = ROW_KEY.fullmatch(key)
        if found is None:
            why_not = why_not or _("Its key is not one of ours. Copy the words into a fresh sheet.")
        yield Row(number, found[1] if found else key[:40], int(found[2]) if found else 0, said, remark[:500], why_not)


def _cell(cells: tuple[Any, ...], place: int) -> Any:
    return cells[place] if 0 <= place < len(cells) else None


def _words(cell: Any) -> tuple[str, str | None]:
    """What a cell says, and why that are no words."""
    if cell is None or cell.value is None:
        return "", None
    if cell.data_type == "f":
        return str(cell.value), _("It is a formula. Format the cell as text, then type the words.")
    if cell.data_type == "e":
        return str(cell.value), _("It is an error. Type the words anew.")
    if isinstance(cell.value, str):
        return cell.value.strip(), None
    if isinstance(cell.value, int) and not isinstance(cell.value, bool):
        return str(cell.value), None
    return str(cell.value), _("It is a date or a number. Format the cell as text, then type the words.")
