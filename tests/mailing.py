"""A message, keys and certificates → mails for tests.

- `tests/mails/` holds keys for tests only; they are public and guard nothing. With them the same message gives the same
  bytes, which stand beside them (`<kind>.eml`; `IHC_RULES_WRITE=1` writes them anew).
- `python -m tests.mailing` makes keys and certificates anew, and so every mail.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ihc_rules.referral.certificate import Trust, load_trust
from ihc_rules.referral.message import Attachment, Message, Party
from ihc_rules.referral.sign import KeySigner, load_pem, sign, signer_of
from ihc_rules.testing import certificates
from ihc_rules.testing.certificates import Authority, Key, Kind, Leaf

FOLDER = Path(__file__).parent / "mails"
KINDS: tuple[Kind, ...] = ("rsa2048", "rsa3072", "rsa4096", "p256", "p384")
AT = datetime.fromisoformat("2025-10-01T12:00:00+09:00")
SENDER = Party("ホットラインセンター（例）", "hotline@example.invalid")
RECIPIENT = Party("警察（例）", "desk@police.example.invalid")
SUBJECT = "情報提供：区分の名称（文書番号 R-0001）"
TEXT = "警察（例） 御中\n\nFrom here on: a line of its own.\n.\n次の情報を提供します。\nURL：hxxps://board[.]example[.]invalid/1\n"
FACTS = Attachment("referral.json", "application/json", b'{"schema": "ihc-rules/referral/1", "id": "R-0001"}\n')


def message(**changes: Any) -> Message:
    """A message of which a test says what is unlike the others."""
    values: dict[str, Any] = {
        "id": "R-0001",
        "route": "police",
        "lang": "ja",
        "sender": SENDER,
        "to": RECIPIENT,
        "subject": SUBJECT,
        "text": TEXT,
        "attachments": (FACTS,),
    }
    return Message(**(values | changes))


@lru_cache
def signer(kind: Kind = "p256") -> KeySigner:
    """The signer of the golden mails, with its chain."""
    pem = (FOLDER / f"{kind}.pem").read_bytes()
    return load_pem(pem, pem)


@lru_cache
def trust() -> Trust:
    return load_trust((FOLDER / "root.pem").read_bytes())


def golden(kind: Kind = "p256") -> bytes:
    return (FOLDER / f"{kind}.eml").read_bytes()


@lru_cache
def mail(kind: Kind = "p256") -> bytes:
    return sign(message(), signer(kind), at=AT, trust=trust())


# --- certificates that were made for one test -----------------------------------------------------------------------


@lru_cache
def root(name: str = "Test root") -> Authority:
    return certificates.authority(name)


@lru_cache
def intermediate() -> Authority:
    return root().intermediate()


@lru_cache
def key(kind: Kind = "p256") -> Key:
    return certificates.key(kind)


def made(kind: Kind = "p256", *, by: Authority | None = None, **leaf: Any) -> KeySigner:
    """A signer whose certificate says something of its own."""
    issuer = by or intermediate()
    return signer_of(key(kind), issuer.issue(key(kind), Leaf(**leaf)), issuer.chain)


def own_trust() -> Trust:
    return Trust((root().certificate,))


def codes(problems: Any) -> set[str]:
    return {each.code for each in problems}


# --- other people's tools --------------------------------------------------------------------------------------------


def needs(*tools: str) -> pytest.MarkDecorator:
    """Skip a test, by name, where a tool is not installed."""
    missing = [each for each in tools if tool(each) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)} (scripts/install-debian.sh)")


def tool(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")


def ran(*words: str | Path, stdin: bytes = b"", **more: Any) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(list(map(str, words)), input=stdin, capture_output=True, check=False, timeout=60, **more)
    return cast("subprocess.CompletedProcess[bytes]", done)


Verify = Callable[[bytes, Path], str]


def main() -> None:
    """Make keys and certificates anew: valid for long, as the mails that were signed with them are kept."""
    FOLDER.mkdir(exist_ok=True)
    top = certificates.authority("Test root (public key for tests)")
    below = top.intermediate("Test intermediate (public key for tests)")
    (FOLDER / "root.pem").write_bytes(top.certificate.public_bytes(Encoding.PEM))
    for kind in KINDS:
        own = certificates.key(kind)
        leaf = Leaf(address=SENDER.address, begin=datetime(2020, 1, 1, tzinfo=UTC), end=certificates.END)
        chain = (below.issue(own, leaf, "Test hotline"), *below.chain)
        pem = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (FOLDER / f"{kind}.pem").write_bytes(pem + b"".join(each.public_bytes(Encoding.PEM) for each in chain))


if __name__ == "__main__":
    main()
