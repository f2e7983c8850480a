"""A step, a state, a reason → words, in Japanese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.decision import wording
from ihc_rules.decision.decide import Decision
from ihc_rules.decision.obligation import Because, Obligation, Plan, State, Step
from ihc_rules.errors import Lang

STEP: Mapping[Step, tuple[str, str]] = {
    "send": ("送る", "send"),
    "check_page": ("なお掲載されているか確かめる", "see whether the page still shows it"),
    "recheck": ("再び確認する", "look again"),
    "review": ("法律アドバイザーの意見を得る", "get the legal advisers' views"),
    "investigate": ("確認事項を調べる", "establish the facts"),
    "find_recipient": ("連絡先を探す", "find somebody who can be reached"),
    "correct": ("訂正を送る", "send a correction"),
    "withdraw": ("撤回を送る", "send a withdrawal"),
}
STATE: Mapping[State, tuple[str, str]] = {
    "due": ("今行う", "due now"),
    "waiting": ("待ち", "waiting"),
    "done": ("済み", "done"),
    "cancelled": ("不要となった", "cancelled"),
    "escalated": ("担当者の判断が必要", "for people to decide"),
}
BECAUSE: Mapping[Because, tuple[str, str]] = {
    "ready": ("送る条件がそろっている", "nothing stands before it"),
    "sent": ("送った", "it was sent"),
    "sent_early": (
        "先の情報提供、待機期間又は証拠の保全を待たずに送られた",
        "it was sent before the notice, the hold or a preservation of evidence allowed it",
    ),
    "cancelled": ("取りやめた", "it was called off"),
    "refused": ("相手に断られた", "the recipient refused"),
    "nobody_reachable": ("連絡できる相手がいない", "nobody can be reached"),
    "nobody_told": ("先に知らせる相手に知らせることができない", "whoever is to be told first cannot be told"),
    "waits_for_notice": ("先の情報提供が届いていない", "the notice that comes first has not arrived"),
    "preserved": ("証拠の保全が求められている", "evidence must be preserved"),
    "hold": ("待機期間が終わっていない", "the hold has not run out"),
    "life_first": ("先に、生命・身体に関わる連絡を送る", "the message about danger to life goes first"),
    "page_unconfirmed": (
        "待機の後、なお掲載されているか確かめていない",
        "nobody has looked at the page since the hold",
    ),
    "gone": ("閲覧できなくなった", "the page does not show it any more"),
    "bounced": ("届かなかった", "it came back"),
    "bounced_often": ("繰り返し届かなかった", "it came back again and again"),
    "look_again": ("依頼の後、措置を確かめていない", "nobody has looked since the request"),
    "still_there": ("なお掲載されている", "it is still there"),
    "asked_often": ("再依頼の回数に達した", "it was asked as often as may be"),
    "facts_missing": ("確認していない事項がある", "facts are missing"),
    "verdict_missing": ("合議の結論が出ていない", "the panel has not concluded"),
    "stays_open": ("すべて確認しても判断が定まらない", "everything was asked, and it stays open"),
    "told_otherwise": ("前に知らせた内容が変わった", "what was told before does not hold any more"),
}
AGAIN = ("{}回目を送る", "send again, no. {}")
FROM = ("{}から", "from {}")
LATE = ("期限は{}", "by {}")
PAST = ("期限の{}を過ぎた", "late since {}")
OVERDUE = ("期限超過", "overdue")
NOTHING = ("行うことはない。", "Nothing is owed.")


def plan_text(decision: Decision, plan: Plan, lang: Lang) -> str:
    """A plan as people read it, the most pressing first."""
    lines = [owed_text(decision, each, lang) for each in plan.obligations]
    return "\n".join(lines) or NOTHING[lang != "ja"]


def owed_text(decision: Decision, each: Obligation, lang: Lang) -> str:
    """One obligation on one line."""
    at = lang != "ja"
    route = decision.edition.rules.routes.get(each.route.partition(":")[2] or each.route)
    what = AGAIN[at].format(each.number) if each.step == "send" and each.number > 1 else STEP[each.step][at]
    if route:
        title = route.title.get(lang)
        what = f"{what}: {title}" if at else f"{title}：{what}"
    known = decision.edition.rules.recipients.get(each.recipient or "")
    to = f" → {known.title.get(lang)}" if known else ""
    reason = BECAUSE[each.because][at]
    zone = decision.edition.header.governing_date.zone
    times = [
        words[at].format(wording.moment(moment.astimezone(zone), lang))
        for words, moment in ((FROM, each.due), (PAST if each.state == "escalated" else LATE, each.late))
        if moment is not None
    ]
    state = OVERDUE[at] if each.state == "escalated" and each.late is not None else STATE[each.state][at]
    if not at:
        return f"[{state}] {what}{to}（{'、'.join([reason, *times])}）"
    return f"[{state}] {what}{to} ({'; '.join([reason, *times])})"


def plan_data(plan: Plan) -> dict[str, object]:
    """A plan as plain data."""
    return {
        "at": plan.at.isoformat(),
        "over": plan.over,
        "obligations": [
            {
                "id": each.id,
                "step": each.step,
                "route": each.route,
                "recipient": each.recipient,
                "state": each.state,
                "because": each.because,
                "due": each.due.isoformat() if each.due else None,
                "late": each.late.isoformat() if each.late else None,
                "emergency": each.emergency,
            }
            for each in plan.obligations
        ],
    }
