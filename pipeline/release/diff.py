"""What changed between two releases, and why.

What may be said. Each release was cleared by itself; set side by side two releases can tell what
neither does. So nothing is put beside each other from which a few people could be had:

- A row that is hidden in one and shown in the other is said to be so, without its number.
- Where a row of an analysis went from hidden to shown or back, no number of that analysis is set
  beside its earlier one: the total before, less the parts now, would be the part that was hidden.
- Where the people of a row became more or fewer by less than the smallest group that may be
  shown, its numbers are not set side by side: two means of 200 and of 201 people give the value
  of the one who came.
- New rows and rows that are gone are named; their numbers stand in their own release.

Such rows are told as withheld. Who may see both releases can open both; what is written here goes
further than either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.release.causes import causes, files_behind, files_changed, sections_changed
from pipeline.tables.releases import Difference, GoalChange, Move, RowChange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.tables.releases import How, Release, Told

    Verdicts = tuple[tuple[str, str], tuple[str, str]]

COUNTS: Final = ("n", "n_before", "n_after", "n_missing")
ENTRIES: Final = frozenset({"activity"})
"""Analyses that count entries of a log, not people."""
PERIODS: Final = ("period_before", "period_after")
PROMISE: Final = ("statement", "outcome", "population", "by")
_NAMES: Final = ("group", "subgroup", "level")


def difference(earlier: Release, present: Release) -> Difference:
    """What is different in the present release, and why it may be.

    Args:
        earlier: The release before.
        present: The one now.
    """
    rows = tuple(_rows(earlier, present))
    names = sorted({*earlier.versions, *present.versions})
    versions = ((n, earlier.versions.get(n, ""), present.versions.get(n, "")) for n in names)
    outputs = {*earlier.outputs, *present.outputs}
    return Difference(
        earlier=earlier.id,
        present=present.id,
        title=present.title,
        as_of=(earlier.as_of, present.as_of),
        minimum_n=(earlier.minimum_n, present.minimum_n),
        files=files_changed(earlier, present),
        sections=sections_changed(earlier, present),
        software=tuple(one for one in versions if one[1] != one[2]),
        rows=rows,
        goals=tuple(_goals(earlier, present, _switched(earlier, present))),
        outputs=tuple(
            sorted(n for n in outputs if earlier.outputs.get(n) != present.outputs.get(n))
        ),
        unchanged=len(earlier.rows.keys() & present.rows.keys())
        - sum(one.how not in {"new", "gone"} for one in rows),
    )


def _rows(earlier: Release, present: Release) -> Iterator[RowChange]:
    """Every result that is not as it was: in the order of the present release, then the gone."""
    switched = _switched(earlier, present)
    least = max(earlier.minimum_n, present.minimum_n)
    for row in (*present.rows.values(), *_gone(earlier, present)):
        before, now = earlier.rows.get(row.id), present.rows.get(row.id)
        how = _how(before, now)
        if how == "restated" and before is not None and now is not None:
            is_few = row.text["analysis"] not in ENTRIES and _is_few(before, now, least)
            how = "withheld" if is_few or _analysis(row) in switched else how
        if how is None:
            continue
        yield RowChange(
            id=row.id,
            label=row.text["label"],
            where=_where(row),
            how=how,
            moves=_moves(before, now) if how == "restated" else (),
            causes=causes(earlier, present, before, now),
            files=files_behind(earlier, present, row),
        )


def _gone(earlier: Release, present: Release) -> Iterator[Told]:
    return (row for name, row in earlier.rows.items() if name not in present.rows)


def _how(before: Told | None, now: Told | None) -> How | None:
    """What became of a row; None where it is as it was."""
    if before is None or now is None:
        return "new" if before is None else "gone"
    if before.is_shown != now.is_shown:
        return "now-shown" if now.is_shown else "now-hidden"
    if any(before.text.get(name) != now.text.get(name) for name in PERIODS):
        return "other-periods"
    if before.text.get("status") != now.text.get("status"):
        return "reason"
    names = ("method", "model", "evidence")
    is_other = any(before.text.get(name) != now.text.get(name) for name in names)
    return "restated" if is_other or before.shown != now.shown else None


def _is_few(before: Told, now: Told, least: int) -> bool:
    """Whether so few people came or went that two numbers together would tell of them."""
    moved = (
        abs(before.values[name] - now.values[name])
        for name in COUNTS
        if name in before.values and name in now.values
    )
    return any(0 < people < least for people in moved)


def _switched(earlier: Release, present: Release) -> frozenset[tuple[str, str]]:
    """The analyses of which a row was hidden in one release and is shown in the other."""
    return frozenset(
        _analysis(now)
        for name, now in present.rows.items()
        if name in earlier.rows and earlier.rows[name].is_shown != now.is_shown
    )


def _analysis(row: Told) -> tuple[str, str]:
    return row.text["outcome"], row.text["analysis"]


def _moves(before: Told | None, now: Told | None) -> tuple[Move, ...]:
    """Each number that is printed differently; an en dash where there is none."""
    if before is None or now is None:
        return ()
    names = dict.fromkeys((*now.shown, *before.shown))
    pairs = ((n, before.shown.get(n, "–"), now.shown.get(n, "–")) for n in names)
    return tuple(Move(column=n, before=old, now=new) for n, old, new in pairs if old != new)


def _where(row: Told) -> str:
    """Analysis, group, breakdown and periods, as the row itself names them."""
    said = [row.text["analysis"], row.text["group"]]
    if row.text["subgroup"]:
        said.append(f"{row.text['subgroup']} {row.text['level']}")
    periods = [row.text[name] for name in PERIODS if row.text[name]]
    model = row.text["model"] if row.id.endswith(f"/{row.text['model']}") else ""
    return ", ".join(one for one in (*said, " to ".join(periods), model) if one)


def _goals(
    earlier: Release, present: Release, switched: frozenset[tuple[str, str]]
) -> Iterator[GoalChange]:
    """Every goal whose promise, numbers or verdict are not as they were."""
    least = max(earlier.minimum_n, present.minimum_n)
    outcomes = {outcome for outcome, _ in switched}
    gone = (goal for name, goal in earlier.goals.items() if name not in present.goals)
    for goal in (*present.goals.values(), *gone):
        before, now = earlier.goals.get(goal.id), present.goals.get(goal.id)
        how, verdicts, is_promise = _of_goal(before, now)
        if how is None:
            continue
        if how == "restated" and before is not None and now is not None:
            is_open = goal.text["outcome"] not in outcomes and not _is_few(before, now, least)
            how = how if is_open else "withheld"
        yield GoalChange(
            id=goal.id,
            statement=goal.text["statement"],
            how=how,
            verdicts=verdicts,
            is_promise_changed=is_promise,
            moves=_moves(before, now) if how == "restated" else (),
            causes=causes(earlier, present, before, now, is_goal=True),
        )


def _of_goal(before: Told | None, now: Told | None) -> tuple[How | None, Verdicts | None, bool]:
    """What became of a goal, its verdicts where they differ, and whether its promise changed."""
    if before is None or now is None:
        return ("new" if before is None else "gone"), None, False
    both = _verdict(before), _verdict(now)
    verdicts = both if both[0] != both[1] else None
    is_promise = any(before.text.get(name) != now.text.get(name) for name in PROMISE)
    if before.is_shown != now.is_shown:
        return ("now-shown" if now.is_shown else "now-hidden"), verdicts, is_promise
    is_other = verdicts is not None or is_promise or before.shown != now.shown
    return ("restated" if is_other else None), verdicts, is_promise


def _verdict(goal: Told) -> tuple[str, str]:
    """Was the target met, and is the change more than chance."""
    sure = {"yes": "clear", "no": "chance"}
    return goal.text.get("verdict", ""), sure.get(goal.text.get("confirmed", ""), "")
