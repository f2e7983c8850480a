"""Words of a command line, run in this process → what is printed, where, and the exit code.

`run` is a fixture for every test (`conftest.py`).
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from ihc_rules.cli import main


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def runner(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """What runs a command here; `lang` is what the environment says."""

    def go(*words: str | Path, lang: str = "en", stdin: str = "") -> Ran:
        monkeypatch.setenv("IHC_RULES_LANG", lang)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return go
