"""Every vendor's export that we read as it comes. A new one is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.ingest.format import Format

FORMATS: Final[tuple[Format, ...]] = ()
