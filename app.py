"""The roof: puts settings, database, blueprints, words, headers and commands together. Nothing imports it."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from traceback import format_tb
from types import TracebackType

from flask import Flask, g, request
from flask_babel import Babel
from flask_wtf import CSRFProtect

from analysis import commands as analysis_commands
from analysis import released
from analysis.demonstration import serving as demonstration_serving
from analysis.demonstration.views import demonstration
from analysis.results.views import results
from survey import migrations, serving
from survey.alerts import watching
from survey.assets import assets, built, built_text
from survey.child import errors
from survey.child.views import child
from survey.configuration import KEY, Configuration, configuration_from
from survey.database import db
from survey.duty.views import duty
from survey.gallery.serving import own_files
from survey.gallery.views import pictures
from survey.headers import seal
from survey.keeping import commands as keeping_commands
from survey.keeping.vouching import VOUCH
from survey.keys.views import keys
from survey.languages import ENGLISH
from survey.notices.views import notices
from survey.paper.views import paper
from survey.rounds.views import rounds
from survey.safeguarding.views import worries_pages
from survey.sounds.views import sounds, voices
from survey.staff import commands as staff_commands
from survey.staff.views import staff
from survey.thoughts.views import thoughts
from survey.visits.views import visits
from survey.wordings.figures import in_figures
from survey.wordings.standing import Wordings
from survey.wordings.views import languages

HERE = Path(__file__).parent
LARGEST_DELIVERY = 64 * 1024
ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class Heard(Flask):
    """The application. A failure is logged by kind and place: an exception's own words may quote what a child said."""

    def log_exception(self, exc_info: ExceptionInfo | tuple[None, None, None]) -> None:
        kind, _, trace = exc_info
        self.logger.error("%s at %s\n%s", getattr(kind, "__name__", kind), request.endpoint, "".join(format_tb(trace)))


def create_app(settings: Configuration | None = None) -> Flask:
    """The application with these settings, or with those of the environment."""
    settings = settings or configuration_from(os.environ, Path(os.environ.get("HEARD_INSTANCE", HERE / "instance")))
    app = Heard(__name__, static_folder=None, instance_path=str(settings.instance.resolve()))
    app.config.update(
        {
            KEY: settings,
            VOUCH: released.vouched_round,
            "SECRET_KEY": settings.key("staff sessions"),
            # A statement that fails is logged without its values: among them are a child's answers.
            "SQLALCHEMY_ENGINES": {"default": {"url": settings.database_url, "hide_parameters": True}},
            "MAX_CONTENT_LENGTH": LARGEST_DELIVERY,
            "MAX_FORM_MEMORY_SIZE": LARGEST_DELIVERY,
            # The session is the staff's: its cookie never leaves /staff, so a child's page neither sends nor sets one.
            "SESSION_COOKIE_NAME": "heard-staff",
            "SESSION_COOKIE_PATH": "/staff",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": settings.secure,
            "PERMANENT_SESSION_LIFETIME": timedelta(hours=8),
        }
    )
    app.jinja_options = {"autoescape": True}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(built=built, built_text=built_text, settings=settings)

    db.init_app(app)
    babel = Babel(app, locale_selector=lambda: g.get("language", ENGLISH.code))
    babel.domain_instance = Wordings()
    app.jinja_env.filters["figures"] = in_figures
    forms = CSRFProtect(app)
    # An address with a slash too few or too many is answered or is not there. It leads nowhere else: the router's own
    # redirects name the host the request named, may be remembered by caches, and could send staff to another site.
    app.url_map.strict_slashes = app.url_map.merge_slashes = False
    ours = (staff, visits, rounds, results, worries_pages, thoughts, keys, duty, pictures, paper, languages, sounds)
    for blueprint in (assets, own_files, voices, child, notices, *ours, demonstration):
        app.register_blueprint(blueprint)
    # A child's page carries no cookie: its authority is its code, and an offline page could not hold a live token.
    forms.exempt(child)
    forms.exempt(demonstration)
    errors.register_errors(app)
    app.after_request(seal)
    rooms = (migrations, staff_commands, keeping_commands, watching, serving, analysis_commands, demonstration_serving)
    for room in rooms:
        for command in room.commands:
            app.cli.add_command(command)
    return app
