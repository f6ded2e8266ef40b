"""Why two releases differ: what went in, what was promised, how it was reckoned, what is hidden.

A release does not say which of several changes moved a number, and nobody can without doing the
work again with one change at a time. So every cause that can have moved it is named, the nearest
first, and no cause that cannot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.tables.releases import FileChange

if TYPE_CHECKING:
    from pipeline.tables.releases import Cause, Release, Told

OF_RESULTS: Final = frozenset(
    {"periods", "sources", "design", "outcomes", "privacy", "costs", "frameworks", "all"}
)
"""Sections of the study file that a result can depend on."""
OF_GOALS: Final = OF_RESULTS | {"goals"}


def files_changed(earlier: Release, present: Release) -> tuple[FileChange, ...]:
    """The exports that are not as they were, by name."""
    before, now = earlier.inputs, present.inputs
    removed = {sha: name for name, sha in before.items() if name not in now}
    found = []
    for name, sha in now.items():
        if name in before:
            found += [FileChange(file=name, how="corrected")] if before[name] != sha else []
        elif sha in removed:
            found.append(FileChange(file=name, how="renamed", was=removed.pop(sha)))
        else:
            found.append(FileChange(file=name, how="added"))
    found += [FileChange(file=name, how="removed") for name in removed.values()]
    return tuple(sorted(found, key=lambda one: one.file))


def sections_changed(earlier: Release, present: Release) -> tuple[str, ...]:
    """The sections of the study file that are not as they were.

    "remarks" where all say the same in other words; "all" where one of the releases does not say
    what its sections were.
    """
    if earlier.study_file == present.study_file:
        return ()
    if not (earlier.sections and present.sections):
        return ("all",)
    names = sorted({*earlier.sections, *present.sections})
    found = tuple(n for n in names if earlier.sections.get(n) != present.sections.get(n))
    return found or ("remarks",)


def causes(
    earlier: Release,
    present: Release,
    before: Told | None,
    now: Told | None,
    *,
    is_goal: bool = False,
) -> tuple[Cause, ...]:
    """What may have moved a row or a goal, the nearest first.

    Args:
        earlier: The release before.
        present: The one now.
        before: The row as it was, if it was there.
        now: The row as it is, if it is there.
        is_goal: Whether it is a goal, which depends on the day and on what was promised.
    """
    matter = OF_GOALS if is_goal else OF_RESULTS
    moved = {
        "suppression": _is_hiding(earlier, present, before, now),
        "method": before is not None and now is not None and _is_method(before, now),
        "data": any(one.how != "renamed" for one in files_changed(earlier, present)),
        "study-file": not matter.isdisjoint(sections_changed(earlier, present)),
        "date": is_goal and earlier.as_of != present.as_of,
        "software": earlier.versions != present.versions,
    }
    found: list[Cause] = [name for name, is_so in moved.items() if is_so]  # type: ignore[misc]
    return tuple(found) or ("unknown",)


def files_behind(earlier: Release, present: Release, row: Told) -> tuple[str, ...]:
    """The exports that changed and may have moved a row: those of its source before all others."""
    changed = [one.file for one in files_changed(earlier, present) if one.how != "renamed"]
    source = row.text.get("source", "")
    read_for = {name: earlier.sources.get(name, frozenset()) for name in changed}
    own = [n for n in changed if source in read_for[n] | present.sources.get(n, frozenset())]
    return tuple(own or changed)


def _is_hiding(earlier: Release, present: Release, before: Told | None, now: Told | None) -> bool:
    if before is None or now is None:
        return False
    is_turned = before.is_shown != now.is_shown
    return (is_turned and "suppressed" in {before.text["status"], now.text["status"]}) or (
        earlier.minimum_n != present.minimum_n and before.text["status"] != now.text["status"]
    )


def _is_method(before: Told, now: Told) -> bool:
    return any(before.text.get(name, "") != now.text.get(name, "") for name in ("method", "model"))
