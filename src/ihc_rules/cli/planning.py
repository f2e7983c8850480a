"""`plan`: a report × what has happened → what is due now, what waits, what is done."""

from __future__ import annotations

from argparse import Namespace

from ihc_rules.cli import inputs
from ihc_rules.cli.terminal import show
from ihc_rules.decision.data import to_json
from ihc_rules.decision.decide import decide
from ihc_rules.decision.events import read_events
from ihc_rules.decision.plan import plan
from ihc_rules.decision.plan_words import plan_data, plan_text
from ihc_rules.errors import Lang


def plan_report(arguments: Namespace) -> int:
    """Print what is owed after a decision."""
    lang: Lang = arguments.lang
    rules, reference, reports = inputs.opened(arguments)
    decided = inputs.moment(arguments, rules)
    now = decided if arguments.now is None else inputs.moment_of(arguments.now, rules.zone, lang)
    written = [] if arguments.events is None else inputs.data(arguments.events, lang)[0]
    plans = []
    for report in reports:
        decision = decide(rules, report, at=decided)
        routes = decision.edition.rules.routes
        plans.append((decision, plan(decision, read_events(written, routes), at=now)))
    if arguments.json:
        data = [plan_data(each) for _, each in plans]
        show(to_json(data[0] if reference is None else {"reference": reference, "plans": data}))
    else:
        show("\n\n".join(plan_text(decision, each, lang) for decision, each in plans))
    return 0
