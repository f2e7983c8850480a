"""The source tree → what the linters cannot see of its shape.

Who may import whom is kept by import-linter (pyproject.toml); here stands what is about a file by itself.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src"
MODULES = sorted(path.relative_to(SRC).as_posix() for path in SRC.glob("ihc_rules/**/*.py"))
LONGEST = 300  # lines; past that a module has more than one reason to change
SAY_NOTHING = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}
WITHOUT_ARROW = {"__init__.py", "__main__.py"}  # doors, not steps


def test_there_are_modules_to_look_at() -> None:
    assert "ihc_rules/source.py" in MODULES


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_short(module: str) -> None:
    lines = len((SRC / module).read_text(encoding="utf-8").splitlines())

    assert lines <= LONGEST, f"{lines} lines: find its second reason to change and split it there"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_named_for_what_it_does(module: str) -> None:
    words = {word for part in Path(module).with_suffix("").parts for word in part.strip("_").split("_")}

    assert not words & SAY_NOTHING


@pytest.mark.parametrize("module", [module for module in MODULES if Path(module).name not in WITHOUT_ARROW])
def test_a_module_opens_with_what_it_makes_of_what(module: str) -> None:
    docstring = ast.get_docstring(ast.parse((SRC / module).read_text(encoding="utf-8"))) or ""

    assert "→" in docstring.partition("\n")[0], "the first line is an arrow: `what goes in → what comes out`"
