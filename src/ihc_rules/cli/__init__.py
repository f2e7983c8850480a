"""Arguments → one command, run; its exit code.

- Exit codes: 0 done; 1 the thing checked does not hold; 2 wrong use or unreadable input.
- Results go to standard output, errors to standard error.
- Commands are imported when they are called: `--help` is fast.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from itertools import pairwise

from ihc_rules.cli.commands import COMMANDS, WORDS, Command
from ihc_rules.cli.parser import Parser


def language(argv: Sequence[str]) -> str:
    """`ja` or `en`: what `--lang` or `IHC_RULES_LANG` says, else the language of the terminal."""
    for word, following in pairwise([*argv, ""]):
        asked = following if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and asked in ("ja", "en"):
            return asked
    chosen = os.environ.get("IHC_RULES_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "ja" if chosen.startswith("ja") else "en"


def parser(lang: str) -> Parser:
    """The parser of the whole command line."""
    words = WORDS[lang]
    top = Parser(lang=lang, prog="ihc-rules", description=words["about"], epilog=words["more"])
    top.add("--version", action="store_true", help=words["version"])
    top.add("--lang", choices=("ja", "en"), default=lang, help=words["lang"])
    commands = top.add_subparsers(dest="command", metavar=words["command"], title=words["commands"])
    for name, command in COMMANDS.items():
        text = command.text[lang]
        examples = words["example"] + "".join(f"\n  {example}" for example in command.examples)
        each = commands.add_parser(name, lang=lang, written=True, help=text, description=text, epilog=examples)
        for option in command.options:
            each.add(*option.names, **option.settings(lang))
        each.add("--lang", choices=("ja", "en"), default=lang, help=words["lang"])
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: words after the program's name; those of the process if None.

    Returns:
        The exit code.
    """
    _open_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = _main(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _open_closed() -> None:
    """A stream that whoever started this has closed (`<&-`, `>&-`) is empty, and takes what nobody wants to see.

    Python gives None for it, and its number would go to the next file that is opened: here, the lowest that is free.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def _main(words: Sequence[str]) -> int:
    top = parser(language(words))
    try:
        arguments = top.parse_args(words)
    except SystemExit as stop:  # argparse has printed help (0) or what is wrong (2)
        return int(stop.code or 0)
    if arguments.version:
        from ihc_rules import __version__

        print(f"ihc-rules {__version__}")
        return 0
    if arguments.command is None:
        top.print_help()
        return 2
    return _run(COMMANDS[arguments.command], arguments)


def _run(command: Command, arguments: argparse.Namespace) -> int:
    from ihc_rules.cli.terminal import fail
    from ihc_rules.errors import EngineDisagreement, IhcRulesError

    module = importlib.import_module(f"ihc_rules.cli.{command.module}")
    try:
        return int(getattr(module, command.function)(arguments))
    except IhcRulesError as error:
        fail(error.text(arguments.lang))
        return 1 if isinstance(error, EngineDisagreement) else 2
    except BrokenPipeError:
        raise
    except OSError as error:
        fail(f"{error.filename or '-'}: {error.strerror}")
        return 2
    except KeyboardInterrupt:
        return 130
