"""What an alert says: that somebody waits, where to look and until when. Nothing of who, where, why or what kind.

A letter passes through many hands and lies in many places. Whoever reads one over a shoulder learns that Heard is used.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
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
    """Alerts in hand, of one person and for one reason, that one letter tells: whom it fetches and why.

    ``alerts`` are their numbers and when they were made. ``reads``: they are one of those who may read what waits; else
    they can only see to it that somebody does. ``sees``: it stands in their list. ``due`` is the earliest; None where
    no worry waits.
    """

    alerts: tuple[tuple[int, datetime], ...]
    call: Call
    to: str
    reads: bool
    sees: bool
    due: datetime | None


def letter_for(errand: Errand) -> Letter:
    """The letter of these alerts: the same one, however often it is sent."""
    subject, said = _words(errand)
    body = "\n\n".join([*said, _foot()]) + "\n"
    return Letter(id=letter_id(errand.alerts), to=errand.to, subject=subject, body=body)


def letter_id(alerts: Iterable[tuple[int, datetime]]) -> str:
    """The same for the same alerts, so that a letter which comes twice can be known again; and tells no number.

    It is another as soon as one alert more goes along, and numbers of alerts that were taken back are given again: so
    that a mail server which drops what it knows never drops a new letter, the moments are in it.
    """
    settings = configuration()
    them = ",".join(f"{number}:{made.astimezone(UTC).isoformat()}" for number, made in sorted(alerts)).encode()
    sign = hmac.new(settings.key("alerts"), them, hashlib.sha256).hexdigest()[:32]
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
    if errand.call is Call.ERASED:
        return _("Heard: something was erased"), [
            _("Something that had come in was erased in Heard, for good. Nobody waits for you because of it."),
            _("Please ask those who read there who did it, and why. The trail says on which day:"),
            _link("/staff/trail/"),
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
