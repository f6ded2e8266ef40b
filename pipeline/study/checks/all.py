"""The checks, in the order of the study file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.study.checks.design import check_design
from pipeline.study.checks.frameworks import check_frameworks
from pipeline.study.checks.goals import check_goals
from pipeline.study.checks.metrics import check_metrics
from pipeline.study.checks.outcomes import check_outcomes
from pipeline.study.checks.periods import check_periods
from pipeline.study.checks.privacy import check_privacy
from pipeline.study.checks.promises import check_promises
from pipeline.study.checks.sources import check_sources
from pipeline.study.checks.surveys import check_surveys
from pipeline.study.checks.targets import check_targets
from pipeline.study.checks.translations import check_translations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.problems import Problem
    from pipeline.study.checks.case import Case

CHECKS: Final[tuple[Callable[[Case], Iterator[Problem]], ...]] = (
    check_periods,
    check_design,
    check_sources,
    check_metrics,
    check_surveys,
    check_outcomes,
    check_goals,
    check_targets,
    check_promises,
    check_frameworks,
    check_privacy,
    check_translations,
)
