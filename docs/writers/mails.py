"""Commands × mails made for the page → what the commands print; what each command needs.

- The keys are made for the page and are worth nothing; nothing that is shown depends on them.
- Where there is no openssl, what it says of a sound mail is shown unseen.
"""

from __future__ import annotations

import io
import json
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import chdir, redirect_stdout
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from docs.writers.commands import run
from docs.writers.data import AT, example
from docs.writers.markdown import code, fenced, table
from ihc_rules import decide, load
from ihc_rules.cli.commands import COMMANDS
from ihc_rules.cli.demo_mails import SENDER, show_mails
from ihc_rules.paths import data
from ihc_rules.testing.certificates import Leaf, authority, key

REPORT = "complete.json"
ENDS = datetime(2026, 10, 1, tzinfo=UTC)  # of the certificate: it ran out before the mail is looked at
THEN = AT.isoformat()
LATER = "2031-04-01"
SIGN = f"sign {REPORT} --at {THEN} --desk desk.json --key key.pem --certificates chain.pem --ca ca.pem --out mails"
VERIFY = f"verify-mail mails/police.eml --ca ca.pem --at {LATER}"
TIED = "--binding-key-file binding.key"
OPENSSL = (
    f"openssl cms -verify -in mails/police.eml -CAfile ca.pem -purpose smimesign -verify_email {SENDER.address}"
    f" -attime {int(AT.timestamp())} -out signed-part"
)
SAID = "CMS Verification successful"
# name → a command of ours, or of openssl
STEPS: Mapping[str, str] = {
    "decide": f"decide {REPORT} --at {THEN} --json > decision.json",
    "sign": f"{SIGN} --route police {TIED}",
    "verify": VERIFY,
    "tied": f"{VERIFY} --decision decision.json {TIED}",
    "other": f"{VERIFY} --decision other.json {TIED}",
    "changed": VERIFY.replace("police.eml", "changed.eml"),
    "openssl": OPENSSL,
}


@cache
def _stored() -> Mapping[str, str]:
    """What each step prints, in a folder of its own."""
    with tempfile.TemporaryDirectory() as name, chdir(name):
        _office()
        found = {step: _ran(STEPS[step]) for step in ("decide", "sign")}
        decision = json.loads(Path("decision.json").read_text(encoding="utf-8"))
        Path("other.json").write_text(json.dumps(decision | {"report": "other"}), encoding="utf-8")
        mail = Path("mails/police.eml").read_bytes()
        place = mail.index(b"base64\r\n\r\n") + len(b"base64\r\n\r\n") + 8
        Path("mails/changed.eml").write_bytes(mail[:place] + bytes((mail[place] ^ 1,)) + mail[place + 1 :])
        return found | {step: _ran(each) for step, each in STEPS.items() if step not in found}


def _office() -> None:
    """The files of an office: a report, addresses, a key with its certificates."""
    shutil.copy(data("examples") / "reports" / REPORT, ".")
    shutil.copy(data("examples") / "desk.json", ".")
    root = authority("Example root")
    issuer, private = root.intermediate("Example intermediate"), key("p256")
    own = issuer.issue(private, Leaf(SENDER.address, end=ENDS), "Example hotline")
    pem = (each.public_bytes(Encoding.PEM) for each in (own, *issuer.chain))
    Path("key.pem").write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    Path("chain.pem").write_bytes(b"".join(pem))
    Path("ca.pem").write_bytes(root.pem)
    Path("binding.key").write_bytes(b"only for this page, and for no other use")


def _ran(command: str) -> str:
    if command.startswith("openssl "):
        return _openssl(command)
    line, _, file = command.partition(" > ")
    printed = run(*line.split(), "--lang", "en")[1]
    if file:
        Path(file).write_text(printed, encoding="utf-8")
        return ""
    return printed


def _openssl(command: str) -> str:
    if shutil.which("openssl") is None:
        return SAID
    ran = subprocess.run(shlex.split(command), capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    return ran.stdout + ran.stderr


def example_mails(*steps: str) -> str:
    """Command lines, each with what it printed."""
    shown = []
    for step in steps:
        line = STEPS[step] if step == "openssl" else f"ihc-rules {STEPS[step]}"
        shown.append(f"$ {line}\n{_stored()[step]}".rstrip())
    return fenced("\n\n".join(shown), "console")


@cache
def openssl() -> str:
    """The command line that the demo shows, and what it prints."""
    with tempfile.TemporaryDirectory() as name, chdir(name):
        printed = io.StringIO()
        guideline = load("ihc")
        with redirect_stdout(printed):
            show_mails(decide(guideline, guideline.report(example(REPORT)), at=AT), "en", "demo-mails")
        line = printed.getvalue().rstrip().rpartition("\n")[2].strip()
        return fenced(f"$ {line}\n{_openssl(line)}", "console")


def needs() -> str:
    """What each command must be given, and what it does."""
    rows = []
    for name, each in COMMANDS.items():
        given = [
            option.names[0] + " " + str(option.more["metavar"])
            if option.names[0].startswith("-")
            else str(option.more.get("metavar", option.names[0])) + ("?" if option.more.get("nargs") == "?" else "")
            for option in each.options
            if not option.names[0].startswith("-") or option.more.get("required")
        ]
        rows.append((f"[`{name}`](docs/reference/cli.md#{name})", code(" ".join(given)), each.text["en"]))
    return table(("command", "needs", "what it does"), rows)
