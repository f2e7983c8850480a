"""Files that `ihc-rules sign` wrote → the same bytes, handed to a mail server.

    ihc-rules sign report.json --desk desk.json --key hotline.p12 --ca ca.pem --out mails
    python examples/send_referrals.py mails --host mail.example.invalid --port 587 --starttls --user hotline

- The bytes go as they are: `send_message`, or reading and writing a mail again, would change what was signed.
- From and To are the mail's own; a mail that names more than one of either is not sent.
- The TLS certificate of the server is checked. A password comes from the environment (SMTP_PASSWORD), never as a word.
- Ends with 0 if all were sent, 1 if one was not: which, and why, is told. A mail that was sent is moved to `sent/`
  below, so that nothing goes twice.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import smtplib
import ssl
import sys
from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--host", default="localhost")
    parser.add_argument("--port", type=int, default=25)
    tls = parser.add_mutually_exclusive_group()
    tls.add_argument("--starttls", action="store_true", help="TLS after the greeting (587)")
    tls.add_argument("--tls", action="store_true", help="TLS from the start (465)")
    parser.add_argument("--ca", help="certificate of the authority behind the server (default: the system's)")
    parser.add_argument("--user")
    wanted = parser.parse_args(words)
    mails = sorted(wanted.folder.glob("*.eml"))
    failed = 0
    with connected(wanted) as server:
        for path in mails:
            try:
                send(server, path.read_bytes())
            except (smtplib.SMTPException, ValueError) as error:
                failed += 1
                with contextlib.suppress(smtplib.SMTPException):
                    server.rset()  # the next one begins anew
                print(f"{path}: not sent: {error}", file=sys.stderr)
                continue
            (wanted.folder / "sent").mkdir(exist_ok=True)
            path.rename(wanted.folder / "sent" / path.name)
            print(f"{path}: sent")
    return 1 if failed else 0


def connected(wanted: argparse.Namespace) -> smtplib.SMTP:
    trusted = ssl.create_default_context(cafile=wanted.ca)
    if wanted.tls:
        server: smtplib.SMTP = smtplib.SMTP_SSL(wanted.host, wanted.port, context=trusted, timeout=60)
    else:
        server = smtplib.SMTP(wanted.host, wanted.port, timeout=60)
    if wanted.starttls:
        server.starttls(context=trusted)
    if wanted.user:
        server.login(wanted.user, os.environ["SMTP_PASSWORD"])
    return server


def send(server: smtplib.SMTP, mail: bytes) -> None:
    """Hand over one mail as bytes.

    Raises:
        ValueError: its sender or its addressee is not one. SMTPException: the server refused it.
    """
    headers = BytesHeaderParser(policy=policy.default).parsebytes(mail)
    sender, recipient = (only(headers.get_all(name, [])) for name in ("From", "To"))
    server.sendmail(sender, [recipient], mail)


def only(fields: list[object]) -> str:
    found = [each.addr_spec for field in fields for each in getattr(field, "addresses", ())]
    if len(found) != 1 or "@" not in found[0]:
        raise ValueError(f"one address is needed, {len([each for each in found if '@' in each])} are there")
    return str(found[0])


if __name__ == "__main__":
    sys.exit(main())
