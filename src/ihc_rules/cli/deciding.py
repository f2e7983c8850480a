"""`decide` and `explain`: a report → its decision, printed."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from ihc_rules.cli import inputs
from ihc_rules.cli.terminal import show
from ihc_rules.decision import decide as decide_
from ihc_rules.decision.data import decision_data, to_json
from ihc_rules.decision.explain import explain as explain_
from ihc_rules.decision.explain import explain_provision, explanation_data, summary

Decision = decide_.Decision
WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "both": "--provision と --why-not は、どちらか一つだけを指定してください",
        "trace": "--trace は --json と一緒に使います",
    },
    "en": {
        "both": "give either --provision or --why-not, not both",
        "trace": "--trace is for --json: give both",
    },
}


def _decisions(arguments: Namespace) -> tuple[str | None, list[Decision]]:
    rules, reference, reports = inputs.opened(arguments)
    at = inputs.moment(arguments, rules.zone)
    crosscheck = getattr(arguments, "crosscheck", False)
    drafts = arguments.include_drafts
    decided = [decide_.decide(rules, each, at=at, include_drafts=drafts, crosscheck=crosscheck) for each in reports]
    return reference, decided


def _print(reference: str | None, data: list[dict[str, Any]]) -> None:
    show(to_json(data[0] if reference is None else {"reference": reference, "decisions": data}))


def decide(arguments: Namespace) -> int:
    """Print the decision on a report, or on each report of a submission."""
    if arguments.trace and not arguments.json:
        raise inputs.WrongUse(WORDS[arguments.lang]["trace"])
    reference, decided = _decisions(arguments)
    if arguments.json:
        _print(reference, [decision_data(each, trace=arguments.trace) for each in decided])
    else:
        show("\n\n".join(summary(each, arguments.lang) for each in decided))
    return 0


def explain(arguments: Namespace) -> int:
    """Print why."""
    if arguments.why_not is not None and arguments.provision is not None:
        raise inputs.WrongUse(WORDS[arguments.lang]["both"])
    reference, decided = _decisions(arguments)
    only = arguments.provision if arguments.why_not is None else arguments.why_not
    if arguments.json:
        _print(reference, [explanation_data(each, arguments.lang, only) for each in decided])
    elif only is not None:
        show("\n\n".join(explain_provision(each, only, arguments.lang) for each in decided))
    else:
        show("\n\n".join(explain_(each, arguments.lang) for each in decided))
    return 0
