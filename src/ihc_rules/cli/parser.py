"""A language → argparse's parser, which says everything in that language.

- What argparse prints of itself (usage, headings, `--help`, errors) is said here; what commands print stands with them.
- An error goes to standard error after the usage, with exit code 2, as argparse has it.
- Its errors come as English sentences only; each is known by its pattern. One that is not known (of a later Python)
  is quoted inside a sentence of ours.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

HEADINGS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "usage": "使い方：",
        "arguments": "引数",
        "options": "オプション",
        "help": "この説明を表示する",
        "error": "誤り",
        "argument": "引数 {name}：{what}",
        "other": "引数が正しくありません（{message}）",
    },
    "en": {
        "usage": "usage: ",
        "arguments": "positional arguments",
        "options": "options",
        "help": "show this help message and exit",
        "error": "error",
    },
}
ABOUT = re.compile(r"argument (?P<name>[^:]+): (?P<what>.*)", re.DOTALL)
# what argparse says of itself, in every Python that we run on → the same in Japanese
JAPANESE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), said)
    for pattern, said in (
        (r"the following arguments are required: (?P<names>.*)", "次の引数が必要です：{names}"),
        (r"unrecognized arguments: (?P<names>.*)", "知らない引数があります：{names}"),
        (
            r"invalid choice: (?P<given>.*?)(, maybe you meant (?P<near>.*?)\?)? \(choose from (?P<choices>.*)\)",
            "{given} は使えません（次のどれか：{choices}）",
        ),
        (r"expected one argument", "値を一つ書いてください"),
        (r"expected (?P<count>\d+) arguments?", "値を {count} 個書いてください"),
        (r"expected at least one argument", "値を一つ以上書いてください"),
        (r"expected at most one argument", "値は一つまでです"),
        (r"ambiguous option: (?P<given>.*) could match (?P<names>.*)", "{given} は、次のどれか決まりません：{names}"),
        (r"ignored explicit argument (?P<given>.*)", "値は付けられません（{given}）"),
        (r"not allowed with argument (?P<other>.*)", "{other} と一緒には使えません"),
        (r"one of the arguments (?P<names>.*) is required", "次のどれか一つが必要です：{names}"),
        (r"invalid (?P<kind>\w+) value: (?P<given>.*)", "{given} は使えません"),
    )
)


def in_japanese(message: str) -> str:
    """What argparse says of a mistake, in Japanese."""
    words = HEADINGS["ja"]
    if about := ABOUT.fullmatch(message):
        return words["argument"].format(name=about["name"], what=in_japanese(about["what"]))
    for pattern, said in JAPANESE:
        if found := pattern.fullmatch(message):
            return said.format_map(found.groupdict())
    return words["other"].format(message=message)


def _formatter(lang: str, plain: type[argparse.HelpFormatter]) -> Callable[..., argparse.HelpFormatter]:
    """The formatter of help, whose usage begins in a language."""

    class Formatter(plain):  # type: ignore[misc, valid-type]  # argparse asks for a class and makes it itself
        def add_usage(
            self, usage: str | None, actions: Iterable[argparse.Action], groups: Any, prefix: str | None = None
        ) -> None:
            super().add_usage(usage, actions, groups, HEADINGS[lang]["usage"] if prefix is None else prefix)

    return Formatter


class Parser(argparse.ArgumentParser):
    """A parser that speaks Japanese or English.

    Args:
        lang: `ja` or `en`.
        written: description and epilog are printed as they are written, line by line.
    """

    def __init__(self, *, lang: str, written: bool = False, **more: Any) -> None:
        self.lang = lang
        plain = argparse.RawDescriptionHelpFormatter if written else argparse.HelpFormatter
        super().__init__(add_help=False, formatter_class=_formatter(lang, plain), **more)
        self.arguments = self.add_argument_group(HEADINGS[lang]["arguments"])
        self.options = self.add_argument_group(HEADINGS[lang]["options"])
        self.options.add_argument("-h", "--help", action="help", help=HEADINGS[lang]["help"])

    def add(self, *names: str, **settings: Any) -> None:
        """Add an argument, or an option if its names begin with a dash, under its heading."""
        group = self.options if names[0].startswith("-") else self.arguments
        group.add_argument(*names, **settings)

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong; exit with 2."""
        if self.lang != "ja":
            super().error(message)
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {HEADINGS['ja']['error']}：{in_japanese(message)}\n")
