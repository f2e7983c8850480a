"""The demo's decision → its messages, what is due when, and signed mails in a folder.

- Keys and certificates are made for the demo and are worth nothing; only the authority's certificate is written.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from ihc_rules.cli.terminal import show
from ihc_rules.cli.whole import write_whole
from ihc_rules.decision.decide import Decision
from ihc_rules.decision.events import Event
from ihc_rules.decision.plan import plan
from ihc_rules.decision.plan_words import plan_text
from ihc_rules.errors import Lang
from ihc_rules.paths import data
from ihc_rules.referral.certificate import Trust
from ihc_rules.referral.compose import Case, compose
from ihc_rules.referral.compose.compose import Templates
from ihc_rules.referral.compose.load import load_templates
from ihc_rules.referral.message import Message, Party
from ihc_rules.referral.sign import sign, signer_of
from ihc_rules.referral.verify import verify
from ihc_rules.testing.certificates import Leaf, authority, key

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SENDER = Party("ホットラインセンター（例）", "hotline@hotline.example.invalid")
TO = {
    "police": Party("警察（例）", "hotline-desk@police.example.invalid"),
    "site_administrator": Party("例示掲示板 運営担当", "abuse@board.example.invalid"),
}
WORDS = {
    "ja": {
        "owed": "判断の時に行うべきこと：",
        "later": "警察に届き、待機期間が過ぎ、なお掲載されていることを確かめた後：",
        "message": "サイト管理者への依頼（送信防止措置）：",
        "no_folder": "（`ihc-rules demo --out DIR` は、署名したメールを DIR に書き出す。）",
        "wrote": "署名したメール（鍵と証明書はこの実演のためのもの）：",
        "trusted": "信頼できる",
        "refused": "信頼できない",
        "verify": "openssl で確かめるには：",
    },
    "en": {
        "owed": "Owed at the time of the decision:",
        "later": "After the police have it, the hold has run out, and somebody saw that the page still shows it:",
        "message": "The request to the site administrator:",
        "no_folder": "(`ihc-rules demo --out DIR` writes the signed mails into DIR.)",
        "wrote": "Signed mails (with keys and certificates made for this demo):",
        "trusted": "can be trusted",
        "refused": "cannot be trusted",
        "verify": "To verify them with openssl:",
    },
}


def show_mails(decided: Decision, lang: Lang, out: str | None) -> None:
    """Show what is owed and written; with a folder, write it signed."""
    words, at = WORDS[lang], decided.at
    templates = load_templates(data("templates") / decided.edition.guideline)
    show(words["owed"])
    show(plan_text(decided, plan(decided, (), at=at), lang))
    later = at + 4 * DAY
    happened = [Event(at + HOUR, "delivered", "police"), Event(later - HOUR, "still_there")]
    show("\n" + words["later"])
    show(plan_text(decided, plan(decided, happened, at=later), lang))
    mails = {
        "police": (_message(decided, "police", templates, "D-0001", at.date()), at),
        "removal_domestic": (_message(decided, "removal_domestic", templates, "D-0002", later.date()), later),
    }
    request = mails["removal_domestic"][0]
    show(f"\n{words['message']}\n")
    show("\n".join(f"    {line}".rstrip() for line in (request.subject, "", *request.text.rstrip("\n").split("\n"))))
    if out is None:
        show("\n" + words["no_folder"])
        return
    folder, root = Path(out), authority("Demo root")
    issuer, private = root.intermediate("Demo intermediate"), key("rsa3072")
    signer = signer_of(private, issuer.issue(private, Leaf(SENDER.address), "Demo hotline"), issuer.chain)
    trust = Trust((root.certificate,))
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / "ca.pem", root.pem)
    show("\n" + words["wrote"])
    for name, (message, when) in mails.items():
        mail = sign(message, signer, at=when, trust=trust)
        write_whole(folder / f"{name}.eml", mail)
        found = verify(mail, trust, at=when)
        show(f"  {folder / name}.eml  {words['trusted' if found.trusted else 'refused']}")
    show("\n" + words["verify"])
    show(
        f"  openssl cms -verify -CAfile {folder}/ca.pem -purpose smimesign -verify_email {SENDER.address}"
        f" -in {folder}/police.eml -out /dev/null"
    )


def _message(decided: Decision, route: str, templates: Templates, number: str, day: date) -> Message:
    (referral,) = (each for each in decided.referrals if each.route == route)
    case = Case(number, day, SENDER, TO[referral.recipient or ""])
    return compose(decided, referral, case=case, lang="ja", templates=templates)
