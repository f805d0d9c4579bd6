"""How letters leave: through a real mail server, with its certificate checked, or into a demonstration's folder."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import quote

import pytest

from analysis.demonstration.serving import make_certificate
from survey.alerts.post import Folder, Letter, LetterRefused, MailServer, NoPost, PostClosed, post_of
from survey.configuration import Configuration, ConfigurationIncomplete
from tests.reliability.harness import free_port
from tests.survey.alerts.mailbox import SECRET, USER, Mailbox

LETTER = Letter(id="one@council.example", to="lead@council.example", subject="Heard: żółw", body="Somebody – waits.\n")
PASSWORD = quote(SECRET, safe="")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox(free_port())
    box.open()
    yield box
    box.close()


def post_at(settings: Configuration, mail: str) -> MailServer:
    post = post_of(replace(settings, mail=mail, mail_from="heard@council.example"))
    assert isinstance(post, MailServer)
    return post


def test_a_letter_arrives_whole(settings: Configuration, mailbox: Mailbox) -> None:
    post_at(settings, f"smtp://127.0.0.1:{mailbox.port}").send(LETTER)
    (letter,) = mailbox.letters()
    assert mailbox.receivers == ["lead@council.example"]
    assert (letter["To"], letter["From"]) == ("lead@council.example", "heard@council.example")
    assert letter["Subject"] == "Heard: żółw"
    assert letter["Message-ID"] == "<one@council.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content_charset() == "utf-8"
    assert letter.get_content().splitlines() == ["Somebody – waits."]


def test_a_refusal_says_neither_whom_nor_what_the_server_said(settings: Configuration, mailbox: Mailbox) -> None:
    post = post_at(settings, f"smtp://127.0.0.1:{mailbox.port}")
    mailbox.refused.add(LETTER.to)
    with pytest.raises(LetterRefused) as nobody:
        post.send(LETTER)
    mailbox.refused.clear()
    mailbox.refuses_all = True
    with pytest.raises(LetterRefused) as later:
        post.send(LETTER)
    for refused in (nobody, later):
        assert refused.value.__suppress_context__
        assert str(refused.value) in ("SMTPRecipientsRefused", "SMTPDataError")


def test_an_address_that_would_break_the_header_is_refused(settings: Configuration, mailbox: Mailbox) -> None:
    post = post_at(settings, f"smtp://127.0.0.1:{mailbox.port}")
    with pytest.raises(LetterRefused):
        post.send(replace(LETTER, to="lead@council.example\nBcc: all@council.example"))
    assert mailbox.letters() == []


def test_no_server_is_a_closed_post(settings: Configuration) -> None:
    for scheme in ("smtp", "smtps", "smtp+starttls"):
        with pytest.raises(PostClosed):
            post_at(settings, f"{scheme}://127.0.0.1:{free_port()}").send(LETTER)


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Mailbox]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*make_certificate(tmp_path, "127.0.0.1"))
    box = Mailbox(free_port(), context)
    box.open()
    yield box
    box.close()


def test_a_certificate_that_nobody_vouches_for_gets_no_password_and_no_letter(
    settings: Configuration, guarded: Mailbox
) -> None:
    post = post_at(settings, f"smtp+starttls://{quote(USER)}:{PASSWORD}@127.0.0.1:{guarded.port}")
    with pytest.raises(PostClosed):
        post.send(LETTER)
    assert guarded.letters() == []


def test_with_a_good_certificate_and_password_it_goes(
    settings: Configuration, guarded: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    address = f"127.0.0.1:{guarded.port}"
    post_at(settings, f"smtp+starttls://{quote(USER)}:{PASSWORD}@{address}").send(LETTER)
    assert len(guarded.letters()) == 1
    with pytest.raises(PostClosed):
        post_at(settings, f"smtp+starttls://{quote(USER)}:wrong@{address}").send(LETTER)


@pytest.mark.parametrize(
    "mail",
    [
        f"smtp://{quote(USER)}:{PASSWORD}@mail.council.example",  # in the clear
        "mail.council.example",
        "http://mail.council.example",
        f"smtps://{USER}:{PASSWORD}@mail.council.example:port",
        "smtp://",
    ],
)
def test_what_does_not_say_how_letters_leave_is_refused_without_quoting_it(settings: Configuration, mail: str) -> None:
    with pytest.raises(ConfigurationIncomplete) as refused:
        post_of(replace(settings, mail=mail))
    assert PASSWORD not in str(refused.value)
    assert "council" not in str(refused.value)


def test_the_settings_do_not_show_the_password(settings: Configuration) -> None:
    post = post_at(settings, f"smtps://{quote(USER)}:{PASSWORD}@mail.council.example")
    assert post == replace(post, user=USER, password=SECRET, port=465)
    assert SECRET not in repr(post)


def test_without_a_post_letters_wait(settings: Configuration) -> None:
    assert isinstance(post_of(settings), NoPost)
    with pytest.raises(PostClosed):
        post_of(settings).send(LETTER)


def test_a_demonstration_keeps_its_letters_in_a_folder(settings: Configuration) -> None:
    post = post_of(replace(settings, mail="folder:"))
    assert isinstance(post, Folder)
    post.send(LETTER)
    post.send(LETTER)
    (path,) = (settings.instance / "letters").iterdir()
    assert message_from_bytes(path.read_bytes(), policy=policy.default)["Subject"] == "Heard: żółw"
    assert path.stat().st_mode & 0o077 == 0
