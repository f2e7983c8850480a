"""Code of a Problem of meaning → its words."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.problem_texts.text import ProblemText, text, unknown

_NAMES: Mapping[str, ProblemText] = {
    "duplicate-id": text(
        "`{name}` が二度定められています（最初は {first}）",
        "`{name}` is defined twice (first at {first})",
        "どちらかの名前を変えるか、消してください。",
        "rename or remove one of them",
    ),
    "dated-twice": text(
        "`{name}` は、同じ日に効力のある版が二つあります（もう一つは {first}）",
        "two versions of `{name}` are in force on one day (the other is at {first})",
        "`in_force` の期間が重ならないようにするか、どちらかの名前を変えてください。",
        "make their `in_force` disjoint, or rename one of them",
    ),
    "unknown-definition": unknown("定義", "definition", "`definitions`"),
    "unknown-category": unknown("区分", "category", "`categories`"),
    "unknown-group": unknown("グループ", "group", "`groups`"),
    "unknown-provision": unknown("項目", "provision", "`provisions`"),
    "unknown-route": unknown("ルート", "route", "`routes`"),
    "unknown-recipient": unknown("送付先", "recipient", "`recipients`"),
    "unknown-template": unknown("文例", "template", "`templates`"),
    "unknown-document": unknown("資料", "document", "`documents`"),
    "unknown-act": unknown("法令", "act", "`statutes`"),
    "unknown-article": unknown("条文", "article", "`statutes`"),
    "unknown-parameter": unknown("数値", "figure", "`parameters` (`value`)"),
    "unknown-panel": unknown("合議体", "panel", "`parameters` (`panel`)"),
}

_FACTS: Mapping[str, ProblemText] = {
    "prefix-fact": text(
        "確認事項 `{name}` の前半 `{prefix}` が、別の確認事項になっています",
        "the fact `{name}` begins with another fact, `{prefix}`",
        "どちらかの名前を変えてください。",
        "rename one of them",
    ),
    "wrong-establisher": text(
        "評価を要する確認事項 `{fact}` を `{role}` が確定することはできません",
        "the evaluated fact `{fact}` cannot be established by `{role}`",
        "`advisor` に限ります。`analyst` に委ねる根拠があれば、`delegated` に書きます。",
        "only an `advisor` may; an `analyst` where `delegated` names the source that says so",
    ),
    "untrusted-fact": text(
        "`{fact}` は `{roles}` が確定するもので、判断には使えません",
        "`{fact}` is established by `{roles}`, whom this guideline does not trust",
        "`trusts`（{trusts}）にある者だけが確定する確認事項を使ってください。",
        "use a fact that only roles in `trusts` establish ({trusts})",
    ),
    "triage-reads-findings": text(
        "triage が使えるのは通報者の申立てだけです（`{fact}`）",
        "triage reads only what reporters claim (`{fact}`)",
        "`established_by: [reporter]` の確認事項を使ってください。",
        "use a fact with `established_by: [reporter]`",
    ),
    "presumption-not-guarded": text(
        "確認事項 `{fact}` には推定があり、ここでは推定だけで、誰の検討も経ずに結論が出てしまいます",
        "the fact `{fact}` may be presumed, and here that alone would count, with nobody having reviewed it",
        "推定でできるのは、例外に当たらないとすることと、項目に当たらないとすることだけです。"
        "ほかの確認事項を使うか、`presumed` を消してください。`needs_review: false` のルートなら、それを消す方法もあります。",
        "a presumption may only close an exception or rule out a provision: use another fact, or remove `presumed`"
        " (or, where a route has it, `needs_review: false`)",
    ),
    "presumption-without-panel": text(
        "確認事項 `{fact}` の推定だけで該当し得るのに、区分 `{category}` には検討を行う合議体（panel）がありません",
        "presuming `{fact}` could make this met, and the category `{category}` has no panel to review that",
        "この区分に `panel` を書いてください。ほかの確認事項を使うか、`presumed` を消す方法もあります。",
        "write `panel` in this category; or use another fact, or remove `presumed`",
    ),
}

_DATES: Mapping[str, ProblemText] = {
    "reversed-interval": text(
        "終わり（{to}）が始まり（{from}）より前です",
        "the last day ({to}) is before the first ({from})",
        "日付を確かめてください。`to` はその日を含む最終日です。",
        "check the dates; `to` is the last day, inclusive",
    ),
    "retired-without-end": text(
        "`retired: true` とありますが、終わりの日（`to`）がありません",
        "this says `retired: true` but has no last day (`to`)",
        "廃止された最終日を `to` に書くか、`retired` を消してください。",
        "write the last day in `to`, or remove `retired`",
    ),
    "unmarked-gap": text(
        "`{name}` は {to} で終わり、次の版がありません",
        "`{name}` ends on {to} and no version follows",
        "廃止なら `retired: true` を書き足し、続くなら翌日からの版を書いてください。",
        "add `retired: true` if it was abolished, else write the version from the next day on",
    ),
    "same-first-day": text(
        "{day} に始まる版が二つあります（もう一つは {first}）",
        "two editions begin on {day} (the other is at {first})",
        "どちらかの日付を直すか、消してください。",
        "change the day of one, or remove it",
    ),
    "article-not-in-force": text(
        "`{article}` は {day} には施行されていません（項目 `{provision}` が引用）",
        "`{article}` is not in force on {day} (named by provision `{provision}`)",
        "引用を `in_force` で施行中の期間に限るか、その日の条文を引用してください。",
        "narrow the reference with `in_force`, or name the article of that day",
    ),
    "not-in-force": text(
        "`{name}` は {day} には効力がありません（`{by}` がその日に必要とします）",
        "`{name}` is not in force on {day}, on which `{by}` needs it",
        "どちらかの `in_force` を直してください。",
        "change the `in_force` of one of them",
    ),
}

_TOGETHER: Mapping[str, ProblemText] = {
    "no-panel": text(
        "区分 `{category}` には、法的検討を行う合議体（panel）が定められていません",
        "the category `{category}` has no panel for legal review",
        "この区分に `panel` を書いてください。検討を要しないなら `legal_review: never` にします。",
        "write `panel` in this category, or `legal_review: never` where no review is needed",
    ),
    "value-or-panel": text(
        "パラメータ `{name}` には `value` か `panel` のどちらか一つを書きます",
        "the parameter `{name}` needs either `value` or `panel`",
        "数値なら `value`、合議の規則なら `panel` です。",
        "`value` for a figure, `panel` for the rule of a panel",
    ),
    "not-a-period": text(
        "パラメータ `{name}` は期間として用いられていますが、その値か単位は期間ではありません",
        "the parameter `{name}` is used as a length of time, and its value or unit is none",
        "`value` は 0 から {most} まで、`unit` は期間の単位にします。",
        "`value` is 0 to {most}, `unit` a unit of time",
    ),
    "not-a-count": text(
        "パラメータ `{name}` は回数として用いられていますが、その値か単位は回数ではありません",
        "the parameter `{name}` is used as a number of times, and its value or unit is none",
        "`value` は 0 から {most} まで、`unit` は `times` にします。",
        "`value` is 0 to {most}, `unit` is `times`",
    ),
    "no-deadlines": text(
        "依頼のルート `{name}` がありますが、いつ期限超過とするかが定められていません",
        "the route `{name}` is a request, and nothing says when things are late",
        "`guideline` に `deadlines` を書き、それぞれに期間のパラメータを置いてください。",
        "write `deadlines` in `guideline`, each a parameter with a length of time",
    ),
    "not-a-gate": text(
        "区分 `{name}` は関門（`stops: true`）ではないので、`despite` に書く必要がありません",
        "the category `{name}` is no gate (`stops: true`), so nothing has to be done despite it",
        "この名を消してください。",
        "remove the name",
    ),
    "circle": text(
        "参照が一回りして元に戻っています（{path}）",
        "these references go round in a circle ({path})",
        "どこか一つの参照を外してください。",
        "remove one of them",
    ),
    "waits-for-itself": text(
        "自分自身を待つことになり、いつまでも送られません（{path}）",
        "this route would wait for itself and never be sent ({path})",
        "`hold` の `after` を見直してください。",
        "check `after` of the holds",
    ),
    "chain-too-long": text(
        "参照が長く連なりすぎています（上限 {limit}：{path}）",
        "this chain of references is too long (at most {limit}: {path})",
        "途中の定義などをまとめてください。",
        "join some of those in between",
    ),
}

TEXTS: Mapping[str, ProblemText] = {**_NAMES, **_FACTS, **_DATES, **_TOGETHER}
