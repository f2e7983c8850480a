"""A folder of templates → templates, each looked through: the edge at which their files come in.

- A file is named `<template>.<ja|en>.txt.j2`; another one that ends in `.j2` is a Problem, the rest is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ihc_rules.errors import Lang, MessageError, Problem
from ihc_rules.referral.compose.compose import Templates
from ihc_rules.referral.compose.syntax import TemplateText, read_template

NAME = re.compile(r"([a-z][a-z0-9_]*)\.(ja|en)\.txt\.j2")


def load_templates(folder: Path) -> Templates:
    """Every template of a folder.

    Raises:
        MessageError: with every Problem of every file.
    """
    found, problems = read_templates(read_template_folder(folder))
    if problems:
        raise MessageError(problems)
    return found


def read_template_folder(folder: Path) -> Mapping[str, bytes]:
    """The files of a folder by name; empty where there is none."""
    if not folder.is_dir():
        return {}
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name.endswith(".j2")}


def read_templates(files: Mapping[str, bytes]) -> tuple[dict[tuple[str, Lang], TemplateText], list[Problem]]:
    """Templates by id and language, and every Problem."""
    found: dict[tuple[str, Lang], TemplateText] = {}
    problems: list[Problem] = []
    for name, content in files.items():
        named = NAME.fullmatch(name)
        if named is None:
            problems.append(Problem("bad-template-name", path=name, values={"name": name}))
            continue
        template, faults = read_template(name, content)
        problems += faults
        if template is not None:
            found[named[1], "ja" if named[2] == "ja" else "en"] = template
    return found, problems
