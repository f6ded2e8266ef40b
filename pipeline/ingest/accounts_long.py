"""The account of files in which a row holds one value: other measures, and what pairs tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.ingest.intake import Intake
    from pipeline.ingest.measures import Measures

WHOLE: Final = ""
"""The analysis of a file as a whole."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One outcome, and the measure that it reads."""

    outcome: str
    code: int
    is_linkable: bool


def takes_everyone(intake: Intake) -> bool:
    """Nobody is in neither group: there is one group, and it is everyone."""
    design = intake.study.design
    return design.kind == "one-group" and not design.participants


def is_simple(intake: Intake, measures: Measures, name: str) -> bool:
    """One file, a row of which holds one value: what is paired needs no look at its rows."""
    files = [i for i, entry in enumerate(intake.books.entries) if entry.source == name]
    return name in measures.long and len(files) == 1 and not intake.books.gathered & set(files)


def _from_pairs(intake: Intake, asked: list[Asked]) -> dict[str, dict[str, int]]:
    """Rows by outcome and fate, where each value is one row: counted from pairs alone."""
    is_in = "true" if takes_everyone(intake) else "arm >= 0"
    has_roles = {"before", "after"} <= set(intake.periods)
    values = "((before IS NOT NULL)::INTEGER + (after IS NOT NULL)::INTEGER)"
    counted = {
        int(code): (int(both), int(one), int(out))
        for code, both, one, out in intake.session.tuples(
            f"SELECT measure, sum({values}) FILTER ({is_in} AND {values} = 2), "
            f"sum({values}) FILTER ({is_in} AND {values} = 1), "
            f"sum({values}) FILTER (NOT ({is_in})) FROM "
            f"(SELECT measure, arm, before, after FROM pairs) GROUP BY measure"
        )
        for both, one, out in [(both or 0, one or 0, out or 0)]
    }
    between = {
        int(code): (int(n_in or 0), int(n_out or 0))
        for code, n_in, n_out in intake.session.tuples(
            f"SELECT measure, count(*) FILTER ({is_in}), count(*) FILTER (NOT ({is_in})) "
            f"FROM between_periods GROUP BY measure"
        )
    }
    found = {}
    for one in asked:
        both, single, out = counted.get(one.code, (0, 0, 0))
        in_between, out_between = between.get(one.code, (0, 0))
        is_paired = one.is_linkable and has_roles
        fates = {
            "analysed": both if is_paired else both + single,
            "unpaired": single if is_paired else 0,
            "between": in_between,
            "ineligible": out + out_between,
        }
        found[one.outcome] = {fate: rows for fate, rows in fates.items() if rows}
    return found


def with_pairs(
    intake: Intake, found: dict[tuple[int, str], dict[str, int]], asked: list[Asked]
) -> dict[tuple[int, str], dict[str, int]]:
    """The rows of one file by outcome, and all together for the file as a whole."""
    files = {file for file, _ in found}
    by_outcome = _from_pairs(intake, asked)
    for file in files:
        whole: dict[str, int] = {}
        seen: set[int] = set()
        for one in asked:
            fates = by_outcome[one.outcome]
            found.setdefault((file, one.outcome), {}).update(fates)
            for fate, rows in fates.items() if one.code not in seen else ():
                whole[fate] = whole.get(fate, 0) + rows
            seen.add(one.code)
        found.setdefault((file, WHOLE), {}).update(whole)
    return found


def elsewhere(
    intake: Intake, measures: Measures, name: str, asked: list[Asked]
) -> dict[tuple[int, str], dict[str, int]]:
    """Where a row holds one measure: the rows that hold another one than an outcome reads."""
    table = measures.long.get(name)
    if table is None:
        return {}
    first = min(code for code, measure in enumerate(measures.all) if measure.source == name)
    held: dict[int, dict[int, int]] = {}
    for file, measure, rows in intake.session.tuples(
        f"SELECT file, measure, count(*) FROM {table} GROUP BY ALL"
    ):
        held.setdefault(int(file), {})[first + int(measure)] = int(rows)
    found: dict[tuple[int, str], dict[str, int]] = {}
    for file, by_code in held.items():
        counts = intake.books.entries[file].counts
        used = intake.books.entries[file].rows_read
        used -= counts["rows_set_aside"] + counts["rows_unmatched"]
        found[file, WHOLE] = {"elsewhere": used - sum(by_code.values())}
        for one in asked:
            found[file, one.outcome] = {"elsewhere": used - by_code.get(one.code, 0)}
    return found
