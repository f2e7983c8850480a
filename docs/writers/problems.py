"""The texts of Problems → docs/reference/problems.md."""

from __future__ import annotations

from collections.abc import Mapping

from docs.writers.markdown import codes, page, table
from ihc_rules.problem_texts import TEXTS, conditions, form, meaning, reports, written
from ihc_rules.problem_texts.text import ProblemText

GROUPS: tuple[tuple[str, str, Mapping[str, ProblemText]], ...] = (
    ("ファイルと YAML の書き方", "Files and YAML", written.TEXTS),
    ("見出し・キー・値", "Sections, keys and values", form.TEXTS),
    ("条件", "Conditions", conditions.TEXTS),
    ("ガイドライン全体のつながり", "What records mean together", meaning.TEXTS),
    ("通報と事例", "Reports and worked cases", reports.TEXTS),
)
INTRODUCTION = """\
誤りには符号があり、符号は変わりません。`ihc-rules check` は、すべての誤りを、場所（ファイル：行：桁）、書かれている行、
直し方とともに一度に示します。`{…}` には、書かれていたものが入ります。

Every fault has a code, and codes are stable. All faults are told at once, each with its place (file:line:column, or the
path in a report), the line as it stands, and what to do. `{…}` is filled in with what was written. Where a name was
misspelt, the hint begins with the name that was probably meant."""


class _Named(dict[str, str]):
    """Leaves the names in a text as they are, so that only doubled braces change."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def problems_page() -> str:
    """The whole page."""
    told = {code for _, _, texts in GROUPS for code in texts}
    if told != set(TEXTS):
        raise ValueError(f"docs/writers/problems.py: codes without a group: {sorted(set(TEXTS) - told)}")
    parts = [f"{len(TEXTS)} codes. All of them: {codes(sorted(TEXTS))}"]
    for ja, en, texts in GROUPS:
        rows = [(f"`{code}`", _words(text, "ja"), _words(text, "en")) for code, text in sorted(texts.items())]
        parts += [f"## {ja} · {en}", table(("code", "日本語", "English"), rows)]
    return page("Problems", "src/ihc_rules/problem_texts", INTRODUCTION, *parts)


def _words(text: ProblemText, lang: str) -> str:
    message, hint = (each[lang].format_map(_Named()) for each in (text.message, text.hint))  # type: ignore[index]  # a Lang
    return f"**{message}**" + (f"<br>{hint}" if hint else "")
