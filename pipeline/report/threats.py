"""What else could explain a change where there is nobody to compare with: a table, filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.context import figure_of, number
from pipeline.report.page import Row, Table
from pipeline.report.prose import join, prose
from pipeline.study.schema import Survey

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedRow

_LOST = 0.10


def threats(context: Context) -> list[Table]:
    """Seven rival explanations of a change in one group, and what this study knows of each."""
    if context.has_comparison:
        return []
    words = context.words
    told = (
        ("history", words.say("threats.history")),
        ("maturation", words.say("threats.maturation")),
        ("testing", _testing(context)),
        ("instrumentation", _instrumentation(context)),
        ("regression", _regression(context)),
        ("attrition", _attrition(context)),
        ("composition", composition(context)),
    )
    columns = cells.columns(words, "threats.column", ("means", "here"))
    rows = tuple(
        Row(
            head=words.say(f"threats.name.{name}"),
            cells=cells.labelled(
                columns,
                (cells.words_cell(words.say(f"threats.means.{name}")), cells.words_cell(said)),
            ),
        )
        for name, said in told
    )
    return [
        Table(
            id="table-threats",
            caption=words.say("threats.caption"),
            about=words.say("threats.about"),
            corner=words.text("threats.column.name"),
            columns=columns,
            rows=rows,
            is_list_on_phone=True,
        )
    ]


def composition(context: Context) -> Prose:
    """How much of each change is a different mix of people, where people are not the same."""
    said = [
        context.words.say(
            "threats.mix",
            label=row.text["label"],
            mix=number(row, "estimate"),
            change=number(context.rows.get(f"{row.text['outcome']}/change/{row.text['group']}"),
                          "estimate"),
            column=context.breakdown(row.text["subgroup"]).lower(),
        )
        for row in mixes(context)
    ]  # fmt: skip
    if said:
        return join(said)
    changes = [row for row in map(context.change, context.study.outcomes) if row is not None]
    same = all(row.text["model"] in {"paired", "mixed"} for row in changes)
    return context.words.say(f"threats.composition.{'same' if same else 'unknown'}")


def mixes(context: Context) -> list[PublishedRow]:
    """The split of every change of different people; participants where there are any."""
    found = []
    for name in context.study.outcomes:
        change = context.change(name)
        group = change.text["group"] if change is not None else ""
        found += [
            row
            for row in context.analysis("mix")
            if row.text["outcome"] == name
            and row.text["group"] == group
            and figure_of(row, "estimate") is not None
        ]
    return found


def _testing(context: Context) -> Prose:
    count = sum(
        isinstance(context.study.sources.get(o.measure.split(".", 1)[0]), Survey)
        for o in context.study.outcomes.values()
    )
    return context.words.count("threats.testing", count)


def _instrumentation(context: Context) -> Prose:
    return context.words.say("threats.instrumentation")


def _regression(context: Context) -> Prose:
    chosen = context.study.design.selected_on
    if chosen is None:
        return context.words.say("threats.regression.unsaid")
    row = context.rows.get(f"{chosen.outcome}/expected/participants")
    if figure_of(row, "estimate") is None:
        return context.words.say("threats.regression.unknown")
    return context.words.say("threats.regression.known", expected=number(row, "estimate"))


def _attrition(context: Context) -> Prose:
    said = []
    for row in map(context.change, context.study.outcomes):
        n, missing = figure_of(row, "n"), figure_of(row, "n_missing")
        if row is None or n is None or missing is None:
            continue
        if missing.value > _LOST * (n.value + missing.value):
            said.append(
                context.words.say(
                    "threats.lost", label=row.text["label"], missing=number(row, "n_missing"),
                    n=number(row, "n"),
                )
            )  # fmt: skip
    return join(said) or prose(context.words.text("threats.few_lost"))
