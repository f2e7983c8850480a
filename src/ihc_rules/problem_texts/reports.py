"""Code of a Problem of reports and worked cases → its words."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.problem_texts.text import ProblemText, text

TEXTS: Mapping[str, ProblemText] = {
    "events-not-a-list": text("出来事（events）は、並び `[…]` で書きます", "events are written as a list `[…]`"),
    "bad-event": text(
        "出来事には `kind` と `at`、必要なら `route` を書きます",
        "an event has `kind` and `at`, and `route` where it belongs to one",
    ),
    "events-of-which-report": text(
        "どの情報の出来事か分かりません",
        "it is not said of which report the events are",
        '通報に複数の情報がある場合は、`{{"情報の id": [出来事, …]}}` と書きます。',
        'where a submission has several reports, write `{{"id of the report": [event, …]}}`',
    ),
    "unknown-event": text("`{name}` という出来事はありません", "there is no event `{name}`"),
    "event-without-route": text(
        "出来事 `{name}` がどのルートのものか書かれていません",
        "it is not said of which route the event `{name}` is",
        "`route` に、取扱いのルートを書いてください。",
        "write the route of the referral as `route`",
    ),
    "event-without-time": text(
        "出来事の時刻が読めません",
        "the time of the event cannot be read",
        "2000年から2999年までの時刻を、2025-10-01T12:00:00+09:00 の形で、時差まで書いてください。",
        "write a time of the years 2000 to 2999 as 2025-10-01T12:00:00+09:00, with its offset",
    ),
    "unknown-element": text(
        "評価要素 `{name}` はありません",
        "there is no assessed element `{name}`",
    ),
    "recorded-twice": text(
        "`{name}` が二度記録されています",
        "`{name}` is recorded twice",
        "入れ子（`a: {{b: …}}`）と点つきの名前（`a.b: …`）は同じものです。どちらかを消してください。",
        "nested (`a: {{b: …}}`) and dotted (`a.b: …`) mean the same: remove one of them",
    ),
    "claim-among-facts": text(
        "`{name}` は通報者の申立てであり、確認した事実（`facts`）には書けません",
        "`{name}` is what a reporter claims; it cannot stand among the facts that were found",
        "`claims` の下に書いてください。",
        "write it under `claims`",
    ),
    "value-or-undeterminable": text(
        "`{name}` には `value` か `undeterminable: true` のどちらか一つを書きます",
        "`{name}` needs either `value` or `undeterminable: true`",
    ),
    "null-value": text(
        "`{name}` に null は記録できません",
        "`{name}` cannot be recorded as null",
        "まだ見ていなければ書かず、確認できなければ `undeterminable: true`、無いと分かったならそれを表す値を記録します。",
        "leave it out; or record `undeterminable: true`, or the value that says it is absent",
    ),
    "who-evaluated": text(
        "評価を要する `{name}` には、誰が評価したか（`by`）が必要です",
        "the evaluated fact `{name}` needs `by`: who evaluated it",
    ),
    "may-not-establish": text(
        "`{role}` は `{name}` を確定できません",
        "`{role}` may not establish `{name}`",
    ),
    "bad-list": text(
        "一覧 `{name}` には `complete`（true、false か undeterminable）と `items`（要素の並び、1,000 まで）を書きます",
        "the list `{name}` has `complete` (true, false or undeterminable) and `items` (at most 1,000 elements)",
    ),
    "too-many-opinions": text(
        "`{subject}` について {given} 人の意見がありますが、合議体は {members} 人です",
        "`{subject}` has views of {given} advisers, but its panel has {members} members",
        "同じアドバイザーの意見には、いつも同じ `adviser` を書きます。",
        "give the same adviser the same `adviser` each time",
    ),
    "two-opinions": text(
        "`{name}` の `{subject}` についての意見が、同じ日時に二つあります",
        "`{name}` has two views on `{subject}` at the same time",
        "訂正は、後の日時で記録します。",
        "a correction has a later time",
    ),
    "panel-closed": text(
        "`{subject}` の合議が終わった後の意見です",
        "this view on `{subject}` comes after its panel was closed",
        "合議の終わり（`closed_panels`）か、意見の日時を確かめてください。",
        "check when the panel was closed (`closed_panels`), or the time of the view",
    ),
    "bad-submission": text(
        "まとまった通報には `reference`（受付番号）と `reports`（通報の並び）を書きます",
        "a submission has `reference` and `reports` (a list, not empty)",
    ),
    "unreadable-report": text(
        "ファイルが読めません（{reason}）",
        "the file cannot be read ({reason})",
        "JSON か、名前が .yaml で終わる YAML のファイルを指定してください。標準入力（-）は JSON として読みます。",
        "give a file of JSON, or of YAML with a name that ends in .yaml; standard input (-) is read as JSON",
    ),
    "case-without-ground": text(
        "事例に `source`（資料）も `ground`（根拠）もありません",
        "this case has neither `source` nor `ground`",
        "資料に基づくなら `source`、なければ考え方を `ground` に書きます。",
        "name the `source`, or state the `ground` where there is none",
    ),
    "nothing-expected": text(
        "事例に、期待する結果（`expect`）が一つもありません",
        "this case expects nothing",
        "`expect` に、確かめたいことを一つ以上書いてください。",
        "write in `expect` at least one thing that must follow",
    ),
}
