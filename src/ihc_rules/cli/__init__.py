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

from ihc_rules.cli.commands import COMMANDS, WORDS, Command


def language(argv: Sequence[str]) -> str:
    """`ja` or `en`: what `--lang` or `IHC_RULES_LANG` says, else the language of the terminal."""
    for i, word in enumerate(argv):
        if word.startswith("--lang="):
            return "ja" if word.endswith("ja") else "en"
        if word == "--lang" and i + 1 < len(argv):
            return "ja" if argv[i + 1] == "ja" else "en"
    chosen = os.environ.get("IHC_RULES_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "ja" if chosen.startswith("ja") else "en"


def parser(lang: str) -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    words = WORDS[lang]
    top = argparse.ArgumentParser(prog="ihc-rules", description=words["about"], epilog=words["more"])
    top.add_argument("--version", action="store_true", help=words["version"])
    top.add_argument("--lang", choices=("ja", "en"), default=lang, help=words["lang"])
    commands = top.add_subparsers(dest="command", metavar=words["command"], title=words["commands"])
    for name, command in COMMANDS.items():
        _add(commands, name, command, lang)
    return top


def _add(commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, command: Command, lang: str) -> None:
    text = command.text[lang]
    examples = WORDS[lang]["example"] + "".join(f"\n  {example}" for example in command.examples)
    each = commands.add_parser(
        name,
        help=text,
        description=text,
        epilog=examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for option in command.options:
        each.add_argument(*option.names, **option.settings(lang))
    each.add_argument("--lang", choices=("ja", "en"), default=lang, help=WORDS[lang]["lang"])


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: words after the program's name; those of the process if None.

    Returns:
        The exit code.
    """
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
