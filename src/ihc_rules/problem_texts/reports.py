"""Code of a Problem of reports and cases → its words."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.problem_texts.text import ProblemText, text

TEXTS: Mapping[str, ProblemText] = {
    "unknown-provision": text(
        "項目 `{name}` はありません",
        "there is no provision `{name}`",
    ),
    "unknown-element": text(
        "評価要素 `{name}` はありません",
        "there is no assessed element `{name}`",
    ),
    "unknown-list": text(
        "一覧 `{name}` はありません",
        "there is no list `{name}`",
    ),
    "recorded-twice": text(
        "`{name}` が二度記録されています",
        "`{name}` is recorded twice",
        "入れ子と点つきの名前は同じものです。",
        "nested and dotted names mean the same",
    ),
    "value-or-undeterminable": text(
        "`{name}` には value か undeterminable: true のどちらか一つを書きます",
        "`{name}` needs either `value` or `undeterminable: true`",
    ),
    "null-value": text(
        "`{name}` に null は記録できません",
        "`{name}` cannot be recorded as null",
        "分からなければ書かないか、undeterminable（確認できず）を、無いと分かったならその値を記録します。",
        "leave it out, record `undeterminable`, or record the value that says it is absent",
    ),
    "not-moment": text(
        "時刻は `2025-09-25T00:00:00+09:00` の形で書きます",
        "a time is written `2025-09-25T00:00:00+09:00`",
    ),
    "who-evaluated": text(
        "評価を要する `{name}` には、誰が評価したか（by）が必要です",
        "the evaluated fact `{name}` needs `by`: who evaluated it",
    ),
    "may-not-establish": text(
        "`{role}` は `{name}` を確定できません",
        "`{role}` may not establish `{name}`",
    ),
    "bad-list": text(
        "一覧 `{name}` は complete（true/false）と items（要素の並び、1000 まで）を持ちます",
        "the list `{name}` has `complete` (true or false) and `items` (at most 1,000 elements)",
    ),
    "two-opinions": text(
        "`{name}` の `{subject}` についての意見が同じ時刻に二つあります",
        "`{name}` has two views on `{subject}` at the same time",
        "訂正は後の時刻で記録します。",
        "a correction has a later time",
    ),
    "panel-closed": text(
        "`{subject}` の合議が終わった後の意見です",
        "this view on `{subject}` comes after its panel was closed",
    ),
    "too-many-opinions": text(
        "`{subject}` に {given} 人の意見がありますが、合議体は {members} 人です",
        "`{subject}` has views of {given} advisers, but its panel has {members} members",
    ),
    "bad-submission": text(
        "まとまった通報は reference（受付番号）と reports（通報の並び）を持ちます",
        "a submission has `reference` and `reports` (a list, not empty)",
    ),
    "unreadable-report": text(
        "通報が読めません：{reason}",
        "the report cannot be read: {reason}",
        "JSON か YAML のファイルを指定してください。",
        "give a JSON or YAML file",
    ),
    "case-without-ground": text(
        "事例には source か ground（根拠）が必要です",
        "a case needs `source` or `ground`",
    ),
    "nothing-expected": text(
        "事例に期待する結果（expect）がありません",
        "this case expects nothing",
    ),
}
