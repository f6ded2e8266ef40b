"""Cells of tables: published numbers, or the code that says why there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.report.context import figure_of, limits, number
from pipeline.report.glossary import OF_COLUMNS
from pipeline.report.page import Cell, Column
from pipeline.report.prose import Stat as Number
from pipeline.report.prose import Text, join, plain, prose, strong

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.report.language import Language
    from pipeline.report.page import Chip, Row
    from pipeline.report.prose import Prose, Said
    from pipeline.tables.published import PublishedRow

CODES = ("c", "x", "z", "u", "p", "r", "b")
"""Why a number is missing, in the order in which legends explain it."""


def number_cell(
    row: PublishedRow | None, column: str, label: str = "", *, is_strong: bool = False
) -> Cell:
    """A number of a row."""
    found = number(row, column)
    if isinstance(found, Text):
        return Cell(said=(found,), label=label, is_number=True, is_code=True)
    is_set_off = is_strong and isinstance(found, Number)
    return Cell(
        said=prose(strong(found) if is_set_off and isinstance(found, Number) else found),
        label=label,
        is_number=True,
    )


def range_cell(
    words: Language, row: PublishedRow | None, *, column: str = "estimate", of: str = "conf"
) -> Cell:
    """A number with its interval in brackets."""
    found = number(row, column)
    if isinstance(found, Text):
        return Cell(said=(found,), is_number=True, is_code=True)
    if figure_of(row, f"{of}_low") is None:
        return Cell(said=(found,), is_number=True)
    brackets = (Text(words="("), *limits(words, row, of=of), Text(words=")"))
    return Cell(said=(found,), is_number=True, beneath=brackets)


def spread_cell(row: PublishedRow | None, moment: str, label: str = "") -> Cell:
    """A mean with its standard deviation in brackets, where there is one."""
    found = number_cell(row, f"mean_{moment}", label)
    if figure_of(row, f"sd_{moment}") is None:
        return found
    brackets = (Text(words="("), number(row, f"sd_{moment}"), Text(words=")"))
    return Cell(said=found.said, label=label, is_number=True, beneath=brackets)


def people_cell(row: PublishedRow | None, label: str = "") -> Cell:
    """How many people; before and after where they are not the same people."""
    if row is None or row.text["model"] != "independent" or figure_of(row, "n_before") is None:
        return number_cell(row, "n", label)
    both = join((prose(number(row, "n_before")), prose(number(row, "n_after"))), "; ")
    return Cell(said=both, label=label, is_number=True)


def groups_cell(row: PublishedRow | None, label: str = "") -> Cell:
    """How many participants, then how many in the comparison group."""
    first, last = number_cell(row, "n_after", label), number_cell(row, "n_before", label)
    if first.is_code or last.is_code:
        return first
    return replace(first, said=(*first.said, Text(words="; "), *last.said))


def or_hidden(cell: Cell) -> Cell:
    """A cell of a published row that lacks its number: it is held back to protect a few people."""
    if plain(cell.said) != "[x]":
        return cell
    return replace(cell, said=(Text(words="[c]"),))


def not_applicable() -> Cell:
    """A cell that does not apply to its row."""
    return Cell(said=(Text(words="[z]"),), is_number=True, is_code=True)


def words_cell(said: Said, label: str = "") -> Cell:
    """Words."""
    return Cell(said=prose(said), label=label)


def chip_cell(chip: Chip, label: str = "") -> Cell:
    """A verdict."""
    return Cell(said=(), label=label, chip=chip)


def columns(words: Language, key: str, names: Sequence[str]) -> tuple[Column, ...]:
    """Columns by name; a trailing `#` marks a column of numbers."""
    return tuple(
        Column(
            label=words.text(f"{key}.{name.rstrip('#')}"),
            is_number=name.endswith("#"),
            term=OF_COLUMNS.get(name.rstrip("#"), "") if key == "column" else "",
        )
        for name in names
    )


def labelled(columns: Sequence[Column], cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Cells that know their column, for the list that a table becomes on a phone."""
    return tuple(
        replace(cell, label=column.label, is_number=column.is_number)
        for column, cell in zip(columns, cells, strict=True)
    )


def legend(words: Language, rows: Iterable[Row]) -> Prose:
    """What the codes of a table mean: only those that it uses."""
    said = {plain(cell.said) for row in rows for cell in row.cells if cell.is_code}
    used = [code for code in CODES if f"[{code}]" in said]
    if not used:
        return ()
    return prose("; ".join(words.text(f"code.{code}") for code in used) + ".")
