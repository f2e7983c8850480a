"""Decision × referral × template → a message."""

from ihc_rules.referral.compose.case import Case, Earlier
from ihc_rules.referral.compose.compose import compose

__all__ = ["Case", "Earlier", "compose"]
