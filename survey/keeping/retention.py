"""What is kept, and for how long: one table. What it does not name, nothing may keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

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
            Kind("sessions", "staff sessions", "their beginning", LONGEST, ("staff_sessions",)),
            Kind("failures", "counts of wrong guesses", "the first of them", timedelta(days=1), ("failures",)),
            Kind("backups", "backups in the folder named", "the day they were made",
                 timedelta(days=30), fewest=7, most=90),
            Kind("releases", "releases", "", None),
            Kind("rounds", "rounds, and how many were asked where", "", None, ("rounds", "round_settings")),
            Kind("staff", "who may sign in", "", None, ("staff",)),
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
