"""A picture in dots is painted anew: light for a tablet, large for print, and without a word about itself."""

from __future__ import annotations

import pytest
from PIL import Image, PngImagePlugin

from survey.gallery.paintings import LARGEST_SIDE, paint
from survey.gallery.refusals import LeftOut, PictureRefused, Why
from survey.gallery.tables import HEAVIEST_LARGE, HEAVIEST_LIGHT, Format
from survey.gallery.taking import take
from tests.attacks.hostile_pictures import noise
from tests.survey.gallery.files import opened, photo, saved, symbol

HEIC = b"\0\0\0\x18ftypheic" + b"\0" * 64


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_a_symbol_stays_large_and_of_its_colours(kind: str) -> None:
    taken = take(symbol(kind))
    light, large = opened(taken.light), opened(taken.large)
    assert max(light.size) >= 192
    assert large.size == (400, 400)
    assert taken.light.format is Format.WEBP
    for seen in (light, large):
        x, y = seen.size
        red, green, blue = seen.convert("RGB").getpixel((x // 2, y // 4))  # type: ignore[misc]
        assert (abs(red - 0xFF), abs(green - 0xC3), abs(blue - 0x4A)) < (12, 12, 12)


def test_what_can_be_seen_through_stays_so() -> None:
    taken = take(symbol("PNG"))
    for image in (taken.light, taken.large):
        assert opened(image).convert("RGBA").getpixel((2, 2))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_light_enough_and_still_seen(kind: str) -> None:
    taken = take(photo(kind))
    assert taken.large.format is Format.JPEG
    assert max(opened(taken.light).size) >= 160
    assert max(opened(taken.large).size) == LARGEST_SIDE


@pytest.mark.parametrize(
    "file", [symbol(), photo(), noise(), photo(size=(5000, 4000)), saved(Image.new("L", (60, 60)), "PNG")], ids=len
)
def test_no_picture_weighs_more_than_a_page_allows(file: bytes) -> None:
    taken = take(file)
    assert len(taken.light.content) <= HEAVIEST_LIGHT
    assert len(taken.large.content) <= HEAVIEST_LARGE


def test_nothing_is_kept_that_is_not_to_be_seen() -> None:
    secret = "taken at 12 Secret Street"
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", secret)
    words.add_itxt("XML:com.adobe.xmp", secret)
    exif = Image.Exif()
    exif[0x010E] = secret
    for file in (
        symbol("PNG", pnginfo=words, exif=exif.tobytes(), icc_profile=secret.encode()),
        photo("JPEG", comment=secret.encode(), exif=exif.tobytes(), icc_profile=secret.encode()),
        symbol("WEBP", exif=exif.tobytes(), xmp=secret.encode()),
        symbol("PNG") + secret.encode(),
    ):
        assert secret.encode() in file
        taken = take(file)
        for image in (taken.light, taken.large):
            opened(image)
            assert secret.encode() not in image.content


def test_a_photograph_that_was_taken_sideways_stands_upright() -> None:
    picture = Image.new("RGB", (400, 200), "white")
    picture.paste("black", (0, 0, 100, 200))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: what is on the left belongs on top
    large = opened(take(saved(picture, "JPEG", exif=exif.tobytes())).large)
    assert large.size == (200, 400)
    assert large.convert("L").getpixel((100, 20)) < 60  # type: ignore[operator]
    assert large.convert("L").getpixel((100, 380)) > 200  # type: ignore[operator]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK", "RGB", "RGBA"])
def test_every_way_to_write_down_dots_is_read(mode: str) -> None:
    grey = Image.new("L", (96, 96), 128)
    picture = Image.frombytes("I;16", (96, 96), b"\x00\x80" * 96 * 96) if mode == "I;16" else grey.convert(mode)
    large = opened(take(saved(picture, "JPEG" if mode == "CMYK" else "PNG")).large)
    # Of black and white alone, half of the dots make the grey.
    assert abs(sum(large.convert("L").resize((1, 1)).tobytes()) - 128) < 16


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_what_moves_the_first_picture_is_taken_and_it_is_told(kind: str) -> None:
    first, second = (Image.new("RGB", (96, 96), colour) for colour in ("red", "blue"))
    taken = take(saved(first, kind, save_all=True, append_images=[second]))
    assert taken.left_out == {LeftOut.MOVEMENT}
    assert opened(taken.large).convert("RGB").getpixel((48, 48))[0] > 200  # type: ignore[index]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"", Why.EMPTY),
        (HEIC, Why.UNKNOWN),
        (saved(Image.new("RGB", (96, 96)), "GIF"), Why.UNKNOWN),
        (symbol() + b"\0" * 8 * 1024 * 1024, Why.HEAVY),
        (saved(Image.new("1", (10_001, 5_000)), "PNG"), Why.LARGE),
        (saved(Image.new("1", (5_100, 5_000)), "PNG"), Why.LARGE),
        (saved(Image.new("RGB", (47, 96)), "PNG"), Why.SMALL),
        (saved(Image.new("RGB", (96, 300)), "PNG"), Why.NARROW),
        (symbol()[:-40], Why.DAMAGED),
        (photo()[:4000], Why.DAMAGED),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(file: bytes, why: Why) -> None:
    with pytest.raises(PictureRefused) as refused:
        take(file)
    assert refused.value.why is why


def test_a_camera_that_writes_nonsense_about_itself_is_forgiven() -> None:
    taken = take(photo("JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + b"\xff" * 64))
    assert max(opened(taken.large).size) == LARGEST_SIDE


def test_nothing_is_decoded_before_its_size_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of a few bytes may say that it is a thousand million dots."""

    def decode(*_said: object) -> None:
        raise AssertionError("it was decoded")

    vast = saved(Image.new("1", (9_999, 9_999)), "PNG")
    monkeypatch.setattr(Image.Image, "load", decode)
    monkeypatch.setattr("PIL.WebPImagePlugin.WebPImageFile._open", decode)
    huge = b"RIFF\x80\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0" + b"\xff" * 6 + b"\0" * 110
    for file, kind in ((huge, "WEBP"), (vast, "PNG")):
        with pytest.raises(PictureRefused) as refused:
            paint(file, kind)
        assert refused.value.why is Why.LARGE
