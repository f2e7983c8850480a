"""`schema`: a guideline → JSON Schemas for editors, printed, written or compared."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from ihc_rules.assurance.schema import schema_texts
from ihc_rules.cli import inputs
from ihc_rules.cli.terminal import fail, show
from ihc_rules.errors import nearest

WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "stale": "{file}：古くなっています",
        "run": "書き直すには：ihc-rules schema --guideline {guideline} --output {folder}",
        "unknown": "`{kind}` という種類はありません",
        "near": "。「{near}」ではありませんか。",
        "several": "KIND、--output、--check は、どれか一つだけを指定してください",
    },
    "en": {
        "stale": "{file}: not up to date",
        "run": "to write them again: ihc-rules schema --guideline {guideline} --output {folder}",
        "unknown": "there is no kind `{kind}`",
        "near": "; did you mean `{near}`?",
        "several": "give only one of KIND, --output and --check",
    },
}


def schema(arguments: Namespace) -> int:
    """Print one schema, write all, or tell which are out of date."""
    words = WORDS[arguments.lang]
    if sum(each is not None for each in (arguments.kind, arguments.output, arguments.check)) > 1:
        raise inputs.WrongUse(words["several"])
    texts = schema_texts(inputs.guideline(arguments))
    if arguments.check is not None:
        folder = Path(arguments.check)
        stale = [name for name, text in texts.items() if not _same(folder / name, text)]
        for name in stale:
            fail(words["stale"].format(file=folder / name))
        if stale:
            fail(words["run"].format(folder=folder, guideline=arguments.guideline))
        return 1 if stale else 0
    if arguments.output is not None:
        folder = Path(arguments.output)
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        return 0
    kinds = {name.removesuffix(".schema.json"): text for name, text in texts.items()}
    if arguments.kind is None:
        show("\n".join(kinds))
        return 0
    if arguments.kind not in kinds:
        near = nearest(arguments.kind, kinds)
        raise inputs.WrongUse(
            words["unknown"].format(kind=arguments.kind[:80]) + (words["near"].format(near=near) if near else "")
        )
    show(kinds[arguments.kind].rstrip("\n"))
    return 0


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text
