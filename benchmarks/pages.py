"""A child's first page: what it weighs, cold, and what it costs the server, against a trivial route."""

from __future__ import annotations

import re

import brotli
from flask import Flask

from benchmarks.council import council
from benchmarks.measuring import say, time_in_turn, title
from questions.bank import question_sets

FIRST_WINDOW = 14_000
WHOLE_PAGE = 60_000
REQUESTS = 8
OF_A_QUESTION = 12_000
ROUNDS = 2000
SET = "children-in-care"
DRAWN = re.compile(r'(?s)<symbol id="p-([\w-]+)"(.*?)</symbol>')
# Which cuts of the fonts a page needs. Digits and the names of other languages are Latin everywhere.
FONTS = {
    "en": ("latin-400", "latin-700"),
    "cy": ("latin-400", "latin-700", "latin-more-400", "latin-more-700"),
    "ar": ("beside-700", "arabic-400", "arabic-700"),
}


def weight_of(app: Flask, version: str, language: str) -> tuple[int, int, int]:
    """Bytes of the document as sent; bytes of all that a cold browser fetches; and how many requests that is.

    Fonts are those a page in that language uses, see ``FONTS``.
    """
    client = app.test_client()
    packed = {"Accept-Encoding": "br"}
    document = client.get(f"/answer?set={SET}-{version}&lang={language}", headers=packed)
    page = brotli.decompress(document.data).decode()
    scripts = re.findall(r'src="(/assets/[^"]+\.js)"', page)
    fonts = {
        font
        for face in re.findall(r"@font-face\{([^}]+)\}", page)
        for font in re.findall(r"url\(\"?(/assets/[^\")]+)", face)
        if any(f"/child-{name}." in font for name in FONTS[language])
    }
    everything = [client.get(path, headers=packed).data for path in [*scripts, *fonts]]
    return len(document.data), len(document.data) + sum(map(len, everything)), 1 + len(everything)


def weights() -> None:
    title("A child's first page, cold (HTML with its style, brotli; then all with script and fonts)")
    with council() as (app, _):
        for version in (each for name, each in question_sets() if name == SET):
            for language in FONTS:
                document, everything, requests = weight_of(app, version, language)
                say(f"{version}, {language}: document", f"{document:,} B", f"≤ {FIRST_WINDOW:,}")
                say(f"{version}, {language}: all", f"{everything:,} B", f"≤ {WHOLE_PAGE:,}")
                say(f"{version}, {language}: requests", str(requests), f"≤ {REQUESTS}")


def weights_of_questions() -> None:
    """What comes after the first page: one sheet of drawings for all questions, of which each needs a few."""
    title("After a child's first page, for each question (its drawings, brotli; its HTML came with the page)")
    with council() as (app, _):
        client = app.test_client()
        for question_set in question_sets().values():
            sheet = client.get(f"/drawings?set={question_set.key}", headers={"Accept-Encoding": "br"}).data
            drawn = dict(DRAWN.findall(brotli.decompress(sheet).decode()))
            heaviest = 0
            for question in question_set.questions:
                own = "".join(drawn.get(each, "") for wording in question.wordings for each in wording.pictures)
                heaviest = max(heaviest, len(brotli.compress(own.encode())))
            say(f"{question_set.key}: all {len(question_set.questions)} questions", f"{len(sheet):,} B")
            say(f"{question_set.key}: the heaviest by itself", f"{heaviest:,} B", f"≤ {OF_A_QUESTION:,}")


def server_time() -> None:
    title("A child's first page, on the server (limit: a trivial Flask route in the same application)")
    with council() as (app, _):
        app.add_url_rule("/trivial", "trivial", lambda: ("Hello", {"Content-Security-Policy": "default-src 'none'"}))
        client = app.test_client()

        def limit() -> object:
            return client.get("/trivial").data

        def ours() -> object:
            page = client.get("/answer?set=children-in-care-star&lang=en", headers={"Accept-Encoding": "br"})
            return page.data

        for _ in range(50):
            limit()
            ours()
        trivial, page = time_in_turn(ROUNDS, limit, ours)
    say("trivial route, median", f"{trivial.median * 1e6:.0f} µs")
    say("first page, median", f"{page.median * 1e6:.0f} µs")
    say("requests per second, of the limit's", f"{trivial.median / page.median:.2f} ×", "≥ 0.7")


def main() -> None:
    weights()
    weights_of_questions()
    server_time()
