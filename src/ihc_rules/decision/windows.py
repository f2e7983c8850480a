"""Decision → the contact windows to which a person is guided, as values.

- A window is the recipient of a referral with the action `guide`. Other referrals, such as those to the reporter, name
  none.
- Certain windows stand apart from those that something unknown may still add: whoever could not tell something is not
  left without a window.
- Emergencies come first, then what stands in the chart, then the rest; each window once.

Example:
    >>> found = windows(ihc.decide(chart, needs, at=when))
    >>> [window.recipient.id for window in found]
    ['w3_defamation_hotline', 'w4_safe_line', 'w6_houterasu', 'w6_lawyer', 'w13_school_local']
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ihc_rules.decision.decide import Decision, Referral, Urgency
from ihc_rules.guideline.edition import Edition
from ihc_rules.guideline.model import Recipient

GUIDE = "guide"  # the action of routes that lead to a window
PRESSING: tuple[Urgency, ...] = ("immediate", "open", "normal")


@dataclass(frozen=True, slots=True)
class Window:
    """One contact window for one person.

    Attributes:
        urgency: the most pressing of the referrals that lead to it.
        emergency: whether one of them is about life or body.
    """

    recipient: Recipient
    urgency: Urgency
    emergency: bool


def windows(decision: Decision) -> tuple[Window, ...]:
    """The windows of the certain referrals."""
    named = [(each.recipient, each) for each in decision.referrals if each.recipient is not None]
    return _each_once(decision, named)


def possible_windows(decision: Decision) -> tuple[Window, ...]:
    """The windows that something unknown may still add to the certain ones."""
    certain = {each.recipient.id for each in windows(decision)}
    routes = decision.edition.rules.routes
    named = [
        (name, each)
        for each in decision.possible_referrals
        for name in ([each.recipient] if each.recipient else routes[each.route].recipients())
        if name not in certain and not _unreachable(decision, name)
    ]
    return _each_once(decision, named)


def _unreachable(decision: Decision, recipient: str) -> bool:
    node = f"reachable:{recipient}"
    return node in decision.edition.nodes and decision.answers[node] == "not_met"


def has_windows(edition: Edition) -> bool:
    """Whether any route in force leads to a window."""
    return any(route.action == GUIDE for route in edition.rules.routes.values())


def _each_once(decision: Decision, named: Iterable[tuple[str, Referral]]) -> tuple[Window, ...]:
    rules = decision.edition.rules
    found: dict[str, list[Referral]] = {}
    for name, referral in named:
        if referral.action == GUIDE and name in rules.recipients:
            found.setdefault(name, []).append(referral)
    made = [
        Window(
            rules.recipients[name],
            min((each.urgency for each in referrals), key=PRESSING.index),
            any(rules.routes[each.route].emergency for each in referrals),
        )
        for name, referrals in found.items()
    ]
    return tuple(sorted(made, key=lambda each: (not each.emergency, not each.recipient.in_chart)))
