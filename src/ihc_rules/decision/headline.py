"""Decision → its first lines: what was decided, by which edition, and what the reporter is shown at once.

- The headline never says two things at once: where no referral can change any more although a category is open, or a
  report is out of scope while an earlier category is open, it says which one stays open.
- Drafts that were counted are named; they are not in force.
"""

from __future__ import annotations

from collections.abc import Iterator

from ihc_rules.decision.ask import stage
from ihc_rules.decision.decide import Decision
from ihc_rules.decision.wording import STAGE, day, handful, listed
from ihc_rules.errors import Lang

HEADS = {
    "ja": {
        "decision": "判断：{category}（{stage}）",
        "none": "該当する項目なし",
        "open": "未確定",
        "settled": "判断：取扱いはこれ以上変わらない（{stage}）。"
        "{open}に当たるかどうかは未確定だが、そのために行うことはない",
        "beyond": "判断：{stage}（{category}）。{open}に当たるかどうかは未確定",
        "frame": "{day}の{guideline}（{edition}）による。",
        "drafts": "効力のない案の項目（{names}）も数えて判断した。",
        "triage": "通報者の申告により、先に取り扱うもの",
        "notice": "通報者にすぐに示す案内：{notice}",
    },
    "en": {
        "decision": "Decision: {category} ({stage})",
        "none": "no item is met",
        "open": "open",
        "settled": "Decision: no referral can change any more ({stage}); whether it is {open} stays open,"
        " and nothing further follows from that",
        "beyond": "Decision: {stage} ({category}); whether it is {open} stays open",
        "frame": "Under the {guideline}, {edition}, as in force on {day}.",
        "drafts": "Drafts, which are not in force, were counted: {names}.",
        "triage": "Raised in the queue by what the reporter claims",
        "notice": "to be shown to the reporter at once: {notice}",
    },
}
QUOTED = {"ja": "「{}」", "en": '"{}"'}


def headline(decision: Decision, lang: Lang) -> str:
    """What was decided, in one line."""
    head, stands = HEADS[lang], stage(decision)
    rules = decision.edition.rules.categories
    titles = {each.id: each.title.get(lang) for each in rules}
    told = {"category": titles.get(decision.category, head.get(decision.category, "")), "stage": STAGE[lang][stands]}
    if decision.category != "open" or stands not in ("decided", "out_of_scope"):
        return head["decision"].format_map(told)
    answers = decision.categories
    met = [name for name, answer in answers.items() if answer == "met"]
    earlier = list(answers)[: list(answers).index(met[0])] if met else list(answers)
    still = [QUOTED[lang].format(titles[name]) for name in earlier if answers[name] == "open"]
    told["open"] = handful(still, lang, either=True)
    gates = [titles[each.id] for each in rules if each.stops and answers[each.id] == "met"]
    if stands == "out_of_scope":
        return head["beyond"].format_map({**told, "category": listed(gates, lang)})
    return head["settled"].format_map(told)


def opening(decision: Decision, lang: Lang) -> Iterator[str]:
    """Everything that is said first."""
    head, edition = HEADS[lang], decision.edition
    yield headline(decision, lang)
    yield head["frame"].format(
        guideline=edition.header.title.get(lang), edition=edition.title.get(lang), day=day(decision.day, lang)
    )
    if decision.drafts:
        yield head["drafts"].format(names=listed(decision.drafts, lang))
    if decision.triage:
        yield f"\n{head['triage']}"
    for name in decision.triage:
        rule = edition.rules.triage[name]
        yield f"  - {rule.title.get(lang)}"
        yield f"      {head['notice'].format(notice=rule.notice.get(lang))}"
