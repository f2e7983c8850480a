"""How much is drawn at random → settings for Hypothesis: always the same draws, or many and other ones each time."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

# Whole guidelines are large, and not every report fits every question.
SUPPRESSED = [
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
    HealthCheck.filter_too_much,
]
FULL = os.environ.get("IHC_RULES_FUZZ") == "full"


def examples(number: int, *, full: int = 50) -> settings:
    """So many draws, always the same ones; with IHC_RULES_FUZZ=full so many times as many, others each time."""
    return settings(
        max_examples=number * full if FULL else number,
        derandomize=not FULL,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=SUPPRESSED,
    )
