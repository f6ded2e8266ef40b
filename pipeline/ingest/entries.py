"""The account of one file: how it was read, and what became of its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.ingest.decode import title

if TYPE_CHECKING:
    from pipeline.ingest.layout import Layout


@dataclass(slots=True, kw_only=True)
class Entry:
    """One file of one source, and what became of its rows.

    Attributes:
        source: Source in the study file.
        layout: How the file was read.
        period: Period of the wave, or empty.
        rows_read: Rows below the header that hold anything.
        key: Header of the ID column.
        pair: The header and the column of the roster that it matched, where not its own.
        tried: Every pair that was compared, with its rate.
        normalised: How IDs were made comparable.
        tolerate: Share of the rows that may be lost.
        floor: Share of the rows with an ID that must be in the roster.
        is_strict: Rows that are not in the roster are not used.
        counts: What became of the rows, once the account is closed.
    """

    source: str
    layout: Layout
    period: str = ""
    rows_read: int = 0
    key: str = ""
    pair: str = ""
    tried: list[str] = field(default_factory=list)
    normalised: str = ""
    tolerate: float = 0.05
    floor: float = 0.90
    is_strict: bool = True
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def shown_key(self) -> str:
        """What rows were matched by, as people are told."""
        return self.pair or self.key


def file_record(entry: Entry) -> dict[str, object]:
    """The account as a record of the table of files."""
    counts = entry.counts or dict.fromkeys(
        ("rows_set_aside", "cells_set_aside", "rows_unmatched"), 0
    )
    used = entry.rows_read - counts["rows_set_aside"] - counts["rows_unmatched"]
    layout = entry.layout
    return {
        "source": entry.source,
        "file": layout.file.name,
        "beside": "; ".join(layout.beside),
        "format": layout.format,
        "encoding": title(layout.encoding),
        "delimiter": {"\t": "tab"}.get(layout.delimiter, layout.delimiter),
        "period": entry.period,
        "rows_read": entry.rows_read,
        "rows_set_aside": counts["rows_set_aside"],
        "cells_set_aside": counts["cells_set_aside"],
        "rows_unmatched": counts["rows_unmatched"],
        "rows_used": used,
        "key": entry.shown_key,
        "tried": "; ".join(entry.tried),
        "normalised": entry.normalised,
    }
