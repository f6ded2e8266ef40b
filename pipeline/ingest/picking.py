"""Which rows of a file are taken: what `keep:` asks for, less what the vendor marks as none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest import cells, headers
from pipeline.ingest.contract import Check
from pipeline.ingest.format import LeftOut
from pipeline.ingest.row_kinds import NOT_KEPT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.ingest.layout import Layout


def kept_rows(layout: Layout, keep: Mapping[str, Sequence[str]]) -> list[LeftOut]:
    """The rules by which rows are left out, in the order in which they count.

    Args:
        layout: The file; its format may have rules of its own.
        keep: Accepted words by header, as the study file says; it comes before the format.
    """
    asked = [
        LeftOut(kind=NOT_KEPT, header=header, words=tuple(words), is_those=False)
        for header, words in keep.items()
    ]
    ruled = [rule for rule in layout.reading.left_out if rule.header not in keep]
    return asked + [rule for rule in ruled if rule.header in headers.names(layout.reading)]


def row_check(rule: LeftOut, cell: str) -> Check:
    """One such rule, over a trimmed cell."""
    words = [cells.fold(word) for word in rule.words]
    is_one = cells.one_of(cells.folded(f"coalesce({cell}, '')"), words)
    return Check(
        kind=rule.kind,
        when=is_one if rule.is_those else f"NOT {is_one}",
        found=f"coalesce({cell}, '')",
        column=rule.header,
        is_row=True,
        is_loss=False,
        facts={"accepted": " or ".join(rule.words)},
    )
