"""The demonstration's own accounts. They are made and let in only where it is switched on."""

from __future__ import annotations

from survey.models import Role

ACCOUNTS = {
    "worker@demo.example": Role.WORKER,
    "officer@demo.example": Role.OFFICER,
    "second@demo.example": Role.OFFICER,
    "lead@demo.example": Role.SAFEGUARDING_LEAD,
    "deputy@demo.example": Role.SAFEGUARDING_DEPUTY,
    "head@demo.example": Role.HEAD_OF_SERVICE,
    "designated@demo.example": Role.DESIGNATED_OFFICER,
    "advocate@demo.example": Role.ADVOCATE,
    "admin@demo.example": Role.ADMINISTRATOR,
}
# Both are told to everybody who opens the demonstration.
PASSWORD = "demonstration"  # noqa: S105
PASSPHRASE = "demonstration council"  # noqa: S105
