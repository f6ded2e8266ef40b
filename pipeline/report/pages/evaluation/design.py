"""The partnership, its design, and whether the groups were alike at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.balance import balance
from pipeline.report.blocks import Logic
from pipeline.report.context import figure_of, limits, number
from pipeline.report.page import Heading, Paragraph, Row, Section, Table
from pipeline.report.prose import Text, capital, join, plain, prose
from pipeline.report.threats import threats

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Block, Cell
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedRow

NO_CONCERN, NEEDS_ADJUSTMENT = 0.05, 0.25
"""Boundaries of the difference at the start, in standard deviations (WWC 4.x), inclusive."""


def program(context: Context) -> Section | None:
    """How the partnership is meant to work, where the study file says so."""
    words, logic = context.words, context.study.study.logic
    lists = (logic.put_in, logic.do, logic.experience, logic.so_that)
    if not any(lists):
        return None
    names = ("put_in", "do", "experience", "so_that")
    columns = tuple(
        (words.text(f"logic.{name}"), items) for name, items in zip(names, lists, strict=True)
    )
    partners = tuple(
        prose((Text(words=partner.name, is_strong=True, role="name"),
               Text(words=f": {partner.contributes}.", role="promise")))
        for partner in context.study.study.partners
        if partner.contributes
    )  # fmt: skip
    blocks: list[Block] = [Logic(label=words.text("logic.label"), columns=columns)]
    blocks += [Paragraph(said=said) for said in (join(partners),) if said]
    return Section(
        id="program",
        short=words.text("logic.short"),
        title=words.say("logic.title"),
        question=words.text("logic.question"),
        blocks=tuple(blocks),
    )


def section(context: Context) -> Section:
    """What was compared with what, and how alike the groups were."""
    words, kind = context.words, context.study.design.kind
    blocks: list[Block] = [Paragraph(said=said) for said in _how(context)]
    rows = whole_baselines(context)
    if rows:
        blocks.append(_equivalence(context, rows))
    elif context.has_comparison:
        blocks.append(Paragraph(said=words.say("design.no_baseline"), look="calm"))
    blocks += balance(context)
    blocks += threats(context)
    blocks += _alike(context)
    blocks += _by_itself(context)
    return Section(
        id="design",
        short=words.text("design.short"),
        title=_title(context, rows),
        question=words.text(f"design.question.{kind}"),
        blocks=tuple(blocks),
    )


def _alike(context: Context) -> list[Block]:
    """How alike people of one cluster are, outcome by outcome."""
    rows = [row for row in context.analysis("reliability") if row.text["method"] == "icc"]
    if not rows:
        return []
    words = context.words
    columns = cells.columns(words, "column", ("icc#", "design_effect#", "clusters#", "n#"))
    body = tuple(
        Row(
            head=prose(row.text["label"]),
            cells=cells.labelled(
                columns,
                tuple(
                    cells.number_cell(row, name)
                    for name in ("estimate", "effect", "n_clusters", "n")
                ),
            ),
        )
        for row in rows
    )
    table = Table(
        id="table-clusters",
        caption=words.say("clusters.caption"),
        about=words.say("clusters.about", people=context.people),
        corner=words.text("column.measure"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
        is_list_on_phone=True,
    )
    return [table]


def _by_itself(context: Context) -> list[Block]:
    """The ledger of regression to the mean, where participants were chosen for their start."""
    chosen, words = context.study.design.selected_on, context.words
    if chosen is None or chosen.outcome not in context.study.outcomes:
        return []
    label = context.study.outcomes[chosen.outcome].label
    expected = context.rows.get(f"{chosen.outcome}/expected/participants")
    seen = context.change(chosen.outcome, "participants")
    if expected is None or figure_of(expected, "estimate") is None:
        if expected is None or expected.status == "suppressed":
            return []
        said = words.say("ledger.unknown", outcome=label, reason=expected.reason)
        return [Paragraph(said=said, look="calm")]
    said = words.say(
        "ledger.said",
        outcome=label,
        expected=number(expected, "estimate"),
        limits=limits(context.words, expected),
        seen=number(seen, "estimate"),
    )
    columns = cells.columns(words, "column", ("before#", "after#", "change#", "n#"))
    rows = tuple(
        Row(
            head=words.say(f"ledger.{name}"),
            cells=cells.labelled(
                columns,
                (
                    cells.number_cell(row, "mean_before"),
                    cells.number_cell(row, "mean_after"),
                    cells.range_cell(context.words, row),
                    cells.number_cell(row, "n"),
                ),
            ),
        )
        for name, row in (("seen", seen), ("alone", expected))
    )
    table = Table(
        id="table-ledger",
        caption=words.say("ledger.caption", outcome=label),
        about=words.say("ledger.about"),
        corner=words.text("column.analysis"),
        columns=columns,
        rows=rows,
        legend=cells.legend(words, rows),
        is_list_on_phone=True,
    )
    return [Heading(said=words.say("ledger.title")), Paragraph(said=said), table]


def whole_baselines(context: Context) -> tuple[PublishedRow, ...]:
    """The start of the people who are analysed, whole groups, an outcome a row."""
    found = (_baseline(context, name) for name in context.study.outcomes)
    return tuple(row for row in found if row is not None)


def _baseline(context: Context, name: str) -> PublishedRow | None:
    """Of those matched where the matched lead, else of everyone with both values."""
    impact = context.impact(name)
    is_matched = impact is not None and impact.text["model"] == "matched"
    return context.rows.get(f"{name}/baseline/contrast{'/matched' if is_matched else ''}")


def _starts(context: Context, rows: tuple[PublishedRow, ...]) -> list[tuple[str, PublishedRow]]:
    """Each start by its label, and above one of matched people that of all."""
    words, told = context.words, []
    for row in rows:
        label, name = row.text["label"], row.text["outcome"]
        everyone = context.rows.get(f"{name}/baseline/contrast")
        if row.text["model"] == "matched" and everyone is not None:
            told.append((plain(words.say("design.unmatched", label=label)), everyone))
            label = plain(words.say("design.matched", label=label))
        told.append((label, row))
    return told


def equivalence(row: PublishedRow) -> str:
    """How alike the groups were: none, adjust, fails, or unknown where there is no effect size."""
    effect = figure_of(row, "effect")
    if effect is None:
        return "unknown"
    size = abs(effect.value)
    if size <= NO_CONCERN:
        return "none"
    return "adjust" if size <= NEEDS_ADJUSTMENT else "fails"


def _title(context: Context, rows: tuple[PublishedRow, ...]) -> Prose:
    words = context.words
    if not rows:
        return words.say(f"design.title.{context.study.design.kind}")
    apart = sum(equivalence(row) == "fails" for row in rows)
    return words.count("design.alike", apart, total=words.number(len(rows)))


def _how(context: Context) -> tuple[Prose, ...]:
    words, design = context.words, context.study.design
    how = "matched" if design.match is not None and design.kind != "randomized" else design.kind
    said = [words.say(f"design.how.{how}", people=context.people)]
    if design.participants and context.has_comparison:
        said.append(
            words.say(
                "design.groups",
                participants=_accepted(design.participants),
                comparison=_accepted(design.comparison) or words.text("design.everyone_else"),
            )
        )
    if design.cluster is not None:
        key = "clusters_assigned" if design.assigned_by == "cluster" else "clusters"
        cluster = context.breakdown(design.cluster).lower()
        many = context.people
        said.append(
            words.say(f"design.{key}", people=many.capitalize(), plain=many, cluster=cluster)
        )
    multiplicity = words.say("design.multiplicity")
    primary = [one.label for one in context.study.outcomes.values() if one.primary]
    named = words.say("design.primary", primary=words.listing(primary)) if primary else ()
    none = words.say("design.no_primary") if not primary else ()
    return capital(join(said)), join((named or none, multiplicity))


def _accepted(accepted: dict[str, tuple[str, ...]]) -> str:
    return "; ".join(f"{column} = {' or '.join(values)}" for column, values in accepted.items())


def _mean(row: PublishedRow, moment: str) -> Cell:
    """A mean; of matched people it can be held back, for those who were left out."""
    cell = cells.spread_cell(row, moment)
    return cells.or_hidden(cell) if row.text["model"] == "matched" else cell


def _equivalence(context: Context, rows: tuple[PublishedRow, ...]) -> Table:
    words = context.words
    columns = cells.columns(
        words,
        "column",
        ("participants#", "comparison#", "difference#", "effect#", "check", "n_both#"),
    )
    body = tuple(
        Row(
            head=prose(label),
            cells=cells.labelled(
                columns,
                (
                    _mean(row, "after"),
                    _mean(row, "before"),
                    cells.range_cell(context.words, row),
                    cells.number_cell(row, "effect"),
                    cells.words_cell(words.text(f"equivalence.{equivalence(row)}")),
                    cells.groups_cell(row),
                ),
            ),
        )
        for label, row in _starts(context, rows)
    )
    return Table(
        id="table-baseline",
        caption=words.say("design.table"),
        about=words.say("design.table_about"),
        corner=words.text("column.measure"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
        is_list_on_phone=True,
    )
