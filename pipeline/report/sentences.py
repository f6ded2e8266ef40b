"""Sentences about results, in the grammar of the design; no number without its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.evidence.wording import TIERS, Tier
from pipeline.evidence.wordings import VERBS
from pipeline.report.context import figure_of, limits, number, span
from pipeline.report.prose import Link, Stat, Text, join, prose, unsigned
from pipeline.report.readings import direction_of, least_that_matters, reading

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.prose import Part, Prose
    from pipeline.report.readings import Reading
    from pipeline.tables.published import PublishedRow


def tier_of(row: PublishedRow | None) -> Tier:
    """The most that the design of a result supports."""
    tier = row.text["evidence"] if row is not None else "descriptive"
    return tier if tier in TIERS else "descriptive"


def rests_on(context: Context, row: PublishedRow | None) -> str:
    """What a result rests on: the evidence chip beside every finding."""
    return context.words.text(f"evidence.{tier_of(row)}")


def headline(context: Context, outcome: str) -> Prose:
    """An outcome as a finding: its label and what happened."""
    label = Text(words=context.study.outcomes[outcome].label)
    change, impact = context.change(outcome), context.impact(outcome)
    if _is_read(impact) and impact is not None:
        return _contrast_headline(context, label, change, impact)
    return _change_headline(context, label, change)


def change_sentence(context: Context, row: PublishedRow | None) -> Prose:
    """From what to what one group moved, with the interval and the number of people."""
    words = context.words
    if row is None:
        return words.say("change.absent")
    if not row.is_published:
        why = "hidden" if row.status == "suppressed" else "uncertain"
        return words.say(f"change.{why}", many=context.people)
    read = reading(context, row)
    group = words.text(f"among.{context.group_key(row.text['group'])}")
    return words.say(
        f"change.{'level' if read.direction == 'level' else 'moved'}",
        among=group,
        verb=VERBS[context.words.code][tier_of(row)].moved(read.direction),
        before=number(row, "mean_before"),
        after=number(row, "mean_after"),
        earlier=span(row.text["period_before"]),
        later=span(row.text["period_after"]),
        estimate=number(row, "estimate"),
        limits=limits(context.words, row),
        n=_people(context, row),
    )


def in_brief(context: Context, outcome: str) -> Prose:
    """Both groups and the difference in two short sentences; the change where there is no other."""
    change, impact = context.change(outcome), context.impact(outcome)
    other = context.change(outcome, "comparison")
    if not (_is_read(change) and _is_read(other) and _is_read(impact)):
        return join((change_sentence(context, change), impact_sentence(context, impact)))
    both = context.words.say(
        "brief.both", change=_from_to(context, change), other=_from_to(context, other)
    )
    return join((both, impact_sentence(context, impact)))


def impact_sentence(context: Context, row: PublishedRow | None) -> Prose:
    """How participants compare with the comparison group, with the interval."""
    if row is None or not row.is_published:
        return ()
    words = context.words
    if row.text["model"] == "did":
        return words.say(
            "impact.did", estimate=number(row, "estimate"), limits=limits(context.words, row)
        )
    key = {"difference": "after", "matched": "matched"}.get(row.text["model"], "adjusted")
    return words.say(
        f"impact.{key}",
        many=context.people,
        after=number(row, "mean_after"),
        before=number(row, "mean_before"),
        one=context.study.study.people.one,
        estimate=_bare(row, "estimate"),
        side=words.text(f"side.{_direction(row)}"),
        limits=limits(context.words, row),
    )


def surety_sentence(context: Context, row: PublishedRow | None) -> Prose:
    """How sure a result is, in words that its design can carry."""
    read = reading(context, row)
    if row is None or read.clarity in {"absent", "hidden", "uncertain"}:
        return ()
    words, tier = context.words, tier_of(row)
    if not read.is_clear:
        return words.say(f"surety.{row.text['analysis']}.{read.clarity}")
    key = f"surety.{row.text['analysis']}.{tier}"
    said = (
        words.say(key, did=VERBS[context.words.code][tier].did(read.direction))
        if words.has(key)
        else ()
    )
    wrong = words.say("surety.wrong_way") if read.is_right_way is False else ()
    small = words.say("surety.small") if read.clarity == "small" else ()
    return join((said, small, wrong))


def technical_sentence(context: Context, row: PublishedRow | None) -> Prose:
    """The same result for an evaluator: estimate, error, test, effect size, method."""
    if row is None or not row.is_published:
        return ()
    words = context.words
    said = [
        words.say(
            "technical.estimate",
            estimate=number(row, "estimate"),
            limits=limits(context.words, row),
            error=number(row, "std_error"),
        )
    ]
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


def moved_phrase(context: Context, row: PublishedRow | None) -> Prose:
    """Up or down by how much, without a sign: "down 1.5 points"."""
    read = reading(context, row)
    if not read.is_readable or row is None:
        return ()
    if read.direction == "level":
        return context.words.say("phrase.level")
    return context.words.say(f"phrase.{read.direction}", size=_bare(row, "estimate"))


def _contrast_headline(
    context: Context, label: Text, change: PublishedRow | None, impact: PublishedRow
) -> Prose:
    words = context.words
    other = context.change(impact.text["outcome"], "comparison")
    tail = _tail(context, reading(context, impact))
    if impact.text["model"] == "did" and _is_read(change) and _is_read(other):
        said = words.say(
            "headline.did",
            label=label,
            moved=moved_phrase(context, change),
            other=moved_phrase(context, other),
        )
    elif _direction(impact) == "level":
        said = words.say("headline.same", label=label)
    else:
        said = words.say(
            "headline.contrast",
            label=label,
            size=_bare(impact, "estimate"),
            side=words.text(f"side.{_direction(impact)}"),
        )
    return said + tail


def _change_headline(context: Context, label: Text, change: PublishedRow | None) -> Prose:
    read = reading(context, change)
    if not read.is_readable:
        return context.words.say(f"headline.{read.clarity}", label=label, people=context.people)
    moved = moved_phrase(context, change)
    return context.words.say("headline.change", label=label, moved=moved) + _tail(context, read)


def _tail(context: Context, read: Reading) -> Prose:
    key = f"tail.{read.clarity}"
    return prose(context.words.text(key)) if context.words.has(key) else ()


def _from_to(context: Context, row: PublishedRow | None) -> Prose:
    read = reading(context, row)
    return context.words.say(
        "brief.level" if read.direction == "level" else "brief.moved",
        verb=VERBS[context.words.code][tier_of(row)].moved(read.direction),
        before=number(row, "mean_before"),
        after=number(row, "mean_after"),
        n=number(row, "n"),
    )


def _is_read(row: PublishedRow | None) -> bool:
    return figure_of(row, "estimate") is not None


def _direction(row: PublishedRow) -> str:
    estimate = figure_of(row, "estimate")
    return "level" if estimate is None else direction_of(estimate.value)


def _bare(row: PublishedRow, column: str) -> Part:
    found = number(row, column)
    return unsigned(found) if isinstance(found, Stat) else found


def _p(context: Context, row: PublishedRow, column: str) -> Prose:
    """A p-value with its sign of equality, or without where it says "<" itself."""
    found = figure_of(row, column)
    is_below = found is not None and found.shown.startswith("<")
    key = "technical.p_below" if is_below else "technical.p"
    return context.words.say(key, p=number(row, column))


def _people(context: Context, row: PublishedRow) -> Prose:
    """One n where the same people were asked twice, both where they were not."""
    if row.text["model"] in {"paired", "mixed"} or figure_of(row, "n_before") is None:
        return prose(number(row, "n"))
    before, after = number(row, "n_before"), number(row, "n_after")
    return context.words.say("phrase.both", first=before, last=after)


def _missing(context: Context, row: PublishedRow) -> Prose:
    missing = figure_of(row, "n_missing")
    if missing is None or missing.value == 0:
        return ()
    return context.words.say("technical.missing", missing=number(row, "n_missing"))
