"""Cells that hold several choices, as SQL: which of them was picked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.engine.session import quoted
from pipeline.ingest import cells

if TYPE_CHECKING:
    from collections.abc import Sequence

_BETWEEN = r"\s*[;,\n]\s*"


def picked(sql: str, choice: str) -> str:
    """SQL of "1" where a cell of joined choices holds one of them, "0" where it holds others.

    Null where nothing was picked at all, for then nobody knows whether the question was seen.

    Args:
        sql: The cell; choices are joined by semicolons, commas or line ends.
        choice: The choice, compared without regard to case and spaces; it may hold a comma.
    """
    # RE2 has no look-around, so that the marks on both sides are put there first.
    whole = re.escape(cells.fold(choice))
    pattern = f"(^|{_BETWEEN}){whole}($|{_BETWEEN})"
    trimmed = cells.trimmed(sql)
    is_in = f"regexp_matches({cells.folded(sql)}, {quoted(pattern)})"
    return f"CASE WHEN {trimmed} IS NULL THEN NULL WHEN {is_in} THEN '1' ELSE '0' END"


def ticked(own: str, siblings: Sequence[str]) -> str:
    """The same where each choice has a column of its own, which is empty where it was not picked.

    Args:
        own: SQL of the column of the choice.
        siblings: SQL of the columns of all choices of the question.
    """
    anything = " OR ".join(f"{cells.trimmed(one)} IS NOT NULL" for one in siblings)
    return f"CASE WHEN {cells.trimmed(own)} IS NOT NULL THEN '1' WHEN {anything} THEN '0' END"


def named(choices: Sequence[str], columns: Sequence[str]) -> str:
    """SQL of the choices that were picked, in one cell; null where none was.

    Args:
        choices: What each column stands for.
        columns: SQL of the columns of a question, each empty where its choice was not picked.
    """
    listed = ", ".join(
        f"CASE WHEN {cells.trimmed(column)} IS NOT NULL THEN {quoted(choice)} END"
        for choice, column in zip(choices, columns, strict=True)
    )
    return f"nullif(concat_ws('; ', {listed}), '')"
