"""The words of every Problem, in Japanese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.problem_texts import calls, conditions, form, meaning, messages, reports, written
from ihc_rules.problem_texts.text import Lang, ProblemText

TEXTS: Mapping[str, ProblemText] = {
    **written.TEXTS,
    **form.TEXTS,
    **conditions.TEXTS,
    **meaning.TEXTS,
    **reports.TEXTS,
    **calls.TEXTS,
    **messages.TEXTS,
}
WORDS: Mapping[Lang, Mapping[str, str]] = {
    "ja": {
        "error": "誤り",
        "hint": "ヒント",
        "did_you_mean": "「{}」ではありませんか。",
        "choices": "ここに書けるもの：{}。",
    },
    "en": {
        "error": "error",
        "hint": "hint",
        "did_you_mean": "did you mean `{}`?",
        "choices": "(possible here: {})",
    },
}
