"""Whom the programme reached, and how change goes with how much people had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.report import cells
from pipeline.report.charts.dumbbell import DumbbellRow, DumbbellWords, dumbbell
from pipeline.report.context import figure_of, limits, number
from pipeline.report.page import Chart, Heading, Paragraph, Row, Table
from pipeline.report.prose import Text, capital, plain, prose
from pipeline.study.schema import Activities

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.report.prose import Prose
    from pipeline.study.schema_sources import Dose
    from pipeline.tables.published import PublishedRow


UNDER: Final = 0.8
"""From four fifths of its share on a group counts as reached."""


def represented(context: Context) -> list[Block]:
    """Those whom the log names beside those who are enrolled, by each breakdown."""
    words = context.words
    found = context.analysis("reach")
    whole = next((row for row in found if not row.text["subgroup"]), None)
    wanted = context.study.design.subgroups
    parts = [row for row in found if row.text["subgroup"] in wanted]
    if whole is None or figure_of(whole, "estimate") is None:
        return []
    said = words.say(
        "reach.said", n=number(whole, "n"), of=number(whole, "n_before"),
        share=number(whole, "estimate"), people=context.people,
    )  # fmt: skip
    blocks: list[Block] = [
        Heading(said=words.say("reach.title"), id="reached"),
        Paragraph(said=said),
    ]
    if parts:
        blocks.append(_chart(context, parts))
    return blocks


def _chart(context: Context, parts: list[PublishedRow]) -> Chart:
    """Each group's share of those enrolled beside its share of those reached."""
    words = context.words
    told = [index for row in parts if (index := figure_of(row, "statistic")) is not None]
    under = sum(index.value < UNDER for index in told)
    caption = capital(words.count("reach.caption", under, of=words.number(len(told))))
    rows = tuple(_group(context, row) for row in parts)
    drawing = dumbbell(
        "fig-reached",
        title=plain(caption),
        desc=" ".join(_aloud(context, row) for row in rows),
        rows=rows,
        words=DumbbellWords(**words.under("reach.chart"), target=""),
        target=None,
    )
    return Chart(
        id="fig-reached",
        caption=caption,
        about=words.say("reach.about"),
        wide=drawing.wide,
        narrow=drawing.narrow,
        numbers=_table(context, parts),
    )


def _group(context: Context, row: PublishedRow) -> DumbbellRow:
    index = figure_of(row, "statistic")
    return DumbbellRow(
        label=context.level(row.text["subgroup"], row.text["level"]),
        before=figure_of(row, "mean_before"),
        after=figure_of(row, "mean_after"),
        change="[c]" if index is None else index.shown,
        is_total=False,
    )


def _aloud(context: Context, row: DumbbellRow) -> str:
    if row.before is None or row.after is None:
        return plain(context.words.say("chart.aloud.hidden", name=row.label))
    return plain(
        context.words.say(
            "reach.aloud", name=row.label, enrolled=row.before.shown, reached=row.after.shown
        )
    )


def _table(context: Context, parts: list[PublishedRow]) -> Table:
    words = context.words
    columns = cells.columns(words, "column", ("enrolled#", "reached#", "index#", "n#"))
    names = ("mean_before", "mean_after", "statistic", "n")
    body = tuple(
        Row(
            head=prose(context.level(row.text["subgroup"], row.text["level"])),
            cells=cells.labelled(
                columns, tuple(cells.or_hidden(cells.number_cell(row, name)) for name in names)
            ),
        )
        for row in parts
    )
    return Table(
        id="table-reached",
        caption=words.say("reach.table"),
        corner=words.text("column.group"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
    )


def doses(context: Context) -> list[Block]:
    """Changes by how much people had; said to be an association and no more."""
    words, dose = context.words, _dose(context)
    found = context.analysis("dose")
    if dose is None or not found:
        return []
    names = [name for name in context.study.outcomes if any(r.text["outcome"] == name
                                                            for r in found)]  # fmt: skip
    columns = cells.columns(words, "column", ("n#", "before#", "after#", "change#"))
    rows: list[Row] = []
    for name in names:
        mine = [row for row in found if row.text["outcome"] == name]
        rows.append(Row(head=_outcome(context, name, mine, dose), cells=(), is_group=True))
        rows += [
            Row(
                head=words.say(
                    f"dose.{dose.per}", much=Text(words=row.text["level"], is_whole=True)
                ),
                cells=cells.labelled(
                    columns,
                    (
                        cells.number_cell(row, "n"),
                        cells.number_cell(row, "mean_before"),
                        cells.number_cell(row, "mean_after"),
                        cells.range_cell(context.words, row),
                    ),
                ),
            )
            for row in mine
            if row.text["subgroup"]
        ]
    body = tuple(rows)
    return [
        Heading(said=words.say("dose.title"), id="dose"),
        Paragraph(said=words.say("dose.caution", people=context.people)),
        Table(
            id="table-dose",
            caption=words.say("dose.table"),
            about=words.say("dose.about"),
            corner=words.text("column.outcome"),
            columns=columns,
            rows=body,
            legend=cells.legend(words, body),
        ),
    ]


def _outcome(context: Context, name: str, mine: list[PublishedRow], dose: Dose) -> Prose:
    """The outcome with its slope."""
    label = context.study.outcomes[name].label
    slope = next((row for row in mine if row.id.endswith("/slope")), None)
    if figure_of(slope, "estimate") is None:
        return prose(label)
    low, high = limits(context.words, slope)[0], limits(context.words, slope)[-1]
    return context.words.say(
        f"dose.slope.{dose.per}", label=label, slope=number(slope, "estimate"), low=low, high=high
    )


def _dose(context: Context) -> Dose | None:
    sources = context.study.sources.values()
    return next((one.dose for one in sources if isinstance(one, Activities) and one.dose), None)
