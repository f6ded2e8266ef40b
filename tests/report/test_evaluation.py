"""The evaluation report as a view: what a demanding evaluator looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.report.blocks import Limits, Score
from pipeline.report.page import Chart, Findings, Paragraph, Table
from pipeline.report.pages.checkin import noted
from pipeline.report.pages.evaluation import ahead, design, limits, people, rows, unmet
from pipeline.report.pages.evaluation.glance import chosen
from pipeline.report.pages.evaluation.glance import section as glance
from pipeline.report.pages.evaluation.goals import section as goals
from pipeline.report.pages.evaluation.head import head
from pipeline.report.pages.evaluation.outcomes import section as outcomes
from pipeline.report.pages.evaluation.view import build
from pipeline.report.prose import plain
from pipeline.report.readings import reading
from tests import builders
from tests.report.pages import CASES, context, rendered

if TYPE_CHECKING:
    from pipeline.report.page import Section

SECTIONS = (
    "findings", "goals", "program", "people", "design", "outcomes", "surveys", "delivery",
    "voices", "unmet", "limits", "next", "appendix",
)  # fmt: skip


def tables(section: Section) -> list[Table]:
    return [block for block in section.blocks if isinstance(block, Table)]


def test_the_sections_stand_in_their_order_and_are_numbered() -> None:
    page = build(context())
    assert tuple(section.id for section in page.sections) == SECTIONS
    assert [section.number for section in page.sections] == [str(n) for n in range(1, 14)]


@pytest.mark.parametrize("case", CASES)
def test_what_did_not_work_is_always_there(case: str) -> None:
    assert any(section.id == "unmet" for section in build(context(case)).sections)


def test_the_headline_counts_goals_met_and_tells_what_moved_the_wrong_way() -> None:
    said = plain(head(context()).title)
    assert said.startswith("Two of six goals met; ")
    assert said.endswith("one of them the wrong way")


def test_the_ceiling_names_what_keeps_it_there() -> None:
    ceiling = head(context()).ceiling
    assert any("not matched" in plain(point) for point in ceiling.points)
    assert ceiling.role == "disclaimer"


def test_every_declared_outcome_is_in_the_table_measured_or_not() -> None:
    table = tables(glance(context()))[0]
    assert len(table.rows) == len(builders.study().outcomes)
    absent = table.rows[-1]
    assert plain(absent.cells[0].said) == "[x]"
    assert "[x] not available" in plain(table.legend)


def test_the_findings_are_not_only_the_good_ones() -> None:
    reads = [reading(context(), context().impact(name) or context().change(name))
             for name in chosen(context())]  # fmt: skip
    assert any(not read.is_clear for read in reads)
    assert any(read.is_right_way is False for read in reads)
    assert len(reads) <= 5


def test_the_primary_outcome_comes_first() -> None:
    assert chosen(context())[0] == "attendance"


def test_each_goal_has_a_scorecard_with_checks_and_reading() -> None:
    scores = [block for block in goals(context()).blocks if isinstance(block, Score)]
    assert [score.id for score in scores] == [f"goal-{g.id}" for g in builders.published().goals]
    assert all("".join(c.letter for c in score.checks) == "SMART" for score in scores)
    first = scores[0]
    assert "about 18 fewer students" in plain(first.notes[0])
    assert "15 % less than 8.0 %" in plain(first.notes[1])
    assert isinstance(first.chart, Chart)


def test_a_revised_goal_shows_when_why_and_by_whom() -> None:
    score = goals(context()).blocks[2]
    assert isinstance(score, Score)
    said = plain(score.notes[1])
    assert "June 20, 2024" in said
    assert "First-year result" in said
    assert "Steering group" in said


def test_a_hidden_goal_shows_no_number_but_keeps_its_promise() -> None:
    score = goals(context()).blocks[4]
    assert isinstance(score, Score)
    assert [fact.term for fact in score.facts] == ["By"]
    assert score.promise.startswith("By 2027")


def test_the_milestones_of_the_study_file_are_the_planned_path() -> None:
    score = goals(context()).blocks[0]
    assert isinstance(score, Score)
    assert score.chart is not None
    path = [plain(row.cells[2].said) for row in score.chart.numbers.rows]
    assert path == ["8.0%", "7.6%", "7.2%", "6.8%"]


def test_hidden_groups_keep_their_row() -> None:
    charts = [block for block in outcomes(context()).blocks if isinstance(block, Chart)]
    hidden = [row for row in charts[0].numbers.rows if plain(row.cells[0].said) == "[c]"]
    assert len(hidden) == 1
    assert "hidden to protect privacy" in plain(charts[0].numbers.legend)


def test_every_reasonable_analysis_stands_beside_the_primary_one() -> None:
    table = next(t for t in tables(outcomes(context())) if t.id == "table-impact-attendance")
    assert [plain(row.head) for row in table.rows] == [
        "Difference of changes, primary",
        "Adjusted for the start (ANCOVA)",
        "Difference afterwards, unadjusted",
    ]


def test_the_baseline_table_has_the_classes_of_the_clearinghouse() -> None:
    table = tables(design.section(context()))[0]
    checks = [plain(row.cells[4].said) for row in table.rows]
    assert checks == [
        "0.05 to 0.25, adjusted in the analysis",
        "within 0.05, no concern",
        "within 0.05, no concern",
        "within 0.05, no concern",
    ]


@pytest.mark.parametrize(
    ("effect", "expected"),
    [(0.05, "none"), (-0.05, "none"), (0.06, "adjust"), (0.25, "adjust"), (0.26, "fails")],
)
def test_the_boundaries_of_equivalence_are_inclusive(effect: float, expected: str) -> None:
    row = builders.row("math/baseline/contrast", {"effect": builders.plain(effect)})
    assert design.equivalence(row) == expected


def test_rows_are_accounted_for_from_file_to_analysis() -> None:
    table = people.file_table(context())
    assert table is not None
    climate = next(row for row in table.rows if plain(row.head) == "climate_fall.csv")
    assert [plain(cell.said) for cell in climate.cells] == ["431", "14", "9", "408", "11"]


def test_each_outcome_says_where_the_rows_of_a_file_went() -> None:
    table = rows.reconciliation(context())
    assert table is not None
    assert [column.label for column in table.columns] == [
        "Rows read", "Set aside", "Not in roster", "No value", "One period only", "Analysed",
    ]  # fmt: skip
    assert [plain(row.head) for row in table.rows] == [
        "\u2003for Sense of belonging", "climate_fall.csv (climate, 2022-23)",
    ]  # fmt: skip
    for row in table.rows:
        told = [plain(cell.said) for cell in row.cells]
        assert told == ["431", "14", "9", "[c]", "[c]", "246"]
    assert "[c]" in plain(table.legend)


def test_the_flow_names_each_reason_for_which_rows_were_set_aside() -> None:
    (said,) = rows.reasons(context(), "climate")
    assert plain(said) == "14 set aside: unfinished response"


def test_limits_follow_from_the_design_and_the_data() -> None:
    block = limits.section(context()).blocks[0]
    assert isinstance(block, Limits)
    titles = [plain(item.title) for item in block.items]
    assert "Participants were not assigned by chance." in titles
    assert "Many of those invited did not answer." in titles
    assert "Some groups are hidden." in titles
    assert all(plain(item.said) for item in block.items)


def test_one_group_limits_name_the_missing_comparison() -> None:
    block = limits.section(context("one-group")).blocks[0]
    assert isinstance(block, Limits)
    assert any("no comparison group" in plain(item.title) for item in block.items)


def test_quotes_for_partners_stand_on_their_check_in_and_on_no_other_page() -> None:
    (private,) = (q.text for q in builders.published().quotes if q.scope == "partners")
    assert next(quote.text for quote in noted.heard(context())) == private
    for name, html in rendered("riverbend").items():
        assert private not in html, name


def test_what_fell_short_comes_from_results_not_from_taste() -> None:
    goal_list, outcome_list = (
        block for block in unmet.section(context()).blocks if isinstance(block, Findings)
    )
    assert len(goal_list.items) == 3
    assert any("Mathematics score" in plain(item.title) for item in outcome_list.items)


def test_nothing_unmet_is_a_calm_sentence() -> None:
    block = unmet.section(context("empty")).blocks[0]
    assert isinstance(block, Paragraph)
    assert block.look == "calm"


def test_each_verdict_proposes_something() -> None:
    proposals = {goal.id: ahead.proposal(goal) for goal in builders.published().goals}
    assert proposals == {
        "dropout": "confirm",
        "graduation": "redate",
        "chronic": "rethink",
        "gpa": "rethink",
        "adult": "widen",
        "meetings": "raise",
    }


def test_a_lottery_may_say_what_taking_part_did() -> None:
    finding = next(b for b in glance(context("lottery")).blocks if isinstance(b, Findings)).items[0]
    assert plain(finding.title) == (
        "Yearly earnings: participants ended $1,750 higher than the comparison group"
    )
    assert "we can say that taking part raised it" in plain(finding.said)
    assert "95% interval $486 to $3,014" in plain(finding.said)
    assert finding.rests_on == "Random assignment"


def test_a_comparison_group_may_only_say_associated() -> None:
    finding = next(b for b in glance(context()).blocks if isinstance(b, Findings)).items[0]
    assert "Taking part was associated with it" in plain(finding.said)
    assert "raised" not in plain(finding.said)


def test_nothing_shown_is_not_told_as_nothing_unmet() -> None:
    block = unmet.section(context("hidden")).blocks[0]
    assert isinstance(block, Paragraph)
    assert "No result can be shown yet" in plain(block.said)
