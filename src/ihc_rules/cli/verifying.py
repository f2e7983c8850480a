"""`verify-mail`: a mail that somebody received → whether it is what it claims to be, and every reason why not.

- Exit codes: 0 it can be trusted, 1 it cannot, 2 a file cannot be read, or `--decision` is given without its key: that
  says nothing against the mail.
"""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import UTC
from pathlib import Path
from typing import Any

from ihc_rules.cli import inputs
from ihc_rules.cli.desk import read_binding_key, read_trust
from ihc_rules.cli.terminal import fail, show
from ihc_rules.errors import Lang, MessageError, Problem
from ihc_rules.referral.check_binding import bound_faults
from ihc_rules.referral.parse import MAX_BYTES
from ihc_rules.referral.verify import Verification, verify

WORDS = {
    "ja": {
        "trusted": "{file}：信頼できる",
        "refused": "{file}：信頼できない",
        "signer": "署名者",
        "at": "署名の時刻（署名者による）",
        "sender": "差出人",
        "subject": "件名",
    },
    "en": {
        "trusted": "{file}: can be trusted",
        "refused": "{file}: cannot be trusted",
        "signer": "signed by",
        "at": "signed at (by the signer's word)",
        "sender": "from",
        "subject": "subject",
    },
}


def verify_mail(arguments: Namespace) -> int:
    """Say whether a mail can be trusted."""
    lang: Lang = arguments.lang
    if arguments.decision is None and arguments.binding_key_file is not None:
        raise inputs.WrongUse(inputs.WORDS[lang]["binding"])
    if arguments.decision is not None and arguments.binding_key_file is None:
        raise MessageError([Problem("no-binding-key")])
    with Path(arguments.mail).open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    at = inputs.moment(arguments, UTC)
    inputs.of_our_age(at, arguments.lang, "--at")
    found = verify(content, read_trust(arguments.ca, arguments.crl or []), at=at)
    problems = list(found.problems)
    if arguments.decision is not None and found.mail is not None:
        decision, _ = inputs.data(arguments.decision, lang)
        problems += bound_faults(found.mail, decision, read_binding_key(arguments.binding_key_file) or b"")
    if arguments.json:
        show(json.dumps(_data(found, problems, lang), ensure_ascii=False, indent=2))
    else:
        _tell(arguments.mail, found, problems, lang)
    return 1 if problems else 0


def _tell(name: str, found: Verification, problems: list[Problem], lang: Lang) -> None:
    words, colon = WORDS[lang], "：" if lang == "ja" else ": "
    show(words["refused" if problems else "trusted"].format(file=name))
    rows = {
        "signer": found.signer,
        "at": found.signed_at.isoformat() if found.signed_at else "",
        "sender": found.sender,
        "subject": found.subject,
    }
    for key, text in rows.items():
        if text:
            show(f"  {words[key]}{colon}{''.join(c if c.isprintable() else '�' for c in text)}")
    if problems:
        fail("\n".join(each.text(lang) for each in problems))


def _data(found: Verification, problems: list[Problem], lang: Lang) -> dict[str, Any]:
    return {
        "trusted": not problems,
        "signer": found.signer,
        "signed_at": found.signed_at.isoformat() if found.signed_at else None,
        "from": found.sender,
        "subject": found.subject,
        "problems": [{"code": each.code, "message": each.message(lang)} for each in problems],
    }
