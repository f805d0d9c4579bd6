"""What a council sets: where the data lives, the secret that keys are made from, and the address children reach."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import current_app

KEY = "HEARD"
SHORTEST_SECRET = 32


class ConfigurationIncomplete(RuntimeError):
    """Something a council must set is missing or too weak; the message says what to set."""


@dataclass(frozen=True)
class Configuration:
    """Frozen settings.

    ``public_url`` is what QR codes point to; ``secure`` says whether that is reached by HTTPS. ``accepts_drafts``: the
    council lets children choose languages whose wording no fluent person has checked yet. ``zone`` is the time zone of
    the council's clock. ``mail`` says how letters leave (``smtp://``, ``smtp+starttls://`` or ``smtps://`` with user,
    password, host and port; ``folder:`` for a demonstration, which keeps them in the instance folder; nothing where
    nobody set it) and ``mail_from`` who they are from. ``offers_unfinished`` offers shipped languages whose catalogues
    still miss wordings. Tests set it; no environment can, since a child would meet sentences in two languages.
    """

    instance: Path
    database_url: str
    secret: bytes = field(repr=False)
    public_url: str
    demonstration: bool = False
    accepts_drafts: bool = False
    zone: str = "Europe/London"
    mail: str = field(default="", repr=False)
    mail_from: str = "heard@localhost"
    offers_unfinished: bool = False

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")

    def key(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose, derived from the secret, so that no two uses share one."""
        return hmac.digest(self.secret, purpose.encode(), hashlib.sha256)


def configuration_from(environment: Mapping[str, str], instance: Path) -> Configuration:
    """The settings in ``HEARD_SECRET``, ``DATABASE_URL``, ``PUBLIC_URL``, ``ACCEPT_DRAFTS``, ``HEARD_DEMONSTRATION``,
    ``HEARD_TIMEZONE``, ``HEARD_MAIL`` and ``HEARD_MAIL_FROM``.

    Without ``HEARD_SECRET`` one is made once and kept in the instance folder, readable by its owner only. Raises
    ``ConfigurationIncomplete`` for a secret that could be guessed, and for a time zone that nobody knows.
    """
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)  # the database in it is for nobody else on the machine
    given = environment.get("HEARD_SECRET")
    if given and len(given) < SHORTEST_SECRET:
        raise ConfigurationIncomplete(f"HEARD_SECRET is too short: make it {SHORTEST_SECRET} characters or more")
    zone = environment.get("HEARD_TIMEZONE", "Europe/London")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise ConfigurationIncomplete(
            f"HEARD_TIMEZONE is no time zone: write it like Europe/London, not {zone}"
        ) from None
    demonstration = environment.get("HEARD_DEMONSTRATION") == "1"
    return Configuration(
        instance=instance,
        database_url=environment.get("DATABASE_URL", f"sqlite:///{(instance / 'heard.sqlite').resolve()}"),
        secret=given.encode() if given else _kept_secret(instance),
        public_url=environment.get("PUBLIC_URL", "http://localhost:5000").rstrip("/"),
        demonstration=demonstration,
        accepts_drafts=environment.get("ACCEPT_DRAFTS") == "1",
        zone=zone,
        mail=environment.get("HEARD_MAIL", "folder:" if demonstration else ""),
        mail_from=environment.get("HEARD_MAIL_FROM", "heard@localhost"),
    )


def _kept_secret(instance: Path) -> bytes:
    path = instance / "secret"
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    kept = path.read_text().strip()
    if len(kept) < SHORTEST_SECRET:
        raise ConfigurationIncomplete(f"{path} holds no secret; set HEARD_SECRET or delete the file")
    return kept.encode()


def configuration() -> Configuration:
    """The running application's settings."""
    settings = current_app.config[KEY]
    assert isinstance(settings, Configuration)
    return settings
