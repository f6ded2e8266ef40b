"""Text that a spreadsheet opens as text."""

from __future__ import annotations

import unicodedata
from typing import Final

FORMULA_STARTS: Final = frozenset("=+-@")
FORMULA_BLANKS: Final = frozenset("\t\r\n")


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    >>> safe("=1+1"), safe(" @cmd"), safe("Grade 9")
    ("'=1+1", "' @cmd", 'Grade 9')
    """
    bare = unicodedata.normalize("NFKC", text)
    start = next((k for k, one in enumerate(bare) if not _is_blank(one)), len(bare))
    is_formula = bare[start : start + 1] in FORMULA_STARTS
    return f"'{text}" if is_formula or FORMULA_BLANKS.intersection(bare[:start]) else text


def _is_blank(character: str) -> bool:
    """Whether a spreadsheet may skip it: spaces, controls, marks without width."""
    return unicodedata.category(character)[0] in "ZC"
