"""Where an interval is not what it says: as `make calibrate` found it, in docs/calibration.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from pipeline.report.context import figure_of

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedRow

Caution = Literal["few", "rare"]

FEW_PEOPLE: Final = 20
"""People of a group below which the interval of a change or difference is rough."""

RARE: Final = 10
"""People of the rarer answer below which the interval of a share's change is too wide."""

FEW_LEVEL: Final = 60
"""People below which the interval of a mean is too narrow where values are lopsided."""


def caution(context: Context, row: PublishedRow | None) -> Caution | None:
    """What to beware of in the interval of a change or a contrast; None where it is right."""
    outcome = context.outcome(row) if row is not None else None
    if row is None or outcome is None or figure_of(row, "conf_low") is None:
        return None
    sides = _sides(row)
    if any(n < FEW_PEOPLE for n, _ in sides):
        return "few"
    is_share = outcome.type != "continuous"
    if is_share and any(min(share, 1 - share) * n < RARE for n, share in sides if share >= 0):
        return "rare"
    return None


def caution_sentence(context: Context, row: PublishedRow | None) -> Prose:
    """The same in words, beside the interval."""
    found = caution(context, row)
    return () if found is None else context.words.say(f"caution.{found}")


def rough_levels(context: Context) -> tuple[str, ...]:
    """Labels of means of few people whose levels are shown with an interval."""
    found = [
        row.text["label"]
        for row in context.analysis("level")
        if _is_rough(context, row) and not row.text["subgroup"]
    ]
    return tuple(dict.fromkeys(found))


def _is_rough(context: Context, row: PublishedRow) -> bool:
    outcome, n = context.outcome(row), figure_of(row, "n")
    return (
        outcome is not None
        and outcome.type == "continuous"
        and n is not None
        and n.value < FEW_LEVEL
        and figure_of(row, "conf_low") is not None
    )


def _sides(row: PublishedRow) -> list[tuple[float, float]]:
    """People and level of either side; -1 where the level is not shown."""
    found = []
    for moment in ("before", "after"):
        n = figure_of(row, f"n_{moment}") or figure_of(row, "n")
        level = figure_of(row, f"mean_{moment}")
        if n is not None:
            found.append((n.value, level.value if level is not None else -1.0))
    return found
