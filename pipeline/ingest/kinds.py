"""Every kind of problem that this room tells of, for `outcomes explain`."""

from __future__ import annotations

from typing import Final

from pipeline.ingest import file_kinds, link_kinds, row_kinds, vendor_kinds
from pipeline.problems import Kind

KINDS: Final[tuple[Kind, ...]] = tuple(
    kind
    for module in (file_kinds, row_kinds, vendor_kinds, link_kinds)
    for kind in vars(module).values()
    if isinstance(kind, Kind)
)
