"""Code of a Problem of files and form → its words."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.problem_texts.text import ProblemText, text

TEXTS: Mapping[str, ProblemText] = {
    "syntax": text(
        "YAML として読めません：{found}",
        "this is not valid YAML: {found}",
        "字下げ・コロン・引用符を確かめてください。原因は一つ上の行にあることもあります。",
        "check indentation, colons and quotes; the cause may stand one line above",
    ),
    "encoding": text(
        "UTF-8 で書かれていません（{guess} のようです）",
        "this file is not UTF-8 (it looks like {guess})",
        "エディタで文字コード UTF-8 を選んで保存し直してください。",
        "save it again as UTF-8",
    ),
    "too-large": text(
        "ファイルが大きすぎます（{size} バイト、上限 {limit} バイト）",
        "this file is too large ({size} bytes, at most {limit})",
        "複数のファイルに分けてください。",
        "split it into several files",
    ),
    "too-deep": text(
        "入れ子が深すぎるか、項目が多すぎます（上限 {depth} 段、{nodes} 個）",
        "this is nested too deeply or has too many entries (at most {depth} levels, {nodes} entries)",
        "定義（definitions）に分けるか、ファイルを分けてください。",
        "move parts into definitions, or split the file",
    ),
    "control-character": text(
        "使えない文字 {code} があります",
        "the character {code} may not stand here",
        "目に見えない文字や書字方向を変える文字です。消して打ち直してください。",
        "it is invisible or changes the reading direction: delete it and type the text again",
    ),
    "several-documents": text(
        "一つのファイルに文書が二つ以上あります",
        "there is more than one document in this file",
        "`---` の行を消すか、ファイルを分けてください。",
        "remove the line `---`, or split the file",
    ),
    "directive": text(
        "`%` で始まる指示行は使えません",
        "directives (`%`) may not be used",
        "その行を消してください。",
        "remove the line",
    ),
    "alias": text(
        "アンカー・別名（{name}）は使えません",
        "anchors and aliases ({name}) may not be used",
        "内容をそのまま書くか、定義（definitions）にしてください。",
        "write the content out, or make a definition of it",
    ),
    "unsafe-tag": text(
        "タグ {tag} は使えません",
        "the tag {tag} may not be used",
        "`!` で始まる語を消してください。文字として書くときは引用符で囲みます。",
        "remove the word that begins with `!`, or quote it",
    ),
    "complex-key": text(
        "キーは一語の文字列でなければなりません",
        "a key must be one plain text",
        "`{{` や `[` で始まる値は引用符で囲んでください。",
        "quote a value that begins with `{{` or `[`",
    ),
    "duplicate-key": text(
        "キー `{key}` が二度書かれています（最初は {line} 行目）",
        "the key `{key}` stands twice (first on line {line})",
        "どちらかを消してください。",
        "remove one of them",
    ),
    "nothing-written": text(
        "値が書かれていません",
        "nothing is written here",
        "値を書くか、キーごと消してください。",
        "write a value, or remove the key",
    ),
    "empty-file": text(
        "ファイルに何も書かれていません",
        "this file is empty",
        "",
        "remove the file, or write a section into it",
    ),
    "outside-folder": text(
        "`{name}` はガイドラインのフォルダの外を指すか、使えない名前です",
        "`{name}` lies outside the guideline's folder, or has a name that may not be used",
        "英小文字・数字・`-`・`_` の名前にし、フォルダの中に置いてください。リンクは使えません。",
        "use lower-case letters, digits, `-`, `_`, inside the folder; links are not followed",
    ),
    "unreadable-file": text(
        "`{name}` が読めません：{reason}",
        "`{name}` cannot be read: {reason}",
        "パスと権限を確かめてください。",
        "check the path and its permissions",
    ),
    "no-such-guideline": text(
        "ガイドライン `{name}` がありません",
        "there is no guideline `{name}`",
        "フォルダのパスか、同梱のガイドラインの名前を指定してください。",
        "give the path of a folder, or the name of a shipped guideline",
    ),
    "unknown-section": text(
        "`{name}` という見出しはありません",
        "there is no section `{name}`",
    ),
    "several-headers": text(
        "`guideline:` は一つのファイルだけに書きます（既に {file} にあります）",
        "`guideline:` stands in one file only (it is already in {file})",
        "どちらかを消してください。",
        "remove one of them",
    ),
    "categories-apart": text(
        "`categories:` は順序が優先順位なので、一つのファイルにまとめます（既に {file} にあります）",
        "`categories:` stand in one file, because their order is their precedence (some are in {file})",
        "一つのファイルにまとめてください。",
        "move them into one file",
    ),
    "no-header": text(
        "`guideline:` の見出しがありません",
        "there is no section `guideline:`",
        "guideline.yaml に id・title・trusts・governing_date を書いてください。",
        "write id, title, trusts and governing_date in guideline.yaml",
    ),
    "wrong-kind": text(
        "`{name}` には {expected} を書きます",
        "`{name}` must be a {expected}",
        "mapping は「キー: 値」、list は「- 」の並び、text は一続きの文字です。",
        "a mapping is `key: value`, a list is lines that begin with `- `, a text is one plain value",
    ),
    "unknown-key": text(
        "`{name}` というキーは使えません",
        "the key `{name}` may not stand here",
    ),
    "misplaced-key": text(
        "`{name}` は種類 {type} では使えません",
        "`{name}` may not be used with {type}",
    ),
    "missing-key": text(
        "`{name}` がありません",
        "`{name}` is missing",
    ),
    "missing-language": text(
        "日本語（ja）と英語（en）の両方が必要です（`{name}` がありません）",
        "both Japanese (ja) and English (en) are needed (`{name}` is missing)",
        "`title: {{ja: …, en: …}}` のように書きます。",
        "write `title: {{ja: …, en: …}}`",
    ),
    "bad-value": text(
        "`{value}` は使えません",
        "`{value}` may not stand here",
    ),
    "bad-id": text(
        "`{value}` は ID として使えません",
        "`{value}` cannot be an id here",
        "英小文字・数字・`_` を使います（項目は I-01、確認事項は a.b の形）。",
        "use lower-case letters, digits and `_` (provisions like I-01, facts like a.b)",
    ),
    "not-boolean": text(
        "`{value}` は真偽値ではありません",
        "`{value}` is not a boolean",
        "`true` か `false` と書いてください（yes, on, 1 は使いません）。",
        "write `true` or `false` (not yes, on, 1)",
    ),
    "not-integer": text(
        "`{value}` は整数ではありません",
        "`{value}` is not a whole number",
        "半角数字で書いてください。",
        "write it in ASCII digits",
    ),
    "not-date": text(
        "`{value}` は日付ではありません",
        "`{value}` is not a date",
        "`2006-06-01` の形で書いてください。",
        "write it like `2006-06-01`",
    ),
    "out-of-range": text(
        "`{value}` は範囲の外です（{limit}）",
        "`{value}` is out of range ({limit})",
    ),
}
