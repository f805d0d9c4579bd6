"""A question set as one document: the same bytes for everybody, rendered once, kept compressed in memory."""

from __future__ import annotations

import gzip
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import brotli
from flask import Response, g, request
from flask_babel import force_locale
from markupsafe import Markup

from questions.answers import Sides
from questions.bank import question_sets_by_key
from questions.questionnaire import QuestionSet
from survey.child.pages import address, render
from survey.child.telling import THINK
from survey.duty.promise import NOTHING, Promise, promise_now
from survey.languages import offered
from survey.thoughts.tables import Prompt
from survey.wordings.standing import edition

# Where a typed card's fields come to stand, and those of the doors. Nothing else differs between two documents.
MARKER = Markup("<!--card-->")
DOOR_MARKER = Markup("<!--door {}-->")
DOOR_MARKERS = re.compile(rb"<!--door ([\w-]+)-->")
# What loops leave behind: a page must fit into what a server may send before it waits for the first reply.
BLANK_LINES = re.compile(r"\n\n+")
# Shown where an answer hurts, whatever the set asks.
KIND = "tell"
DRAWING = re.compile(r'<symbol id="p-([\w-]+)".*?</symbol>\n?', re.DOTALL)
SHOWN = re.compile(r'href="#p-([\w-]+)"')
# What is promised changes a few times a day, and each promise is another document in each version and language.
MOST_KEPT = 64
QUICK = 4
HIDDEN = Markup('<input type="hidden" name="{}" value="{}">')


@dataclass(frozen=True)
class Appearance:
    """How a version looks: sky, the sign that marks what is chosen, frame and horizon (templates), scene (picture)."""

    sky: str
    sign: str
    frame: str
    horizon: str | None
    scene: str


APPEARANCES = {
    "star": Appearance("star", "star", "sky.html", "horizon-star.svg", "scene-star"),
    "boat": Appearance("boat", "boat", "sky.html", "horizon-boat.svg", "scene-boat"),
    "kite": Appearance("kite", "kite", "sky.html", "horizon-kite.svg", "scene-kite"),
    "symbols": Appearance("symbols", "star", "calm.html", None, "scene-symbols"),
    "adult": Appearance("adult", "star", "sky.html", None, "scene-adult"),
    "observer": Appearance("adult", "star", "sky.html", None, "scene-observer"),
}


@dataclass(frozen=True)
class Document:
    """A document's bytes: plain, and packed as browsers take them."""

    plain: bytes
    brotli: bytes
    gzip: bytes


def response_for_everybody(key: str) -> Response:
    """The document of the set ``key`` in the door's language, as anybody receives it. Raises ``KeyError``."""
    document = _document(
        key, g.language, Sides.GOOD_FIRST, tuple(each.code for each in offered()), promise_now(), edition(g.language)
    )
    if request.accept_encodings.quality("br"):
        return _packed(document.brotli, "br")
    if request.accept_encodings.quality("gzip"):
        return _packed(document.gzip, "gzip")
    return _packed(document.plain, None)


def response_for_card(key: str, sides: Sides, fields: Mapping[str, str], seen: str) -> Response:
    """The same document with a typed card's hidden fields: it works without scripts. Raises ``KeyError``.

    ``seen`` is the pass that goes along through a door. The card and the sitting never do.
    """
    document = _document(
        key, g.language, sides, tuple(each.code for each in offered()), promise_now(), edition(g.language)
    )
    inputs = Markup("\n").join(HIDDEN.format(name, value) for name, value in fields.items())
    page = document.plain.replace(MARKER.encode(), inputs.encode(), 1)
    page = DOOR_MARKERS.sub(lambda found: door_fields(found[1].decode(), seen).encode(), page)
    if request.accept_encodings.quality("br"):
        return _packed(brotli.compress(page, quality=QUICK), "br")
    return _packed(page, None)


def door_fields(door: str, seen: str = "") -> Markup:
    """The hidden fields by which what a door's form sends is kept once, however often it is sent.

    Of "think" there is one for each prompt: what a child writes under two of them has nothing in common.
    """
    ids = [f"id-{prompt}" for prompt in Prompt] if door == THINK else ["id"]
    fields = {name: str(uuid.uuid4()) for name in ids} | ({"pass": seen} if seen else {})
    return Markup("\n").join(HIDDEN.format(name, value) for name, value in fields.items())


def _packed(body: bytes, encoding: str | None) -> Response:
    response = Response(body, content_type="text/html; charset=utf-8")
    if encoding:
        response.content_encoding = encoding
    response.headers["Vary"] = "Accept-Encoding"
    return response


@lru_cache(maxsize=MOST_KEPT)
def _document(
    key: str, language: str, sides: Sides, _offered: tuple[str, ...], promise: Promise, _edition: str
) -> Document:
    # The languages on offer are written into the document: another choice of them is another document. So is another
    # edition of what is said in its own.
    plain = _rendered(question_sets_by_key()[key], language, sides, promise).encode()
    return Document(plain, brotli.compress(plain, mode=brotli.MODE_TEXT), gzip.compress(plain, mtime=0))


def _rendered(question_set: QuestionSet, language: str, sides: Sides, promise: Promise) -> str:
    appearance = APPEARANCES[question_set.version.key]
    with force_locale(language):
        page = render(
            "child/document.html",
            sky=appearance.sky,
            pictures=(appearance.scene, KIND, *_concepts(question_set)),
            # The doors are a child's: nobody is behind them for an adult.
            promise=NOTHING if question_set.respondent.is_adult else promise,
            question_set=question_set,
            numbers={theme: number for number, theme in enumerate(question_set.by_theme, start=1)},
            look=appearance,
            sides=sides,
            marker=MARKER,
            door_marker=DOOR_MARKER,
            said={},
            thanks=address("/thanks", set=question_set.key, lang=language),
            language_link=lambda code: address("/answer", set=question_set.key, lang=code),
        )
    return BLANK_LINES.sub("\n", _without_idle_drawings(page))


def _without_idle_drawings(page: str) -> str:
    """Not every kind of scale shows its question's picture, and what no child sees is not sent to them."""
    shown = set(SHOWN.findall(page))
    return DRAWING.sub(lambda drawing: drawing[0] if drawing[1] in shown else "", page)


def _concepts(question_set: QuestionSet) -> tuple[str, ...]:
    """The concepts of a set's pictures: its questions' and its options'."""
    return tuple(
        concept
        for question in question_set.questions
        for concept in (question.picture, *(option.picture for option in question.scale.options))
        if concept is not None
    )
