"""A name → the folder of a shipped guideline, from a wheel, an sdist and an editable install alike.

- A wheel carries `guidelines/`, `templates/` and `examples/` inside the package, under `_data`.
- An editable install finds them beside `src/`.
"""

from __future__ import annotations

from pathlib import Path

from ihc_rules.errors import GuidelineError, Problem, nearest
from ihc_rules.problem_texts.text import shown

PACKAGE = Path(__file__).parent


def data(name: str) -> Path:
    """A folder of shipped data: `guidelines`, `templates` or `examples`."""
    inside = PACKAGE / "_data" / name
    return inside if inside.is_dir() else PACKAGE.parent.parent / name


def templates_folder(guideline: str | Path, name: str) -> Path:
    """The templates of a guideline: `templates/<id>` beside the folder of guidelines, else the shipped ones.

    Args:
        guideline: as it was named. name: its id.
    """
    beside = Path(guideline).resolve().parent.parent / "templates" / name
    return beside if Path(guideline).is_dir() and beside.is_dir() else data("templates") / name


def guideline_folder(name_or_folder: str | Path) -> Path:
    """The folder of a shipped guideline by its name, or the folder itself.

    Raises:
        GuidelineError: there is neither.
    """
    folder = Path(name_or_folder)
    if name_or_folder != "" and folder.is_dir():  # an empty name is not the folder that we are in
        return folder
    shipped = sorted(each.name for each in data("guidelines").glob("*") if (each / "guideline.yaml").is_file())
    if str(name_or_folder) in shipped:
        return data("guidelines") / str(name_or_folder)
    name = shown(str(name_or_folder))
    raise GuidelineError(
        [Problem("no-such-guideline", None, name, {"name": name}, nearest(name, shipped), tuple(shipped))]
    )
