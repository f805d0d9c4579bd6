"""The pictures there are, ours and the council's own: a page to look them over, and choice cards to print and cut out.

No page here knows of a child. A helper prints what they choose; which they chose stands in the address and nowhere
else, and it is the names of concepts.
"""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, abort, g, render_template, request

from questions.pictures import Concept, concepts, manifest
from survey.child.pictures import sprite
from survey.database import db
from survey.gallery import own
from survey.gallery.own_views import EDITORS, own_pictures
from survey.models import Role
from survey.staff.doors import door
from survey.staff.pages import furnish

pictures = Blueprint("pictures", __name__, url_prefix="/staff/pictures")
pictures.before_request(
    door(
        Role.WORKER,
        Role.OFFICER,
        Role.SAFEGUARDING_LEAD,
        Role.SAFEGUARDING_DEPUTY,
        Role.ADVOCATE,
        Role.ADMINISTRATOR,
    )
)
furnish(pictures)
pictures.register_blueprint(own_pictures)


@pictures.get("/")
def index() -> str:
    """Every picture by group; the page itself turns from full colour to one colour."""
    every = concepts()
    groups = [(name, list(group)) for name, group in groupby(every.values(), key=lambda concept: concept.group)]
    return render_template(
        "gallery/index.html",
        groups=groups,
        number=len(every),
        beside=_beside(),
        own=own.own_pictures(db.session),
        waits_for=own.waits_for,
        may_change=g.staff.role in EDITORS,
        sprite=sprite(every, {}),
    )


@pictures.get("/cards")
def cards() -> str:
    """Cards of the pictures chosen, six to a page; of all, where none is chosen. The council's own, where there are."""
    chosen, there = _chosen(), own.own_pictures(db.session)
    theirs = {key: each for key, each in there.items() if not own.waits_for(key, there)}
    return render_template(
        "gallery/cards.html",
        cards=chosen,
        own=theirs,
        sprite=sprite((concept.key for concept in chosen if concept.key not in theirs), {}),
        is_in_one_colour=request.args.get("colours") == "one",
    )


def _beside() -> dict[str, str]:
    """For each picture that was drawn to lie beside others: their words."""
    every = concepts()
    words = {key: ", ".join(every[other].word for other in manifest().beside(key)) for key in every}
    return {key: said for key, said in words.items() if said}


def _chosen() -> list[Concept]:
    wanted = set(request.args.getlist("card"))
    if not wanted <= concepts().keys():
        abort(404)
    return [concept for concept in concepts().values() if not wanted or concept.key in wanted]
