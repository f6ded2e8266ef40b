"""Numbers and words side by side: each outcome with what people said that fits or questions it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.context import figure_of, limits, number
from pipeline.report.page import Paragraph, Row, Table
from pipeline.report.prose import Stat, Text, join, prose
from pipeline.report.sentences import headline

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedQuote, PublishedTheme

_STANCES = ("fits", "questions")


def joint_display(context: Context) -> list[Block]:
    """A row an outcome that words speak to; nothing where none do."""
    words = context.words
    names = [name for name in context.study.outcomes if _speaks(context, name)]
    if not names:
        return []
    columns = cells.columns(words, "column", ("fits", "questions"))
    body = tuple(
        Row(
            head=headline(context, name),
            cells=cells.labelled(
                columns,
                tuple(cells.words_cell(_said(context, name, stance)) for stance in _STANCES),
            ),
        )
        for name in names
    )
    return [
        Table(
            id="table-joint",
            caption=words.say("voices.joint"),
            about=words.say("voices.joint_about"),
            corner=words.text("column.measured"),
            columns=columns,
            rows=body,
            is_list_on_phone=True,
        )
    ]


def _speaks(context: Context, name: str) -> bool:
    is_told = any(_about(context, theme.about) == name for theme in context.published.themes)
    return is_told or any(
        quote.stance and _about(context, quote.goal) == name for quote in context.published.quotes
    )


def _about(context: Context, about: str) -> str:
    """The outcome that a theme or a quote speaks to, by its own name or that of a goal."""
    if about in context.study.outcomes:
        return about
    return next((g.outcome or "" for g in context.study.goals if g.id == about), "")


def _said(context: Context, name: str, stance: str) -> Prose:
    words = context.words
    themes = [
        _theme(context, theme)
        for theme in context.published.themes
        if _about(context, theme.about) == name and (theme.stance or "fits") == stance
    ]
    quotes = [
        _quote(quote)
        for quote in context.published.quotes
        if quote.stance == stance
        and quote.scope == "public"
        and _about(context, quote.goal) == name
    ]
    found = [*themes, *quotes[:1]]
    if not found:
        return words.say("voices.no_counter" if stance == "questions" else "voices.nothing_fits")
    return join(found)


def _theme(context: Context, theme: PublishedTheme) -> Prose:
    """The theme, how many raised it, and one of the things that were said."""
    words = context.words
    label = Text(words=theme.label or theme.theme.replace("_", " ").capitalize(), role="name")
    if theme.people is None or theme.of is None:
        return words.say("voices.few", theme=label)
    told = words.say(
        "voices.fits",
        theme=label,
        people=Stat(shown=theme.people.shown, source=f"{theme.id}#people"),
        of=Stat(shown=theme.of.shown, source=f"{theme.id}#of"),
    )
    return join((told, _quoted(theme.said))) if theme.said else told


def _quote(quote: PublishedQuote) -> Prose:
    return _quoted(quote.text)


def _quoted(text: str) -> Prose:
    return (Text(words=text, role="quote"),)


def coders(context: Context) -> list[Block]:
    """How far coders agree, and when the last new theme came up."""
    words = context.words
    said = [
        _agreed(context, row.text["outcome"])
        for row in context.analysis("reliability")
        if row.text["method"] == "cohens_kappa"
    ]
    for one in context.published.counts:
        if one.id.startswith("voices/") and one.what == "last_new" and one.figure is not None:
            told = {
                what: _count(context, f"voices/{one.source}/{what}")
                for what in ("conversations", "themes", "last_new", "after_last")
            }
            said.append(words.say("voices.saturated", **told))
    return [Paragraph(said=one, look="small") for one in said if one]


def _agreed(context: Context, source: str) -> Prose:
    words = context.words
    kappa = context.rows.get(f"{source}/reliability/all/cohens_kappa")
    alpha = context.rows.get(f"{source}/reliability/all/krippendorff_alpha")
    if figure_of(kappa, "estimate") is None:
        if figure_of(alpha, "estimate") is None:
            return words.say("voices.alone")
        return words.say(
            "voices.agreed_alpha", n=number(alpha, "n"), alpha=number(alpha, "estimate")
        )
    ends = limits(context.words, kappa)
    return words.say(
        "voices.agreed", n=number(kappa, "n"), kappa=number(kappa, "estimate"), low=ends[0],
        high=ends[-1], alpha=number(alpha, "estimate"), observed=number(kappa, "effect"),
    )  # fmt: skip


def selection(context: Context) -> list[Block]:
    """How many testimonials came, may be used and are shown."""
    sources = [one.source for one in context.published.counts
               if one.id.startswith("voices/") and one.what == "received"]  # fmt: skip
    return [
        Paragraph(
            said=context.words.say(
                "voices.chosen",
                **{
                    what: _count(context, f"voices/{source}/{what}")
                    for what in ("received", "cleared", "printed")
                },
            ),
            look="small",
        )
        for source in sources
    ]


def _count(context: Context, identity: str) -> Prose:
    found = context.counts.get(identity)
    if found is None or found.figure is None:
        return prose("[c]")
    return (Stat(shown=found.figure.shown, source=f"{identity}#count"),)
