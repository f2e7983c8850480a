"""Code of a Problem of conditions → its words."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.problem_texts.text import ProblemText, text

TEXTS: Mapping[str, ProblemText] = {
    "not-one-key": text(
        "条件はキーを一つだけ持ちます（ここには {found}）",
        "a condition has exactly one key (here: {found})",
        "いくつかを同時に求めるなら `all:`、どれか一つなら `any:` の下に並べます。",
        "list several under `all:` or `any:`",
    ),
    "impossible-comparison": text(
        "確認事項 `{fact}`（種類 {type}）は `{operator}` では比べられません",
        "the fact `{fact}` (type {type}) cannot be compared with `{operator}`",
    ),
    "empty-condition": text(
        "`{word}` の中が空です",
        "`{word}` is empty",
        "少なくとも一つ書いてください。空の条件は真でも偽でもありません。",
        "write at least one; an empty condition is neither true nor false",
    ),
    "repeated-value": text(
        "同じ値が二度書かれています（`{fact}`）",
        "a value stands twice (`{fact}`)",
    ),
    "says-nothing": text(
        "この条件は何が記録されても同じ答えになります（`{fact}`）",
        "this condition has the same answer whatever is recorded (`{fact}`)",
        "値か数を見直してください。",
        "check its values or its number",
    ),
    "fact-of-a-list": text(
        "`{name}` は一覧 `{list}` の要素についての確認事項です",
        "`{name}` is a fact of the elements of `{list}`",
        "`some: {{of: {list}, where: …}}` の中で使います。",
        "use it inside `some: {{of: {list}, where: …}}`",
    ),
    "fact-of-the-report": text(
        "`{name}` は通報全体についての確認事項なので、`{list}` の要素の条件には使えません",
        "`{name}` is a fact of the whole report; it cannot be read for an element of `{list}`",
        "`some` の外に出し、`all` で並べてください。",
        "move it out of `some` and join both with `all`",
    ),
    "unknown-word": text(
        "条件に `{name}` という語はありません",
        "`{name}` is not a word of conditions",
    ),
    "unknown-fact": text(
        "確認事項 `{name}` はありません",
        "there is no fact `{name}`",
    ),
    "wrong-fact-value": text(
        "`{value}` は確認事項 `{fact}`（種類 {type}）の値ではありません",
        "`{value}` is not a value of the fact `{fact}` (type {type})",
    ),
    "unknown-operator": text(
        "比べ方に `{name}` はありません",
        "there is no comparison `{name}`",
    ),
    "bad-count": text(
        "`count` は at_least か at_most の数と、of の一覧を持ちます",
        "`count` has a number `at_least` or `at_most`, and a list `of`",
        "`count: {{at_least: 2, of: […]}}`",
        "`count: {{at_least: 2, of: […]}}`",
    ),
    "bad-some": text(
        "`some` は of（一覧の名）と where（条件）を持ちます",
        "`some` has `of` (a list) and `where` (a condition)",
        "`some: {{of: depictions, where: …}}`",
        "`some: {{of: depictions, where: …}}`",
    ),
    "some-in-some": text(
        "`some` の中に `some` は書けません",
        "`some` may not stand inside `some`",
    ),
    "assess-in-some": text(
        "`assess` は `some` の中には書けません",
        "`assess` may not stand inside `some`",
    ),
    "bad-assess": text(
        "`assess` は id・considering（確認事項の一覧）・by: advisor・question・panel を持ちます",
        "`assess` has id, considering (a list of facts), by: advisor, question and panel",
    ),
    "misplaced-reference": text(
        "`{word}` はルート（routes）の条件だけで使えます",
        "`{word}` may be used in conditions of routes only",
        "項目どうしの関係は overrides で書きます。",
        "relations between provisions are written with `overrides`",
    ),
    "definition-elsewhere": text(
        "定義 `{name}` は `{of}` についてのもので、ここ（`{here}`）では使えません",
        "the definition `{name}` is about `{of}` and cannot be used here (`{here}`)",
    ),
}
