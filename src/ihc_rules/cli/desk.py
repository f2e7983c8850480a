"""A file of the office → who sends, to whom, with which key: what a decision and a guideline do not know.

- JSON or YAML: `sender` and `recipients`, each with `name` and `address`; shipped examples end in `.invalid`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ihc_rules.cli import inputs
from ihc_rules.errors import Lang, MessageError, Problem
from ihc_rules.referral.certificate import Trust, load_trust
from ihc_rules.referral.message import Party
from ihc_rules.referral.sign import KeySigner, load_pem, load_pkcs12

MAX_KEY_BYTES = 1_000_000


@dataclass(frozen=True)
class Desk:
    """Who sends, and the addresses of recipients by id."""

    sender: Party
    recipients: Mapping[str, Party]


def read_desk(name: str, lang: Lang) -> Desk:
    """The office's file.

    Raises:
        MessageError, ReportError, GuidelineError: it cannot be read, or lacks something.
    """
    written, _ = inputs.data(name, lang)
    problems: list[Problem] = []
    data = written if isinstance(written, dict) else {}
    sender = _party(data.get("sender"), "sender", problems)
    listed = data.get("recipients", {})
    if not isinstance(listed, dict):
        problems.append(Problem("bad-party", path="recipients"))
        listed = {}
    recipients = {key: _party(each, f"recipients.{key}", problems) for key, each in listed.items()}
    problems += [
        Problem("unknown-key", path=key, values={"name": key}) for key in data if key not in ("sender", "recipients")
    ]
    if problems:
        raise MessageError(problems)
    return Desk(sender, recipients)


def _party(written: Any, path: str, problems: list[Problem]) -> Party:
    if (
        not isinstance(written, dict)
        or set(written) != {"name", "address"}
        or not all(isinstance(v, str) for v in written.values())
    ):
        problems.append(Problem("bad-party", path=path))
        return Party("", "")
    return Party(written["name"], written["address"])


def read_trust(authorities: str, lists: list[str]) -> Trust:
    """Trusted authorities (PEM) and revocation lists (PEM or DER).

    Raises:
        MessageError: one of them cannot be read.
    """
    return load_trust(_bytes(authorities), [_bytes(each) for each in lists])


def read_signer(key: str, certificates: str | None, password_file: str | None) -> KeySigner:
    """A signer from a PKCS#12 file, or from a PEM key with PEM certificates.

    Raises:
        MessageError: it cannot be read, or key and certificate do not belong together.
    """
    try:
        password = None if password_file is None else _bytes(password_file).decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise MessageError([Problem("unreadable-key", values={"found": f"{password_file}: UTF-8?"})]) from None
    if certificates is None:
        return load_pkcs12(_bytes(key), password or "")
    return load_pem(_bytes(key), _bytes(certificates), password)


def read_binding_key(name: str | None) -> bytes | None:
    """The secret that ties mails to decisions, if there is one."""
    return None if name is None else _bytes(name).strip()


def _bytes(name: str) -> bytes:
    with Path(name).open("rb") as file:
        return file.read(MAX_KEY_BYTES)
