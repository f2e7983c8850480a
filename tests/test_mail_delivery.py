"""A signed mail → the same bytes at its addressee's, through real servers on loopback."""

from __future__ import annotations

import os
import shutil
import smtplib
import socket
import ssl
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from ihc_rules.referral.sign import sign
from ihc_rules.referral.verify import verify
from tests import mailing
from tests.mailing import AT, KINDS, golden, needs, ran, tool, trust

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "examples/send_referrals.py"
# what a relay would be tempted to change, were it not in base64
TEXT = "From here\n.\n..\n-- \n" + "長い行" * 900 + "\n" + "a" * 3000 + "\n\n\n"
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd.*")


class Inbox:
    """Keeps what a server was given."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], bytes]] = []

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        return "250 kept"

    def wait(self, count: int, seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while len(self.mails) < count and time.monotonic() < end:
            time.sleep(0.02)
        assert len(self.mails) == count


@contextmanager
def server(**options: Any) -> Iterator[tuple[Inbox, int]]:
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield inbox, controller.port
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def tempting() -> bytes:
    return sign(mailing.message(text=TEXT), mailing.signer(), at=AT, trust=trust())


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    folder = tmp_path / "mails"
    folder.mkdir()
    for kind in KINDS:
        (folder / f"{kind}.eml").write_bytes(golden(kind))
    (folder / "inhope.txt").write_text("handed over in a portal")
    return folder


def test_the_example_sends_every_mail_as_it_is_and_none_twice(outbox: Path) -> None:
    with server() as (inbox, port):
        words = (sys.executable, SCRIPT, outbox, "--host", "127.0.0.1", "--port", str(port))
        first, second = ran(*words), ran(*words)

    assert (first.returncode, first.stderr, second.stdout) == (0, b"", b"")
    assert first.stdout.count(b": sent") == len(KINDS)
    assert sorted(content for _, _, content in inbox.mails) == sorted(golden(kind) for kind in KINDS)
    assert {(who, *to) for who, to, _ in inbox.mails} == {(mailing.SENDER.address, mailing.RECIPIENT.address)}
    assert all(verify(content, trust(), at=AT).trusted for _, _, content in inbox.mails)
    assert (outbox / "inhope.txt").exists()


def test_the_example_sends_over_tls_to_a_server_that_it_trusts(outbox: Path, tmp_path: Path) -> None:
    own = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)  # noqa: TID251 - a TLS client asks the clock
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    builder = x509.CertificateBuilder(name, name, own.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    certificate = builder.add_extension(names, critical=False).sign(own, hashes.SHA256())
    pem = tmp_path / "server.pem"
    secret = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)

    with server(tls_context=context, require_starttls=True) as (inbox, port):
        words = (sys.executable, SCRIPT, outbox, "--host", "localhost", "--port", str(port), "--starttls")
        stranger = ran(*words)
        trusted = ran(*words, "--ca", pem)

    assert stranger.returncode != 0
    assert b"CERTIFICATE_VERIFY_FAILED" in stranger.stderr
    assert (trusted.returncode, trusted.stderr) == (0, b"")
    assert sorted(content for _, _, content in inbox.mails) == sorted(golden(kind) for kind in KINDS)


def test_the_example_sends_no_mail_with_two_addressees_and_tells_what_was_refused(outbox: Path) -> None:
    (outbox / "a.eml").write_bytes(b"To: x@evil.invalid\r\n" + golden())
    (outbox / "b.eml").write_bytes(golden().replace(b"<desk@police.example.invalid>", b"", 1))
    (outbox / "c.eml").write_bytes(golden().replace(b"To: =?", b"To: x@evil.invalid, =?", 1))
    with server() as (inbox, port):
        done = ran(sys.executable, SCRIPT, outbox, "--host", "127.0.0.1", "--port", str(port))

    assert done.returncode == 1
    assert done.stderr.count(b"not sent") == 3
    assert len(inbox.mails) == len(KINDS)
    assert {each.name for each in outbox.glob("*.eml")} == {"a.eml", "b.eml", "c.eml"}


def test_bytes_stay_bytes_whatever_the_text() -> None:
    content = tempting()
    with server() as (inbox, port), smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("a@example.invalid", ["b@example.invalid"], content)

    assert [mail for _, _, mail in inbox.mails] == [content]


# --- Postfix ----------------------------------------------------------------------------------------------------------

MAIN = """compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
mynetworks = 127.0.0.0/8
myhostname = relay.invalid
relayhost = [127.0.0.1]:{to}
smtp_discard_ehlo_keywords = {keywords}
smtpd_relay_restrictions = permit_mynetworks, reject
maillog_file_prefixes = {folder}
maillog_file = {folder}/log
disable_dns_lookups = yes
smtp_host_lookup = native
alias_maps =
alias_database =
biff = no
"""
MASTER = """127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@contextmanager
def postfix(to: int, keywords: str) -> Iterator[int]:
    """A Postfix of its own on loopback, which hands everything to a port; the system's is not touched."""
    folder = Path(tempfile.mkdtemp(prefix="postfix-"))
    port = free_port()
    program = tool("postfix") or ""
    try:
        folder.chmod(0o755)
        for name in ("etc", "queue", "data"):
            (folder / name).mkdir()
        shutil.chown(folder / "data", "postfix")
        (folder / "etc/main.cf").write_text(MAIN.format(folder=folder, to=to, keywords=keywords))
        (folder / "etc/master.cf").write_text(MASTER.format(port=port))
        started = ran(program, "-c", folder / "etc", "start")
        log = folder / "log"
        assert started.returncode == 0, started.stderr.decode() + (log.read_text() if log.exists() else "")
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                smtplib.SMTP("127.0.0.1", port, timeout=5).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        ran(program, "-c", folder / "etc", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@needs("postfix")
@pytest.mark.skipif(os.geteuid() != 0, reason="Postfix starts as root only")
@pytest.mark.slow
@pytest.mark.parametrize("keywords", ["", "8bitmime"], ids=["with 8BITMIME", "without 8BITMIME"])
def test_a_mail_survives_postfix(keywords: str, outbox: Path) -> None:
    (outbox / "tempting.eml").write_bytes(tempting())
    sent = {path.read_bytes() for path in outbox.glob("*.eml")}
    with server() as (inbox, to), postfix(to, keywords) as port:
        done = ran(sys.executable, SCRIPT, outbox, "--host", "127.0.0.1", "--port", str(port))
        assert (done.returncode, done.stderr) == (0, b"")
        inbox.wait(len(sent))

    for _, _, content in inbox.mails:
        assert content.startswith(b"Received: ")  # Postfix was there
        assert verify(content, trust(), at=AT).problems == ()
        assert content[content.index(b"From: ") :] in sent
