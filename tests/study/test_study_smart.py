"""The five letters of a goal, as far as the study file alone can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.study.smart import measured_periods, smart_checks

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.study.schema import Study

    Load = Callable[..., Study]

BARE = "measure: log.meetings"


def failed(study: Study, index: int) -> dict[str, str]:
    checks = smart_checks(study, study.goals[index])
    assert "".join(check.letter for check in checks) == "SMART"
    return {check.letter: check.reason for check in checks if not check.passed}


def test_a_goal_that_says_everything_passes(loaded: Load) -> None:
    study = loaded()
    assert [check.reason for check in smart_checks(study, study.goals[0])] == [
        "One outcome (Dropout rate), for everyone in the study; lower is better.",
        "The baseline is declared as 8; the result has data.",
        "A reason is given and the target is possible.",
        "The need that it serves is named.",
        "The deadline is 2025-06-30.",
    ]


def test_a_word_with_two_meanings_wants_a_definition(loaded: Load) -> None:
    study = loaded(("yearly dropout", "dropout"))
    assert failed(study, 0)["S"].startswith("Dropping out is counted within a year (event)")
    study = loaded(("yearly dropout", "dropout"), ("label: Dropout rate", "label: Cohort dropouts"))
    assert "S" not in failed(study, 0)


def test_what_the_data_said_counts_once_they_were_run(loaded: Load) -> None:
    study = loaded()
    told = {"is_measurable": "no", "is_stretch": "yes"}
    found = {str(c.letter): c for c in smart_checks(study, study.goals[0], told)}
    assert [found[letter].passed for letter in "SMART"] == [True, False, False, True, True]
    assert found["M"].reason.startswith("What is promised is less than")
    assert found["A"].reason.startswith("A stretch")
    told = {"is_measurable": "", "is_stretch": "no"}
    assert all(check.passed for check in smart_checks(study, study.goals[0], told))


def test_what_is_not_said_fails(loaded: Load) -> None:
    assert failed(loaded(), 1) == {
        "A": "Nothing is said under `attainable` on why it can be done.",
        "R": "Nothing is said under `relevant` on why it matters.",
    }


def test_a_goal_on_a_log_is_specific(loaded: Load) -> None:
    study = loaded()
    first = smart_checks(study, study.goals[2])[0]
    assert first.passed
    assert first.reason == "One figure of a log (log.meetings); higher is better."


def test_a_baseline_in_a_period_without_data_is_not_measurable(loaded: Load) -> None:
    study = loaded(
        ("target: {change: 10}", "target: {change: 10}\n    baseline: {period: 2023-24}")
    )
    assert failed(study, 1)["M"] == "The baseline is neither declared nor in a period with data."


def test_a_result_in_a_period_without_data_is_not_measurable(loaded: Load) -> None:
    study = loaded(("2024-25: math_post", "2023-24: math_post"))
    assert failed(study, 1)["M"] == "There are no data for the period after."


@pytest.mark.parametrize(
    ("by", "reason"),
    [
        (
            "2023-06-09",
            "The deadline 2023-06-09 is not after the baseline, which ends on 2023-06-09.",
        ),
        ("2023-07-01", "The deadline 2023-07-01 is before the first period after the baseline."),
        ("2023-08-21", None),
    ],
)
def test_a_deadline_comes_after_the_baseline_and_with_a_period_to_measure(
    loaded: Load, by: str, reason: str | None
) -> None:
    study = loaded(
        ("target: {level: 10}\n    by: 2025-06-06", f"target: {{level: 10}}\n    by: {by}")
    )
    assert failed(study, 2).get("T") == reason


def test_periods_with_data_follow_from_waves_and_from_maps(loaded: Load) -> None:
    study = loaded(("outcome: dropout", "outcome: belong"), ("relative_change: -15", "level: 80"))
    survey, mapped, log = (measured_periods(study, goal) for goal in study.goals)
    assert survey == ("2022-23", "2024-25")
    assert mapped == ("2022-23", "2024-25")
    assert log == ("2022-23", "2023-24", "2024-25")
