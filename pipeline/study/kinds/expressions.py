"""Problems of `measures:` expressions."""

from __future__ import annotations

from typing import Final

from pipeline.problems import Kind

EXPRESSION: Final = Kind(
    code="S070",
    found="{found}",
    expected="{expected}",
    remedy="{advice}",
    explains="An expression may use columns, numbers, words in quotes, + - * /, comparisons, "
    "and, or, not, in, between, is null, case, abs, round, least, greatest and coalesce. Nothing "
    "else passes, so that a study file can be run without trusting its author.",
)

EXPRESSIONS: Final = (EXPRESSION,)
