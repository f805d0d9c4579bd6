"""A real mail server for tests: it takes letters on a port of its own, refuses some, and goes down and up again."""

from __future__ import annotations

import ssl
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Lock
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

USER, SECRET = "heard@council.example", "a p@ss/word"


class Mailbox:
    """Every letter that was taken, in the order in which it came; ``raw`` are its bytes as they travelled.

    ``refused`` are addresses of which the server says that they are nobody's. ``refuses_all`` takes no letter.
    """

    def __init__(self, port: int, tls: ssl.SSLContext | None = None) -> None:
        self.port, self.raw = port, list[bytes]()
        self.receivers = list[str]()
        self.refused = set[str]()
        self.refuses_all = False
        self._tls, self._lock = tls, Lock()
        self._controller: Controller | None = None

    def open(self) -> None:
        words: dict[str, Any] = {"ready_timeout": 120}
        if self._tls:
            words |= {"tls_context": self._tls, "require_starttls": True}
            words |= {"authenticator": self._authenticate, "auth_required": True}
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **words)
        self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def letters(self) -> list[EmailMessage]:
        """Every letter, read. No property: the server looks at each of those whenever somebody connects."""
        with self._lock:
            raw = list(self.raw)
        return [message_from_bytes(each, policy=policy.default) for each in raw]

    def _authenticate(self, *words: object) -> AuthResult:
        given = words[-1]
        is_right = isinstance(given, LoginPassword) and given == LoginPassword(USER.encode(), SECRET.encode())
        return AuthResult(success=is_right, handled=False)

    # What aiosmtpd calls these two.

    async def handle_RCPT(  # noqa: N802
        self, server: object, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return f"550 {address} is nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: object, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refuses_all:
            return "451 not now"
        assert isinstance(envelope.content, bytes)
        with self._lock:
            self.raw.append(envelope.content)
            self.receivers += envelope.rcpt_tos
        return "250 OK"
