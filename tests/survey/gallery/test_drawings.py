"""A drawing from elsewhere is built anew: what it shows is there, and nothing else is."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from questions.pictures import PICTURES, concepts
from survey.gallery import grammar
from survey.gallery.drawings import draw
from survey.gallery.parsing import LARGEST_FILE, MOST_ELEMENTS
from survey.gallery.refusals import LeftOut, PictureRefused, Why
from tests.survey.gallery import files
from tests.survey.gallery.files import drawing, faults_of_drawing

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawn(body: str) -> str:
    """What is inside the drawing that is made of one with this inside."""
    svg = draw(drawing(body)).svg.decode()
    return svg[svg.index(">") + 1 : -len("</svg>")]


def test_the_list_is_the_one_that_was_written_down_twice() -> None:
    assert set(grammar.ELEMENTS) == files.ELEMENTS
    own = {name for names in grammar.ELEMENTS.values() for name in names}
    assert own | set(grammar.LOOKS) | set(grammar.PLACE) | {"id"} == files.ATTRIBUTES


def test_shapes_and_how_they_look_are_kept() -> None:
    body = (
        '<g transform="translate(1 2)" fill="#ff0000"><circle cx="3" cy="4" r="5" opacity=".5"/>'
        '<path d="M1 2a3 3 0 011.5.5z" fill-rule="evenodd" stroke="rgb(1,2,3)" stroke-width="2px"/></g>'
    )
    assert drawn(body) == (
        '<g fill="#ff0000" transform="translate(1 2)"><circle cx="3" cy="4" opacity=".5" r="5"/>'
        '<path d="M1 2a3 3 0 011.5.5z" fill-rule="evenodd" stroke="rgb(1,2,3)" stroke-width="2"/></g>'
    )


def test_styles_become_attributes_as_a_browser_would_read_them() -> None:
    style = (
        "<style>/* one */ path{fill:blue} .a, .b {fill:red; stroke:none} .b{fill:lime!important} #c{fill:navy}</style>"
    )
    path = '<path d="M0 0h9" class="{}" fill="black"/>'
    assert 'fill="blue"' in drawn(style + path.format("other"))
    assert 'fill="red" stroke="none"' in drawn(style + path.format("a"))
    assert 'fill="lime"' in drawn(style + path.format("b a"))
    assert 'fill="navy"' in drawn(style + '<path d="M0 0h9" id="c" class="b"/>')
    assert 'fill="aqua"' in drawn(style + '<path d="M0 0h9" id="c" style="stroke: red; FILL : aqua !important"/>')
    assert "style" not in drawn(style + path.format("a"))


def test_gradients_and_clips_are_kept_under_names_of_ours() -> None:
    body = (
        f'<defs {XLINK}><linearGradient id="first"><stop offset="5%" stop-color="red"/></linearGradient>'
        '<linearGradient id="second" xlink:href="#first" x1="1"/><clipPath id="hole"><circle r="9"/></clipPath></defs>'
        "<rect width=\"9\" height=\"9\" fill=\"url('#second') blue\" clip-path='url(#hole)'/><use xlink:href='#dot'/>"
        f'<circle id="dot" r="1"/>'
    )
    said = drawn(body.replace("<use", f"<use {XLINK}"))
    for part in ('<linearGradient id="i0">', 'href="#i0" id="i1" x1="1"', 'fill="url(#i1)"', 'clip-path="url(#i2)"'):
        assert part in said
    assert '<use href="#i3"/><circle id="i3" r="1"/>' in said
    assert "second" not in said


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<text>words</text>", LeftOut.WORDS),
        ('<image href="x.png"/>', LeftOut.PICTURES),
        ('<path d="M0 0h9" filter="url(#f)"/>', LeftOut.EFFECTS),
        ('<path d="M0 0h9" style="mask:url(#f)"/>', LeftOut.EFFECTS),
        ('<animate attributeName="x"/>', LeftOut.MOVEMENT),
        ('<path d="M0 0h9" fill="url(https://elsewhere.example/#a)"/>', LeftOut.ELSEWHERE),
        ('<path d="M0 0h9" stroke-width="wide"/>', LeftOut.VALUES),
        ('<g id="a"><use href="#b"/></g><path id="b" d="M0 0h9"/><use href="#a"/>', LeftOut.REPEATS),
    ],
)
def test_what_is_left_out_is_told(body: str, what: LeftOut) -> None:
    taken = draw(drawing('<path d="M4 4h9"/>' + body))
    assert taken.left_out == {what}
    assert draw(drawing('<path d="M4 4h9"/>')).left_out == set()


def test_what_programs_write_about_themselves_goes_without_a_word() -> None:
    body = (
        '<title>A</title><desc>B</desc><metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>'
        '<s:namedview xmlns:s="http://sodipodi.example"/><path xmlns:i="http://i.example" i:label="x" d="M0 0h9"/>'
    )
    taken = draw(b"<?xml version='1.0' encoding='UTF-8'?><!-- made by hand -->" + drawing(body))
    assert taken.left_out == set()
    assert b"label" not in taken.svg


def test_a_drawing_without_a_view_box_is_as_large_as_it_says() -> None:
    said = draw(b'<svg xmlns="http://www.w3.org/2000/svg" width="96pt" height="1in"><path d="M0 0h9"/></svg>').svg
    assert b'viewBox="0 0 128 96"' in said


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (drawing("<script/>"), Why.PROGRAM),
        (drawing('<path d="M0 0h9" onclick="x"/>'), Why.PROGRAM),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + drawing(), Why.DEFINITIONS),
        (drawing("<style>@media all{path{fill:red}}</style><path d='M0 0h9'/>"), Why.STYLES),
        (drawing("<style>path > g{fill:red}</style><path d='M0 0h9'/>"), Why.STYLES),
        (drawing("<g>" * 40 + "</g>" * 40), Why.COMPLICATED),
        (drawing("<g/>" * MOST_ELEMENTS), Why.COMPLICATED),
        (drawing(" " * LARGEST_FILE), Why.COMPLICATED),
        (drawing(f"<g id='a'>{'<path/>' * 90}</g>" + "<use href='#a'/>" * 90), Why.COMPLICATED),
        (drawing("<text>words</text>"), Why.NOTHING),
        (drawing().replace(b"viewBox", b"box"), Why.NO_SIZE),
        (drawing().replace(b"48 48", b"48 9"), Why.NARROW),
        (drawing()[:-1], Why.NOT_SVG),
        (drawing().decode().encode("utf-16"), Why.NOT_SVG),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(file: bytes, why: Why) -> None:
    with pytest.raises(PictureRefused) as refused:
        draw(file)
    assert refused.value.why is why


def test_our_own_drawings_pass_through_as_they_are() -> None:
    for concept in concepts():
        file = (PICTURES / f"{concept}.svg").read_bytes()
        taken = draw(file)
        assert taken.left_out == set(), concept
        for shape in (b"<path", b"<circle", b"<rect"):
            assert taken.svg.count(shape) == file.count(shape), concept


# Without what is refused at first sight: that is another test's.
NAMES = [*grammar.ELEMENTS, "style", "text", "image", "filter", "animate", "a", "symbol", "mask", "x"]
KEYS = [*sorted(files.ATTRIBUTES), "style", "class", "filter", "xlink:href", "xml:base", "src", "width"]
VALUES = ["#a", "#b", "url(#a)", "url(#b) red", "url(http://evil.test/#a)", "red", "#abc", "1", "-2.5px",
          "50%", "1e9", "M0 0h9", "0 0 9 9", "rotate(1)", "scale(1,2) skewX(3)", "none", "inherit",
          "fill:red;stroke:url(#a)", "a", "b", "</svg>", "\"'<&>", "u\\72l(x)", "rgb(1, 2, 3)", "evenodd", "5,5", "٣",
          " ", "\x85", "userSpaceOnUse"]  # fmt: skip
SHEETS = [
    ".a{fill:red}",
    "path{stroke:url(#b)}",
    "#a{opacity:.5}",
    "g g{}",
    ".a{fill:url(http://x/#a)}",
]
attributes = some.dictionaries(some.sampled_from(KEYS), some.sampled_from(VALUES) | some.text(max_size=9), max_size=5)
leaves: Any = some.builds(lambda name, said: (name, said, []), some.sampled_from(NAMES), attributes)
trees: Any = some.recursive(
    leaves,
    lambda inner: some.tuples(some.sampled_from(NAMES), attributes, some.lists(inner, max_size=4)),
    max_leaves=14,
)


def as_written(tree: Any) -> str:
    name, said, children = tree
    # What XML itself does not allow is another test's.
    good = {key: "".join(c for c in value if c >= " " and not "\ud800" <= c <= "\udfff" and c < "\ufffe")
            for key, value in said.items()}  # fmt: skip
    inside = "".join(map(as_written, children))
    return f"<{name} {' '.join(f'{key}={quoteattr(value)}' for key, value in good.items())}>{inside}</{name}>"


@settings(max_examples=400)
@given(some.lists(trees, max_size=5), some.lists(some.sampled_from(SHEETS), max_size=2), attributes)
def test_whatever_comes_in_only_the_list_comes_out_and_comes_out_again_unchanged(
    bodies: list[object], sheets: list[str], root: dict[str, str]
) -> None:
    inside = f"<style>{' '.join(sheets)}</style>" + "".join(map(as_written, bodies)) + "<path d='M4 4h9'/>"
    written = as_written(("svg", {"viewBox": "0 0 48 48", **root}, []))
    namespaces = f' xmlns="http://www.w3.org/2000/svg" {XLINK}'
    file = written.replace("<svg", "<svg" + namespaces, 1).replace("></svg>", f">{inside}</svg>")
    try:
        taken = draw(file.encode())
    except PictureRefused:
        return
    assert faults_of_drawing(taken.svg) == []
    again = draw(taken.svg)
    assert again.svg == taken.svg
    assert again.left_out == set()


def test_the_strict_reading_finds_faults() -> None:
    """Else the laws above could not fail."""
    for body in ("<script/>", '<path onload="x"/>', '<path fill="url(http://x)"/>', '<use href="#nowhere"/>', "words",
                 '<path style="fill:red"/>', "<!-- x -->", '<path d="&#60;"/>', "<text/>"):  # fmt: skip
        assert faults_of_drawing(drawing(body)), body
    assert faults_of_drawing(drawing()) == []
