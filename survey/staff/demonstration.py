"""The demonstration's own accounts, one of each role. They are made and let in only where it is switched on."""

from __future__ import annotations

from survey.models import Role

ADDRESSES = {
    Role.WORKER: "worker@demo.example",
    Role.OFFICER: "officer@demo.example",
    Role.SAFEGUARDING_LEAD: "lead@demo.example",
    Role.ADMINISTRATOR: "admin@demo.example",
}
PASSWORD = "demonstration"  # noqa: S105  told to everybody who opens the demonstration
