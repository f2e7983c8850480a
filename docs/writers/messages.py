"""What templates may hold, who may see what, the attachment, the reasons of `verify` → the tables of messages.md.

- What may be written in a template is tried: each example is read as a template, and what comes of it is shown.
- The codes that a check of a mail may give are those in the modules that check; each has a row in `words.md`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from docs.writers.markdown import code, codes, table
from docs.writers.words import Words
from ihc_rules import load
from ihc_rules.assurance.messages import OF_PENALTIES, Reachable, reachable
from ihc_rules.errors import Lang
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.model import Provision, Recipient, Template
from ihc_rules.problem_texts import TEXTS
from ihc_rules.referral import binding, certificate, check_binding, message, parse, verify
from ihc_rules.referral.attachment_schema import REFERRAL_SCHEMA
from ihc_rules.referral.compose import gate, syntax
from ihc_rules.referral.compose.compose import text_name
from ihc_rules.referral.compose.gate import FILTERS
from ihc_rules.referral.compose.placeholders import LIST_WORDS, LISTS, NAMES
from ihc_rules.referral.compose.syntax import read_template
from ihc_rules.referral.xarf import TYPES

KINDS = ("first", "repeat", "correction", "withdrawal", "status")
BOTH = ("日本語", "English")
# modules that look at a mail that was received, and what of them is never of its signer
CHECKING = (verify, certificate, check_binding)
NOT_OF_A_SIGNER = ("no-encryption-usage", "certificate-ends-soon")
UNMAPPABLE = ("xarf-not-met", "xarf-no-type", "xarf-no-classification", "no-url")
LIMITS: Mapping[str, int] = {
    "syntax.MAX_SIZE": syntax.MAX_SIZE,
    "syntax.MAX_DEPTH": syntax.MAX_DEPTH,
    "gate.MAX_VALUE": gate.MAX_VALUE,
    "gate.MAX_LINES": gate.MAX_LINES,
    "message.MAX_SUBJECT": message.MAX_SUBJECT,
    "message.MAX_TEXT": message.MAX_TEXT,
    "message.MAX_NAME": message.MAX_NAME,
    "message.MAX_FILE_NAME": message.MAX_FILE_NAME,
    "message.MAX_BYTES": message.MAX_BYTES,
    "parse.MAX_BYTES": parse.MAX_BYTES,
    "binding.MIN_KEY": binding.MIN_KEY,
}


@cache
def _guideline() -> Guideline:
    return load("ihc")


# --- what a template may hold -----------------------------------------------------------------------------------------


def placeholders() -> str:
    """Every name, and the kinds of messages that have it."""
    rows = [
        (code(name), *("●" if kind in kinds else "" for kind in KINDS), ja, en)
        for name, (ja, en, kinds) in NAMES.items()
    ]
    return table(("", *map(code, KINDS), *BOTH), rows)


def lists() -> str:
    """Every list with the fields of its elements."""
    return table(("", "fields", *BOTH), [(code(name), codes(sorted(LISTS[name])), *LIST_WORDS[name]) for name in LISTS])


def filters(words: Words) -> str:
    """Every filter."""
    found = words.section("Filters of templates", FILTERS)
    return table(("", *BOTH), [(code(name), *said) for name, said in found.items()])


def written(words: Words) -> str:
    """Examples of what may be written and what may not: each is tried."""
    rows = []
    for each in words.rows("What may be written in templates"):
        _, problems = read_template("example", f"Subject: example\n\n{each}\n".encode())
        found = " ".join(dict.fromkeys(f"[`{one.code}`](problems.md#{one.code})" for one in problems))
        rows.append((code(each), found or "●", *words.of("What may be written in templates", each)))
    return table(("written", "may stand", *BOTH), rows)


def limits(words: Words) -> str:
    """Every limit."""
    found = words.section("Limits of messages", LIMITS)
    return table(("", *BOTH), [(f"{LIMITS[name]:,}", *said) for name, said in found.items()])


# --- who is told what -------------------------------------------------------------------------------------------------


def least_data() -> str:
    """What each template may show, and to whom it goes."""
    guideline = _guideline()
    to: dict[str, list[str]] = {}
    for each in reachable(guideline):
        to.setdefault(each.template, []).append(each.recipient)
    rows = [
        (
            code(each.id),
            each.title.ja,
            each.title.en,
            codes(dict.fromkeys(to.get(each.id, ()))),
            codes(each.reads) or "―",
            codes(each.never) or "―",
        )
        for each in guideline.sections.of(Template)
    ]
    return table(("template", *BOTH, "recipients", "`reads`", "`never`"), rows)


def penalties() -> str:
    """Words that no message holds whose statutes have no penalty."""
    return codes(OF_PENALTIES)


def every_message() -> str:
    """Every route × recipient × language, with the file for each kind of message."""
    found: dict[tuple[str, str], dict[str, list[Reachable]]] = {}
    for each in reachable(_guideline()):
        found.setdefault((each.route, each.recipient), {}).setdefault(each.kind, []).append(each)
    declared = {each.id: each for each in _guideline().sections.of(Template)}
    how = {each.id: each.channels for each in _guideline().sections.of(Recipient)}
    rows = []
    for (route, recipient), kinds in found.items():
        files = []
        for kind in KINDS[:-1]:
            chosen = [text_name(declared[one.template], recipient, one.kind) for one in kinds.get(kind, ())]
            files.append(codes(dict.fromkeys(chosen)) or "―")
        langs = " ".join(each.lang for each in reversed(kinds["first"]))  # ja before en
        rows.append((code(route), code(recipient), codes(how[recipient]), langs, *files))
    return table(("route", "recipient", "channels", "languages", *map(code, KINDS[:-1])), rows)


# --- for machines -----------------------------------------------------------------------------------------------------


def attachment(words: Words) -> str:
    """Every key of `referral.json`."""
    found = dict(_keys(REFERRAL_SCHEMA))
    said = words.section("Keys of referral.json", found)
    return table(("key", "always", *BOTH), [(code(name), "●" if found[name] else "", *said[name]) for name in found])


def _keys(schema: Mapping[str, Any], path: str = "", always: bool = True) -> Iterator[tuple[str, bool]]:
    for name, each in schema["properties"].items():
        there = always and name in schema["required"]
        inner = each.get("items", each)
        key = f"{path}{name}" + ("[]" if "items" in each else "")
        if "properties" in inner and "ja" not in inner["properties"]:
            yield from _keys(inner, f"{key}.", there)
        else:
            yield key, there


def xarf_types(words: Words) -> str:
    """Every type of XARF that is used, and the items that it stands for."""
    rows = []
    for name, each in TYPES.items():
        items = dict.fromkeys(one.id for one in _guideline().sections.of(Provision) if one.xarf == name)
        fixed = codes(f"{key}: {value}" for key, value in each.fields.items())
        needs = f"{code(each.classified)}: {codes(each.classes)}" if each.classified else "―"
        rows.append((code(name), f"{each.category} / {each.type}", " ".join(items) or "―", fixed or "―", needs))
    return table(("`xarf`", "XARF", "items", "always says", "classification that it needs"), rows)


def unmappable() -> str:
    """Why there is no XARF report."""
    rows = [(f"[`{each}`](problems.md#{each})", _said(each, "ja"), _said(each, "en")) for each in UNMAPPABLE]
    return table(("code", *BOTH), rows)


def reasons(words: Words) -> str:
    """Every reason why a mail is not trusted, and what to do."""
    found = dict.fromkeys(each for module in CHECKING for each in _codes(module) if each not in NOT_OF_A_SIGNER)
    todo = words.section("What to do with a mail that is not trusted", found)
    rows = [
        (f"[`{each}`](problems.md#{each})", _said(each, "ja"), todo[each][0], _said(each, "en"), todo[each][1])
        for each in found
    ]
    return table(("code", "日本語", "すること", "English", "what to do"), rows)


def _codes(module: Any) -> list[str]:
    """The codes of Problems that a module names, in the order of its text."""
    return re.findall(r"(?:Problem|_fault)\(\"([a-z-]+)\"", inspect.getsource(module))


def _said(name: str, lang: Lang) -> str:
    return re.sub(r"`?\{(\w+)\}`?", "…", TEXTS[name].message[lang])


OF_MESSAGES: Mapping[str, Callable[[Words], str]] = {
    "placeholders": lambda words: placeholders(),
    "template-lists": lambda words: lists(),
    "template-filters": filters,
    "template-syntax": written,
    "message-limits": limits,
    "least-data": lambda words: least_data(),
    "words-of-penalties": lambda words: penalties(),
    "every-message": lambda words: every_message(),
    "attachment-keys": attachment,
    "xarf-types": xarf_types,
    "unmappable": lambda words: unmappable(),
    "verify-reasons": reasons,
}
