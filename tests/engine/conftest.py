"""Small stores, written as ingest writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from pipeline.engine.base import Slots, Store
from pipeline.engine.on_duckdb import OnDuckdb
from pipeline.engine.session import Session
from pipeline.tables.pairs import BETWEEN, CODES, MEASURES, PAIRS
from pipeline.tables.schema import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.engine.base import Cells


class Shelf:
    """Writes pairs and middle periods to Parquet and asks the engine."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session, self.folder = session, folder
        self.engine = OnDuckdb(session)

    def store(
        self,
        pairs: dict[str, Any],
        *,
        between: dict[str, Any] | None = None,
        levels: dict[str, list[str]] | None = None,
        measures: list[dict[str, object]] | None = None,
        middle: tuple[int, ...] = (),
    ) -> Store:
        levels = levels or {}
        listed = measures or [{}]
        self._write(PAIRS, pairs, levels)
        self._write(BETWEEN, between or {}, levels)
        codes = [
            {"column": column, "code": code, "label": label}
            for column, labels in levels.items()
            for code, label in enumerate(labels)
        ]
        plain = {"low": -9e3, "high": 9e3, "linkable": True}
        told = [plain | {"code": at} | each for at, each in enumerate(listed)]
        return Store(
            pairs=self.folder / "pairs.parquet",
            between=self.folder / "between.parquet",
            measures=Rows.of(MEASURES, told),
            wanted=tuple(range(len(listed))),
            slots=Slots.of(Rows.of(CODES, codes), tuple(levels)),
            middle=middle,
        )

    def cells(self, pairs: dict[str, Any], **more: Any) -> Cells:
        return self.engine.cells(self.store(pairs, **more))

    def _write(self, table: Any, given: dict[str, Any], levels: dict[str, list[str]]) -> None:
        length = len(next(iter(given.values()), ()))
        whole = {name: np.zeros(length, dtype=np.int64) for name in table.names}
        whole |= {f"g_{name}": np.full(length, -1) for name in levels}
        whole["person"] = np.arange(length)
        columns = whole | {name: _column(values) for name, values in given.items()}
        rows = {name: _column(values) for name, values in columns.items()}
        self.session.register("_given", Rows(rows))
        chosen = ", ".join(f'CAST("{name}" AS BIGINT) AS "{name}"' for name in rows)
        query = f"SELECT {chosen} FROM _given"  # noqa: S608
        self.session.write_parquet(query, self.folder / f"{table.name}.parquet")


def _column(values: Any) -> Any:
    if isinstance(values, np.ma.MaskedArray):
        return values
    array = np.asarray(values)
    if array.dtype.kind == "O":
        mask = np.array([value is None for value in values], dtype=bool)
        return np.ma.MaskedArray([0 if v is None else v for v in values], mask=mask)
    return array


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with Session() as session:
        yield Shelf(session, tmp_path_factory.mktemp("shelf"))
