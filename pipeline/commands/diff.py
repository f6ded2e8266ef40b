"""Which two releases are meant, and what is told of their difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline import memory as past
from pipeline.problems import Kind, Place, Problem
from pipeline.release.diff import difference
from pipeline.release.reading import MANIFEST, NO_RELEASE, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.tables.releases import Difference, FileChange, GoalChange, RowChange
    from pipeline.workspace import Workspace

WHICH_STUDY: Final = Kind(
    code="W041",
    found='found no present release of "{title}"',
    expected="expected one in reports/ to compare with",
    remedy="Name both releases: outcomes diff A B.",
    explains="Where one release is named it is compared with the present one of the same study, "
    "which is found by its title.",
)
MOST: Final = 20
"""Results of one kind that are told one by one."""
COLUMNS: Final = 3
"""Numbers of one result that are told; --json tells all."""
_FIRST: Final = ("estimate", "mean_before", "mean_after", "current", "target", "baseline", "n")
_CAUSES: Final = {
    "data": "data",
    "study-file": "study file",
    "method": "method",
    "software": "software",
    "suppression": "what is hidden",
    "date": "the day goals are judged on",
    "unknown": "not told by the manifests: the program changed without a new version",
}
_TITLES: Final = {
    "restated": "Restated",
    "withheld": "Restated; the two numbers are not set side by side, to protect privacy",
    "now-shown": "Shown now, not before",
    "now-hidden": "Not shown now",
    "other-periods": "About other periods now",
    "reason": "Not shown, for another reason than before",
    "new": "New",
    "gone": "Gone",
}


def pairs(
    workspace: Workspace, names: Sequence[str], here: Path
) -> Iterator[tuple[str, Path | None, Path]]:
    """The study, the earlier release and the present one of each comparison that is meant.

    Args:
        workspace: Where studies are.
        names: Studies, each with the release before; none for all. Or two releases, or one to
            compare with the present one.
        here: The folder that paths are typed from.

    Returns:
        An earlier release is None where none was kept.
    """
    known = workspace.studies()
    if set(names) <= set(known):
        for study in workspace.chosen(names):
            yield study, past.earlier(workspace, study), workspace.reports / study
        return
    folders = [_folder(workspace, name, here) for name in names]
    if len(folders) > 1:
        yield "", folders[0], folders[1]
        return
    study = study_of(workspace, folders[0], names[0])
    present = workspace.reports / study
    if folders[0].resolve() == present.resolve():
        yield study, past.earlier(workspace, study), present
    else:
        yield study, folders[0], present


def compared(earlier: Path, present: Path) -> Difference:
    """What changed from one folder to the other."""
    before, now = (read(one, shown=one.name) for one in (earlier, present))
    return difference(before, now)


def _folder(workspace: Workspace, name: str, here: Path) -> Path:
    """The folder of a release: named by its path, by its manifest, or by its study."""
    if name in workspace.studies():
        return workspace.reports / name
    places = (here / name, workspace.root / name)
    found = next((one for one in places if one.exists()), None)
    if found is None:
        raise Problem(NO_RELEASE, Place(file=name), reason="there is no such folder")
    return found.parent if found.name == MANIFEST else found


def study_of(workspace: Workspace, folder: Path, name: str) -> str:
    """The study whose present release has the title of a release, the folder's name first."""
    title = read(folder, shown=name).title
    studies = sorted(workspace.studies(), key=lambda study: (study != folder.name, study))
    for study in studies:
        present = workspace.reports / study
        if (present / MANIFEST).is_file() and read(present, shown=study).title == title:
            return study
    raise Problem(WHICH_STUDY, Place(file=name), title=title)


