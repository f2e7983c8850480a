"""The texts of Problems, the examples of `tests/problems/` → the paragraphs of problems.md."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from docs.writers.markdown import fenced, slug, table
from ihc_rules.problem_texts import TEXTS, calls, conditions, form, meaning, messages, reports, written
from ihc_rules.problem_texts.text import ProblemText

EXAMPLES = Path(__file__).resolve().parents[2] / "tests" / "problems"  # a folder a code, with what is printed
GROUPS: tuple[tuple[str, str, Mapping[str, ProblemText]], ...] = (
    ("ファイルと YAML の書き方", "Files and YAML", written.TEXTS),
    ("見出し・キー・値", "Sections, keys and values", form.TEXTS),
    ("条件", "Conditions", conditions.TEXTS),
    ("ガイドライン全体のつながり", "What records mean together", meaning.TEXTS),
    ("通報と事例", "Reports and worked cases", reports.TEXTS),
    ("文書・メール・証明書", "Messages, mails and certificates", messages.TEXTS),
    ("関数の呼び出し", "Calls of a function", calls.TEXTS),
)


class _Named(dict[str, str]):
    """Leaves the names in a text as they are, so that only doubled braces change."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def problems() -> str:
    """Every code with its words and an example."""
    told = {code for _, _, texts in GROUPS for code in texts}
    if told != set(TEXTS):
        raise ValueError(f"docs/writers/problems.py: codes without a group: {sorted(set(TEXTS) - told)}")
    parts = ["\n".join(f"- [{en}](#{slug(f'{ja} · {en}')}): {_linked(texts)}" for ja, en, texts in GROUPS)]
    for ja, en, texts in GROUPS:
        parts.append(f"## {ja} · {en}")
        parts += [_problem(code, texts[code]) for code in sorted(texts)]
    return "\n\n".join(parts)


def _linked(texts: Mapping[str, ProblemText]) -> str:
    return " · ".join(f"[`{code}`](#{code})" for code in sorted(texts))


def _problem(code: str, text: ProblemText) -> str:
    rows = [[_words(text.message[lang]), _words(text.hint[lang])] for lang in ("ja", "en")]
    example = EXAMPLES / code / "expected.ja.txt"
    shown = [example.read_text(encoding="utf-8").partition("\n\n")[0]] if example.is_file() else []
    return "\n\n".join([f"### `{code}`", table(("", "hint"), rows), *(fenced(each) for each in shown)])


def _words(text: str) -> str:
    return text.format_map(_Named())
