"""The repository → a package that works where nothing of the repository is.

Built twice: straight from the tree, and from the source distribution, as a downstream packager would. Each wheel is
installed in a fresh environment and used from an empty folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import ihc_rules

ROOT = Path(__file__).parents[1]
SHIPPED = ("guidelines", "templates", "examples/reports")
# What would let the repository shine through into the fresh environment
LEAKS = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONSTARTUP")

pytestmark = [pytest.mark.wheel, pytest.mark.slow]


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints; a test failure with all of its output if it fails."""
    environment = {name: value for name, value in os.environ.items() if name not in LEAKS}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        pytest.fail(f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def build(kind: str, source: Path, into: Path) -> Path:
    """A wheel or an sdist of a source tree, built with the tools of this environment."""
    into.mkdir()
    run(sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", into, source, cwd=into)
    (made,) = into.iterdir()
    return made


def wheel_of_the_tree(tmp: Path) -> Path:
    return build("wheel", ROOT, tmp / "wheel")


def wheel_of_the_sdist(tmp: Path) -> Path:
    sdist = build("sdist", ROOT, tmp / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp / "unpacked", filter="data")
    (source,) = (tmp / "unpacked").iterdir()
    assert {"Makefile", "conftest.py", "tests", "docs"} <= {each.name for each in source.iterdir()}  # `make test` works
    return build("wheel", source, tmp / "wheel")


def shipped_files() -> set[str]:
    """The data files of the repository, as they must be named in the wheel."""
    return {
        f"ihc_rules/_data/{path.relative_to(ROOT).as_posix()}"
        for folder in SHIPPED
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("make_wheel", [wheel_of_the_tree, wheel_of_the_sdist])
def test_the_built_package_works_by_itself(make_wheel: Callable[[Path], Path], tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path)
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    environment, empty = tmp_path / "environment", tmp_path / "empty"
    empty.mkdir()
    # `pip --python` fills the new environment from outside: it needs no pip of its own
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=empty)
    python, command = environment / "bin" / "python", environment / "bin" / "ihc-rules"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", wheel, cwd=empty)
    where = run(python, "-c", "import ihc_rules; print(ihc_rules.__file__)", cwd=empty)
    digest = run(python, "-c", "import ihc_rules; print(ihc_rules.load('ihc').digest)", cwd=empty)

    assert {name for name in names if name.startswith("ihc_rules/_data/")} == shipped_files()
    assert "ihc_rules/py.typed" in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"ihc_rules"}
    assert Path(where.strip()).is_relative_to(environment.resolve())
    assert digest.strip() == ihc_rules.load("ihc").digest
    assert run(command, "demo", cwd=empty)
    run(command, "check", "ihc", cwd=empty)
