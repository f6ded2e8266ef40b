"""Outcome by outcome, by domain: before and after, comparison, groups, and every analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.evidence.choice import choice
from pipeline.report import cells
from pipeline.report.cautions import caution_sentence
from pipeline.report.context import figure_of, number
from pipeline.report.drawings import dumbbell_chart
from pipeline.report.page import Heading, Paragraph, Row, Section, Table
from pipeline.report.prose import join, prose
from pipeline.report.readings import reading
from pipeline.report.sentences import (
    change_sentence,
    headline,
    impact_sentence,
    surety_sentence,
    tier_of,
)
from pipeline.report.series import series
from pipeline.report.strip import drawn_sentence, strip, unmeasured_sentence
from pipeline.report.technical import method_link, technical_sentence
from pipeline.report.threats import mixes
from pipeline.report.twins import changes_table

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.language import Language
    from pipeline.report.page import Block, Cell
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedRow

_FEWEST_DRAWN = 2


def section(context: Context) -> Section:
    """Every outcome of the study file, in its domain."""
    words = context.words
    domains = dict.fromkeys(outcome.domain for outcome in context.study.outcomes.values())
    blocks: list[Block] = []
    for domain in domains:
        blocks.append(Heading(said=prose(domain), id=f"domain-{_slug(domain)}"))
        for name, outcome in context.study.outcomes.items():
            if outcome.domain == domain:
                blocks += _outcome(context, name)
    return Section(
        id="outcomes",
        short=words.text("outcomes.short"),
        title=words.count("outcomes.title", len(context.study.outcomes)),
        question=words.text("outcomes.question"),
        blocks=tuple(blocks),
    )


def _outcome(context: Context, name: str) -> list[Block]:
    change, impact = context.change(name), context.impact(name)
    blocks: list[Block] = [Heading(said=headline(context, name), level=4, id=f"outcome-{name}")]
    blocks += [
        Paragraph(said=_plainly(context, name), tier=tier_of(impact or change)),
        *_technically(context, impact or change),
        *_cautiously(context, impact or change),
        *_chosen(context, name, change, impact),
        *_hidden(context, impact),
        *_mixed(context, name),
    ]
    rows = _groups(context, name)
    measured = [row for _, row in rows if figure_of(row, "estimate")]
    if len(rows) >= _FEWEST_DRAWN and measured:
        blocks.append(_chart(context, name, rows))
    elif rows:
        about = context.words.say("outcomes.about", label=context.study.outcomes[name].label)
        blocks.append(changes_table(context, f"table-{name}", rows, caption=about))
    blocks += series(context, name)
    for primary in (change, impact):
        if primary is not None and (primary is impact or context.beside(primary)):
            numbers = _analyses(context, name, primary)
            is_headline = primary is (impact or change)
            drawn = strip(context, name, primary, numbers) if is_headline else None
            blocks.append(drawn or numbers)
    return blocks


def _plainly(context: Context, name: str) -> Prose:
    change, impact = context.change(name), context.impact(name)
    said = [change_sentence(context, change)]
    other = context.change(name, "comparison") if impact is not None else None
    if other is not None and other.is_published:
        said.append(change_sentence(context, other))
    said += [impact_sentence(context, impact), surety_sentence(context, impact or change)]
    said.append(drawn_sentence(context, impact or change))
    return join(said)


def _technically(context: Context, row: PublishedRow | None) -> list[Block]:
    said = technical_sentence(context, row)
    if not said:
        return []
    return [Paragraph(said=said, look="small", tier=tier_of(row))]


def _mixed(context: Context, name: str) -> list[Block]:
    """How much of a change of different people is a different mix; told where there is any."""
    said = [
        context.words.say(
            "threats.mix_short",
            mix=number(row, "estimate"),
            column=context.breakdown(row.text["subgroup"]).lower(),
        )
        for row in mixes(context)
        if row.text["outcome"] == name
    ]
    return [Paragraph(said=join(said), look="small")] if said else []


def _cautiously(context: Context, row: PublishedRow | None) -> list[Block]:
    """What to beware of in the interval."""
    said = caution_sentence(context, row)
    return [Paragraph(said=said, look="calm")] if said else []


def _hidden(context: Context, impact: PublishedRow | None) -> list[Block]:
    """What something unmeasured would have to be like."""
    said = unmeasured_sentence(context, impact)
    return [Paragraph(said=said, look="small", tier=tier_of(impact))] if said else []


def _chosen(
    context: Context, name: str, change: PublishedRow | None, impact: PublishedRow | None
) -> list[Block]:
    """The rule by which the analysis was chosen."""
    said = choice(
        context.study,
        name,
        change=None if change is None else change.text,
        impact=None if impact is None else impact.text,
    )
    return [Paragraph(said=prose(said), look="small", role="method")] if said else []


def _groups(context: Context, name: str) -> list[tuple[str, PublishedRow]]:
    """The whole group, the comparison group, then each level of each breakdown."""
    change, other = context.change(name), context.change(name, "comparison")
    if change is None:
        return []
    rows = [(context.group(change.text["group"]), change)]
    if other is not None:
        rows.append((context.group("comparison"), other))
    rows += [
        (context.level(row.text["subgroup"], row.text["level"]), row)
        for row in context.within(change)
    ]
    return rows


def _chart(context: Context, name: str, rows: list[tuple[str, PublishedRow]]) -> Block:
    words = context.words
    outcome = context.study.outcomes[name]
    has_groups = any(row.text["subgroup"] for _, row in rows)
    about = words.say(
        f"outcomes.chart_about.{'groups' if has_groups else 'whole'}",
        label=outcome.label,
        unit=_unit(context, name),
    )
    caption = _caption(context, [row for _, row in rows if row.text["subgroup"]])
    return dumbbell_chart(context, f"fig-{name}", rows, caption=caption, about=about)


def _caption(context: Context, parts: list[PublishedRow]) -> Prose:
    """How many of the groups moved clearly."""
    words = context.words
    if not parts:
        return words.say("outcomes.caption.whole")
    reads = [read for row in parts if (read := reading(context, row)).is_readable]
    clear = sum(read.is_clear for read in reads)
    if not clear:
        return words.say("outcomes.caption.none")
    counted = words.number(clear)
    return words.say(
        "outcomes.caption.groups",
        clear=f"{counted[:1].upper()}{counted[1:]}",
        all=words.number(len(reads)),
    )


def _unit(context: Context, name: str) -> str:
    outcome = context.study.outcomes[name]
    if outcome.type != "continuous" or outcome.unit == "%":
        return context.words.text("outcomes.percent")
    return outcome.unit or context.words.text("outcomes.no_unit")


def _analyses(context: Context, name: str, primary: PublishedRow) -> Table:
    """The primary analysis and every other reasonable one of the same question, then groups."""
    words = context.words
    kind = primary.text["analysis"]
    is_contrast = kind == "impact"
    names = ("difference#", "n_both#") if is_contrast else ("change#", "n#")
    columns = cells.columns(words, "column", (names[0], "effect#", "p#", "p_adjusted#", names[1]))
    body = [
        Row(
            head=_analysis_name(context, row, is_primary=row.id == primary.id),
            is_total=row.id == primary.id,
            cells=cells.labelled(columns, _analysis(words, row, is_beside=row.id != primary.id)),
        )
        for row in (primary, *context.beside(primary))
    ]
    parts = [
        Row(
            head=prose(context.level(row.text["subgroup"], row.text["level"])),
            cells=cells.labelled(columns, _analysis(words, row)),
        )
        for row in (context.within(primary) if is_contrast else ())
    ]
    if parts:
        body.append(Row(head=words.say("outcomes.by_group"), cells=(), is_group=True))
    return Table(
        id=f"table-{kind}-{name}",
        caption=words.say(f"outcomes.analyses.{kind}", label=context.study.outcomes[name].label),
        about=words.say("outcomes.analyses_about"),
        corner=words.text("column.analysis"),
        columns=columns,
        rows=(*body, *parts),
        legend=cells.legend(words, (*body, *parts)),
        is_list_on_phone=True,
    )


def _analysis_name(context: Context, row: PublishedRow, *, is_primary: bool) -> Prose:
    """The analysis by its name, leading to the card of its method."""
    words = context.words
    key = f"model.{row.text['model']}"
    named = words.text(key) if words.has(key) else row.text["model"].replace("_", " ")
    link = method_link(context, row.text["method"], named)
    return words.say("outcomes.primary", model=link) if is_primary else prose(link)


def _analysis(words: Language, row: PublishedRow, *, is_beside: bool = False) -> tuple[Cell, ...]:
    """One analysis; only the primary one is counted in the family of its domain."""
    adjusted = cells.number_cell(row, "p_adjusted")
    if is_beside and adjusted.is_code and row.is_published:
        adjusted = cells.not_applicable()
    return (
        cells.range_cell(words, row),
        cells.range_cell(words, row, column="effect", of="effect"),
        cells.number_cell(row, "p_value"),
        adjusted,
        cells.groups_cell(row) if row.text["analysis"] == "impact" else cells.people_cell(row),
    )


def _slug(domain: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in domain.lower())
