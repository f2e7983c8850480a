"""Code of a Problem of a call → its words."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.problem_texts.text import ProblemText, text

_AGAIN = (
    "判断は行われていません。もう一度判断するか、二つ目のエンジン（`crosscheck`）なしで判断してください。",
    "no decision was made; decide again (with a new worker), or without `crosscheck`",
)

_ARGUMENTS: Mapping[str, ProblemText] = {
    "wrong-argument": text(
        "`{name}` に使えないものが渡されました",
        "what was given as `{name}` cannot be used",
        "`{needed}` を渡してください。",
        "give `{needed}`",
    ),
    "unknown-language": text("言語 `{name}` はありません", "there is no language `{name}`"),
    "unknown-node": text(
        "`{name}` という名の答えはありません",
        "nothing of the name `{name}` has an answer",
        "`answer:I-01`、`category:illegal`、`route:police` のように書きます。",
        "write it like `answer:I-01`, `category:illegal` or `route:police`",
    ),
    "no-such-provision": text(
        "項目 `{name}` は、{day} には施行されていません",
        "no provision `{name}` is in force on {day}",
        "項目の ID と、判断の時刻を確かめてください。",
        "check its id and the time of the decision",
    ),
}

_TIMES: Mapping[str, ProblemText] = {
    "no-edition": text(
        "ガイドライン `{guideline}` には、{day} に適用する版がありません",
        "no edition of guideline `{guideline}` is in force on {day}",
        "最初の版は {first} からです。判断の時刻を確かめてください。",
        "its first edition begins on {first}; check the time of the decision",
    ),
    "no-offset": text(
        "時刻に時差がありません",
        "the time has no offset from UTC",
        "`2025-10-01T12:00:00+09:00` のように、時差まで書きます。",
        "give it with its offset, like `2025-10-01T12:00:00+09:00`",
    ),
    "no-time-of-receipt": text(
        "ガイドライン `{guideline}` は受付の日の版で判断しますが、受付の日時がありません",
        "guideline `{guideline}` is governed by the time of receipt, which is missing",
        "通報に `received_at` を書き足してください。",
        "add `received_at` to the report",
    ),
    "other-report": text(
        "{one} の判断を、{other} の判断で訂正することはできません",
        "a decision on {one} cannot be corrected by one on {other}",
        "同じ通報についての判断を渡してください。",
        "give decisions on the same report",
    ),
    "not-informed": text(
        "前の判断では、`{route}` により `{recipient}` に知らせることになっていません",
        "no earlier decision refers `{route}` to `{recipient}`",
        "知らせた時の判断も渡してください。",
        "give the one that does",
    ),
}

_ENGINES: Mapping[str, ProblemText] = {
    "engines-disagree": text(
        "通報 `{report}` について、二つのエンジンの答えが一致しません（{differences}）",
        "the engines disagree on report `{report}` ({differences})",
        "この判断に基づいて何も送らないでください。通報とこの表示を残し、開発者に知らせてください。",
        "send nothing on this decision; keep the report and this message, and tell the developers",
    ),
    "engine-missing": text(
        "二つ目のエンジン durable-rules を読み込めません（{reason}）",
        "durable-rules, the second engine, cannot be imported ({reason})",
        "Python 3.11 か 3.12（今は {python}）に `ihc-rules[durable]` を入れるか、`crosscheck` なしで判断してください。",
        "install `ihc-rules[durable]` on Python 3.11 or 3.12 (this is {python}), or decide without `crosscheck`",
    ),
    "engine-not-started": text(
        "二つ目のエンジンのプロセスを始められません（{reason}）",
        "no worker could be started for the second engine ({reason})",
        *_AGAIN,
    ),
    "engine-silent": text(
        "二つ目のエンジンが {seconds} 秒以内に答えませんでした",
        "the worker of durable-rules gave no answer within {seconds} s",
        *_AGAIN,
    ),
    "engine-ended": text(
        "二つ目のエンジンのプロセスが終わりました（{how}）",
        "the worker of durable-rules was ended ({how})",
        *_AGAIN,
    ),
    "engine-nonsense": text(
        "二つ目のエンジンの答えが読めません",
        "the worker of durable-rules answered nonsense",
        *_AGAIN,
    ),
    "engine-gave-up": text(
        "二つ目のエンジンが答えを出せませんでした（{reason}）",
        "the worker of durable-rules gave up ({reason})",
        *_AGAIN,
    ),
}

TEXTS: Mapping[str, ProblemText] = {**_ARGUMENTS, **_TIMES, **_ENGINES}
