"""Guideline × its templates → every message that may ever be needed and cannot be written, found before one is needed.

- Every route with a template, every recipient that it may reach, every language of that recipient, and every kind of
  message that may follow (a repeated request, a correction, a withdrawal): there is a template, it needs only what such
  a message always has, and it can be filled in, with long lists and with empty ones.
- A more special text is used where its template's record names it (`texts`), and nothing takes its place there.
- No template holds a word that its record forbids (`never`), nor speaks of crime or penalties where no statute has one.

Source: design, "Japanese terms" (no mail says 犯罪 or 罰則 where the statute has no penalty).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ihc_rules.errors import Lang, MessageError, Problem, nearest, order
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.model import Recipient, Route, Template
from ihc_rules.referral.compose.compose import REPORTER, STATUS, filled, text_name, text_names
from ihc_rules.referral.compose.load import read_templates
from ihc_rules.referral.compose.placeholders import LISTS, NAMES, Kind, guaranteed
from ihc_rules.referral.compose.syntax import TemplateText
from ihc_rules.source import Place

FLAGS = ("urgent", "urgency_open", "penalty_named", "mailed", "in_progress", "out_of_scope", "finished")
OF_PENALTIES = ("犯罪", "罰則", "刑罰", "処罰", "crime", "criminal", "penalty", "punish")


@dataclass(frozen=True, slots=True, order=True)
class Reachable:
    """One message that may be needed."""

    route: str
    recipient: str
    lang: Lang
    kind: Kind
    template: str


def reachable(guideline: Guideline) -> tuple[Reachable, ...]:
    """Every message that a route of any edition may need."""
    recipients: dict[str, set[Lang]] = {}
    for each in guideline.sections.of(Recipient):
        recipients.setdefault(each.id, set()).update(each.languages)
    found = {
        Reachable(route.id, name, lang, kind, route.template)
        for route in guideline.sections.of(Route)
        if route.template is not None
        for name in route.recipients()
        for lang in recipients.get(name, ())
        for kind in _kinds(route, name)
    }
    return tuple(sorted(found))


def _kinds(route: Route, recipient: str) -> tuple[Kind, ...]:
    if recipient == REPORTER:
        return ("first",)
    return ("first", "correction", "withdrawal", *(("repeat",) if route.follow_up else ()))


def message_faults(guideline: Guideline, files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Everything that stands against the messages of a guideline.

    Args:
        files: of its templates, by name (`police_report.ja.txt.j2`).
    """
    templates, problems = read_templates(files)
    declared = {each.id: each for each in guideline.sections.of(Template)}
    used: set[tuple[str, Lang]] = set()
    unreadable = {str(each.place.file if each.place else each.path) for each in problems}
    for each in reachable(guideline):
        name = text_name(declared[each.template], each.recipient, each.kind)
        if f"{name}.{each.lang}.txt.j2" in unreadable:
            continue  # what is wrong with it is told already
        if (name, each.lang) not in templates or each.lang not in declared[each.template].languages:
            place = declared[each.template].place()
            problems.append(Problem("no-template", place, each.route, values={"name": name, "lang": each.lang}))
            continue
        used.add((name, each.lang))
        problems += _faults(templates[name, each.lang], each.kind, declared[each.template].never)
    problems += _texts(guideline, declared.values())
    problems += _status(guideline, templates)
    used |= {(STATUS, lang) for _, lang in templates}
    problems += [
        Problem("unused-template", Place(template.file, 1, 1), values={"name": template.file})
        for key, template in templates.items()
        if key not in used
    ]
    return order(problems)


def _texts(guideline: Guideline, declared: Iterable[Template]) -> Iterator[Problem]:
    """Texts that no message of their template would ever use: most likely they are misspelt."""
    known: dict[str, dict[str, None]] = {}
    for each in reachable(guideline):
        known.setdefault(each.template, {}).update(
            dict.fromkeys(text_names(each.template, each.recipient, each.kind)[:-1])
        )
    for template in declared:
        for i, name in enumerate(template.texts):
            if name not in known.get(template.id, {}):
                near = nearest(name, known.get(template.id, {}))
                yield Problem("unknown-text", template.place(f"texts.{i}"), "", {"name": name}, near)


def _status(guideline: Guideline, templates: Mapping[tuple[str, Lang], TemplateText]) -> Iterator[Problem]:
    """What a reporter is shown, where the guideline has one."""
    languages = {lang for each in guideline.sections.of(Recipient) if each.id == REPORTER for lang in each.languages}
    for lang in sorted(languages):
        template = templates.get((STATUS, lang))
        if template is None:
            yield Problem("no-template", values={"name": STATUS, "lang": lang})
        else:
            yield from _faults(template, "status", ())


def _faults(template: TemplateText, kind: Kind, never: tuple[str, ...]) -> Iterator[Problem]:
    missing = sorted(template.names - guaranteed(kind))
    for name in missing:
        place = _where(template, name)
        yield Problem("placeholder-not-guaranteed", place, values={"name": name, "kind": kind})
    if missing:
        return
    for length in (0, 1, 50):
        for is_so in (True, False):
            yield from _rendered(template, never, _sample(length, is_so))


def _rendered(template: TemplateText, never: tuple[str, ...], values: Mapping[str, object]) -> Iterator[Problem]:
    try:
        subject, text = filled(template, values)
    except MessageError as error:
        yield from error.problems
        return
    written = f"{subject}\n{text}".lower()
    forbidden = [*never, *(() if values["penalty_named"] else OF_PENALTIES)]
    for word in forbidden:
        if word.lower() in written:
            yield Problem("forbidden-word", _where(template, word), values={"action": template.file, "name": word})


def _where(template: TemplateText, word: str) -> Place:
    """Where a word first stands in a template's text; its first line where it is in the subject, or made of several."""
    for line, text in enumerate(template.text.split("\n"), 3):  # after the subject and an empty line
        if found := re.search(rf"(?<![a-z_]){re.escape(word)}", text, re.IGNORECASE):
            return Place(template.file, line, found.start() + 1, text)
    return Place(template.file, 1, 1)


def _sample(length: int, is_so: bool) -> dict[str, object]:
    """Values of the form that `compose` gives, in words that mean nothing."""
    values: dict[str, object] = dict.fromkeys(NAMES, "…")
    values |= dict.fromkeys(FLAGS, is_so)
    return values | {name: [dict.fromkeys(fields, "…")] * length for name, fields in LISTS.items()}
