"""From file to analysis: the fate of every row that was read, file by file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.report import cells
from pipeline.report.page import Cell, Row, Table
from pipeline.report.prose import Stat, Text, join, prose

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.language import Language
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedCount

FATES: Final = (
    "set-aside",
    "unmatched",
    "ineligible",
    "elsewhere",
    "missing",
    "withheld",
    "outside",
    "unread",
    "unpaired",
    "between",
    "analysed",
)
_ALWAYS: Final = frozenset({"set-aside", "analysed"})
_Line = tuple[str, str, str, str]


def reconciliation(context: Context) -> Table | None:
    """Rows read, and where each went: a line for the file, then one for each outcome.

    Columns in which no file has a row are left out; the rows of a line add up to the rows read.
    """
    words = context.words
    lines: dict[_Line, dict[str, PublishedCount]] = {}
    for one in context.published.counts:
        if one.id.startswith("rows/") and one.file:
            key = (one.source, one.file, one.period, one.analysis)
            lines.setdefault(key, {})[one.what] = one
    if not lines:
        return None
    shown = [fate for fate in FATES if fate in _ALWAYS or _is_met(lines, fate)]
    columns = cells.columns(words, "column", ("rows_read#", *(f"rows.{f}#" for f in shown)))
    rows = tuple(
        Row(
            head=_head(context, key),
            cells=cells.labelled(
                columns, (_read(context, key), *(_cell(fates.get(fate)) for fate in shown))
            ),
        )
        for key, fates in lines.items()
    )
    return Table(
        id="table-reconciliation",
        caption=words.say("appendix.reconciliation"),
        about=words.say("appendix.reconciliation_about"),
        corner=words.text("column.file"),
        columns=columns,
        rows=rows,
        legend=cells.legend(words, rows),
    )


def reasons(context: Context, source: str) -> tuple[Prose, ...]:
    """Why rows of a source were set aside, each reason with its count."""
    return tuple(
        context.words.say(
            "people.out.reason", count=_shown(one), reason=_reason(one.reason, context.words)
        )
        for one in context.published.counts
        if one.what == "reason" and one.source == source
    )


def _reason(said: str, words: Language) -> Text:
    return Text(words=said or words.text("people.out.other"), role="name")


def _is_met(lines: dict[_Line, dict[str, PublishedCount]], fate: str) -> bool:
    found = [fates[fate].figure for fates in lines.values() if fate in fates]
    return any(figure is None or figure.value for figure in found)


def _head(context: Context, key: _Line) -> Prose:
    source, file, period, analysis = key
    if analysis:
        outcome = context.study.outcomes[analysis]
        return context.words.say("appendix.for_outcome", outcome=outcome.label)
    named = prose(Text(words=file, role="name"))
    more = [one for one in (source, period) if one]
    return join((named, prose(Text(words=f"({', '.join(more)})", role="name"))))


def _read(context: Context, key: _Line) -> Cell:
    source, file, _, _ = key
    return _cell(context.counts.get(f"data/{source}/{file}/rows_read"))


def _cell(found: PublishedCount | None) -> Cell:
    shown = Text(words="[z]") if found is None else _shown(found)
    return Cell(said=(shown,), is_number=True, is_code=isinstance(shown, Text))


def _shown(one: PublishedCount) -> Stat | Text:
    if one.figure is None:
        return Text(words="[c]")
    return Stat(shown=one.figure.shown, source=f"{one.id}#count")
