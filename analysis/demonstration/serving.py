"""Serving the demonstration: here, or to phones and tablets in the same network over HTTPS."""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
import ssl
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from analysis.demonstration.seeding import is_made, make
from survey import clock
from survey.alerts.watching import start_watching
from survey.configuration import KEY, configuration
from survey.database import db, writing
from survey.languages import offered
from survey.migrations import migrate
from survey.staff.demonstration import PASSPHRASE, PASSWORD

THREADS = 16


@click.command("demonstrate")
@click.option("--port", default=5000, show_default=True)
@click.option("--lan", is_flag=True, help="Serve this network over HTTPS, with a certificate made on the spot.")
@with_appcontext
def demonstrate(port: int, lan: bool) -> None:
    """Make the demonstration where there is none yet, and serve it."""
    if not configuration().demonstration:
        raise click.ClickException("Set HEARD_DEMONSTRATION=1: invented children must never stand beside real ones.")
    migrate()
    if not is_made(db.session):
        click.echo("· Making a fictional council of 569 children …")
        with writing():
            make(db.session, clock.today())
            db.session.commit()
    # This session lives as long as the server: a reading left open would keep the log from ever being emptied.
    db.session.close()
    host = _address_in_network() if lan else "localhost"
    address = os.environ.get("PUBLIC_URL") or f"{'https' if lan else 'http'}://{host}:{port}"
    app = _at(current_app._get_current_object(), address)  # type: ignore[attr-defined]
    click.echo(
        f"\n  Heard is at {address}/demonstration\n\n"
        f"    Answer as a child     star, boat, kite or symbols, in {len(offered())} languages\n"
        "    Answer as an adult    a parent, a carer, or somebody who watched a baby\n"
        "    Be a worker           show a QR code and hand over the tablet\n"
        "    Be an officer         see what children said, and how far to trust it\n"
        "    Be the lead           answer a child who asked for somebody to talk to\n"
        f"\n  Every demonstration account's password is “{PASSWORD}”, and what is sealed opens with “{PASSPHRASE}”.\n"
        "  Stop with Ctrl+C.\n"
    )
    start_watching(app)
    if lan:
        _serve_securely(app, host, port)
    else:
        # Only this command serves, so only it waits for the server to be imported.
        import waitress

        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # many children at once are no news
        waitress.serve(app, listen=f"127.0.0.1:{port} [::1]:{port}", threads=THREADS, ident=None)


def _at(app: Flask, address: str) -> Flask:
    """The application as reached at ``address``: QR codes must point where a phone can go."""
    settings = replace(configuration(), public_url=address.rstrip("/"))
    app.config[KEY] = settings
    app.config["SESSION_COOKIE_SECURE"] = settings.secure
    app.jinja_env.globals["settings"] = settings
    return app


def _address_in_network() -> str:
    """This machine's own address in its network; a datagram socket finds the way out without sending anything."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way_out:
        try:
            way_out.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(way_out.getsockname()[0])


def _serve_securely(app: Flask, host: str, port: int) -> None:
    # Werkzeug's server speaks TLS and is meant for trying things out, as is a certificate that no one has signed.
    from werkzeug.serving import run_simple

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # its lines would say which address asked for what
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*make_certificate(configuration().instance, host))
    click.echo("  The browser will warn that nobody vouches for this certificate: it was made here, just now.\n")
    run_simple("0.0.0.0", port, app, threaded=True, ssl_context=context)  # noqa: S104  a tablet must reach it


def make_certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """A certificate and key for ``host`` (an IPv4 address), good for thirty days, in ``folder``."""
    # Half a tenth of a second to import, and only needed here.
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Heard, demonstration")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address(host))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(hours=1))
        .not_valid_after(clock.now() + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate_path, key_path = folder / "certificate.pem", folder / "key.pem"
    certificate_path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_path.touch(mode=0o600)
    key_path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate_path, key_path


commands: list[click.Command] = [demonstrate]
