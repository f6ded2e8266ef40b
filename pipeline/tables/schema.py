"""How a table is declared; the check, the dictionary and the Parquet file derive from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

ColumnType = Literal["text", "int64", "float64", "bool", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds, in which unit."""

    name: str
    type: ColumnType
    meaning: str
    unit: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: what one row is, and its columns."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Column names, in order."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Rows:
    """A table held as columns: arrays of one length, text as object arrays of `str`.

    Missing is "" in text columns and NaN in float columns; int columns have none.
    """

    columns: Mapping[str, NDArray[Any]]

    def __len__(self) -> int:
        """How many rows."""
        return next((len(values) for values in self.columns.values()), 0)

    def __getitem__(self, name: str) -> NDArray[Any]:
        """One column."""
        return self.columns[name]

    def take(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> Rows:
        """The rows that a mask or positions select."""
        return Rows({name: values[rows] for name, values in self.columns.items()})

    def records(self) -> list[dict[str, Any]]:
        """One mapping a row, of Python scalars."""
        lists = {name: values.tolist() for name, values in self.columns.items()}
        return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]

    @classmethod
    def of(cls, table: Table, records: Sequence[Mapping[str, object]]) -> Self:
        """A table from records; what a record leaves out is missing."""
        return cls({c.name: _column(c, [r.get(c.name) for r in records]) for c in table.columns})

    @classmethod
    def stack(cls, table: Table, parts: Iterable[Rows]) -> Self:
        """Parts of one table, one below the other."""
        parts = list(parts)
        if not parts:
            return cls.of(table, [])
        return cls({name: np.concatenate([p[name] for p in parts]) for name in table.names})


_DTYPE: dict[ColumnType, Any] = {
    "text": object,
    "int64": np.int64,
    "float64": np.float64,
    "bool": np.bool_,
    "date": object,
}
_MISSING: dict[ColumnType, object] = {
    "text": "",
    "int64": 0,
    "float64": np.nan,
    "bool": False,
    "date": "",
}


def _column(column: Column, values: list[object]) -> NDArray[Any]:
    filled = [_MISSING[column.type] if value is None else value for value in values]
    return np.array(filled, dtype=_DTYPE[column.type])
