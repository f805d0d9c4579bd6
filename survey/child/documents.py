"""A question set as one document: the same bytes for everybody, rendered once, kept compressed in memory."""

from __future__ import annotations

import gzip
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import brotli
from flask import Response, g, request
from flask_babel import force_locale
from markupsafe import Markup

from questions.answers import Sides
from questions.edition import spoken
from questions.questionnaire import QuestionSet, Respondent
from survey.child.checks import CHECKS
from survey.child.pages import LADDER, PICTURES, RECORD_STYLE, address, promised_to, render, style_of_questions
from survey.child.pictures import sprite
from survey.child.recording import MOST, feeling_words
from survey.child.sections import sections
from survey.child.telling import CHILDRENS_PROMPTS, THINK
from survey.database import db
from survey.duty.promise import Promise, promise_now
from survey.gallery.own import Addresses, addresses_now
from survey.languages import offered
from survey.rounds.asking import easier_than, set_by_key
from survey.wordings.standing import edition

# Where a typed card's fields come to stand, and those of the doors. Nothing else differs between two documents.
MARKER = Markup("<!--card-->")
# Where the questions' drawings come to stand. A scanned card needs scripts, so there the script fetches them: the first
# words of a page must not wait for thirty pictures.
DRAWINGS = Markup('<svg class="said" width="0" height="0" aria-hidden="true" id="drawings">{}</svg>')
DOOR_MARKER = Markup("<!--door {}-->")
DOOR_MARKERS = re.compile(rb"<!--door ([\w-]+)-->")
# What loops leave behind: a page must fit into what a server may send before it waits for the first reply.
BETWEEN_TAGS, BLANK_LINES = re.compile(r">\n+<"), re.compile(r"\n\n+")
# The styles of questions, and what wears each of them.
WORN_BY = {LADDER: 'class="rungs"', PICTURES: 'class="pictures', RECORD_STYLE: "data-record"}
# What is promised changes a few times a day, and each promise is another document in each version and language.
MOST_KEPT = 64
QUICK = 4
HTML = "text/html; charset=utf-8"
SHOWN, DRAWN = re.compile(rb'href="#p-([\w-]+)"'), re.compile(rb'<symbol id="p-([\w-]+)"')
WAY_ON = re.compile(rb'<a class="go starts" href="#[\w-]+"')
CHOICE = Markup('<input type="radio" name="{}" value="{}"')
HIDDEN = Markup('<input type="hidden" name="{}" value="{}">')


@dataclass(frozen=True)
class Appearance:
    """How a version looks: sky, the sign that marks what is chosen, frame and horizon (templates), scene (picture).

    ``helped``: a helper must be there, sees what is chosen, and finds what is theirs on a sheet of its own.
    """

    sky: str
    sign: str
    frame: str
    horizon: str | None
    scene: str
    helped: bool = False


APPEARANCES = {
    "star": Appearance("star", "star", "sky.html", "horizon-star.svg", "scene-star"),
    "boat": Appearance("boat", "boat", "sky.html", "horizon-boat.svg", "scene-boat"),
    "kite": Appearance("kite", "kite", "sky.html", "horizon-kite.svg", "scene-kite", helped=True),
    "symbols": Appearance("symbols", "star", "calm.html", None, "scene-symbols", helped=True),
    "adult": Appearance("adult", "star", "sky.html", None, "scene-adult"),
    "observer": Appearance("adult", "star", "sky.html", None, "scene-observer"),
}


# A field of the page and its value.
Chosen = tuple[str, str]


@dataclass(frozen=True)
class Document:
    """A document's bytes: plain, and packed as browsers take them."""

    plain: bytes
    brotli: bytes
    gzip: bytes


def response_for_everybody(key: str) -> Response:
    """The document of the set ``key`` in the door's language, as anybody receives it. Raises ``KeyError``."""
    document = _document_now(key)
    if request.accept_encodings.quality("br"):
        return _packed(document.brotli, "br")
    if request.accept_encodings.quality("gzip"):
        return _packed(document.gzip, "gzip")
    return _packed(document.plain, None)


