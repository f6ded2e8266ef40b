"""How alike the groups are in each column of the roster, drawn and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.report import cells
from pipeline.report.charts.love import LoveRow, LoveWords, love
from pipeline.report.context import figure_of, number
from pipeline.report.page import Chart, Paragraph, Row, Table
from pipeline.report.prose import plain, prose

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.tables.published import PublishedRow

WAYS: Final = ("everyone", "matched", "balanced")
BOUNDS: Final = (0.05, 0.25)
_START: Final = {"everyone": "", "matched": "/matched", "balanced": "/balanced"}


def balance(context: Context) -> list[Block]:
    """The balance of the main outcome's groups; nothing where no column was to be made alike."""
    name = _main(context)
    if name is None:
        return []
    found = _rows(context, name)
    ways = [way for way in WAYS if any(way in row for _, row in found)]
    chart = _chart(context, name, found, ways)
    return [*_left_out(context, name), chart]


def _main(context: Context) -> str | None:
    """The first primary outcome that has such rows, else the first of all."""
    have = {row.text["outcome"] for row in context.analysis("balance")}
    order = sorted(context.study.outcomes.items(), key=lambda one: not one[1].primary)
    return next((name for name, _ in order if name in have), None)


def _rows(context: Context, name: str) -> list[tuple[str, dict[str, PublishedRow]]]:
    """Each column with its row by way; the start of the outcome first."""
    label = context.study.outcomes[name].label
    start = {
        way: row
        for way, tail in _START.items()
        if (row := context.rows.get(f"{name}/baseline/contrast{tail}")) is not None
    }
    found = [(plain(context.words.say("balance.start", label=label)), start)]
    columns: dict[tuple[str, str], dict[str, PublishedRow]] = {}
    for row in context.analysis("balance"):
        if row.text["outcome"] == name:
            place = (row.text["subgroup"], row.text["level"])
            columns.setdefault(place, {})[row.text["model"]] = row
    for (column, level), rows in columns.items():
        named = context.level(column, level) if level else context.breakdown(column)
        found.append((named, rows))
    return found


def _chart(
    context: Context,
    name: str,
    found: list[tuple[str, dict[str, PublishedRow]]],
    ways: list[str],
) -> Block:
    words, identity = context.words, "fig-balance"
    numbers = _table(context, name, found, ways)
    if not any(figure_of(row, "effect") for _, rows in found for row in rows.values()):
        return numbers
    named = tuple(words.text(f"balance.way.{way}") for way in ways)
    caption = words.say("balance.caption")
    drawing = love(
        identity,
        title=plain(caption),
        desc=" ".join(f"{label}: {_aloud(context, rows, ways)}." for label, rows in found),
        rows=tuple(
            LoveRow(label=label, points=tuple(figure_of(rows.get(way), "effect") for way in ways))
            for label, rows in found
        ),
        words=LoveWords(ways=named, **words.under("balance.axis")),
        bounds=BOUNDS,
    )
    return Chart(
        id=identity,
        caption=caption,
        about=words.say("balance.about"),
        wide=drawing.wide,
        narrow=drawing.narrow,
        note=words.say("balance.note"),
        numbers=numbers,
    )


def _table(
    context: Context,
    name: str,
    found: list[tuple[str, dict[str, PublishedRow]]],
    ways: list[str],
) -> Table:
    words = context.words
    columns = cells.columns(words, "balance.way", tuple(f"{way}#" for way in ways))
    rows = tuple(
        Row(
            head=prose(label),
            cells=cells.labelled(
                columns, tuple(cells.number_cell(rows.get(way), "effect") for way in ways)
            ),
        )
        for label, rows in found
    )
    return Table(
        id="table-balance",
        caption=words.say("balance.table", label=context.study.outcomes[name].label),
        corner=words.text("column.measure"),
        columns=columns,
        rows=rows,
        legend=cells.legend(words, rows),
    )


def _left_out(context: Context, name: str) -> list[Block]:
    """How many participants found a match: the answer is about them."""
    matched = context.rows.get(f"{name}/baseline/contrast/matched")
    everyone = context.rows.get(f"{name}/baseline/contrast")
    if figure_of(matched, "n_after") is None or figure_of(everyone, "n_after") is None:
        return []
    said = context.words.say(
        "balance.left_out",
        matched=number(matched, "n_after"),
        everyone=number(everyone, "n_after"),
        label=context.study.outcomes[name].label,
    )
    return [Paragraph(said=said)]


def _aloud(context: Context, rows: dict[str, PublishedRow], ways: list[str]) -> str:
    told = []
    for way in ways:
        point = figure_of(rows.get(way), "effect")
        shown = point.shown if point else "[u]"
        told.append(f"{context.words.text(f'balance.way.{way}')} {shown}")
    return ", ".join(told)
