"""The numbers behind page 1: one table of goals or outcomes, one picture of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.report import cells, promises
from pipeline.report.context import figure_of, years
from pipeline.report.drawings import dumbbell_chart
from pipeline.report.page import Cell, Row, Table
from pipeline.report.prose import Text, prose
from pipeline.report.readings import is_full_count, is_met
from pipeline.report.sentences import headline

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Chart
    from pipeline.tables.published import PublishedGoal, PublishedRow


def goals_table(context: Context) -> Table | None:
    """Start, last period, this period, target, met, change and people of each goal."""
    words, goals = context.words, context.published.goals
    if not goals:
        return None
    names = ("start#", "last#", "now#", "target#", "met", "change#", "people_n#")
    columns = cells.columns(words, "board.column", names)
    rows = tuple(
        Row(
            head=prose(f"{position}. {promises.label(context, goal)}"),
            cells=cells.labelled(columns, _goal(context, goal)),
        )
        for position, goal in enumerate(goals, start=1)
    )
    return Table(
        id="table-goals",
        caption=words.say("board.appendix.table"),
        about=words.say("board.appendix.table_about"),
        corner=words.text("column.goal"),
        columns=columns,
        rows=rows,
        legend=cells.legend(words, rows),
        is_list_on_phone=True,
    )


def outcomes_table(context: Context) -> Table:
    """Before, after, change and people of each outcome, without a p-value."""
    words = context.words
    others = ("others#", "gap#") if context.has_comparison else ()
    columns = cells.columns(
        words, "board.column", ("start#", "now#", "change#", *others, "people_n#")
    )
    rows = tuple(
        Row(
            head=prose(outcome.label),
            cells=cells.labelled(
                columns,
                (
                    cells.number_cell(row, "mean_before"),
                    cells.number_cell(row, "mean_after", is_strong=True),
                    cells.range_cell(context.words, row),
                    *_others(context, name),
                    cells.people_cell(row),
                ),
            ),
        )
        for name, outcome in context.study.outcomes.items()
        for row in (context.change(name),)
    )
    return Table(
        id="table-outcomes",
        caption=words.say("board.appendix.outcomes"),
        about=words.say("board.appendix.table_about"),
        corner=words.text("column.outcome"),
        columns=columns,
        rows=rows,
        legend=cells.legend(words, rows),
        is_list_on_phone=True,
    )


def _others(context: Context, name: str) -> tuple[Cell, ...]:
    """The change of the comparison group and the gap; nothing where there is no such group."""
    if not context.has_comparison:
        return ()
    return (
        cells.number_cell(context.change(name, "comparison"), "estimate"),
        cells.range_cell(context.words, context.impact(name)),
    )


def groups_chart(context: Context) -> Chart | None:
    """The primary outcome, or the first that can be shown, by group."""
    names = sorted(
        context.study.outcomes, key=lambda name: not context.study.outcomes[name].primary
    )
    for name in names:
        change = context.change(name)
        parts = context.within(change) if change is not None else ()
        if change is not None and any(figure_of(row, "estimate") for row in parts):
            return _chart(context, name, change, parts)
    return None


def _chart(
    context: Context, name: str, change: PublishedRow, parts: tuple[PublishedRow, ...]
) -> Chart:
    words = context.words
    whole = context.group(change.text["group"])
    rows = [(whole, change)]
    rows += [(context.level(row.text["subgroup"], row.text["level"]), row) for row in parts]
    return dumbbell_chart(
        context,
        f"fig-groups-{name}",
        rows,
        caption=headline(context, name),
        about=words.say("board.appendix.groups", label=context.study.outcomes[name].label),
        is_plain=True,
    )


_UNMET: Final = {
    "on-track": "not_yet", "at-risk": "not_yet", "off-track": "not_yet", "too-early": "not_yet",
    "not-measured": "unknown", "suppressed": "unknown",
}  # fmt: skip
"""What is said of a goal that is not met, by its verdict; of the rest that it is not met."""


def _goal(context: Context, goal: PublishedGoal) -> tuple[Cell, ...]:
    words = context.words
    met = "yes" if is_met(goal) else _UNMET.get(goal.text["verdict"], "no")
    return (
        _number(promises.figure(goal, "baseline")),
        _last(context, goal),
        _number(promises.figure(goal, "current")),
        Cell(said=promises.target(context, goal)),
        cells.words_cell(words.text(f"board.met.{met}")),
        _change(context, goal),
        _number(promises.figure(goal, "n")),
    )


def _number(found: object) -> Cell:
    is_code = isinstance(found, Text)
    return Cell(said=prose(found), is_number=True, is_code=is_code)  # type: ignore[arg-type]


def _change(context: Context, goal: PublishedGoal) -> Cell:
    limits = promises.change_limits(context, goal)
    if not limits and "change" in goal.figures and is_full_count(goal):
        limits = context.words.say("board.full_count")
    change = promises.figure(goal, "change")
    return Cell(said=(change,), beneath=limits, is_code="change" not in goal.figures)


def _last(context: Context, goal: PublishedGoal) -> Cell:
    """The level one period before the current one."""
    found = promises.levels(context, goal)
    now = years(goal.text.get("period_current", ""))
    names = [period for period, _ in found]
    if now not in names or names.index(now) == 0:
        return Cell(said=prose("[x]"), is_code=True)
    return cells.number_cell(found[names.index(now) - 1][1], "estimate")
