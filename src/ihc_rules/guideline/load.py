"""A folder → the bytes of a guideline's files. The only part of the guideline that knows files.

- One folder is one guideline. Every `*.yaml` below it is a part of it, but for those below `cases/`.
- Links are not followed, and what is not a regular file is refused: nothing outside the folder is ever read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from ihc_rules.errors import GuidelineError, Problem
from ihc_rules.guideline.guideline import Guideline, make
from ihc_rules.guideline.parse.read import MAX_BYTES
from ihc_rules.source import Place

CASES = "cases"
MAX_FILES = 1000


def read_folder(folder: Path, cases: bool = False) -> tuple[dict[str, bytes], list[Problem]]:
    """The files of a guideline, or its worked cases, with what could not be read.

    Args:
        cases: read what stands below `cases/` instead of the rules.
    """
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    if not folder.is_dir():
        return {}, [Problem("unreadable-file", None, folder.name, {"name": str(folder), "reason": "not a folder"})]
    for name in sorted(_names(folder)):
        if (name.split("/")[0] == CASES) is not cases or len(files) >= MAX_FILES:
            continue
        content = _content(folder, name)
        if isinstance(content, bytes):
            files[name] = content
        else:
            problems.append(content)
    return files, problems


def _names(folder: Path) -> list[str]:
    names: list[str] = []
    for path, folders, files in os.walk(folder, followlinks=False):
        here = Path(path).relative_to(folder)
        folders[:] = [each for each in folders if not each.startswith(".")]
        linked = [each for each in folders if (Path(path) / each).is_symlink()]
        names += [
            (here / each).as_posix() for each in [*files, *linked] if each.endswith((".yaml", ".yml")) or each in linked
        ]
    return names


def _content(folder: Path, name: str) -> bytes | Problem:
    """One file, opened without following a link and without waiting for a pipe."""
    place = Place(name, 1, 1)
    try:
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        linked = (folder / name).is_symlink()
        code = "outside-folder" if linked else "unreadable-file"
        return Problem(code, place, values={"name": name, "reason": error.strerror or "-"})
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return Problem("outside-folder", place, values={"name": name})
        return file.read(MAX_BYTES + 1)


def load_folder(folder: Path) -> Guideline:
    """The guideline in a folder.

    Raises:
        GuidelineError: with every Problem.
    """
    files, problems = read_folder(folder)
    if problems:
        raise GuidelineError([*problems, *_further(files)])
    return make(files)


def _further(files: Mapping[str, bytes]) -> list[Problem]:
    try:
        make(files)
    except GuidelineError as error:
        return list(error.problems)
    return []
