"""A folder → the bytes of a guideline's files. The only part of the guideline that knows files.

- One folder is one guideline. Every `*.yaml` below it is a part of it, but for those below `cases/` and what is
  hidden (a name that begins with a dot).
- Links are not followed, and what is not a regular file is refused: nothing outside the folder is ever read.
- What cannot be read is told; nothing is left out in silence.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from ihc_rules.errors import GuidelineError, Problem
from ihc_rules.guideline.check import check
from ihc_rules.guideline.guideline import Guideline, make
from ihc_rules.guideline.order import order
from ihc_rules.guideline.parse.read import MAX_BYTES
from ihc_rules.guideline.parse.sections import parse
from ihc_rules.problem_texts.text import shown
from ihc_rules.source import Place

CASES = "cases"
ENDINGS = (".yaml", ".yml")  # the second is refused by name, not overlooked
MAX_FILES = 1000


def read_folder(folder: Path, cases: bool = False) -> tuple[dict[str, bytes], list[Problem]]:
    """The files of a guideline, or its worked cases, with what could not be read.

    Args:
        cases: read what stands below `cases/` instead of the rules.
    """
    if not folder.is_dir():
        return {}, [Problem("no-folder", None, "", {"name": shown(str(folder), 400)})]
    names, problems = _names(folder)
    names = sorted(name for name in names if (name.split("/")[0] == CASES) is cases)
    if len(names) > MAX_FILES:
        problems.append(
            Problem("too-many-files", Place(shown(names[MAX_FILES]), 1, 1), values={"limit": f"{MAX_FILES:,}"})
        )
    files: dict[str, bytes] = {}
    for name in names[:MAX_FILES]:
        content = _content(folder, name)
        if isinstance(content, bytes):
            files[name] = content
        else:
            problems.append(content)
    return files, problems


def _names(folder: Path) -> tuple[list[str], list[Problem]]:
    """Names of the files below a folder, of links to folders too; and folders that cannot be looked into."""
    names: list[str] = []
    problems: list[Problem] = []

    def unreadable(error: OSError) -> None:
        problems.append(_unreadable(Path(error.filename).relative_to(folder).as_posix(), error))

    for path, folders, files in os.walk(folder, followlinks=False, onerror=unreadable):
        here = Path(path)
        folders[:] = [each for each in folders if not each.startswith(".")]
        found = [each for each in files if each.lower().endswith(ENDINGS) and not each.startswith(".")]
        found += [each for each in folders if (here / each).is_symlink()]
        names += [(here / each).relative_to(folder).as_posix() for each in found]
    return names, problems


def _unreadable(name: str, error: OSError) -> Problem:
    values = {"name": shown(name), "reason": error.strerror or "-"}
    return Problem("unreadable-file", Place(shown(name), 1, 1), values=values)


def _content(folder: Path, name: str) -> bytes | Problem:
    """One file, opened without following a link and without waiting for a pipe."""
    strange = Problem("outside-folder", Place(shown(name), 1, 1), values={"name": shown(name)})
    try:
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        return strange if (folder / name).is_symlink() else _unreadable(name, error)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return strange
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
    """What is wrong with the files that could be read; nothing of names that may stand in the others."""
    sections = parse(files, whole=False)
    return [*sections.problems, *check(sections), *order(sections)]
