"""A name, a text, a decision → a guideline, a time, a message: what of the public door is more than a name.

Example:
    >>> import ihc_rules as ihc
    >>> ihc.moment("2025-10-01")
    Traceback (most recent call last):
    ihc_rules.errors.WrongArgument: text: error not-moment: this must be a time
       hint: write it with its offset, like `2025-09-25T00:00:00+09:00`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic_core import PydanticCustomError

from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.errors import (
    GuidelineError,
    Lang,
    Problem,
    WrongArgument,
)
from ihc_rules.facts import as_moment
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.load import load_folder
from ihc_rules.paths import data, guideline_folder
from ihc_rules.problem_texts.text import shown

if TYPE_CHECKING:
    from ihc_rules.referral.compose import Case
    from ihc_rules.referral.compose.compose import Templates
    from ihc_rules.referral.message import Message

F = TypeVar("F", bound=Callable[..., Any])
Given = Mapping[str, Any]


def load(name_or_folder: str | Path) -> Guideline:
    """A guideline, checked.

    Args:
        name_or_folder: a shipped guideline's name such as `ihc`, or the path of a folder.

    Raises:
        GuidelineError: with every Problem of it; also where there is no such guideline.
    """
    try:
        folder = guideline_folder(name_or_folder)
    except (TypeError, ValueError, OSError):  # not a path; NUL in it; too long, or not to be looked into
        values = {"name": shown(str(name_or_folder) if isinstance(name_or_folder, Path) else name_or_folder)}
        raise GuidelineError(Problem("no-such-guideline", values=values)) from None
    return load_folder(folder)


def moment(text: str | datetime) -> datetime:
    """An aware time, written `2025-09-25T00:00:00+09:00` (RFC 3339; a leap second counts as :59).

    Raises:
        WrongArgument: it is not written so, or has no offset from UTC.
    """
    try:
        return as_moment(text)
    except PydanticCustomError:
        raise WrongArgument(Problem("not-moment", None, "text")) from None


def compose(
    decision: Decision, referral: Referral, *, case: Case, lang: Lang, templates: Templates | None = None
) -> Message:
    """What is written to a referral's recipient.

    Args:
        templates: by id and language; those that are shipped for the decision's guideline where left out.

    Raises:
        MessageError: there is no such template, something that it needs is missing, or the result may not be sent.
    """
    from ihc_rules.referral.compose import compose as made  # noqa: PLC0415 - loads Jinja, which `load` does not need

    chosen = _templates(decision.edition.guideline) if templates is None else templates
    return made(decision, referral, case=case, lang=lang, templates=chosen)


def status_text(decision: Decision, *, day: date, lang: Lang, templates: Templates | None = None) -> tuple[str, str]:
    """What an anonymous reporter is shown: heading and text, and nothing that was found.

    Args:
        day: on which the reporter asks. templates: as for `compose`.

    Raises:
        MessageError: there is no such template in the language.
    """
    from ihc_rules.referral.compose.compose import status_text as made  # noqa: PLC0415 - Jinja, as above

    chosen = _templates(decision.edition.guideline) if templates is None else templates
    return made(decision, day=day, lang=lang, templates=chosen)


@lru_cache(maxsize=16)
def _templates(guideline: str) -> Templates:
    from ihc_rules.referral.compose.load import load_templates  # noqa: PLC0415 - as above

    return load_templates(data("templates") / guideline)
