"""Sentences about results, in the grammar of the design; no number without its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.evidence.wording import TIERS, Tier
from pipeline.evidence.wordings import VERBS
from pipeline.report.context import figure_of, is_held, limits, number, span
from pipeline.report.prose import Stat, Text, join, prose, unsigned
from pipeline.report.readings import direction_of, reading

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
    group = words.text(f"among.{context.group_key(row.text['group'])}")
    if context.is_in_bands(row):
        return _between_bands(context, row, group)
    read = reading(context, row)
    kind = "level" if read.direction == "level" else "moved"
    is_alone = is_held(row) and figure_of(row, "conf_low") is None
    return words.say(
        f"change.alone.{kind}" if is_alone else f"change.{kind}",
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


def _between_bands(context: Context, row: PublishedRow, group: str) -> Prose:
    """In which band one group was and in which it is, and how far their middles are apart."""
    words = context.words
    if figure_of(row, "estimate") is None:
        return words.say("change.held")
    is_told = figure_of(row, "conf_low") is not None
    return words.say(
        "change.bands",
        among=group,
        before=number(row, "mean_before"),
        after=number(row, "mean_after"),
        earlier=span(row.text["period_before"]),
        later=span(row.text["period_after"]),
        estimate=number(row, "estimate"),
        within=words.say("change.within", limits=limits(words, row)) if is_told else (),
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
    if figure_of(row, "conf_low") is None and is_held(row):
        return _impact_alone(context, row)
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


def _impact_alone(context: Context, row: PublishedRow) -> Prose:
    """The same where the interval is not told."""
    key = f"impact.{'bands' if context.is_in_bands(row) else 'alone'}"
    words, ends = context.words, {name: number(row, f"mean_{name}") for name in ("before", "after")}
    if figure_of(row, "estimate") is None:
        is_told = figure_of(row, "mean_after") is not None
        return words.say(f"{key}.ends", **ends) if is_told else ()
    if row.text["model"] == "did":
        return words.say(f"{key}.did", estimate=number(row, "estimate"))
    return words.say(
        f"{key}.after", **ends, estimate=_bare(row, "estimate"),
        side=words.text(f"side.{_direction(row)}"),
    )  # fmt: skip


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
    if row is not None and context.is_in_bands(row):
        names = {"before": "mean_before", "after": "mean_after", "n": "n"}
        return context.words.say("brief.bands", **{k: number(row, v) for k, v in names.items()})
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


def _people(context: Context, row: PublishedRow) -> Prose:
    """One n where the same people were asked twice, both where they were not."""
    if row.text["model"] in {"paired", "mixed"} or figure_of(row, "n_before") is None:
        return prose(number(row, "n"))
    before, after = number(row, "n_before"), number(row, "n_after")
    return context.words.say("phrase.both", first=before, last=after)
