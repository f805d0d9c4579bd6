"""Files that a council might send, and a strict reading of what we make of them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from PIL import Image, ImageDraw

from survey.gallery.tables import Format
from survey.gallery.taking import Image as Kept

NAMESPACE = "{http://www.w3.org/2000/svg}"
# Written down once more, so that nothing gets into a picture by a slip in the list that the program goes by.
ELEMENTS = {"svg", "g", "defs", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "stop",
            "linearGradient", "radialGradient", "clipPath"}  # fmt: skip
ATTRIBUTES = {"viewBox", "d", "x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2",
              "points", "fx", "fy", "fr", "gradientUnits", "gradientTransform", "spreadMethod", "href",
              "offset", "clipPathUnits",
              "fill", "stroke", "color", "stop-color", "clip-path", "fill-rule", "clip-rule", "stroke-linecap",
              "stroke-linejoin", "stroke-dasharray", "display", "visibility", "opacity", "fill-opacity", "id",
              "transform", "stroke-opacity", "stop-opacity", "stroke-width", "stroke-miterlimit",
              "stroke-dashoffset"}  # fmt: skip


def symbol(kind: str = "PNG", side: int = 400, **how: Any) -> bytes:
    """A flat symbol: a face, in few colours."""
    drawn = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((side * 0.1, side * 0.1, side * 0.9, side * 0.9), fill="#ffc34a", outline="#221e3d", width=side // 40)
    for x in (0.35, 0.65):
        pen.ellipse((side * (x - 0.05), side * 0.35, side * (x + 0.05), side * 0.45), fill="#221e3d")
    pen.arc((side * 0.3, side * 0.4, side * 0.7, side * 0.75), 20, 160, fill="#221e3d", width=side // 40)
    return saved(drawn if kind != "JPEG" else drawn.convert("RGB"), kind, **how)


def photo(kind: str = "JPEG", size: tuple[int, int] = (1200, 900), **how: Any) -> bytes:
    """Something with soft edges and many colours, as a photograph has."""
    waves = Image.effect_mandelbrot(size, (-1.6, -1.2, 0.6, 1.2), 60)
    parts = (Image.radial_gradient("L").resize(size), waves, Image.linear_gradient("L").resize(size))
    return saved(Image.merge("RGB", parts), kind, **how)


def saved(picture: Image.Image, kind: str, **how: Any) -> bytes:
    into = BytesIO()
    picture.save(into, kind, **how)
    return into.getvalue()


def drawing(body: str = '<path d="M4 4h40v40z"/>') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">{body}</svg>'.encode()


def pack(files: Mapping[str, bytes]) -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return into.getvalue()


def opened(image: Kept) -> Image.Image:
    """A picture of ours in dots. Fails where there is anything beside the dots."""
    found = Image.open(BytesIO(image.content))
    assert found.format == {Format.WEBP: "WEBP", Format.PNG: "PNG", Format.JPEG: "JPEG"}[image.format]
    found.load()
    beside = set(found.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background",
                                "transparency", "timestamp", "duration"}  # fmt: skip
    assert not beside, beside
    assert not dict(found.getexif())
    assert getattr(found, "n_frames", 1) == 1
    return found


def faults_of_drawing(svg: bytes) -> list[str]:
    """What is in a drawing that may be in none."""
    said = svg.decode("utf-8")
    faults = [mark for mark in ("<!", "<?", "&", "\0") if mark in said]
    root = ElementTree.fromstring(said)
    names = {element.get("id") for element in root.iter()}
    for element in root.iter():
        if not str(element.tag).startswith(NAMESPACE) or str(element.tag).removeprefix(NAMESPACE) not in ELEMENTS:
            faults.append(f"<{element.tag}>")
        if (element.text or "").strip() or (element.tail or "").strip():
            faults.append("words")
        for name, value in element.attrib.items():
            if name not in ATTRIBUTES:
                faults.append(f"{name}=")
            if any(mark in value for mark in ":\\<>\"'@;"):
                faults.append(f"{name}={value}")
            if "#" in value and (name == "href" or "url" in value):
                target = value.removeprefix("url(").removesuffix(")").removeprefix("#")
                faults += [] if target in names else [f"{name} leads to {target}"]
            elif "url" in value or name == "href":
                faults.append(f"{name}={value}")
    return faults
