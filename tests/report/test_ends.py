"""Where a change begins and ends, where the people of the change are not told of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.report.context import IN_PART, SIDES
from pipeline.report.drawings import dumbbell_chart
from pipeline.report.prose import plain, prose
from tests.report.pages import context

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.tables.published import PublishedRow

NOTE = "those of everybody measured then"


def in_part(row: PublishedRow) -> PublishedRow:
    gone = {"n", "n_before", "n_after", "mean_before", "mean_after", "sd_before", "sd_after"}
    figures = {name: one for name, one in row.figures.items() if name not in gone}
    return replace(row, figures=figures, reason=IN_PART)


def level_of(row: PublishedRow, side: str) -> str:
    return row.id.replace("/change/", "/level/") + f"@{row.text[f'period_{side}']}"


def broken_down(made: Context) -> PublishedRow:
    return next(
        row
        for row in made.rows.values()
        if row.is_published and row.text["analysis"] == "change" and "mean_before" in row.figures
        if all(level_of(row, side) in made.rows for side in SIDES)
    )


def drawn(made: Context, row: PublishedRow) -> tuple[str, str]:
    chart = dumbbell_chart(made, "x", [("A", row)], caption=prose("C"), about=prose("B"))
    return str(chart.wide), plain(chart.note)


def test_a_change_of_people_who_are_told_of_begins_and_ends_with_them() -> None:
    made = context()
    row = broken_down(made)
    assert [made.end(row, side) for side in SIDES] == [(row, "mean_before"), (row, "mean_after")]
    assert NOTE not in drawn(made, row)[1]


def test_else_it_begins_and_ends_with_everybody_and_says_so() -> None:
    made = context()
    row = broken_down(made)
    part = in_part(row)
    for side in SIDES:
        level, column = made.end(part, side)
        assert (level.id, column) == (level_of(row, side), "mean_after")
        assert level.figures["mean_after"].shown in drawn(made, part)[0]
    assert NOTE in drawn(made, part)[1]


def test_a_hidden_level_stays_hidden() -> None:
    made = context()
    row = in_part(broken_down(made))
    rows = {name: one for name, one in made.rows.items() if "/level/" not in name}
    bare = replace(made, rows=rows)
    assert [bare.end(row, side) for side in SIDES] == [(row, "mean_before"), (row, "mean_after")]
    assert "Too few people to show" in drawn(bare, row)[0]
