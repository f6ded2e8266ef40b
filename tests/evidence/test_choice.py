"""The rule of choice is told in a sentence."""

from __future__ import annotations

from pipeline.compare.methods import METHODS
from pipeline.evidence.choice import choice
from tests.builders import study


def text(**columns: str) -> dict[str, str]:
    given = {"source": "attendance", "period_before": "2022-23", "period_after": "2025-26"}
    return given | {"model": "paired", "method": "paired_t"} | columns


def test_pairs_are_explained() -> None:
    assert choice(study(), "attendance", change=text(), impact=None) == (
        "The same students were measured in 2022-23 and 2025-26, so each is compared with "
        "themselves (Paired t)."
    )


def test_separate_waves_are_explained() -> None:
    row = text(model="independent", method="welch_t")
    assert choice(study(), "attendance", change=row, impact=None).startswith(
        "Students cannot be matched between 2022-23 and 2025-26"
    )


def test_a_lottery_is_explained_and_so_is_a_group_without_one() -> None:
    lottery = text(model="ancova", method="ancova")
    assert "A lottery decided" in choice(study(), "attendance", change=None, impact=lottery)
    formed = text(model="did", method="did_welch")
    assert "No lottery formed" in choice(study(), "attendance", change=None, impact=formed)


def test_nothing_measured_is_not_explained() -> None:
    assert choice(study(), "attendance", change=None, impact=None) == ""


def test_a_method_has_one_line_for_each_question_it_answers() -> None:
    asked = [(method.name, method.analysis, method.model) for method in METHODS]
    assert len(set(asked)) == len(asked)
