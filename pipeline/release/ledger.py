"""What earlier releases give away together with the present one.

A group that is hidden now may have been shown before, or the other way round; both are known to
whoever kept both. So their rows are put together, each as it is shown in any of them, and what is
hidden in all is attacked. Only releases of the same exports, counted in the same way, add up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline.attack.past import with_earlier
from pipeline.attack.work import Known, worked_out
from pipeline.release.audit import Trouble, held, rows_of
from pipeline.release.reading import MANIFEST, STUDY_FILE
from pipeline.release.results import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.release.audit import Files

SUMS: Final = frozenset({"subtraction", "share"})
"""Kinds of leaks that come of laying rows side by side."""
COUNTED_BY: Final = ("periods", "sources", "design", "outcomes")
"""Sections of the study file that decide who is counted where."""
REMEDY: Final = (
    "Raise privacy.minimum_n and run again; or take the earlier release back where it was shared, "
    "and delete it from .outcomes/kept."
)

AGAIN: Final = "Run outcomes run again: it keeps to what was given out."


def together(present: Files, earlier: Iterable[Files]) -> Iterator[Trouble]:
    """Groups that no release shows and that all of them together give away.

    Args:
        present: The release as it lies on the disk.
        earlier: Those before, as they were kept.
    """
    made, rows = held(present.get(MANIFEST)), rows_of(TABLE, present.get(TABLE))
    least = (made or {}).get("minimum_n")
    if made is None or rows is None or not isinstance(least, int):
        return
    same = [
        rows_of(TABLE, files.get(TABLE)) or []
        for files in earlier
        if (before := held(files.get(MANIFEST))) is not None and _counted(before) == _counted(made)
    ]
    known = Known(minimum_n=least)
    for leak in with_earlier(rows, same, known, list(worked_out(rows, known))):
        if leak.kind in SUMS:
            where = f"{leak.id}, column {leak.column}"
            yield Trouble(file=TABLE, where=where, said=leak.said, remedy=REMEDY, is_privacy=True)


def given_out(present: Files, earlier: Iterable[bytes]) -> Iterator[Trouble]:
    """What the present release and those that were given out before tell together.

    Args:
        present: The release as it lies on the disk.
        earlier: results.csv of each that was given out.
    """
    made, rows = held(present.get(MANIFEST)), rows_of(TABLE, present.get(TABLE))
    least = (made or {}).get("minimum_n")
    if rows is None or not isinstance(least, int):
        return
    before = [rows_of(TABLE, one) or [] for one in earlier]
    known = Known(minimum_n=least)
    for leak in with_earlier(rows, before, known, list(worked_out(rows, known))):
        where = f"{leak.id}, column {leak.column}"
        yield Trouble(file=TABLE, where=where, said=leak.said, remedy=AGAIN, is_privacy=True)


def _counted(made: dict[str, Any]) -> tuple[object, object]:
    """What a release was counted from, and how."""
    inputs, sections = made.get("inputs") or {}, made.get("sections") or {}
    exports = {name: sha for name, sha in inputs.items() if name != STUDY_FILE}
    return exports, [sections.get(name) for name in COUNTED_BY]