def response_for_card(
    key: str, sides: Sides, fields: Mapping[str, str], seen: str, on: str | None = None, chosen: Iterable[Chosen] = ()
) -> Response:
    """The same document with a typed card's hidden fields: it works without scripts. Raises ``KeyError``.

    ``seen`` is the pass that goes along through a door. The card and the sitting never do. ``on`` is the section at
    which a sitting carries on that was made easier, and ``chosen`` what was chosen there and is no answer.
    """
    document = _document_now(key, sides)
    inputs = Markup("\n").join(HIDDEN.format(name, value) for name, value in fields.items())
    page = document.plain.replace(MARKER.encode(), inputs.encode(), 1)
    page = page.replace(DRAWINGS.format("").encode(), DRAWINGS.format(_drawings_for(document)).encode(), 1)
    if on is not None:
        page = WAY_ON.sub(f'<a class="go starts on" href="#{on}"'.encode(), page, count=1)
    for name, value in chosen:
        control = str(CHOICE.format(name, value)).encode()
        page = page.replace(control, control + b" checked", 1)
    page = DOOR_MARKERS.sub(lambda found: door_fields(found[1].decode(), seen).encode(), page)
    return packed(page)


def drawings(key: str) -> Markup:
    """The drawings that a set's document shows and has not. Raises ``KeyError``."""
    return _drawings_for(_document_now(key))


def _drawings_for(document: Document) -> Markup:
    missing = set(SHOWN.findall(document.plain)) - set(DRAWN.findall(document.plain))
    return sprite(concept.decode() for concept in missing)


def door_fields(door: str, seen: str = "") -> Markup:
    """The hidden fields by which what a door's form sends is kept once, however often it is sent.

    Of "think" there is one for each prompt: what a child writes under two of them has nothing in common.
    """
    ids = [f"id-{prompt}" for prompt in CHILDRENS_PROMPTS] if door == THINK else ["id"]
    fields = {name: str(uuid.uuid4()) for name in ids} | ({"pass": seen} if seen else {})
    return Markup("\n").join(HIDDEN.format(name, value) for name, value in fields.items())


def packed(body: bytes, kind: str = HTML) -> Response:
    """What was put together for one request, packed quickly where the browser takes that."""
    if request.accept_encodings.quality("br"):
        return _packed(brotli.compress(body, quality=QUICK), "br", kind)
    return _packed(body, None, kind)


def _packed(body: bytes, encoding: str | None, kind: str = HTML) -> Response:
    response = Response(body, content_type=kind)
    if encoding:
        response.content_encoding = encoding
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _document_now(key: str, sides: Sides = Sides.GOOD_FIRST) -> Document:
    question_set = set_by_key(db.session, key)
    if question_set is None:
        raise KeyError(key)
    return _document(question_set.key, question_set.digest, g.language, sides, *_moment())


def _moment() -> tuple[Promise, tuple[str, ...], str, Addresses]:
    """What is written into a document beside its questions: with another of these it is another document.

    What is promised, the languages on offer, the edition of what is said in its own, and the council's own pictures.
    """
    return promise_now(), tuple(each.code for each in offered()), edition(g.language), addresses_now()


@lru_cache(maxsize=MOST_KEPT)
def _document(key: str, _digest: str, language: str, sides: Sides, promise: Promise, *_moment: object) -> Document:
    question_set = set_by_key(db.session, key)
    assert question_set, "whoever asks for a document has found its set"
    plain = _rendered(spoken(question_set, language), language, sides, promise).encode()
    return Document(plain, brotli.compress(plain, mode=brotli.MODE_TEXT), gzip.compress(plain, mtime=0))


def _rendered(question_set: QuestionSet, language: str, sides: Sides, promise: Promise) -> str:
    appearance, easier = APPEARANCES[question_set.version.key], easier_than(db.session, question_set)
    # An observer's record is read by those who read thoughts: where nobody does, none is asked for.
    has_record = question_set.respondent is Respondent.OBSERVER and promise.has_thoughts
    shown = sections(question_set, easier and spoken(easier, language), has_record=has_record)
    with force_locale(language):
        page = render(
            "child/document.html",
            sky=appearance.sky,
            pictures=(appearance.scene,),
            promise=promised_to(question_set.respondent, promise),
            is_adult=question_set.respondent.is_adult,
            has_record=has_record,
            most=MOST,
            feelings=feeling_words,
            question_set=question_set,
            sections=shown,
            first=next(section.id for section in shown if not section.needs_script),
            check=CHECKS.get(question_set.version.key),
            easier_link=easier and address("/answer", set=easier.key, lang=language),
            look=appearance,
            sides=sides,
            marker=MARKER,
            drawings=DRAWINGS.format(""),
            styles=[style_of_questions(entry) for entry in WORN_BY],
            door_marker=DOOR_MARKER,
            said={},
            thanks=address("/thanks", set=question_set.key, lang=language),
            language_link=lambda code: address("/answer", set=question_set.key, lang=code),
        )
    for entry, wearer in WORN_BY.items():
        if wearer not in page:
            page = page.replace(f"<style>{style_of_questions(entry)}</style>\n", "")
    return BLANK_LINES.sub("\n", BETWEEN_TAGS.sub("><", page))
