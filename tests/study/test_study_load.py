"""The study file as a whole: it loads, and all that is wrong with it is told at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.problems import Problems
from pipeline.study.load import load_study, read_study
from pipeline.study.schema import Metrics, Survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.study.schema import Study

    Load = Callable[..., Study]
    Tell = Callable[..., str]

ROOT = Path(__file__).parents[2]
FORMATS = (Path(__file__).parent / "formats.yaml").read_text(encoding="utf-8")
LATER = (
    "  cluster: school",
    "  selected_on:",
    "  adjust_for:",
    "  match:",
)


@pytest.mark.parametrize(
    "file", sorted((ROOT / "data" / "raw").glob("*/study.yaml")), ids=lambda file: file.parent.name
)
def test_every_study_that_ships_loads_without_a_warning(file: Path) -> None:
    assert read_study(file.read_bytes(), file=file.name).warnings == ()


def test_the_example_of_the_contract_loads_without_the_keys_of_later_versions() -> None:
    kept = [line for line in FORMATS.split("\n") if not line.startswith(LATER)]
    study = load_study("\n".join(kept).encode(), file="study.yaml")
    assert list(study.sources) == [
        "roster",
        "attendance",
        "scores",
        "extract",
        "graduation",
        "climate",
        "log",
        "voices",
        "interviews",
    ]
    goal = study.goals[0]
    assert goal.target.relative_change == -15
    assert goal.levels == {-2: 8.5, -1: 8.0, 0: 6.8, 1: 6.0, 2: 5.0}
    first = goal.revisions[0].target
    assert first is not None
    assert first.relative_change == -10


def test_the_example_of_the_contract_is_understood_whole() -> None:
    study = load_study(FORMATS.encode(), file="study.yaml")
    assert study.reports.checkin is not None
    assert study.goals[0].revisions[0].approved_by == "Steering group"


def test_values_are_typed_by_the_schema_and_by_nothing_else(loaded: Load) -> None:
    study = loaded(
        ('where: {frl: ["Y"]}', "where: {frl: [0012]}"),
        ("title: Mentoring", "title: 1984\n  synthetic: Yes\n  began: 2022-08-22"),
    )
    assert study.study.title == "1984"
    assert study.study.synthetic is True
    assert study.study.began == date(2022, 8, 22)
    assert study.goals[1].where == {"frl": ("0012",)}
    assert study.design.participants == {"mentored": ("yes",)}


def test_a_single_text_stands_for_a_list_of_one(loaded: Load) -> None:
    study = loaded(
        ("participants: {mentored: [yes]}", "participants: {mentored: yes}"),
        ("subgroups: [grade, frl]", "subgroups: grade"),
        ("privacy: {minimum_n: 10}", "privacy: {drop: Email}\nreports: {board: {asks: Stay.}}"),
    )
    assert study.design.participants == {"mentored": ("yes",)}
    assert study.design.subgroups == ("grade",)
    assert study.privacy.drop == ("Email",)
    assert study.reports.board is not None
    assert study.reports.board.asks == ("Stay.",)


def test_an_empty_value_counts_as_left_out(loaded: Load) -> None:
    study = loaded(("privacy: {minimum_n: 10}", "privacy:\nreports:\n  board:\n  evaluation: ~"))
    assert study.privacy.minimum_n == 10
    assert study.reports.board is not None
    assert study.reports.evaluation is not None


@pytest.mark.parametrize(("word", "is_written"), [("no", False), ("false", False), ("yes", True)])
def test_a_report_can_be_left_out(loaded: Load, word: str, *, is_written: bool) -> None:
    study = loaded(("privacy: {minimum_n: 10}", f"reports: {{board: {word}}}"))
    assert (study.reports.board is not None) == is_written


@pytest.mark.parametrize(
    ("written", "read"), [("';'", ";"), ("tab", "\t"), ('"\\t"', "\t"), ("'|'", "|"), ("','", ",")]
)
def test_a_delimiter_is_one_sign(loaded: Load, written: str, read: str) -> None:
    study = loaded(("files: students.csv", f"files: students.csv\n    delimiter: {written}"))
    assert study.sources["roster"].delimiter == read


def test_a_true_minus_sign_is_understood(loaded: Load) -> None:
    study = loaded(("relative_change: -15", "relative_change: \N{MINUS SIGN}15"))
    assert study.goals[0].target.relative_change == -15


def test_everything_wrong_is_told_at_once_in_the_order_of_the_file(base: str) -> None:
    text = (
        base.replace("title: Mentoring", "titel: Mentoring")
        .replace("better: higher, range", "better: up, range")
        .replace("by: 2025-06-06", "by: soon")
        .replace("privacy: {minimum_n: 10}", "privacy: {minimum_n: 10, profile: strickt}")
    )
    with pytest.raises(Problems) as caught:
        load_study(text.encode(), file="study.yaml")
    assert [(one.kind.code, one.place.line) for one in caught.value.all] == [
        ("S021", 2),
        ("S020", 3),
        ("S023", 63),
        ("S022", 91),
        ("S023", 92),
    ]


def test_checks_of_sense_are_told_together(told: Tell) -> None:
    said = told(
        ("from: attendance.rate", "from: attendance.rat"),
        ("privacy: {minimum_n: 10}", "privacy: {minimum_n: 3}"),
    )
    assert [line[:11] for line in said.splitlines() if line.startswith("error")] == [
        "error[S040]",
        "error[S090]",
    ]


def test_a_column_of_the_roster_needs_a_roster(base: str) -> None:
    without = base.replace("kind: roster", "kind: metrics").replace("    link_to: roster\n", "")
    with pytest.raises(Problems) as caught:
        load_study(without.encode(), file="study.yaml")
    assert (
        "error[S053] study.yaml:11:18: `design.participants` names a column of the roster, "
        "expected a source of kind roster. Add a source with `kind: roster` and "
        "`columns: {student_id: ...}`.\n"
        "    participants: {mentored: [yes]}\n"
        "                   ^^^^^^^^"
    ) in str(caught.value)


def test_a_goal_of_a_comparison_group_needs_one(told: Tell) -> None:
    said = told(
        ("kind: comparison-group", "kind: one-group"),
        ("  comparison: {mentored: [no]}\n", ""),
        ("population: all", "population: comparison"),
    )
    assert said == (
        "error[G014] study.yaml:73:17: `dropout` is about the comparison group, expected a design "
        "with one. Write `population: participants` or `population: all`.\n"
        "      population: comparison\n"
        "                  ^^^^^^^^^^"
    )


def test_a_level_on_the_worse_side_of_the_baseline_is_a_warning(base: str) -> None:
    text = base.replace("target: {relative_change: -15}", "target: {level: 9}")
    (warning,) = read_study(text.encode(), file="study.yaml").warnings
    assert str(warning) == (
        "warning[G007] study.yaml:76:21: the target 9.0 % of `dropout` is worse than its declared "
        "baseline 8.0 %, expected it only where the goal is to hold a level. Check the level, the "
        "baseline and `better:`; if the goal is to hold a level, leave it.\n"
        "      target: {level: 9}\n"
        "                      ^"
    )


def test_names_that_differ_in_digits_are_no_slips(loaded: Load) -> None:
    study = loaded(
        ("rate: 100 * (1 - absent / enrolled)", "rate: absent2 / enrolled"),
        ("subgroups: [grade, frl]", "subgroups: [grade2, school]"),
    )
    assert study.design.subgroups == ("grade2", "school")


def test_two_groups_in_different_columns_may_share_a_column(loaded: Load) -> None:
    study = loaded(
        ("participants: {mentored: [yes]}", "participants: {mentored: [yes], grade: [9]}"),
        ("comparison: {mentored: [no]}", "comparison: {mentored: [no], grade: [9]}"),
    )
    assert study.design.comparison["grade"] == ("9",)


class TestRoles:
    def test_declared_roles_count(self, loaded: Load) -> None:
        study = loaded()
        before, after = study.role("before"), study.role("after")
        assert before is not None
        assert after is not None
        assert (before.id, after.id) == ("2022-23", "2024-25")

    def test_without_roles_the_first_and_the_last_are_compared(self, loaded: Load) -> None:
        study = loaded((", role: before", ""), (", role: after", ""))
        before, after = study.role("before"), study.role("after")
        assert before is not None
        assert after is not None
        assert (before.id, after.id) == ("2022-23", "2024-25")

    def test_one_declared_role_leaves_the_other_to_first_or_last(self, loaded: Load) -> None:
        study = loaded((", role: before", ""), (", role: after", ""), ("-07}", "-07, role: after}"))
        before = study.role("before")
        assert before is not None
        assert before.id == "2022-23"

    def test_a_single_period_has_no_before(self, loaded: Load) -> None:
        study = loaded().model_copy(update={"periods": loaded().periods[1:2]})
        after = study.role("after")
        assert after is not None
        assert after.id == "2023-24"
        assert study.role("before") is None


def test_measures_come_in_three_layouts(loaded: Load) -> None:
    sources = loaded().sources
    attendance, scores, climate = sources["attendance"], sources["scores"], sources["climate"]
    assert isinstance(attendance, Metrics)
    assert isinstance(scores, Metrics)
    assert isinstance(climate, Survey)
    assert attendance.measures["rate"] == "100 * (1 - absent / enrolled)"
    assert scores.measures["math"] == {"before": "math_pre", "2024-25": "math_post"}
    assert climate.answers["agree"][0] == ("Disagree", "1")
