"""Whatever is sent as a sheet: a clear message, nothing taken, nothing crashed."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Iterator

import pytest

from survey.wordings.reading import LARGEST, LARGEST_UNPACKED, SheetRefused, rows_in
from survey.wordings.registry import LANGUAGES
from survey.wordings.sheets import written
from survey.wordings.standing import standing
from tests.survey.staff.office import Browser, Office
from tests.survey.wordings.translating import send_back

WELSH = LANGUAGES["cy"]
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
FETCHES = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
SHEETS = ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml", "[Content_Types].xml")


def members(sheet: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(sheet)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in content.items():
            archive.writestr(name, held)
    return file.getvalue()


def hostile(good: bytes) -> Iterator[tuple[str, bytes]]:
    content = members(good)
    for name in SHEETS:
        for what, head in (("laughs", LAUGHS), ("fetches", FETCHES)):
            for use in (b"&j;", b"&a;"):
                body = content[name].split(b"?>", 1)[1].replace(b"</", use + b"</", 1)
                yield f"{what} in {name}", packed({**content, name: head.encode() + body})
        yield f"UTF-16 in {name}", packed({**content, name: (FETCHES + "<a>&a;</a>").encode("utf-16")})
        yield f"nothing in {name}", packed({**content, name: b""})
        yield f"no XML in {name}", packed({**content, name: b"\x00\xff" * 50})
        yield f"half of {name}", packed({**content, name: content[name][: len(content[name]) // 2]})
        yield f"deep {name}", packed({**content, name: b"<a>" * 50_000})
        yield f"a bomb in {name}", packed({**content, name: b" " * (LARGEST_UNPACKED + 1)})
        yield f"without {name}", packed({key: held for key, held in content.items() if key != name})
    for name in ("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/externalLinks/externalLink1.xml",
                 "xl/embeddings/oleObject1.bin", "xl/activeX/activeX1.xml", "xl/connections.xml"):  # fmt: skip
        yield f"with {name}", packed({**content, name: b"<a/>"})
    yield "many members", packed({**content, **{f"xl/{number}": b"" for number in range(1000)}})
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr("xl/workbook.xml", content["xl/workbook.xml"])
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("xl/workbook.xml", b"<x/>")
    yield "a member twice", twice.getvalue()
    yield "a size that lies", lying(packed({**content, "xl/workbook.xml": b" " * 200_000}), 200_000)
    yield "a password", locked(good)
    yield "too large", good + b"\0" * LARGEST
    yield from (
        ("words", b"Key,New\n1,2\n"), ("an old spreadsheet", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 60), ("a page", b"<html><script>alert(1)</script></html>"),
        ("a PDF", b"%PDF-1.7\n"), ("an empty zip", packed({})), ("one byte", b"P"), ("a program", b"MZ" + b"\0" * 60),
        ("a stream", zlib.compress(b"x" * 1000)), ("a spreadsheet of LibreOffice's", packed({"mimetype": b"ods"})),
    )  # fmt: skip
    chance = random.Random(4)
    for number in range(70):
        torn = bytearray(good)
        for _ in range(chance.randint(1, 40)):
            torn[chance.randrange(len(torn))] = chance.randrange(256)
        yield f"torn {number}", bytes(torn[: chance.randint(len(torn) // 2, len(torn))])
    for number in range(70):
        name = chance.choice(SHEETS)
        held = bytearray(content[name])
        for _ in range(chance.randint(1, 30)):
            held[chance.randrange(len(held))] = chance.choice(b"<>&\"'/=\0x9")
        yield f"strange {number} in {name}", packed({**content, name: bytes(held)})


def lying(sheet: bytes, size: int) -> bytes:
    """A file that says of a member that it is short."""
    return sheet.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


def locked(sheet: bytes) -> bytes:
    """A file whose members say that they are under a password."""
    marked = bytearray(sheet)
    at = -1
    while (at := marked.find(b"PK\x01\x02", at + 1)) >= 0:
        marked[at + 8] |= 1
    return bytes(marked)


def said_of(sheet: bytes) -> str | None:
    """Why a sheet is refused; None where it can be read. Then every row says something, or why it does not."""
    try:
        rows = rows_in(sheet, WELSH)
    except SheetRefused as message:
        return str(message)
    assert all(row.why_not or row.said or row.remark for row in rows)
    return None


@pytest.fixture
def good(office: Office) -> bytes:
    with office.app.app_context():
        return written(standing("cy"))


def test_two_hundred_hostile_files_are_refused_in_words_or_read_as_what_they_are(good: bytes) -> None:
    """Torn bytes may leave a file that can be read: then it says nothing, since nothing was typed into it."""
    tried = refused = 0
    for what, sheet in hostile(good):
        tried += 1
        message = said_of(sheet)
        if message is None:
            assert what.startswith(("torn", "strange", "without xl/s", "nothing in xl/s", "half", "deep")), what
        else:
            refused += 1
            assert 10 < len(message) < 200, what
            assert message.endswith("."), what
    assert tried >= 200
    assert refused >= 100


@pytest.mark.parametrize("what", ["laughs in xl/sharedStrings.xml", "with xl/vbaProject.bin", "a page", "a password"])
def test_the_page_says_it_too(officer: Browser, good: bytes, what: str) -> None:
    sheet = dict(hostile(good))[what]
    answer = send_back(officer, "cy", sheet)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "Traceback" not in answer.text


def test_a_file_beyond_all_measure_is_not_even_read(officer: Browser) -> None:
    assert send_back(officer, "cy", b"\0" * (5 * LARGEST)).status_code == 413
    assert officer.client.post("/send", data={"x": "y" * 100_000}).status_code == 413  # elsewhere the limit stands
