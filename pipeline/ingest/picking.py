"""Which rows of a file are taken: what `keep:` asks for, less what the vendor marks as none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest import cells, headers
from pipeline.ingest.contract import Aside
from pipeline.ingest.format import LeftOut
from pipeline.ingest.layout import header_of
from pipeline.ingest.row_kinds import NOT_KEPT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.engine.session import Session
    from pipeline.ingest.layout import Layout
    from pipeline.problems import Collector


def rules(
    layout: Layout, keep: Mapping[str, Sequence[str]], problems: Collector
) -> list[LeftOut] | None:
    """The rules by which rows are left out, in the order in which they count.

    Args:
        layout: The file; its format may have rules of its own.
        keep: Accepted words by header, as the study file says; it comes before the format.
        problems: Where a missing column is told of; then there are no rules but None.
    """
    found = {name: header_of(layout, (name,), problems) for name in keep}
    if None in found.values():
        return None
    asked = [
        LeftOut(kind=NOT_KEPT, header=found[name] or "", words=tuple(words), is_those=False)
        for name, words in keep.items()
    ]
    kept = {rule.header for rule in asked}
    ruled = [rule for rule in layout.reading.left_out if rule.header not in kept]
    return asked + [rule for rule in ruled if rule.header in headers.names(layout.reading)]


def cells_of(layout: Layout, rules: Sequence[LeftOut]) -> dict[str, str]:
    """The cells that the rules look at: `pick<i>` to SQL."""
    return {f"pick{i}": layout.cell(rule.header) for i, rule in enumerate(rules)}


def kept(rules: Sequence[LeftOut]) -> str:
    """SQL of whether no rule leaves a row out, over those cells."""
    out = [_is_left_out(rule, f"pick{i}") for i, rule in enumerate(rules)]
    return f"NOT ({' OR '.join(out)})"


def left_out(session: Session, rules: Sequence[LeftOut], table: str) -> list[Aside]:
    """The rows that the rules leave out, each under the first that does."""
    found: list[Aside] = []
    earlier = "false"
    for i, rule in enumerate(rules):
        is_out = _is_left_out(rule, f"pick{i}")
        said = rule.reason or " or ".join(rule.words)
        found += [
            Aside(int(row), rule.kind, str(cell), rule.header, said, rule.reason)
            for row, cell in session.tuples(
                f"SELECT row, coalesce(trim(pick{i}), '') FROM {table} "
                f"WHERE {is_out} AND NOT ({earlier}) ORDER BY row"
            )
        ]
        earlier = f"{earlier} OR {is_out}"
    return found


def _is_left_out(rule: LeftOut, cell: str) -> str:
    """SQL of whether a rule leaves a row out, over its cell."""
    words = [cells.fold(word) for word in rule.words]
    is_one = cells.one_of(cells.folded(f"coalesce({cell}, '')"), words)
    return is_one if rule.is_those else f"NOT {is_one}"
