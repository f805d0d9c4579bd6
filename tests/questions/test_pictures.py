"""Every picture has its concept and its word, and is a drawing that any page may hold."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
import resvg_py
from PIL import Image

from questions.bank import whole_question_sets
from questions.pictures import MANIFEST, PICTURES, concepts, manifest, read_manifest
from questions.reading import QuestionSetRefused
from questions.scale import Standing
from tests.house.code import ROOT

SVG = "{http://www.w3.org/2000/svg}"
STYLED = set(
    re.findall(r"^\.(\w+) \{", (ROOT / "static/css/child/drawings.css").read_text(encoding="utf-8"), re.MULTILINE)
)
# Shapes and how they are drawn. Nothing that names, links, styles, animates, writes or runs.
SHAPES = {SVG + name for name in ("svg", "g", "path", "circle")}
SAID = {"viewBox", "class", "d", "cx", "cy", "r", "fill", "stroke"}
SAID |= {f"stroke-{how}" for how in ("width", "linecap", "linejoin", "dasharray")}
LARGEST = 1750
# Side by side: how much more one may be painted or be dark than the other, and by how much of the 120 units its edges
# may lie elsewhere. A picture that is larger, or darker, is chosen more often by a child who does not mind which.
PAINTED, DARK, ELSEWHERE = 1.15, 1.6, 30
SMALL = """scenery = ["sea"]
together = ["sad so-so"]
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
    assert (read.beside("sad"), read.beside("so-so"), read.beside("sea")) == (("so-so",), ("sad",), ())


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
        ('together = ["sad so-so"]', "", "together", "list of words"),
        ("sad so-so", "sad sea", "together", "no picture"),
        (SMALL, SMALL + SMALL[SMALL.index("[[group]]") :], "group[2].name", "there already"),
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


def painted(key: str) -> Image.Image:
    """A picture in one colour: ink black, papers and skins white, and clear where nothing is painted."""
    paper = "".join(f".{name}{{fill:#fff}}" for name in STYLED - {"i", "k", "far"})
    ink = ".i{fill:none;stroke:#000;stroke-width:4;stroke-linecap:round;stroke-linejoin:round}.k{fill:#000}"
    drawing = (PICTURES / f"{key}.svg").read_text(encoding="utf-8")
    styled = drawing.replace(">", f"><style>{ink}{paper}</style>", 1).replace("currentColor", "#000")
    return Image.open(BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=styled, width=120, height=120)))).convert("RGBA")


def dark(picture: Image.Image) -> int:
    """How many pixels are ink."""
    on_white = Image.new("RGBA", picture.size, "white")
    on_white.alpha_composite(picture)
    return sum(on_white.convert("L").histogram()[:128])


def edges(picture: Image.Image) -> tuple[int, int, int, int]:
    box = picture.getchannel("A").point(lambda shade: 255 * (shade > 127)).getbbox()
    assert box
    return box


def papers(key: str) -> set[str]:
    drawing = fromstring((PICTURES / f"{key}.svg").read_text(encoding="utf-8"))
    worn = {name for element in drawing.iter() for name in (element.get("class") or "").split()}
    return worn & set("mabhf")


@pytest.mark.parametrize("keys", manifest().together, ids="-".join)
def test_pictures_that_lie_side_by_side_draw_the_eye_alike(keys: tuple[str, ...]) -> None:
    assert len(set(keys)) == len(keys) >= 2
    pictures = [painted(key) for key in keys]
    areas = [sum(picture.getchannel("A").histogram()[128:]) for picture in pictures]
    inks = [dark(picture) for picture in pictures]
    assert max(areas) <= PAINTED * min(areas)
    assert max(inks) <= DARK * min(inks)
    assert all(max(side) - min(side) <= ELSEWHERE for side in zip(*map(edges, pictures), strict=True))
    assert len({frozenset(papers(key)) for key in keys}) == 1


@pytest.mark.parametrize("key", sorted(concepts()))
def test_no_line_is_cut_off_at_an_edge(key: str) -> None:
    """Only the lower edge cuts, where somebody stands behind it; a cut elsewhere would be read as something else."""
    for edge in ((0, 0, 120, 1), (0, 0, 1, 120), (119, 0, 120, 120)):
        assert not dark(painted(key).crop(edge)), edge


def test_answers_of_which_one_is_good_are_pictures_drawn_together() -> None:
    lines = [set(keys) for keys in manifest().together]
    for question_set in whole_question_sets().values():
        for question in (wording for each in question_set.questions for wording in each.wordings):
            options = question.scale.options
            shown = {option.picture for option in options if option.picture}
            if len(shown) > 1 and Standing.POSITIVE in {option.standing for option in options}:
                assert any(shown <= line for line in lines), (question_set.key, question.theme.key, shown)
