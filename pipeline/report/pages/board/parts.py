"""What changed, what did not work, whom we thank, how we know: in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.evidence.wordings import VERBS
from pipeline.report import promises
from pipeline.report.context import figure_of, number, span
from pipeline.report.few import of_few
from pipeline.report.page import Finding
from pipeline.report.prose import Link, Stat, Text, join, unsigned
from pipeline.report.readings import clarity_chip, goal_chips, reading
from pipeline.report.sentences import headline, moved_phrase, tier_of
from pipeline.report.shortfalls import is_anything_shown, open_outcomes, unmet_goals

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedRow

_THREE = 3
_THEMES = 2
_SUMS = ("meetings", "events", "hours")


def changed(context: Context) -> tuple[Finding, ...]:
    """Three things that changed: clear ones first, and what no goal tells already."""
    told = {goal.outcome for goal in context.study.goals}
    outcomes = context.study.outcomes
    names = [name for name in outcomes if _main(context, name) is not None]
    reads = {name: reading(context, _main(context, name)) for name in names}
    readable = [name for name in names if reads[name].is_readable]
    ranked = sorted(
        readable, key=lambda n: (not reads[n].is_clear, n in told, not outcomes[n].primary)
    )
    picked = [name for name in readable if name in ranked[:_THREE]]
    return tuple(_change(context, name) for name in picked)


def unmet(context: Context) -> tuple[Finding, ...]:
    """Goals that fell short, then outcomes that moved the wrong way or could be chance."""
    words = context.words
    goals = [
        Finding(
            title=promises.title(context, goal),
            said=words.say("board.unmet.target", target=promises.target(context, goal)),
            chips=goal_chips(words, goal)[:1],
        )
        for goal in unmet_goals(context)
    ]
    told = {goal.outcome for goal in context.study.goals}
    outcomes = [
        Finding(
            title=headline(context, name),
            said=_wrong_way(context, name),
            chips=(clarity_chip(words, reading(context, _main(context, name))),),
            tier=tier_of(_main(context, name)),
        )
        for name in open_outcomes(context)
        if name not in told
    ]
    return (*goals, *outcomes)


def _wrong_way(context: Context, name: str) -> Prose:
    read = reading(context, _main(context, name))
    is_wrong = read.is_clear and read.is_right_way is False
    return context.words.say("surety.wrong_way") if is_wrong else ()


def nothing_unmet(context: Context) -> Prose:
    """What stands there when nothing fell short, or when nothing can be told."""
    told = "nothing" if context.published.goals else "without_goals"
    why = told if is_anything_shown(context) else "unknown"
    return context.words.say(f"board.unmet.{why}")


def thanks(context: Context) -> tuple[Prose, ...]:
    """Who gave what, and what it came to."""
    said = [
        (
            Text(words=partner.name, is_strong=True, role="name"),
            Text(words=f": {partner.contributes}." if partner.contributes else ".", role="promise"),
        )
        for partner in context.study.study.partners
    ]
    sums = [_sum(context, name) for name in _SUMS]
    return (*said, *[one for one in sums if one])


def raised(context: Context) -> tuple[Prose, ...]:
    """How many people raised the first themes, in the order of publication."""
    shown = [theme for theme in context.published.themes if theme.people and theme.of]
    return tuple(
        context.words.say(
            "voices.raised",
            people=Stat(shown=theme.people.shown, source=f"{theme.id}#people"),
            of=Stat(shown=theme.of.shown, source=f"{theme.id}#of"),
            theme=Text(words=theme.label or theme.theme.replace("_", " "), role="name"),
        )
        for theme in shown[:_THEMES]
        if theme.people and theme.of
    )


def surety(context: Context) -> tuple[Prose, ...]:
    """The words of the chips, explained."""
    names = ("clear", "chance", "count") if context.published.goals else ("clear", "chance")
    return tuple(context.words.say(f"board.sure.{name}") for name in names)


def how_we_know(context: Context) -> tuple[Prose, ...]:
    """Who was counted, compared with whom, what is hidden and why, where the full report is."""
    words, kind = context.words, context.study.design.kind
    link = Link(words=words.text("board.know.link"), href="evaluation.html")
    full = (
        words.say("board.know.full", link=link)
        if context.study.reports.evaluation is not None
        else ()
    )
    caution = words.say("few.board") if of_few(context) else ()
    lines = (
        join((words.say("board.know.counted", many=context.people), _both_times(context))),
        join((words.say(f"board.know.compared.{kind}", many=context.people), caution)),
        words.say(
            "board.know.hidden",
            minimum=str(context.published.minimum_n),
            many=context.people,
        ),
        full,
    )
    return tuple(line for line in lines if line)


def _both_times(context: Context) -> Prose:
    """Why a goal and a change of the same outcome may start from different levels."""
    changes = [context.change(name) for name in context.study.outcomes]
    is_paired = any(row is not None and row.text["model"] == "paired" for row in changes)
    is_said = is_paired and bool(context.published.goals)
    return context.words.say("board.know.both") if is_said else ()


def _main(context: Context, name: str) -> PublishedRow | None:
    return context.impact(name) or context.change(name)


def _change(context: Context, name: str) -> Finding:
    words, main, impact = context.words, _main(context, name), context.impact(name)
    groups = ("", "comparison") if impact is not None else ("",)
    said = [_moved(context, context.change(name, group)) for group in groups]
    if figure_of(impact, "estimate") is not None and impact is not None:
        kind = "did" if impact.text["model"] == "did" else "adjusted"
        said += _gap(context, impact, kind=kind, change=context.change(name))
    read = reading(context, main)
    key = f"board.reads.{read.clarity}"
    said.append(words.say(key) if words.has(key) else ())
    return Finding(
        title=_title(context, name),
        said=join(said),
        chips=(clarity_chip(words, read),),
        tier=tier_of(main),
    )


def _gap(
    context: Context, impact: PublishedRow, *, kind: str, change: PublishedRow | None
) -> list[Prose]:
    """How far the changes are apart; and of whom, where the changes count more people."""
    words, gap = context.words, number(impact, "estimate")
    if kind == "did" and isinstance(gap, Stat):
        gap = unsigned(gap)
    said = [words.say(f"board.gap.{kind}", gap=gap)]
    if kind == "did" and change is not None and change.text["method"] == "mixed":
        said.append(words.say("board.gap.both", many=context.people))
    return said


def _title(context: Context, name: str) -> Prose:
    """The movement of those who took part, or the gap where chance decided who did."""
    impact = context.impact(name)
    if impact is not None and impact.text["model"] != "did":
        return headline(context, name)
    moved = moved_phrase(context, context.change(name) or _main(context, name))
    label = context.study.outcomes[name].label
    return context.words.say("headline.change", label=label, moved=moved)


def _moved(context: Context, row: PublishedRow | None) -> Prose:
    read = reading(context, row)
    if row is None or not row.is_published:
        return ()
    words = context.words
    kind = "level" if read.direction == "level" else "moved"
    if context.is_in_bands(row):
        if figure_of(row, "mean_before") is None or figure_of(row, "mean_after") is None:
            return ()
        kind = "bands"
    who = f"board.among.{context.group_key(row.text['group'])}"
    if row.text["group"] == "comparison":
        who = f"{who}.{context.study.design.kind}"
    return words.say(
        f"board.change.{kind}",
        among=words.say(who, many=context.people),
        verb=VERBS[words.code][tier_of(row)].moved(read.direction),
        before=number(row, "mean_before"),
        after=number(row, "mean_after"),
        earlier=span(row.text["period_before"]),
        later=span(row.text["period_after"]),
    )


def _sum(context: Context, name: str) -> Prose:
    rows = context.analysis("activity")
    row = next((r for r in rows if r.id.endswith(f"/{name}") and r.is_published), None)
    return context.words.say(f"board.thanks.{name}", count=number(row, "estimate")) if row else ()
