"""What is kept, and for how long: one table. What it does not name, nothing may keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from survey.keys.own import OPEN_FOR
from survey.staff.sessions import LONGEST


class RetentionUnsound(ValueError):
    """A period that a council set is no number of days, or outside what is allowed; the message says which."""


@dataclass(frozen=True)
class Kind:
    """One kind of data: what it is, from when its time runs, and for how long it is kept.

    ``kept`` is None for what a purge never removes. ``fewest`` and ``most`` bound, in days, what a council may set; a
    kind without them is not a council's to set. ``tables`` are where its rows are.
    """

    key: str
    what: str
    since: str
    kept: timedelta | None
    tables: tuple[str, ...] = ()
    fewest: int = 0
    most: int = 0

    @property
    def setting(self) -> str | None:
        """The environment's name for its period in days, where a council may set it."""
        return f"HEARD_KEEP_{self.key.upper().replace('-', '_')}" if self.most else None


# Fewer days than the fewest would leave no time to find out that a release went wrong; more than the most would make an
# archive of what children said in confidence.
RETENTION = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            Kind(
                "answers", "what children answered", "the release of their round",
                timedelta(days=90), ("sittings", "parts"), fewest=30, most=365,
            ),
            Kind(
                "set-aside", "what was set aside", "the release of its round, or the first purge that met it",
                timedelta(days=90), ("set_aside",), fewest=30, most=365,
            ),
            Kind("shells", "sittings thrown away", "the end of their round’s grace", timedelta(0), ("sittings",)),
            # While it is known, an answer that comes on an unspent card too late is told as late, in its own round.
            Kind(
                "cards", "code cards never used", "the end of their round’s grace",
                timedelta(days=30), ("codes",), fewest=7, most=90,
            ),
            # A call for help is kept for as long as somebody may ask what came of it; an open one is never removed.
            Kind(
                "worries", "calls for help, with all that was written about them", "the day on which they were closed",
                timedelta(days=365), ("worries", "worry_steps", "worry_hidden", "alerts"), fewest=90, most=3650,
            ),
            # A quote goes with the thought that it is from, approved or not: what was printed stays where it was
            # printed. Were it kept, a child's own words would outlive the day on which the child was told they go.
            Kind(
                "thoughts", "what children wrote without a name", "the end of the week in which they wrote it",
                timedelta(days=365), ("thoughts", "thought_themes", "quotes"), fewest=90, most=1095,
            ),
            Kind("alerts", "letters that were delivered", "their delivery, and the end of the worry they are about",
                 timedelta(days=30), ("alerts",)),
            Kind("opened-keys", "keys that were open", "their opening", OPEN_FOR, ("opened_keys",)),
            Kind("absences", "days on which somebody was away, or nobody read", "the last of them",
                 timedelta(days=30), ("absences", "closed_days")),
            Kind("own-keys", "keys of people who are switched off", "the next purge",
                 timedelta(0), ("own_keys", "holdings")),
            # Once nothing is sealed to a key that is out of use, it opens only what should be gone: copies.
            Kind("box-keys", "keys of boxes that nothing is sealed to any more", "the last that was",
                 timedelta(0), ("box_keys", "holdings")),
            Kind("sessions", "staff sessions", "their beginning", LONGEST, ("staff_sessions",)),
            Kind("failures", "counts of wrong guesses, and of cards and passes used", "the first of them",
                 timedelta(days=1), ("failures",)),
            Kind("backups", "backups in the folder named", "the day they were made",
                 timedelta(days=30), fewest=7, most=90),
            Kind("releases", "releases", "", None),
            Kind("rounds", "rounds, and how many were asked where", "", None, ("rounds", "round_settings")),
            Kind("staff", "who may sign in, and in which team", "", None, ("staff", "teams")),
            Kind("duty", "when messages are read", "", None, ("reading_hours", "heartbeat")),
            Kind("recovery", "what the recovery sheets open", "", None, ("recovery",)),
            Kind("names", "names that quotes are searched for", "", None, ("name_list",)),
            Kind("pictures", "pictures of the council’s own, photos of staff who agreed among them", "", None,
                 ("council_pictures", "picture_files")),
            Kind("wordings", "what children’s pages say in other languages, and who checked it", "", None,
                 ("own_wordings", "language_states")),
            Kind("voices", "recordings of what children’s pages say", "", None, ("recordings",)),
            Kind("trail", "who did what in this service", "", None, ("audit_trail",)),
        )
    }
)  # fmt: skip


def periods_from(environment: Mapping[str, str]) -> dict[str, timedelta]:
    """How long each kind is kept that is ever removed: as the council set it, or as it is here.

    Raises ``RetentionUnsound``. A period that cannot be read is never taken for the usual one: somebody wanted another.
    """
    periods = {}
    for kind in RETENTION.values():
        if kind.kept is None:
            continue
        given = environment.get(kind.setting or "")
        if not given or not kind.setting:
            periods[kind.key] = kind.kept
            continue
        if not (given.isascii() and given.isdigit() and kind.fewest <= int(given) <= kind.most):
            raise RetentionUnsound(f"{kind.setting} must be a number of days from {kind.fewest} to {kind.most}")
        periods[kind.key] = timedelta(days=int(given))
    return periods
