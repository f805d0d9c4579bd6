"""What all children's pages have in common: their language, their inlined style, and the policy that allows it."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import replace
from functools import cache
from urllib.parse import urlencode

from flask import Response, g, render_template, request
from flask_babel import force_locale
from markupsafe import Markup

from questions.questionnaire import Respondent
from survey.assets import built_text
from survey.child.hours import next_reading, reading_hours
from survey.child.pictures import sprite
from survey.duty.promise import NOTHING, Promise, promise_now
from survey.headers import policy
from survey.languages import ENGLISH, Language, as_it_stands, is_offered, offered
from survey.safeguarding.worries import LONGEST

# The doors, in the order in which they stand on a page, and the concepts of their pictures.
DOORS = {"talk": "tell", "think": "post", "advocate": "speak-up"}

LADDER, PICTURES, RECORD_STYLE = STYLES_OF_QUESTIONS = ("child-ladder.css", "child-pictures.css", "child-record.css")


def language_asked_for() -> Language:
    """The address's ``lang`` where it is offered, else what the browser likes best, else English."""
    named = request.args.get("lang", "")
    if is_offered(named):
        return as_it_stands(named)
    choice = {language.code: language for language in offered()}
    return choice.get(request.accept_languages.best_match(list(choice)) or "") or ENGLISH


def language() -> Language:
    """The language that the door chose."""
    return as_it_stands(g.language)


@cache
def style(letters: str) -> Markup:
    """The style of a page in these letters, with the faces of their font and no other's."""
    # Written into the page: on a slow tablet it saves the round trip before the first word is seen. It is our own file.
    return Markup(built_text("child.css") + built_text(f"letters-{letters}.css"))  # noqa: S704


@cache
def style_of_questions(entry: str) -> Markup:
    """One of the styles that go only into the documents whose questions wear them."""
    return Markup(built_text(entry))  # noqa: S704


@cache
def content_policy(letters: str) -> str:
    written = (style(letters), *map(style_of_questions, STYLES_OF_QUESTIONS))
    digests = [b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in written]
    # Recordings are fetched for a whole page at once, and played from memory: see static/js/elements/voice.js.
    return policy(style_src=" ".join(f"'sha256-{digest}'" for digest in digests), media_src="'self' blob:")


def seal_page(response: Response) -> Response:
    """Allow a child's page the styles that are written into it."""
    response.headers["Content-Security-Policy"] = content_policy(language().letters)
    return response


def render(
    template: str,
    sky: str,
    pictures: tuple[str, ...] = (),
    promise: Promise | None = None,
    is_adult: bool = False,
    **words: object,
) -> str:
    """A child page's HTML in the language the door chose, with the drawings it and its doors use.

    ``promise`` is what may be said now where the caller did not ask already; ``is_adult``: an adult reads the page.
    Raises ``PictureMissing``.
    """
    shown = language()
    said = promise or promise_now()
    return render_template(
        template,
        language=shown,
        languages=offered(),
        style=style(shown.letters),
        sky=sky,
        sprite=sprite((*pictures, *(DOORS[door] for door in open_doors(said)))),
        doors=open_doors(said),
        door_pictures=DOORS,
        hours=reading_hours(said),
        next_reading=next_reading(said),
        longest=LONGEST,
        is_adult=is_adult,
        help_in_english=_help_in_english() if shown.is_draft else None,
        **words,
    )


def open_doors(promise: Promise) -> tuple[str, ...]:
    """The doors that lead to somebody now: "talk", "think", "advocate"."""
    is_open = {"talk": promise.has_talk, "think": promise.has_thoughts, "advocate": promise.has_advocate}
    return tuple(door for door in DOORS if is_open[door])


def promised_to(respondent: Respondent, promise: Promise) -> Promise:
    """What is promised to whoever answers. The doors are a child's: nobody is behind them for an adult.

    A parent, a carer or a professional may still tell what they think; an observer has the record for that.
    """
    if not respondent.is_adult:
        return promise
    return replace(NOTHING, has_thoughts=promise.has_thoughts and respondent is not Respondent.OBSERVER)


def address(path: str, **query: str) -> str:
    """A path of ours with a query; nothing of a child's is ever put into either."""
    return f"{path}?{urlencode(query)}"


def _help_in_english() -> Markup:
    """The way to help, beside a wording nobody has checked: a wrong word there could cost a child dearly."""
    with force_locale(ENGLISH.code):
        return Markup(render_template("components/child/help-words.html"))  # noqa: S704
