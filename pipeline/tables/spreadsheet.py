"""Text that a spreadsheet opens as text."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

FORMULA_STARTS: Final = frozenset("=+-@")
FORMULA_BLANKS: Final = frozenset("\t\r\n")
_WITHIN: Final = re.compile(r"([;|\t\r\n])(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Where a cell would begin for a spreadsheet that takes another sign than the comma for its own."""


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula, whatever it takes for the end of a cell.

    >>> safe("=1+1"), safe(" @cmd"), safe("Grade 9"), safe("late;=1+1")
    ("'=1+1", "' @cmd", 'Grade 9', "late;'=1+1")
    """
    text = _WITHIN.sub(r"\1'", text)
    bare = unicodedata.normalize("NFKC", text)
    start = next((k for k, one in enumerate(bare) if not _is_blank(one)), len(bare))
    is_formula = bare[start : start + 1] in FORMULA_STARTS
    return f"'{text}" if is_formula or FORMULA_BLANKS.intersection(bare[:start]) else text


def _is_blank(character: str) -> bool:
    """Whether a spreadsheet may skip it: spaces, controls, marks without width."""
    return unicodedata.category(character)[0] in "ZC"
