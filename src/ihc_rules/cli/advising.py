"""Items that wait for a panel → one adviser's view on each, asked on the terminal and recorded.

- Before a view is asked for, the facts are shown that the item rests on, and what of it could not be told.
- One adviser after the other; each view has name, kind and the time at which it is recorded, or at which it was given
  (`--given-at`); the time of the decision is another thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from ihc_rules.cli import inputs
from ihc_rules.cli.ending import fits, settled, waiting
from ihc_rules.cli.talk import Talk, key, typed
from ihc_rules.cli.terminal import show
from ihc_rules.decision import reasons as words_of
from ihc_rules.decision.because import because
from ihc_rules.decision.decide import Decision, panels
from ihc_rules.decision.wording import VIEW
from ihc_rules.errors import Lang
from ihc_rules.report.model import View

WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "nothing": "アドバイザーの意見を待つ項目はない。",
        "awaited": "法律アドバイザー等の意見を待つ項目：{names}",
        "one_by_one": "アドバイザー一人ずつ意見を記録する。一人が終わると、次のアドバイザーを尋ねる。",
        "adviser": "アドバイザーの氏名等を入力（空のままなら意見の記録を終える、q 終わる）> ",
        "next": "次のアドバイザーの氏名等を入力（いなければ空のまま、q 終わる）> ",
        "kind": "種別を番号で入力（s とばす、q 終わる）> ",
        "opinion": "{id} {title}：項目に当たるか",
        "facts": "  この項目に関して記録された事項：",
        "open": "  確認できていない事項：",
        "not_all": "  確認できなかったものがあるため、意見がそろっても、この項目は未確定のまま残る。"
        "意見によって決まることがある取扱い：{routes}",
        "view": "番号を入力（s とばす、q 終わる）> ",
    },
    "en": {
        "nothing": "No item waits for the advisers' opinions.",
        "awaited": "Waiting for the advisers' opinions: {names}",
        "one_by_one": "The views of one adviser are recorded after the other; after one, the next is asked for.",
        "adviser": "name of the adviser (empty: no opinions to record, q quit) > ",
        "next": "name of the next adviser (empty: no more, q quit) > ",
        "kind": "number of the kind of adviser (s skip, q quit) > ",
        "opinion": "{id} {title}: is the item met?",
        "facts": "  Recorded, and of weight for this item:",
        "open": "  Not known:",
        "not_all": "  Since something could not be told, the item stays open whatever the views. "
        "They may still settle: {routes}",
        "view": "number (s skip, q quit) > ",
    },
}
KIND: dict[str, dict[str, str]] = {"ja": {"lawyer": "弁護士", "doctor": "医師"}, "en": {}}


def opinions(talk: Talk) -> None:
    """Ask each adviser for a view on every item that waits for one."""
    words, prompt = WORDS[talk.lang], "adviser"
    if not waiting(talk.decision()):
        show("\n" + words["nothing"])
    while names := waiting(talk.decision()):
        show("\n" + words["awaited"].format(names="、".join(names) if talk.lang == "ja" else ", ".join(names)))
        if prompt == "adviser":
            show(words["one_by_one"])
        adviser = typed(words[prompt])
        if not adviser or key(adviser) == "q":
            return
        prompt = "next"
        for name in names:
            if not _asked(talk, name, adviser):
                return


def _asked(talk: Talk, name: str, adviser: str) -> bool:
    """Ask an adviser for a view on an item; False where the person ends."""
    decision, words, lang = talk.decision(), WORDS[talk.lang], talk.lang
    title = decision.edition.rules.provisions[name].title.get(lang)
    show("\n" + words["opinion"].format(id=name, title=title))
    show("\n".join(_rests_on(decision, name, lang)))
    kinds = panels(decision.edition)[name].adviser_kinds
    kind = _chosen({each: KIND[lang].get(each, each) for each in kinds}, words["kind"])
    view = _chosen({each: VIEW[lang][each] for each in get_args(View)}, words["view"]) if kind else kind
    if not view:
        return view is not None
    before, given = talk.kept(), inputs.given_at(talk.arguments, talk.rules).isoformat(timespec="seconds")
    talk.data.setdefault("opinions", []).append(
        {"provision": name, "adviser": adviser, "adviser_kind": kind, "view": view, "at": given}
    )
    talk.accepted(before)
    return True


def _rests_on(decision: Decision, name: str, lang: Lang) -> Iterator[str]:
    """The recorded facts that an item rests on; where its conditions are not all known, what is missing too."""
    words = WORDS[lang]
    whole = fits(decision, name)
    told = dict.fromkeys(words_of.reason(decision, each, lang, name) for each in because(decision, f"base:{name}"))
    if told:
        yield words["facts"]
        yield from (f"    - {each}" for each in told)
    if not whole:
        yield words["open"]
        yield from (
            f"    - {words_of.unknown(decision, leaf, lang, name)}" for leaf in decision.unknowns.of(f"base:{name}")
        )
        yield words["not_all"].format(routes=settled(decision, name, lang))


def _chosen(choices: dict[str, str], prompt: str) -> str | None:
    """The id of what was chosen by number: empty if skipped, None to end; a single choice is not asked for."""
    ids = [*choices]
    if len(ids) == 1:
        return ids[0]
    show("\n".join(f"  {number}. {words}" for number, words in enumerate(choices.values(), 1)))
    while True:
        text = key(typed(prompt))
        if text in ("q", "s", ""):
            return None if text == "q" else ""
        if text.isascii() and text.isdigit() and 0 < int(text) <= len(ids):
            return ids[int(text) - 1]
        named = [each for each, words in choices.items() if text in (each, words)]
        if named:
            return named[0]
