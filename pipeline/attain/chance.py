"""How sure it is that the true level meets the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.statistics.attainment import probability_met_mean, probability_met_proportion

if TYPE_CHECKING:
    from pipeline.attain.levels import Level
    from pipeline.attain.subject import Subject


def probability_met(subject: Subject, level: Level, target: float) -> float:
    """Chance that the true level meets the target; NaN for counts and where n is not known."""
    is_higher = subject.better == "higher"
    if subject.is_share:
        found = probability_met_proportion(level.count, level.n, target, higher_is_better=is_higher)
    else:
        found = probability_met_mean(
            level.value, level.std_error, level.df, target, higher_is_better=is_higher
        )
    return float(found)
