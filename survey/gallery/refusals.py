"""Why a file is not taken as a picture, and what is left out of one that is: in the words of whoever sent it."""

from __future__ import annotations

from enum import Enum

from flask_babel import lazy_gettext as later


class PictureRefused(ValueError):
    """A file is not taken. ``why`` is a sentence for whoever sent it, and quotes nothing of the file."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.name)
        self.why = why


class Why(Enum):
    """The sentences: what is wrong, and what to do."""

    EMPTY = later("This file is empty. Choose it again.")
    UNKNOWN = later("This is no picture that we can take. We take PNG, JPEG, WebP and SVG; not HEIC, GIF or PDF.")
    HEAVY = later("This file is larger than 8 MB. Save the picture smaller.")
    LARGE = later("This picture has more than 25 million dots, or more than 10,000 on one side. Save it smaller.")
    SMALL = later("This picture is too small to see. It needs 48 dots or more on each side.")
    NARROW = later("This picture is more than three times as long as it is wide. Cut it to a square.")
    DAMAGED = later("This picture is damaged, or a part of it is missing. Save or copy it again.")
    FINE = later("This picture has too much fine detail to load quickly on a tablet. Choose a simpler one.")
    PROGRAM = later("There is a program in this drawing. A picture needs none: save it as PNG, or ask who made it.")
    DEFINITIONS = later("This drawing begins with definitions of its own. Save it as “plain SVG”, or as PNG.")
    NOT_SVG = later("This drawing cannot be read: it is damaged, or is not SVG in UTF-8. Save it again, or as PNG.")
    NO_SIZE = later("This drawing does not say how large it is. Save it again, or as PNG.")
    STYLES = later("This drawing has styles that we cannot read. Save it with “presentation attributes”, or as PNG.")
    COMPLICATED = later("This drawing has too many parts to load quickly on a tablet. Simplify it, or save it as PNG.")
    NOTHING = later("There is nothing in this drawing that we can show. Save it as PNG.")
    # Of a pack.
    NO_PACK = later("This is no ZIP file that we can unpack. Pack the pictures again, without a password.")
    PACK_HEAVY = later("There is too much in this pack. It may hold 500 files, and 64 MB when unpacked.")
    NO_CONCEPT = later("There is no concept of this name.")
    TWICE = later("There are two files of this name. The first is taken.")


class LeftOut(Enum):
    """What is not taken over from a drawing, so that somebody looks whether it still shows what it should."""

    WORDS = later("words")
    PICTURES = later("pictures inside the drawing")
    PAGES = later("parts of web pages")
    ELSEWHERE = later("what it fetches from elsewhere")
    EFFECTS = later("effects, patterns or masks")
    MOVEMENT = later("movement")
    REPEATS = later("parts that repeat other parts")
    VALUES = later("measures or colours that are not plain")
