"""A result for an evaluator: estimate, error, test, effect size, method, on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.context import figure_of, is_held, limits, number
from pipeline.report.prose import Link, Text, join
from pipeline.report.readings import least_that_matters

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.prose import Part, Prose
    from pipeline.tables.published import PublishedRow


def technical_sentence(context: Context, row: PublishedRow | None) -> Prose:
    """The same result for an evaluator: estimate, error, test, effect size, method."""
    if row is None or not row.is_published:
        return ()
    words = context.words
    said = [_technical_estimate(context, row)]
    if figure_of(row, "statistic") is not None and figure_of(row, "p_value") is not None:
        key = "technical.test_df" if figure_of(row, "df") is not None else "technical.test"
        names = ("statistic", "df")
        found = {name: number(row, name) for name in names}
        said.append(words.say(key, **found, p=_p(context, row, "p_value")))
    if figure_of(row, "p_adjusted") is not None:
        said.append(words.say("technical.adjusted", p=_p(context, row, "p_adjusted")))
    if figure_of(row, "effect") is not None:
        said.append(effect_phrase(context, row))
    said += [one for one in (_percentiles(context, row),) if one]
    said.append(words.say("technical.n", n=number(row, "n"), missing=_missing(context, row)))
    if figure_of(row, "n_clusters") is not None:
        said.append(words.say("technical.clusters", count=number(row, "n_clusters")))
    return (
        *join(said, "; "),
        Text(words=". "),
        *words.say("technical.method", method=method_link(context, row.text["method"])),
        *_declared(context, row),
        Text(words=" "),
        *words.say("technical.row", row=Text(words=row.id, role="name")),
    )


def effect_phrase(context: Context, row: PublishedRow | None) -> Prose:
    """The effect size by its name, with its interval."""
    if row is None or figure_of(row, "effect") is None:
        return ()
    name = f"effect_name.{row.text['effect_name']}"
    known = context.words.text(name) if context.words.has(name) else row.text["effect_name"]
    key = "with_limits" if figure_of(row, "effect_low") is not None else "alone"
    return context.words.say(
        f"effect.{key}",
        name=known,
        effect=number(row, "effect"),
        limits=limits(context.words, row, of="effect"),
    )


def method_link(context: Context, method: str, named: str = "") -> Part:
    """A method by its own name or another, leading to its card where there is one."""
    card = context.cards.get(method)
    if card is None:
        return Text(words=named or method.replace("_", " "), role="method")
    href = f"#method-{card.name}"
    opened = f"about-method-{card.name}"
    return Link(words=named or card.title, href=href, role="method", popover=opened)


def _technical_estimate(context: Context, row: PublishedRow) -> Prose:
    """The estimate with its interval and error, or with what of them is told."""
    without = {"estimate": "untold", "conf_low": "alone", "std_error": "within"}
    missing = [key for name, key in without.items() if figure_of(row, name) is None]
    key = missing[0] if missing and is_held(row) else "estimate"
    return context.words.say(
        f"technical.{key}",
        estimate=number(row, "estimate"),
        limits=limits(context.words, row),
        error=number(row, "std_error"),
    )


def _declared(context: Context, row: PublishedRow) -> Prose:
    """The smallest change that was said to matter, before anything was measured."""
    least = least_that_matters(context.outcome(row))
    if not least:
        return ()
    matters = Text(words=least, role="promise", is_whole=True)
    return (Text(words=" "), *context.words.say("technical.matters", change=matters))


def _percentiles(context: Context, row: PublishedRow) -> Prose:
    """How many percentiles the effect size is worth, for a contrast of whole groups."""
    found = context.rows.get(row.id.replace("/impact/", "/improvement/"))
    if found is None or found is row or figure_of(found, "estimate") is None:
        return ()
    name = method_link(context, found.text["method"], context.words.text(
        "technical.percentiles_name"))  # fmt: skip
    key = "percentiles" if figure_of(found, "conf_low") is None else "percentiles_within"
    return context.words.say(
        f"technical.{key}",
        name=name,
        estimate=number(found, "estimate"),
        limits=limits(context.words, found),
    )


def _p(context: Context, row: PublishedRow, column: str) -> Prose:
    """A p-value with its sign of equality, or without where it says "<" itself."""
    found = figure_of(row, column)
    is_below = found is not None and found.shown.startswith("<")
    key = "technical.p_below" if is_below else "technical.p"
    return context.words.say(key, p=number(row, column))


def _missing(context: Context, row: PublishedRow) -> Prose:
    missing = figure_of(row, "n_missing")
    if missing is None or missing.value == 0:
        return ()
    return context.words.say("technical.missing", missing=number(row, "n_missing"))
