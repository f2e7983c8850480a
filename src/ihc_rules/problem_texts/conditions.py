"""Code of a Problem of conditions → its words."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.problem_texts.text import ProblemText, text, unknown

TEXTS: Mapping[str, ProblemText] = {
    "not-a-condition": text(
        "ここには条件を書きます",
        "this must be a condition",
        "`posting.visibility: many_persons` や `meets: 定義の名` のように、`キー: 値` の形で書きます。",
        "write `key: value`, such as `posting.visibility: many_persons` or `meets: name_of_a_definition`",
    ),
    "conditions-without-word": text(
        "条件がいくつか並んでいますが、すべて必要なのか、どれか一つでよいのかが書かれていません",
        "several conditions stand here, but not whether all or any of them must be met",
        "すべて必要なら `all:`、どれか一つでよければ `any:` の下に並べます。",
        "list them under `all:` or under `any:`",
    ),
    "not-one-key": text(
        "ここにはキーを一つだけ書きます（いまは {found}）",
        "exactly one key may stand here (now: {found})",
        "すべて必要なら `all:`、どれか一つでよければ `any:` の下に、`- ` を付けて並べます。",
        "list several under `all:` or `any:`, each with `- `",
    ),
    "unknown-word": text("条件に `{name}` という語はありません", "`{name}` is not a word of conditions"),
    "empty-condition": text(
        "`{word}` の中が空です",
        "`{word}` is empty",
        "少なくとも一つ書いてください。空のままでは、該当とも非該当とも言えません。",
        "write at least one; an empty one is neither met nor not met",
    ),
    "says-nothing": text(
        "この条件は、何が記録されても答えが同じです（`{fact}`）",
        "this condition has the same answer whatever is recorded (`{fact}`)",
        "値や数を見直すか、この条件を消してください。",
        "check its values or its number, or remove it",
    ),
    "contradiction": text(
        "確認事項 `{fact}` が何であっても、この条件と {first} の条件は同時に満たされません",
        "no value of `{fact}` meets this together with what stands at {first}",
        "どれか一つでよければ `any:` の下に並べ、そうでなければどちらかの条件を直してください。",
        "list them under `any:` if one of them is enough, else mend one of them",
    ),
    "impossible-comparison": text(
        "確認事項 `{fact}`（種類 {type}）は `{operator}` では比べられません",
        "the fact `{fact}` (type {type}) cannot be compared with `{operator}`",
        "値そのものか、値の並びを書きます（`{fact}: …` か `{fact}: […]`）。",
        "write the value itself, or a list of values (`{fact}: …` or `{fact}: […]`)",
    ),
    "never-together": text(
        "確認事項 `{fact}` の `{value}` はほかの値と一緒には記録されないので、これらをすべて含むことはありません",
        "the value `{value}` of the fact `{fact}` stands alone, so no set includes all of these",
        "どれか一つでよければ `{fact}: […]` と書き、そうでなければ `{value}` を消してください。",
        "write `{fact}: […]` if one of them is enough, else remove `{value}`",
    ),
    "text-compared": text(
        "文の確認事項 `{fact}` の中身は、条件に使えません",
        "what the text `{fact}` says cannot be used in a condition",
        "記録されているなら `{fact}: {{present: true}}`、無いと記録されているなら `{{present: false}}` と書きます。",
        "write `{fact}: {{present: true}}` if it is recorded, `{{present: false}}` if it is recorded as absent",
    ),
    "unknown-operator": text("比べ方に `{name}` はありません", "there is no comparison `{name}`"),
    "unknown-fact": unknown("確認事項", "fact", "`facts`"),
    "unknown-list": unknown("一覧", "list", "`lists`"),
    "fact-of-a-list": text(
        "`{name}` は、一覧 `{list}` の要素ごとの確認事項です",
        "`{name}` is a fact of each element of `{list}`",
        "`some: {{of: {list}, where: …}}` の中で使います。",
        "use it inside `some: {{of: {list}, where: …}}`",
    ),
    "fact-of-the-report": text(
        "`{name}` は通報全体についての確認事項で、`{list}` の要素の条件には使えません",
        "`{name}` is a fact of the whole report; it cannot be read for an element of `{list}`",
        "`some` の外に出し、`all` の下に並べてください。",
        "move it out of `some`, and list both under `all`",
    ),
    "some-in-some": text(
        "`some` の中に `some` は書けません",
        "`some` may not stand inside `some`",
        "`all` の下に、二つの `some` を並べてください。",
        "list two `some` under `all`",
    ),
    "assess-in-some": text(
        "`assess` は `some` の中には書けません",
        "`assess` may not stand inside `some`",
        "`some` の外に出し、`all` の下に並べてください。",
        "move it out of `some`, and list both under `all`",
    ),
    "misplaced-reference": text(
        "`{word}` はルート（routes）の条件だけで使えます",
        "`{word}` may be used in conditions of routes only",
        "項目どうしの優先関係は `overrides` で、共通の条件は `meets` で書きます。",
        "precedence between provisions is written with `overrides`, a shared condition with `meets`",
    ),
    "definition-of-a-list": text(
        "定義 `{name}` は、一覧 `{of}` の要素についてのものです",
        "the definition `{name}` is about an element of `{of}`",
        "`some: {{of: {of}, where: …}}` の中で使います。",
        "use it inside `some: {{of: {of}, where: …}}`",
    ),
    "definition-of-the-report": text(
        "定義 `{name}` は通報全体についてのもので、`{here}` の要素の条件には使えません",
        "the definition `{name}` is about the whole report; it cannot be used for an element of `{here}`",
        "`some` の外に出すか、定義に `of: {here}` を書いてください。",
        "move it out of `some`, or write `of: {here}` in the definition",
    ),
    "condition-too-large": text(
        "定義をすべて書き下すと、この条件は大きすぎます（上限 {tests} 個、{levels} 段）",
        "with its definitions written out, this condition is too large (at most {tests} tests, {levels} levels)",
        "同じ定義を何度も重ねて使っていないか確かめてください。",
        "check whether it uses the same definitions over and over",
    ),
}