def told(found: Difference) -> str:
    """A difference in words: why first, then goals, then results."""
    head = f"{found.title}: release {found.earlier}, then {found.present}"
    if found.is_same:
        return f"{head}\nNothing changed."
    lines = [head, "", *_why(found)]
    if found.goals:
        lines += ["", "Goals", *(line for goal in found.goals for line in _goal(goal))]
    for how, title in _TITLES.items():
        of_kind = [row for row in found.rows if row.how == how]
        if of_kind:
            lines += ["", f"{title}: {_results(len(of_kind))}", *_listed(of_kind)]
    lines += ["", f"As they were: {_results(found.unchanged)}"]
    if found.outputs:
        lines.append(f"Files that differ: {', '.join(found.outputs)}")
    return "\n".join(lines)


def _results(count: int) -> str:
    return "1 result" if count == 1 else f"{count:,} results"


def _why(found: Difference) -> list[str]:
    """What is different in what the releases were made from."""
    lines = [f"  data        {_file(one)}" for one in found.files]
    if found.sections == ("all",):
        lines.append("  study file  changed (the earlier release does not say where)")
    elif found.sections == ("remarks",):
        lines.append("  study file  only remarks or spelling changed")
    elif found.sections:
        lines.append(f"  study file  changed under {', '.join(found.sections)}")
    lines += [
        f"  software    {name} {before or 'none'}, now {now or 'none'}"
        for name, before, now in found.software
    ]
    if found.as_of[0] != found.as_of[1]:
        lines.append(f"  date        goals judged on {found.as_of[0]}, now on {found.as_of[1]}")
    if found.minimum_n[0] != found.minimum_n[1]:
        before, now = found.minimum_n
        lines.append(f"  hidden      groups under {before}, now under {now}")
    return ["Why", *(lines or ["  what went in is the same; the program or its words changed"])]


def _file(one: FileChange) -> str:
    said = {
        "corrected": "corrected under the same name",
        "renamed": f"the same as {one.was} was",
    }
    return f"{one.file}: {said.get(one.how, one.how)}"


def _goal(goal: GoalChange) -> list[str]:
    title = _TITLES[goal.how].partition(";")[0].lower()
    lines = [f"  {goal.id}: {title}", f"    {goal.statement}"]
    if goal.verdicts is not None:
        before, now = (", ".join(_verdict(one)) or "none" for one in goal.verdicts)
        lines.append(f"    verdict: {before}; now {now}")
    if goal.is_promise_changed:
        lines.append("    what was promised changed: statement, outcome, population or deadline")
    if goal.moves:
        lines.append(f"    {_moved(goal)}")
    if goal.how == "withheld":
        lines.append("    the two numbers are not set side by side, to protect privacy")
    return [*lines, f"    why: {_because(goal.causes)}"]


def _verdict(both: tuple[str, str]) -> Iterator[str]:
    sure = {"clear": "clear change", "chance": "could be chance"}
    yield from (one for one in (both[0], sure.get(both[1], "")) if one)


def _listed(rows: Sequence[RowChange]) -> Iterator[str]:
    """Main results first, then breakdowns and the analyses beside them; never too many."""
    ordered = sorted(rows, key=lambda row: row.id.count("/"))
    for row in ordered[:MOST]:
        numbers = f": {_moved(row)}" if row.moves else ""
        yield f"  {row.label} ({row.where}), {row.id}{numbers}"
        if row.how not in {"new", "gone"}:
            yield f"    why: {_because(row.causes, row.files)}"
    if len(ordered) > MOST:
        yield f"  ... and {len(ordered) - MOST:,} more; --json lists them all."


def _moved(one: RowChange | GoalChange) -> str:
    named = sorted(one.moves, key=lambda m: _FIRST.index(m.column) if m.column in _FIRST else 9)
    said = "; ".join(f"{m.column} {m.before} → {m.now}" for m in named[:COLUMNS])
    more = len(named) - COLUMNS
    return f"{said}; {more} more" if more > 0 else said


def _because(causes: Sequence[str], files: Sequence[str] = ()) -> str:
    named = f" ({', '.join(files)})" if files else ""
    return ", ".join(_CAUSES[one] + (named if one == "data" else "") for one in causes)
