"""What templates may show → its name, what it is, and in which kinds of messages it is always there.

- Names stand for one line of text (or for yes and no in `if`); lists are walked with `for`.
- Nothing of the reporter is here: neither the reference, nor claims, nor when or how the page became known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Kind = Literal["first", "repeat", "correction", "withdrawal", "status"]
ALWAYS: frozenset[str] = frozenset(("first", "repeat", "correction", "withdrawal"))

# name → (Japanese, English, kinds of messages that have it)
NAMES: Mapping[str, tuple[str, str, frozenset[str]]] = {
    "referral_id": ("この文書の番号", "the number of this message", ALWAYS),
    "day": ("この文書の日付", "the day of this message", ALWAYS | {"status"}),
    "sender_name": ("差出人の名称", "who sends it", ALWAYS),
    "sender_address": ("差出人のメールアドレス", "the sender's mail address", ALWAYS),
    "recipient_name": ("宛先の名称", "to whom it goes", ALWAYS),
    "url": ("ページのURL（クリックできない形）", "the page's URL, in a form that cannot be clicked", ALWAYS),
    "host": ("ページのホスト名", "the host of the page", ALWAYS),
    "category": ("区分", "the category", ALWAYS),
    "edition": ("ガイドラインの版", "the edition of the guideline", ALWAYS),
    "urgent": ("至急か（if で使う）", "whether it is urgent, for `if`", ALWAYS),
    "urgency_open": ("緊急度が未確定か（if で使う）", "whether its urgency is not known yet, for `if`", ALWAYS),
    "penalty_named": (
        "根拠となる法令のすべてに罰則があるか（if で使う）",
        "whether every statute that is named has a penalty, for `if`",
        ALWAYS,
    ),
    "mailed": ("メールで送るか（if で使う）", "whether it goes by mail, for `if`", ALWAYS),
    "earlier_id": ("前の文書の番号", "the number of the earlier message", ALWAYS - {"first"}),
    "earlier_day": ("前の文書の日付", "the day of the earlier message", ALWAYS - {"first"}),
    "times": ("何度目の依頼か", "how often it has been asked", frozenset(("repeat",))),
    "stage": ("処理の段階", "how far the report is", frozenset(("status",))),
    "in_progress": ("調査・検討中か（if で使う）", "whether it is being looked into, for `if`", frozenset(("status",))),
    "out_of_scope": ("対象外か（if で使う）", "whether it is out of scope, for `if`", frozenset(("status",))),
    "finished": ("処理を終えたか（if で使う）", "whether it is finished, for `if`", frozenset(("status",))),
}
# list → (Japanese, English, fields of each element)
LIST_WORDS: Mapping[str, tuple[str, str]] = {
    "provisions": ("該当した項目", "the provisions that are met"),
    "facts": ("示してよい確認事項のうち、記録のあるもの", "the recorded facts that the template may show"),
    "changes": ("前の文書から変わったこと", "what has changed since the earlier message"),
}
LISTS: Mapping[str, frozenset[str]] = {
    "provisions": frozenset(("id", "title", "statutes")),
    "facts": frozenset(("title", "value")),
    "changes": frozenset(("text",)),
}


def guaranteed(kind: Kind) -> frozenset[str]:
    """The names and lists that a kind of message always has."""
    lists: frozenset[str] = frozenset() if kind == "status" else frozenset(LISTS)
    return frozenset(name for name, (_, _, kinds) in NAMES.items() if kind in kinds) | lists
