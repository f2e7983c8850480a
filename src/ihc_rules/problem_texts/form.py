"""Code of a Problem of files, sections, keys and values → its words."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.problem_texts.text import ProblemText, text

_FOLDERS: Mapping[str, ProblemText] = {
    "no-such-guideline": text(
        "ガイドライン `{name}` がありません",
        "there is no guideline `{name}`",
        "フォルダのパスか、同梱のガイドラインの名前を指定してください。",
        "give the path of a folder, or the name of a shipped guideline",
    ),
    "no-folder": text(
        "フォルダ `{name}` がありません",
        "there is no folder `{name}`",
        "ガイドラインのフォルダの場所を確かめてください。",
        "check where the folder of the guideline is",
    ),
    "unreadable-file": text(
        "`{name}` が読めません（{reason}）",
        "`{name}` cannot be read ({reason})",
        "場所と、読む権限を確かめてください。",
        "check where it is, and that it may be read",
    ),
    "outside-folder": text(
        "`{name}` は普通のファイルではありません（リンク等）",
        "`{name}` is not an ordinary file (but a link, for example)",
        "ファイルそのものをガイドラインのフォルダに置いてください。リンクの先は読みません。",
        "put the file itself into the guideline's folder; links are not followed",
    ),
    "bad-file-name": text(
        "ファイル名 `{name}` は使えません",
        "the file name `{name}` may not be used",
        "英小文字・数字・`-`・`_` だけの名前に `.yaml` を付け、ガイドラインのフォルダの中に置いてください。",
        "use lower-case letters, digits, `-` and `_`, then `.yaml`, inside the guideline's folder",
    ),
    "too-many-files": text(
        "ファイルが多すぎます（上限 {limit} 個）",
        "there are too many files (at most {limit})",
        "ファイルをまとめるか、ガイドラインのフォルダかどうかを確かめてください。",
        "join some of them, or check that this is the folder of a guideline",
    ),
}

_SECTIONS: Mapping[str, ProblemText] = {
    "unknown-section": text("見出し `{name}` はありません", "there is no section `{name}`"),
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
    "missing-section": text(
        "見出し `{name}:` がどのファイルにもありません",
        "there is no section `{name}:` in any file",
        "guideline.yaml に書いてください。",
        "write it in guideline.yaml",
    ),
}

_KEYS: Mapping[str, ProblemText] = {
    "unknown-key": text("キー `{name}` はここでは使えません", "the key `{name}` may not stand here"),
    "missing-key": text(
        "`{name}` がありません", "`{name}` is missing", "`{name}:` を書き足してください。", "add `{name}:`"
    ),
    "misplaced-key": text(
        "`{name}` は `{where}` と一緒には書けません",
        "`{name}` may not stand together with `{where}`",
        "どちらかを直してください。",
        "change one of them",
    ),
    "missing-language": text(
        "日本語（ja）と英語（en）の両方が必要です（`{name}` がありません）",
        "both Japanese (ja) and English (en) are needed (`{name}` is missing)",
        "`{{ja: …, en: …}}` の形で、両方を書いてください。",
        "write both, as `{{ja: …, en: …}}`",
    ),
}

_VALUES: Mapping[str, ProblemText] = {
    "not-a-mapping": text(
        "ここには `キー: 値` の組を書きます",
        "this must be `key: value` pairs",
    ),
    "not-a-list": text(
        "ここには並び（一覧）を書きます",
        "this must be a list",
        "一つだけでも、`- ` で始まる行か `[…]` で書きます。",
        "write lines that begin with `- `, or `[…]`, even for one entry",
    ),
    "not-a-text": text(
        "ここには一つの語か文を書きます",
        "this must be one word or text",
        "`キー: 値` の組や並びは書けません。",
        "neither `key: value` pairs nor a list may stand here",
    ),
    "empty-list": text(
        "並び（一覧）が空です",
        "this list is empty",
        "少なくとも一つ書いてください。",
        "write at least one entry",
    ),
    "empty-text": text(
        "中身が空です", "this text is empty", "文を書くか、キーごと消してください。", "write a text, or remove the key"
    ),
    "too-long": text(
        "長すぎます（上限 {limit} 字）",
        "this is too long (at most {limit} characters)",
        "短くしてください。",
        "shorten it",
    ),
    "too-many": text(
        "多すぎます（上限 {limit} 個）", "there are too many (at most {limit})", "分けてください。", "split them"
    ),
    "not-one-line": text(
        "ここには一行の文字を書きます（上限 {limit} 字）",
        "this must be one line of text (at most {limit} characters)",
        "改行や目に見えない文字は使えません。",
        "no line breaks or invisible characters",
    ),
    "not-a-url": text(
        "ここには URL を書きます",
        "this must be a URL",
        "空白や改行のない、8,000 字までの一続きの文字です。",
        "of at most 8,000 characters, without spaces or line breaks",
    ),
    "bad-value": text("`{value}` はここでは使えません", "`{value}` may not stand here"),
    "bad-form": text(
        "`{value}` は書き方が違います",
        "`{value}` is not written in the right form",
        "{example} のように、半角の英数字と記号で書きます。",
        "write it like {example}, in ASCII characters",
    ),
    "not-boolean": text(
        "ここには `true`（はい）か `false`（いいえ）を書きます",
        "this must be `true` or `false`",
        "yes・on・1 等は使えません。",
        "yes, on, 1 and the like are not read",
    ),
    "not-integer": text(
        "ここには整数を書きます",
        "this must be a whole number",
        "`20` のように、半角数字だけで書きます。",
        "write it in ASCII digits only, like `20`",
    ),
    "not-decimal": text(
        "ここには数を書きます",
        "this must be a number",
        "`20` か `0.5` のように、半角数字で書きます。",
        "write it in ASCII digits, like `20` or `0.5`",
    ),
    "not-date": text(
        "ここには日付を書きます",
        "this must be a date",
        "`2006-06-01` の形で、暦にある日を書きます。",
        "write a day of the calendar, like `2006-06-01`",
    ),
    "not-moment": text(
        "ここには日時を書きます",
        "this must be a time",
        "`2025-09-25T00:00:00+09:00` の形で、時差まで書きます。",
        "write it with its offset, like `2025-09-25T00:00:00+09:00`",
    ),
    "not-country": text(
        "ここには国名コードを書きます",
        "this must be the code of a country",
        "`JP` のように、ISO 3166-1 の半角大文字 2 字で書きます。",
        "write the two capital letters of ISO 3166-1, like `JP`",
    ),
    "not-prose": text(
        "ここには文を書きます",
        "this must be a text",
        "1 字から 10,000 字までです。無いと分かったときは `{{absent: true}}` と書きます。",
        "of 1 to 10,000 characters; what is known to be absent is written `{{absent: true}}`",
    ),
    "out-of-range": text(
        "範囲の外の値です（{limit}）",
        "this is out of range ({limit})",
        "範囲の中の値にしてください。",
        "use a value within it",
    ),
    "repeated-value": text(
        "`{fact}` の値に、同じものが二度書かれています",
        "a value of `{fact}` stands twice",
        "どちらかを消してください。",
        "remove one of them",
    ),
    "list-needed": text(
        "確認事項 `{fact}` の値は、並び（一覧）で書きます",
        "the fact `{fact}` takes a list of values",
        "一つだけでも角括弧で囲みます：`{list}`。",
        "write square brackets even around one value: `{list}`",
    ),
    "one-value": text(
        "確認事項 `{fact}` の値は、一つだけです",
        "the fact `{fact}` takes one value only",
        "並び（一覧）にせず、角括弧なしで一つだけ書きます。",
        "write one value, without brackets",
    ),
    "exclusive-value": text(
        "確認事項 `{fact}` の `{value}` は、ほかの値と一緒には書けません",
        "the value `{value}` of the fact `{fact}` stands alone: no other may stand beside it",
        "`{value}` か、ほかの値かの、どちらかを消してください。",
        "remove `{value}`, or the others",
    ),
    "wrong-fact-value": text(
        "`{value}` は確認事項 `{fact}` の値ではありません",
        "`{value}` is not a value of the fact `{fact}`",
    ),
}

TEXTS: Mapping[str, ProblemText] = {**_FOLDERS, **_SECTIONS, **_KEYS, **_VALUES}
