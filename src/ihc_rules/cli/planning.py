"""`plan`: a report × what has happened → what is due now, what waits, what is done."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from ihc_rules.cli import correcting, inputs
from ihc_rules.cli.terminal import show
from ihc_rules.decision.data import to_json
from ihc_rules.decision.decide import Decision, decide
from ihc_rules.decision.events import Event, read_events
from ihc_rules.decision.plan import plan
from ihc_rules.decision.plan_words import plan_data, plan_text
from ihc_rules.errors import Lang, Problem, ReportError
from ihc_rules.problem_texts.text import shown
from ihc_rules.report import Report


def plan_report(arguments: Namespace) -> int:
    """Print what is owed after a decision."""
    lang: Lang = arguments.lang
    rules, reference, reports = inputs.opened(arguments)
    decided, now = inputs.times(arguments, rules)
    written: object = [] if arguments.events is None else inputs.data(arguments.events, lang)[0]
    before = correcting.replaced(arguments, rules, reports, decided)
    plans = []
    for report in reports:
        decision = decide(rules, report, at=decided)
        events = happened(written, decision, reports)
        wrong = before.wrong(decision, None if arguments.events is None else events) if before else ()
        plans.append((decision, plan(decision, events, at=now, corrections=wrong)))
    if arguments.json:
        data = [plan_data(each) for _, each in plans]
        named = [{"report": report.id, **each} for report, each in zip(reports, data, strict=True)]
        show(to_json(data[0] if reference is None else {"reference": reference, "plans": named}))
    else:
        texts = [plan_text(decision, each, lang) for decision, each in plans]
        if reference is not None:
            texts = [f"=== {report.id}\n{text}" for report, text in zip(reports, texts, strict=True)]
        show("\n\n".join(texts))
    return 0


def happened(written: object, decision: Decision, reports: Sequence[Report]) -> tuple[Event, ...]:
    """The events of one report: a list; or an object, by the ids of reports.

    Raises:
        ReportError: with every fault.
    """
    routes = decision.edition.rules.routes
    if isinstance(written, dict):
        ids = [each.id for each in reports]
        if unknown := [name for name in written if name not in ids]:
            raise ReportError(
                [
                    Problem("events-of-which-report", path=f"events.{shown(name)}", choices=tuple(ids))
                    for name in unknown
                ]
            )
        return read_events(written.get(decision.report.id, []), routes, f"events.{decision.report.id}")
    if len(reports) > 1 and written:
        raise ReportError([Problem("events-of-which-report", path="events")])
    return read_events(written, routes)
