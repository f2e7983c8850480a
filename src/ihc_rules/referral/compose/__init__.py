"""Decision × referral × template → a message."""

from ihc_rules.referral.compose.compose import Case, Earlier, compose

__all__ = ["Case", "Earlier", "compose"]
