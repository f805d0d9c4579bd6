"""Every picture has its concept and its word, and is a drawing that any page may hold."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from questions.pictures import MANIFEST, PICTURES, concepts, manifest, read_manifest
from questions.reading import QuestionSetRefused
from tests.house.code import ROOT

SVG = "{http://www.w3.org/2000/svg}"
STYLED = set(
    re.findall(r"^\.(\w+) \{", (ROOT / "static/css/child/drawings.css").read_text(encoding="utf-8"), re.MULTILINE)
)
# Shapes and how they are drawn. Nothing that names, links, styles, animates, writes or runs.
SHAPES = {SVG + name for name in ("svg", "g", "path", "circle")}
SAID = {"viewBox", "class", "d", "cx", "cy", "r", "fill", "stroke"}
SAID |= {f"stroke-{how}" for how in ("width", "linecap", "linejoin", "dasharray")}
LARGEST = 2000
SMALL = """scenery = ["sea"]
[[group]]
name = "Feelings"
[[group.concept]]
key = "so-so"
word = "neither here nor there"
note = "The same hand, half way."
turns = true
[[group.concept]]
key = "sad"
word = "sad"
note = "No tears."
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "pictures.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_manifest_is_read_in_order(tmp_path: Path) -> None:
    read = read_manifest(written(tmp_path, SMALL))
    assert [(each.key, each.word, each.group, each.turns) for each in read.concepts.values()] == [
        ("so-so", "neither here nor there", "Feelings", True),
        ("sad", "sad", "Feelings", False),
    ]
    assert read.scenery == {"sea"}


@pytest.mark.parametrize(
    ("was", "becomes", "key", "reason"),
    [
        ('key = "sad"', 'key = "so-so"', "group[1].concept[2].key", "there already"),
        ('key = "sad"', 'key = "sea"', "group[1].concept[2].key", "there already"),
        ('key = "sad"', 'key = "../sad"', "group[1].concept[2].key", "small letters"),
        ('key = "sad"', 'key = "Sad"', "group[1].concept[2].key", "small letters"),
        ('word = "sad"', 'word = "neither here nor there"', "group[1].concept[2].word", "another picture"),
        ('word = "sad"', 'word = "a bit sad just now"', "group[1].concept[2].word", "room for 4"),
        ('word = "sad"', "", "group[1].concept[2].word", "is missing"),
        ('note = "No tears."', "", "group[1].concept[2].note", "is missing"),
        ('note = "No tears."', 'note = "No tears."\ncolour = "blue"', "group[1].concept[2].colour", "not a key"),
        ("turns = true", "turns = false", "group[1].concept[1].turns", "left out"),
        ("turns = true", 'turns = "yes"', "group[1].concept[1].turns", "left out"),
        ('name = "Feelings"', "", "group[1].name", "is missing"),
        ('scenery = ["sea"]', "", "scenery", "list of words"),
        (SMALL, SMALL + SMALL.partition("\n")[2], "group[2].name", "there already"),
        ("[[group]]", "[[group", "(the whole file)", "Expected"),
    ],
)
def test_refuses_with_file_key_and_reason(tmp_path: Path, was: str, becomes: str, key: str, reason: str) -> None:
    assert was in SMALL
    with pytest.raises(QuestionSetRefused, match=re.escape(reason)) as refused:
        read_manifest(written(tmp_path, SMALL.replace(was, becomes, 1)))
    assert (refused.value.file, refused.value.key) == ("pictures.toml", key)


def test_groups_stand_together_and_no_line_is_lost() -> None:
    keys = re.findall(r'^key = "(.+)"$', MANIFEST.read_text(encoding="utf-8"), re.MULTILINE)
    assert list(concepts()) == keys
    assert len(keys) >= 90


@pytest.mark.parametrize("key", sorted(path.stem for path in PICTURES.glob("*.svg")))
def test_a_picture_is_a_plain_drawing(key: str) -> None:
    text = (PICTURES / f"{key}.svg").read_text(encoding="utf-8")
    drawing = fromstring(text)
    assert drawing.tag == SVG + "svg"
    for element in drawing.iter():
        # A name only for its shape: the drawings of a page share it with others, where an id would be there twice.
        assert element.tag in SHAPES
        assert set(element.attrib) <= SAID
        assert set((element.get("class") or "").split()) <= STYLED
        assert not (element.text or "").strip()
    if key not in manifest().scenery:
        assert drawing.get("viewBox") == "0 0 120 120"
        assert len(text.encode()) <= LARGEST
        # Only colours that the page gives: they must yield to one colour, to the device's own, and to strong.
        colours = {element.get(how) for element in drawing.iter() for how in ("fill", "stroke")}
        assert colours <= {None, "none", "currentColor"}
