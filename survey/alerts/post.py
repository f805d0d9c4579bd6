"""How a letter leaves the house: by a council's mail server, or in a demonstration into a folder.

What a mail server answers may quote an address or more: it is neither logged nor passed on, only its kind is.
"""

from __future__ import annotations

import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as LINES
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from survey import clock
from survey.configuration import Configuration, ConfigurationIncomplete
from survey.durability import write_new

if TYPE_CHECKING:
    from smtplib import SMTP

TIMEOUT = 10.0
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
HERE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Letter:
    """``id`` (a Message-ID without its brackets) is the same however often the letter is sent."""

    id: str
    to: str
    subject: str
    body: str


class PostClosed(RuntimeError):
    """No letter leaves at present. Says what kind of failure it was, and nothing else."""


class LetterRefused(RuntimeError):
    """This letter was not taken; others may be. Says what kind of failure it was, and nothing else."""


class Post(Protocol):
    def send(self, letter: Letter) -> None:
        """Hand a letter over; once this returns somebody else has it. Raises ``PostClosed``, ``LetterRefused``."""


@dataclass(frozen=True)
class NoPost:
    """Nobody has set up how letters leave: they wait."""

    def send(self, letter: Letter) -> None:
        raise PostClosed("HEARD_MAIL is not set")


@dataclass(frozen=True)
class Folder:
    """A demonstration's post: letters lie in a folder, for whoever wants to look."""

    path: Path
    sender: str

    def send(self, letter: Letter) -> None:
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileExistsError):
                write_new(
                    self.path / f"{letter.id.partition('@')[0]}.eml", message(letter, self.sender).as_bytes(), 0o600
                )
        except OSError as error:
            raise PostClosed(type(error).__name__) from None


@dataclass(frozen=True)
class MailServer:
    """A council's own mail server. Its certificate is checked, and a password never goes to it in the clear."""

    scheme: str
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    def send(self, letter: Letter) -> None:
        # Only who sends waits for this library.
        import smtplib

        try:
            server = self._connect()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise PostClosed(type(error).__name__) from None
        try:
            server.send_message(message(letter, self.sender), self.sender, [letter.to])
        except (
            smtplib.SMTPRecipientsRefused,
            smtplib.SMTPDataError,
            smtplib.SMTPNotSupportedError,
            ValueError,
        ) as error:
            raise LetterRefused(type(error).__name__) from None
        except (OSError, smtplib.SMTPException) as error:
            raise PostClosed(type(error).__name__) from None
        finally:
            # The letter is taken or not by now: how the server says goodbye changes nothing.
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    def _connect(self) -> SMTP:
        # As above.
        import smtplib

        own_name = self.sender.rpartition("@")[2]
        if self.scheme == "smtps":
            checked = ssl.create_default_context()
            server: SMTP = smtplib.SMTP_SSL(self.host, self.port, own_name, timeout=TIMEOUT, context=checked)
        else:
            server = smtplib.SMTP(self.host, self.port, own_name, timeout=TIMEOUT)
        try:
            if self.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


def post_of(settings: Configuration) -> Post:
    """The post that ``HEARD_MAIL`` names; raises ``ConfigurationIncomplete``, which does not quote it."""
    if not settings.mail:
        return NoPost()
    try:
        address = urlsplit(settings.mail)
        port = address.port
    except ValueError:
        raise ConfigurationIncomplete("HEARD_MAIL is no address; its port is a number") from None
    if address.scheme == "folder":
        return Folder(Path(address.path) if address.path else settings.instance / "letters", settings.mail_from)
    if address.scheme not in PORTS or not address.hostname:
        raise ConfigurationIncomplete(
            "HEARD_MAIL says how letters leave: smtps://user:password@host:465, smtp+starttls://…, smtp://… or folder:"
        )
    if address.username and address.scheme == "smtp" and address.hostname not in HERE:
        raise ConfigurationIncomplete(
            "HEARD_MAIL would send a password in the clear: write smtp+starttls:// or smtps://"
        )
    return MailServer(
        scheme=address.scheme,
        host=address.hostname,
        port=port or PORTS[address.scheme],
        sender=settings.mail_from,
        user=unquote(address.username or ""),
        password=unquote(address.password or ""),
    )


def message(letter: Letter, sender: str) -> EmailMessage:
    """The letter as it travels. Raises ``ValueError`` for an address that cannot stand in a header."""
    written = EmailMessage(policy=LINES)
    written["From"] = sender
    written["To"] = letter.to
    written["Subject"] = letter.subject
    written["Date"] = format_datetime(clock.now())
    written["Message-ID"] = f"<{letter.id}>"
    # No machine answers it, with a note that somebody is on holiday or with anything else.
    written["Auto-Submitted"] = "auto-generated"
    written["X-Auto-Response-Suppress"] = "All"
    written.set_content(letter.body)
    return written
