"""What an alert says: that somebody waits, where to look and until when. Nothing of who, where, why or what kind.

A letter passes through many hands and lies in many places. Whoever reads one over a shoulder learns that Heard is used.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from babel.dates import format_datetime
from flask_babel import gettext as _

from survey import clock
from survey.alerts.post import Letter
from survey.alerts.tables import Call
from survey.configuration import configuration


@dataclass(frozen=True)
class Errand:
    """An alert in hand: whom it fetches and why.

    ``reads``: they are one of those who may read what waits; else they can only see to it that somebody does.
    ``sees``: it stands in their list. ``due`` is None where no worry waits.
    """

    alert_id: int
    made: datetime
    call: Call
    to: str
    reads: bool
    sees: bool
    due: datetime | None


def letter_for(errand: Errand) -> Letter:
    """The letter of an alert: the same one, however often it is sent."""
    subject, said = _words(errand)
    body = "\n\n".join([*said, _foot()]) + "\n"
    return Letter(id=letter_id(errand.alert_id, errand.made), to=errand.to, subject=subject, body=body)


def letter_id(alert_id: int, made: datetime) -> str:
    """The same for the same alert, so that a letter which comes twice can be known again; and tells no number.

    Numbers of alerts that were taken back are given again: the moment makes sure that a mail server which drops what it
    knows never drops a new letter.
    """
    settings = configuration()
    alert = f"{alert_id}:{made.astimezone(UTC).isoformat()}".encode()
    sign = hmac.new(settings.key("alerts"), alert, hashlib.sha256).hexdigest()[:32]
    return f"{sign}@{urlsplit(settings.public_url).hostname or 'localhost'}"


def _words(errand: Errand) -> tuple[str, list[str]]:
    if errand.call is Call.TEST:
        return _("Heard: this is a test"), [
            _("This is a test. Nobody waits for you."),
            _("That you read it shows that Heard reaches you when somebody does."),
        ]
    if errand.call is Call.THOUGHTS:
        return _("Heard: there is something to read"), [
            _("Something waits in Heard to be read for the first time. Please look today if you can:"),
            _link("/staff/thoughts/"),
            _("It is to be read within five working days."),
        ]
    by = _day_and_time(errand.due) if errand.due else ""
    subject, why = _reason(errand, by)
    until = [] if errand.call is Call.LATE else [_("A decision is due by %(moment)s.", moment=by)]
    return subject, [why, *_task(errand), *until]


def _reason(errand: Errand, by: str) -> tuple[str, str]:
    """The subject, and why this person is fetched."""
    if errand.call is Call.LATE:
        return _("Heard: late, somebody still waits"), _(
            "Somebody still waits in Heard. A decision was due by %(moment)s, and there is none.", moment=by
        )
    if errand.call is Call.HEAD:
        return _("Heard: somebody waits and nobody has looked"), _(
            "Somebody waits in Heard, and nobody who was asked has looked: this letter comes to you instead."
        )
    if not errand.reads:
        return _("Heard: somebody waits and nobody is there"), _(
            "Somebody waits in Heard, and nobody who could look is there: this letter comes to you instead."
        )
    if errand.call is Call.DEPUTY:
        return _("Heard: somebody waits for you"), _(
            "Somebody waits for you in Heard. Whoever was asked first has not looked: this letter comes to you instead."
        )
    return _("Heard: somebody waits for you"), _("Somebody waits for you in Heard.")


def _task(errand: Errand) -> list[str]:
    """What to do now, and where."""
    if errand.reads:
        return [_("Please sign in, read it and write down what will be done:"), _link("/staff/worries/")]
    if errand.sees:
        return [
            _("You cannot read it yourself. Please see to it now that somebody who can does so. It is listed here:"),
            _link("/staff/worries/"),
        ]
    return [
        _("You can neither read it nor see it in a list. Please see to it now that somebody who can is there."),
        _("Reach the head of service, or whoever stands in, and see who is away, switched off or without a key."),
    ]


def _foot() -> str:
    return _("This letter says no more, so that nobody learns anything from it. Answers to it are not read.")


def _link(path: str) -> str:
    return f"    {configuration().public_url}{path}"


def _day_and_time(moment: datetime) -> str:
    return format_datetime(clock.local(moment), "EEEE d MMMM, HH:mm", locale="en_GB")
