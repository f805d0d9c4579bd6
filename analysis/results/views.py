"""The officer's results: what may be known of a round at each stage. A released round is looked up, never counted."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from analysis import charts, export, headlines, released, wording
from analysis.counts import AnswersUncountable
from analysis.participation import participation
from analysis.release import RoundNotReady, RoundReleasedBefore, release
from analysis.released import Release, ReleaseTampered
from survey import clock
from survey.database import db, forget_order, writing
from survey.headers import policy
from survey.models import Role, Round
from survey.rounds.calendar import Stage, all_rounds, grace_ends, stage_of
from survey.rounds.planning import ENOUGH_FOR_SETTINGS
from survey.rounds.settings import GROUPS, SETTINGS
from survey.staff.doors import door
from survey.staff.pages import furnish
from survey.staff.trail.entries import Deed, note

# What an officer looks at first, where it is asked.
FIRST_THEME = "home_safe"
# Plotly makes an empty style element and fills it rule by rule: the empty text's hash lets in that and nothing else.
EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

results = Blueprint("results", __name__, url_prefix="/staff/results")
results.before_request(door(Role.OFFICER))
furnish(results)


@results.after_request
def allow_charts(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = policy(style_src=EMPTY_STYLE)
    return response


@results.errorhandler(ReleaseTampered)
def show_nothing(_tampered: ReleaseTampered) -> ResponseReturnValue:
    return render_template("results/tampered.html"), 500


@results.get("/")
def index() -> str:
    today = clock.today()
    rounds = [(asked, stage_of(asked, today)) for asked in all_rounds(db.session)]
    return render_template("results/index.html", rounds=rounds, dates=headlines.dates)


@results.get("/<round_id>")
def show(round_id: str) -> str:
    asked = db.get_or_abort(Round, round_id)
    today = clock.today()
    stage = stage_of(asked, today)
    if stage is Stage.RELEASED:
        return _released_page(released.read(asked.id))
    until, shares = participation(db.session, asked, today)
    return render_template(
        "results/waiting.html",
        round=asked,
        stage=stage,
        shares=shares,
        until=until,
        names=SETTINGS,
        group=GROUPS[asked.question_set],
        releasable=grace_ends(asked) + timedelta(days=1),
        wording=wording,
    )


@results.post("/<round_id>/release")
def release_round(round_id: str) -> ResponseReturnValue:
    """Release a round, once. Whoever presses twice comes to the same page."""
    is_made = False
    with writing():
        asked = db.get_or_abort(Round, round_id)
        try:
            release(db.session, asked, clock.today())
            note(db.session, Deed.RELEASED, g.staff, round_id=round_id)
            db.session.commit()
            is_made = True
        except RoundReleasedBefore:
            db.session.rollback()
        except RoundNotReady:
            db.session.rollback()
            flash(_("This round cannot be released yet."))
        except AnswersUncountable:
            db.session.rollback()
            flash(
                _(
                    "Nothing was released: questions of this round were reworded after they were answered. "
                    "Whoever looks after this service must put the earlier wording back."
                )
            )
    if is_made:
        forget_order()
    return redirect(url_for("results.show", round_id=round_id), 303)


@results.get("/<round_id>/figures.csv")
def download(round_id: str) -> Response:
    """The figures as a sheet. This GET writes, as the door's may: a line in the trail, in a transaction of its own."""
    if db.get_or_abort(Round, round_id).released is None:
        abort(404)
    response = Response(export.sheet(export.figures(released.read(round_id))), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{round_id}.csv")
    with writing():
        note(db.session, Deed.DOWNLOADED, g.staff, round_id=round_id)
        db.session.commit()
    return response


def _released_page(found: Release) -> str:
    themes = {theme.key: theme for theme in found.themes}
    wanted = request.args.get("theme", FIRST_THEME)
    theme = themes.get(wanted) or next(iter(themes.values()))
    drawn = [charts.themes_chart(found)]
    if found.is_by_setting:
        drawn.append(charts.settings_chart(found, theme.key))
    return render_template(
        "results/released.html",
        release=found,
        theme=theme,
        charts={chart.key: chart for chart in drawn},
        plotly=charts.plotly,
        going_well=headlines.going_well(found),
        not_going_well=headlines.not_going_well(found),
        enough=ENOUGH_FOR_SETTINGS,
        group=headlines.group(found),
        versions={version for each in found.themes for version in each.versions},
        headlines=headlines,
        wording=wording,
    )
