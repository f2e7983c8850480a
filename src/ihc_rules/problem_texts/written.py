"""Code of a Problem of one file's text → its words."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.problem_texts.text import ProblemText, text

_FILES: Mapping[str, ProblemText] = {
    "encoding": text(
        "UTF-8 で書かれていません（{guess} のようです）",
        "this file is not UTF-8 (it looks like {guess})",
        "エディタで文字コード UTF-8 を選んで保存し直してください。",
        "save it again as UTF-8",
    ),
    "broken-character": text(
        "壊れた文字（{sign}）があります",
        "there is a broken character ({sign})",
        "文字コードの変換で失われた文字です。元の文書を見て打ち直してください。",
        "it was lost when the file was converted: type it again from the original",
    ),
    "control-character": text(
        "使えない文字（{sign}）があります",
        "the character {sign} may not stand here",
        "目に見えない文字か、書字方向を変える文字です。前後ごと消して打ち直してください。",
        "it is invisible or changes the reading direction: delete it with its neighbours and type them again",
    ),
    "odd-space": text(
        "半角でない空白（{sign}）があります",
        "there is a space that is not an ASCII space ({sign})",
        "全角スペースなどです。消すか、半角スペースにしてください。",
        "delete it, or type an ordinary space",
    ),
    "tab": text(
        "タブ文字があります",
        "there is a tab",
        "半角スペースにしてください。字下げは半角スペース 2 個です。",
        "type spaces instead; indent by two of them",
    ),
    "too-large": text(
        "ファイルが大きすぎます（上限 {limit} バイト）",
        "this file is too large (at most {limit} bytes)",
        "複数のファイルに分けてください。",
        "split it into several files",
    ),
    "too-deep": text(
        "入れ子が深すぎるか、項目が多すぎます（上限 {depth} 段、{nodes} 個）",
        "this is nested too deeply or has too many entries (at most {depth} levels, {nodes} entries)",
        "条件の一部を定義（definitions）にするか、ファイルを分けてください。",
        "make definitions of parts of the condition, or split the file",
    ),
    "empty-file": text(
        "ファイルに何も書かれていません",
        "this file is empty",
        "項目を書くか、ファイルを消してください。",
        "write a section into it, or remove it",
    ),
    "more-problems": text(
        "誤りが {count} 件を超えたので、このファイルの残りは表示しません",
        "there are more than {count} problems; the others in this file are not shown",
        "上の誤りを直して、もう一度確かめてください。",
        "correct those above and check again",
    ),
}

_GRAMMAR: Mapping[str, ProblemText] = {
    "full-width-sign": text(
        "全角の `{sign}` が書かれています",
        "there is a full-width `{sign}`",
        "半角の `{needed}` にしてください（コロンとコンマの後には半角スペースを一つ置きます）。",
        "type the ASCII `{needed}` (with a space after a colon or comma)",
    ),
    "missing-colon": text(
        "`:` がありません",
        "there is no `:`",
        "`キー: 値` の形で書きます（コロンは半角、その後に半角スペース）。前の行の続きなら、字下げを深くします。",
        "write `key: value`, with a space after the colon; if it continues the line above, indent it more deeply",
    ),
    "misplaced-colon": text(
        "ここに `:` は書けません",
        "a `:` may not stand here",
        "値の中にコロンがあるなら、値全体を引用符（'…'）で囲みます。新しいキーなら、上の行の字下げや引用符を確かめてください。",
        "quote the whole value ('…') if the colon belongs to it; if this is a new key, check the line above",
    ),
    "misplaced-dash": text(
        "ここに `- ` は書けません",
        "a `- ` may not stand here",
        "並び（一覧）は、キーの次の行から始めます。",
        "begin the list on the line after the key",
    ),
    "uneven-indentation": text(
        "{first} 行目から始まるまとまりと、字下げか形が揃っていません",
        "this does not go with the block that begins on line {first}",
        "同じまとまりの行は、字下げを同じ深さにします。引用符や `]` `}}` の後に余分な字がないかも確かめてください。",
        "indent all lines of a block alike; check that nothing follows a closing quote, `]` or `}}`",
    ),
    "unclosed-quote": text(
        "この引用符が閉じられていません",
        "this quote is never closed",
        "値の終わりに同じ引用符を書いてください。",
        "write the same quote at the end of the value",
    ),
    "unclosed-bracket": text(
        "{first} 行目の括弧が閉じられていないか、コンマがありません",
        "the bracket on line {first} is not closed, or a comma is missing",
        "`[…]` や `{{…}}` の中は `, ` で区切り、最後に閉じます。コンマやコロンを含む文は引用符（'…'）で囲みます。",
        "separate by `, ` inside `[…]` and `{{…}}`, and close them; quote a text with a comma or colon ('…')",
    ),
    "misplaced-sign": text(
        "値を `{sign}` で始めることはできません",
        "a value may not begin with `{sign}`",
        "値全体を引用符（'…'）で囲んでください。",
        "quote the whole value ('…')",
    ),
    "bad-escape": text(
        "二重引用符の中で `\\` の使い方が違います",
        "`\\` is not used rightly inside double quotes",
        "`\"` の代わりに `'` で囲めば、`\\` はそのままの文字になります。",
        "quote with `'` instead: there `\\` is an ordinary character",
    ),
    "syntax": text(
        "YAML として読めません（{found}）",
        "this is not valid YAML ({found})",
        "字下げ・コロン・引用符を確かめてください。原因は一つ上の行にあることもあります。",
        "check indentation, colons and quotes; the cause may stand one line above",
    ),
}

_DIALECT: Mapping[str, ProblemText] = {
    "several-documents": text(
        "一つのファイルに文書が二つ以上あります",
        "there is more than one document in this file",
        "この `---` の行を消すか、ファイルを分けてください。",
        "remove this line `---`, or split the file",
    ),
    "directive": text(
        "`%` で始まる指示行は使えません",
        "directives (`%`) may not be used",
        "その行を消してください。",
        "remove the line",
    ),
    "alias": text(
        "アンカーと別名（`{name}`）は使えません",
        "anchors and aliases (`{name}`) may not be used",
        "内容をその都度書くか、定義（definitions）にしてください。",
        "write the content out each time, or make a definition of it",
    ),
    "unsafe-tag": text(
        "タグ `{tag}` は使えません",
        "the tag `{tag}` may not be used",
        "`!` で始まる語を消してください。文字として書くなら、値全体を引用符（'…'）で囲みます。",
        "remove the word that begins with `!`, or quote the whole value ('…')",
    ),
    "complex-key": text(
        "キーの場所に、語でないものがあります",
        "something other than a word stands in place of a key",
        "`{{` や `[` で始まる値は、値全体を引用符（'…'）で囲んでください。",
        "quote a value that begins with `{{` or `[` ('…')",
    ),
    "duplicate-key": text(
        "キー `{key}` が二度書かれています（最初は {line} 行目）",
        "the key `{key}` stands twice (first on line {line})",
        "どちらかを消してください。別の項目のつもりなら、`- ` を付けて分けます。",
        "remove one of them; if a new entry was meant, begin it with `- `",
    ),
    "comma-in-text": text(
        "コンマの後の `{text}` に値がありません",
        "after the comma, `{text}` has no value",
        "前の文の続きなら、コンマを含む文全体を引用符（'…'）で囲みます。別のキーなら `キー: 値` の形で書きます。",
        "if it continues the text before the comma, quote the whole text ('…'); if it is a key, write `key: value`",
    ),
    "nothing-written": text(
        "値が書かれていません",
        "nothing is written here",
        "値を書くか、キーごと消してください。",
        "write a value, or remove the key",
    ),
}

TEXTS: Mapping[str, ProblemText] = {**_FILES, **_GRAMMAR, **_DIALECT}
