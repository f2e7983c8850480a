"""Code of a Problem of meaning → its words."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.problem_texts.text import ProblemText, text, unknown

TEXTS: Mapping[str, ProblemText] = {
    "duplicate-id": text(
        "`{name}` が二度定められています（最初は {first}）",
        "`{name}` is defined twice (first at {first})",
        "施行期間（in_force）が重ならないようにするか、どちらかを消してください。",
        "make their `in_force` disjoint, or remove one",
    ),
    "prefix-fact": text(
        "確認事項 `{name}` の前半 `{prefix}` が別の確認事項になっています",
        "the fact `{name}` begins with another fact, `{prefix}`",
        "どちらかの名前を変えてください。",
        "rename one of them",
    ),
    "wrong-establisher": text(
        "評価を要する確認事項 `{fact}` を `{role}` が確定することはできません",
        "the evaluated fact `{fact}` cannot be established by `{role}`",
        "法律アドバイザー（advisor）に限ります。分析担当者に委ねるなら、その根拠を delegated に書きます。",
        "only an `advisor` may; an `analyst` where `delegated` names the source that says so",
    ),
    "untrusted-fact": text(
        "`{fact}` は {roles} が述べたことなので、判断に使えません",
        "`{fact}` may be stated by {roles}, whom this guideline does not trust",
        "trusts にある者が確定する確認事項を使ってください。",
        "use a fact that roles in `trusts` establish",
    ),
    "triage-reads-findings": text(
        "triage が使えるのは通報者の申立てだけです（`{fact}`）",
        "triage reads only what reporters claim (`{fact}`)",
        "established_by: [reporter] の確認事項を使ってください。",
        "use a fact with `established_by: [reporter]`",
    ),
    "reversed-interval": text(
        "終わり（{to}）が始まり（{from}）より前です",
        "the last day ({to}) is before the first ({from})",
        "`to` はその日を含む最終日です。",
        "`to` is the last day, inclusive",
    ),
    "unmarked-gap": text(
        "`{name}` は {to} で終わり、次の版がありません",
        "`{name}` ends on {to} and no version follows",
        "廃止なら in_force に `retired: true` と書き、続くなら翌日からの版を書いてください。",
        "write `retired: true` in `in_force`, or a version from the next day on",
    ),
    "article-not-in-force": text(
        "{article} は {day} には施行されていません（項目 `{provision}` が引用）",
        "{article} is not in force on {day} (named by provision `{provision}`)",
        "その条文の期間を statutes の in_force に書くか、別の条文を引用してください。",
        "narrow the reference with `in_force`, or name the article of that day",
    ),
    "no-panel": text(
        "区分 `{category}` には合議体（panel）が定められていません",
        "the category `{category}` has no panel",
        "区分に panel を書いてください。",
        "write `panel` in the category",
    ),
    "not-a-gate": text(
        "`{name}` は関門（stops: true）の区分ではありません",
        "`{name}` is not a category with `stops: true`",
    ),
    "circle": text(
        "堂々巡りになっています：{path}",
        "this goes round in a circle: {path}",
        "どこか一つの参照を外してください。",
        "remove one of the references",
    ),
    "chain-too-long": text(
        "参照の連なりが長すぎます：{path}",
        "this chain of references is too long: {path}",
        "定義をまとめてください。",
        "join some of the definitions",
    ),
    "waits-for-itself": text(
        "自分自身を待つことになり、永久に送られません：{path}",
        "this route would wait for itself for ever: {path}",
        "hold の after を見直してください。",
        "check `after` of the hold",
    ),
    "unknown-statute": text(
        "法令・条文 `{name}` は statutes にありません",
        "there is no act or article `{name}` in `statutes`",
    ),
    "unknown-definition": unknown("定義", "definition"),
    "unknown-category": unknown("区分", "category"),
    "unknown-group": unknown("グループ", "group"),
    "unknown-route": unknown("ルート", "route"),
    "unknown-recipient": unknown("送付先", "recipient"),
    "unknown-template": unknown("文例", "template"),
    "unknown-parameter": unknown("パラメータ", "parameter"),
    "unknown-panel": unknown("合議体", "panel"),
    "unknown-document": unknown("資料", "document"),
}
