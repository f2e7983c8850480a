"""A guideline's records → immutable values.

- Records are what staff wrote, checked for form only; what they refer to is checked in `check`.
- Dated records may stand several times under one id, with disjoint `in_force`.
"""

from ihc_rules.guideline.model.routes import (
    Channel,
    FirstOf,
    FollowUp,
    Hold,
    Recipient,
    Route,
    Template,
    Triage,
)
from ihc_rules.guideline.model.rules import (
    Act,
    Article,
    Category,
    Definition,
    DocumentName,
    EditionName,
    GoverningDate,
    Group,
    Header,
    LegalReview,
    Panel,
    Parameter,
    Provision,
    ReviewRule,
    StatuteRef,
    Unless,
    When,
)

__all__ = [
    "Act",
    "Article",
    "Category",
    "Channel",
    "Definition",
    "DocumentName",
    "EditionName",
    "FirstOf",
    "FollowUp",
    "GoverningDate",
    "Group",
    "Header",
    "Hold",
    "LegalReview",
    "Panel",
    "Parameter",
    "Provision",
    "Recipient",
    "ReviewRule",
    "Route",
    "StatuteRef",
    "Template",
    "Triage",
    "Unless",
    "When",
]
