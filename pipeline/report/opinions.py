"""The answers to every question, before and after, as bars about a middle line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.report import cells
from pipeline.report.charts.likert import LikertBar, LikertRow, LikertWords, likert
from pipeline.report.context import figure_of, years
from pipeline.report.page import Cell, Chart, Row, Table
from pipeline.report.prose import Text, capital, plain, prose

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.tables.published import PublishedRow

PARTS: Final = ("unfavorable", "middle", "favorable")
_Waves = dict[str, dict[str, "PublishedRow"]]


def opinions(context: Context) -> list[Block]:
    """A chart of the answers of participants, or of everyone; nothing without ordered answers."""
    found: dict[str, _Waves] = {}
    for row in context.analysis("answers"):
        if row.text["group"] != "comparison":
            waves = found.setdefault(row.text["outcome"], {})
            waves.setdefault(row.text["period_after"], {})[row.text["model"]] = row
    if not found:
        return []
    words = context.words
    caption = capital(words.count("opinions.caption", _risen(found), of=words.number(len(found))))
    about = words.say("opinions.about")
    drawing = likert(
        "fig-answers",
        title=plain(caption),
        desc=_aloud(context, found),
        rows=tuple(_drawn(context, name, waves) for name, waves in found.items()),
        words=LikertWords(**words.under("opinions.chart")),
    )
    return [
        Chart(
            id="fig-answers",
            caption=caption,
            about=about,
            wide=drawing.wide,
            narrow=drawing.narrow,
            note=words.say("opinions.note"),
            numbers=_table(context, found),
        )
    ]


def _risen(found: dict[str, _Waves]) -> int:
    """To how many questions more gave a favourable answer in the last wave than in the first."""
    shown = 0
    for waves in found.values():
        shares = [figure_of(parts.get("favorable"), "estimate") for parts in waves.values()]
        first, last = shares[0], shares[-1]
        shown += len(shares) > 1 and bool(first and last and last.value > first.value)
    return shown


def _drawn(context: Context, name: str, waves: _Waves) -> LikertRow:
    return LikertRow(
        label=context.study.outcomes[name].label,
        bars=tuple(
            LikertBar(
                label=years(period),
                **{part: figure_of(parts.get(part), "estimate") for part in PARTS},
            )
            for period, parts in waves.items()
        ),
    )


def _aloud(context: Context, found: dict[str, _Waves]) -> str:
    said = []
    for name, waves in found.items():
        for period, parts in waves.items():
            share = figure_of(parts.get("favorable"), "estimate")
            label = f"{context.study.outcomes[name].label}, {years(period)}"
            key = "chart.aloud.level" if share else "chart.aloud.hidden"
            level = share.shown if share else ""
            said.append(plain(context.words.say(key, name=label, level=level)))
    return " ".join(said)


def _table(context: Context, found: dict[str, _Waves]) -> Table:
    words = context.words
    columns = cells.columns(
        words, "column", ("wave", "unfavorable#", "in_between#", "favorable#", "n#")
    )
    body: list[Row] = []
    for name, waves in found.items():
        label = context.study.outcomes[name].label
        for period, parts in waves.items():
            body.append(
                Row(
                    head=(Text(words=label),),
                    cells=cells.labelled(
                        columns,
                        (
                            cells.words_cell(years(period)),
                            _share(parts, "unfavorable"),
                            _share(parts, "middle"),
                            cells.range_cell(words, parts.get("favorable")),
                            cells.number_cell(parts.get("favorable"), "n"),
                        ),
                    ),
                )
            )
    return Table(
        id="table-answers",
        caption=prose(words.text("opinions.table")),
        corner=words.text("column.statement"),
        columns=columns,
        rows=tuple(body),
        legend=cells.legend(words, body),
    )


def _share(parts: dict[str, PublishedRow], part: str) -> Cell:
    return cells.number_cell(parts[part], "estimate") if part in parts else cells.not_applicable()
