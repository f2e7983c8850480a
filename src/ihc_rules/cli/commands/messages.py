"""A decision → the commands that write, sign and check its messages, and say what is owed."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.cli.commands.command import AT, GUIDELINE, JSON, REPORT, Command, Option

DESK = Option(
    ("--desk",),
    "差出人と宛先のファイル（JSON か YAML）",
    "file with the sender and the recipients' addresses (JSON or YAML)",
    {"metavar": "FILE", "required": True},
)
ROUTE = Option(("--route",), "このルートだけ", "this route only", {"metavar": "ID"})
LANGUAGE = Option(
    ("--language",),
    "文面の言語（既定：宛先の第一の言語）",
    "language of the message (default: the recipient's first)",
    {"choices": ("ja", "en")},
)
EVENTS = Option(("--events",), "起きたことのファイル", "file of what has happened", {"metavar": "FILE"})
NOW = Option(
    ("--now",),
    "今の時刻（既定：判断の時刻）",
    "the time now (default: the time of the decision)",
    {"metavar": "DATE"},
)
SUPERSEDES = Option(
    ("--supersedes",),
    "改められた判断の通報（その時のままのもの）。知らせた相手への訂正・撤回を扱う",
    "the report as it was when it was decided before: what was told then is corrected or withdrawn",
    {"metavar": "REPORT"},
)
SUPERSEDED_AT = Option(
    ("--superseded-at",),
    "その判断の時刻（既定：--at と同じ）",
    "the time of that decision (default: as --at)",
    {"metavar": "DATE"},
)
SENT = Option(
    ("--sent",),
    "前に sign が書き出したフォルダ（訂正・撤回・再依頼する文書の番号と日付を読む）",
    "the folder that sign wrote before: number and day of what is corrected or repeated are read there",
    {"metavar": "DIR"},
)
BINDING = Option(
    ("--binding-key-file",),
    "メールを判断に結び付ける鍵（16バイト以上）のファイル",
    "file with the secret that ties mails to decisions (16 bytes or more)",
    {"metavar": "FILE"},
)
AUTHORITY = Option(
    ("--ca",),
    "信頼する認証局の証明書（PEM）",
    "certificates of the trusted authorities (PEM)",
    {"metavar": "FILE", "required": True},
)
LISTS = Option(
    ("--crl",),
    "失効リスト（PEM か DER、何度でも）",
    "revocation list (PEM or DER; may be given several times)",
    {"metavar": "FILE", "action": "append"},
)

COMMANDS: Mapping[str, Command] = {
    "compose": Command(
        "writing",
        "compose_messages",
        {"ja": "取扱いごとの文面を作って示す。", "en": "Write the message of each referral, and print it."},
        (
            "ihc-rules compose examples/reports/complete.json --desk examples/desk.json --at 2025-10-01",
            "ihc-rules compose report.json --desk desk.json --route removal_domestic --language en",
            "ihc-rules compose new.json --desk desk.json --supersedes old.json --superseded-at 2025-10-01 --sent out",
        ),
        (REPORT, DESK, GUIDELINE, AT, EVENTS, ROUTE, LANGUAGE, SUPERSEDES, SUPERSEDED_AT, SENT, BINDING, JSON),
    ),
    "sign": Command(
        "writing",
        "sign_messages",
        {
            "ja": "今送るべき文面を作り、電子署名を付けたメールとして書き出す（送信はしない）。",
            "en": "Write what is due now as signed mails, into files; nothing is sent.",
        },
        (
            "ihc-rules sign report.json --desk desk.json --key hotline.p12 --password-file p.txt --ca ca.pem --out out",
            "ihc-rules sign report.json --desk desk.json --key key.pem --certificates chain.pem --ca ca.pem --out out",
            "ihc-rules sign new.json --supersedes old.json --sent out --desk d.json --key h.p12 --ca ca.pem --out new",
        ),
        (
            REPORT,
            DESK,
            Option(
                ("--key",),
                "署名の鍵（PKCS#12、または --certificates とともに PEM）",
                "the signing key (PKCS#12; PEM together with --certificates)",
                {"metavar": "FILE", "required": True},
            ),
            Option(
                ("--certificates",),
                "署名者の証明書、続けて中間認証局の証明書（PEM）",
                "the signer's certificate, then the intermediates (PEM)",
                {"metavar": "FILE"},
            ),
            Option(
                ("--password-file",), "鍵のパスワードのファイル", "file with the key's password", {"metavar": "FILE"}
            ),
            AUTHORITY,
            LISTS,
            Option(("--out",), "書き出すフォルダ", "folder for the files", {"metavar": "DIR", "required": True}),
            GUIDELINE,
            AT,
            EVENTS,
            NOW,
            ROUTE,
            LANGUAGE,
            SUPERSEDES,
            SUPERSEDED_AT,
            SENT,
            BINDING,
        ),
    ),
    "verify-mail": Command(
        "verifying",
        "verify_mail",
        {
            "ja": "届いたメールの署名を確かめ、信頼できない理由をすべて示す。",
            "en": "Check the signature of a mail, and tell every reason against it.",
        },
        (
            "ihc-rules verify-mail mails/police.eml --ca ca.pem",
            "ihc-rules verify-mail mails/police.eml --ca ca.pem --decision decision.json --binding-key-file key.txt",
        ),
        (
            Option(("mail",), "メールのファイル", "file of the mail", {"metavar": "MAIL"}),
            AUTHORITY,
            LISTS,
            Option(
                ("--at",),
                "確かめる時刻（既定：今）",
                "time of the check (default: now)",
                {"metavar": "DATE"},
            ),
            Option(
                ("--decision",),
                "この判断（decide --json）によるメールかどうかも確かめる",
                "see whether it follows from this decision, too (as decide --json printed it)",
                {"metavar": "FILE"},
            ),
            BINDING,
            JSON,
        ),
    ),
    "plan": Command(
        "planning",
        "plan_report",
        {
            "ja": "判断の後、今行うこと、待っていること、済んだことを示す。",
            "en": "What is due now, what waits and what is done after a decision.",
        },
        (
            "ihc-rules plan examples/reports/complete.json --at 2025-10-01",
            "ihc-rules plan report.json --at 2025-10-01 --events events.json --now 2025-10-04",
            "ihc-rules plan new.json --supersedes old.json --superseded-at 2025-10-01 --events events.json",
        ),
        (
            REPORT,
            GUIDELINE,
            AT,
            EVENTS,
            NOW,
            SUPERSEDES,
            SUPERSEDED_AT,
            JSON,
        ),
    ),
}
