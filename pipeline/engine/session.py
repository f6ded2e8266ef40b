"""A private in-process database: bulk reading, checking in SQL, and Parquet in and out."""

from __future__ import annotations

import errno
import os
import re
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any, Self

import duckdb
import numpy as np

from pipeline.tables.schema import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from pipeline.tables.schema import Table

_SQL_TYPE = {
    "text": "VARCHAR",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "VARCHAR",
}

SHARES = 4
"""Parts into which rows are divided to be worked on side by side.

The database divides a table of a hundred thousand rows among no threads by itself.
"""
_IN_QUOTES = re.compile(r'"([^"]+)"')


class _Beside(Thread):
    """Statements that run one after the other while the session goes on."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, statements: Sequence[str]) -> None:
        super().__init__(daemon=True)
        self._cursor, self._statements = cursor, statements
        self.failure: duckdb.Error | OSError | None = None

    def run(self) -> None:
        try:
            with _refusals():
                for statement in self._statements:
                    self._cursor.execute(statement)
        except (duckdb.Error, OSError) as error:
            self.failure = error
        finally:
            self._cursor.close()


class Session:
    """One connection. Nothing outside this room imports the database itself."""

    def __init__(
        self,
        *,
        spill: Path | None = None,
        memory_limit: str | None = None,
        folders: Iterable[Path] = (),
    ) -> None:
        """Opens an in-memory database.

        Args:
            spill: Folder for work that does not fit.
            memory_limit: As the database writes it.
            folders: Where it may read and write, links followed; everywhere where none is given.
                Whatever a statement says, nothing else is opened then, no extension is loaded,
                nothing comes from a network, and none of this can be set back.
        """
        self._connection = duckdb.connect(":memory:")
        self._beside: list[_Beside] = []
        self.execute("SET TimeZone = 'UTC'")
        # Nothing here outlives the session, so that a checkpoint in between only costs time.
        self.execute("SET checkpoint_threshold = '1TB'")
        self.execute("SET autoinstall_known_extensions = false")
        self.execute("SET autoload_known_extensions = false")
        if memory_limit is not None:
            self.execute(f"SET memory_limit = {quoted(memory_limit)}")
        if spill is not None:
            self.execute(f"SET temp_directory = {quoted(spelled(spill))}")
        allowed = sorted({spelled(folder.resolve()) for folder in folders})
        if allowed:
            listed = ", ".join(map(quoted, allowed))
            self.execute(f"SET allowed_directories = [{listed}]")
            self.execute("SET enable_external_access = false")
            self.execute("SET lock_configuration = true")

    def __enter__(self) -> Self:
        """The session itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes the connection, once nothing works beside it."""
        with self.waiting():
            pass
        self._connection.close()

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Runs a statement that gives nothing back.

        Raises:
            OSError: The disk refused; so do all methods below.
        """
        with _refusals():
            self._connection.execute(sql, list(parameters))

    def attempt(self, sql: str) -> str | None:
        """Runs a statement on a file that may be broken; the reason where it is."""
        try:
            self._connection.execute(sql)
        except duckdb.Error as error:
            refused = _refused(str(error)) if isinstance(error, duckdb.IOException) else None
            if refused is not None:
                raise refused from error
            return str(error)
        return None

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> Rows:
        """Runs a query; missing comes back as "" in text and NaN in numbers.

        64-bit integers stay exact; wider integers and decimals come back as floats: cast them
        in the query where that matters.
        """
        with _refusals():
            arrays = self._connection.execute(sql, list(parameters)).fetchnumpy()
        return Rows({name: _plain(np.asanyarray(values)) for name, values in arrays.items()})

    def one(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The first value of the first row, as a Python object (wide integers stay exact)."""
        with _refusals():
            row = self._connection.execute(sql, list(parameters)).fetchone()
        return None if row is None else row[0]

    def tuples(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows as Python objects: for small results, and where wide integers stay exact."""
        with _refusals():
            return self._connection.execute(sql, list(parameters)).fetchall()

    def register(self, name: str, rows: Rows) -> None:
        """Makes arrays a table that queries can read."""
        self.execute(f"DROP TABLE IF EXISTS {identifier(name)}")
        self._connection.register("_incoming", dict(rows.columns))
        self.execute(f"CREATE TABLE {identifier(name)} AS SELECT * FROM _incoming")
        self._connection.unregister("_incoming")

    def insert(self, rows: Rows, sql: str) -> None:
        """Runs a statement that reads arrays as the table `_incoming`, without keeping them."""
        self._connection.register("_incoming", dict(rows.columns))
        try:
            self.execute(sql)
        finally:
            self._connection.unregister("_incoming")

    def lend(self, name: str, rows: Rows) -> None:
        """Lets queries read arrays under a name where they lie; nothing is copied.

        They are not seen by what is written beside, and must stay as they are.
        """
        self._connection.register(name, dict(rows.columns))

    def write_parquet(self, query: str, path: Path) -> None:
        """Writes a query's rows to a draft path, in the order that the query gives."""
        self.execute(_copy(query, path))

    def write_beside(self, queries: Mapping[Path, str]) -> None:
        """Begins to write the rows of queries as they are now, while the session goes on.

        Temporary tables and arrays are not seen there. `settle` waits for the end of it.
        """
        copies = [_copy(query, path) for path, query in queries.items()]
        beside = _Beside(self._connection.cursor(), copies)
        self._beside.append(beside)
        beside.start()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Whatever happens inside, nothing is written beside any more at the end."""
        try:
            yield
        finally:
            for beside in self._beside:
                beside.join()

    def settle(self) -> None:
        """Waits for what is written beside.

        Raises:
            duckdb.Error, OSError: What went wrong there, as if it had been done here.
        """
        while self._beside:
            beside = self._beside.pop()
            beside.join()
            if beside.failure is not None:
                raise beside.failure

    def write_rows(self, table: Table, rows: Rows, path: Path) -> None:
        """Writes a declared table, typed as declared; columns beyond the declared follow."""
        self.register("_rows", rows)
        declared = [
            f"CAST({identifier(c.name)} AS {_SQL_TYPE[c.type]}) AS {identifier(c.name)}"
            for c in table.columns
        ]
        beyond = [identifier(name) for name in rows.columns if name not in table.names]
        self.write_parquet(f"SELECT {', '.join(declared + beyond)} FROM _rows", path)
        self.execute("DROP TABLE _rows")

    def read_parquet(self, path: Path) -> Rows:
        """The rows of a Parquet file, in file order."""
        return self.rows(f"SELECT * FROM read_parquet({quoted(spelled(path))})")


@contextmanager
def _refusals() -> Iterator[None]:
    """Tells what the disk refused as the system does, not as the database puts it."""
    try:
        yield
    except duckdb.IOException as error:
        raise _refused(str(error)) or OSError(errno.EIO, os.strerror(errno.EIO)) from error


def _refused(said: str) -> OSError | None:
    """The system's own error where the database quotes it; its files may also just be broken."""
    if "No files found that match" in said:
        code: int | None = errno.ENOENT
    else:
        code = next((code for code in errno.errorcode if os.strerror(code) in said), None)
    named = _IN_QUOTES.search(said)
    return None if code is None else OSError(code, os.strerror(code), named and named[1])


def _copy(query: str, path: Path) -> str:
    return (
        f"COPY ({query}) TO {quoted(spelled(path))} "
        "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION v2)"
    )


def spelled(path: Path) -> str:
    """A path as the database reads it: its bytes as UTF-8, whatever the locale makes of them."""
    return os.fsencode(path).decode("utf-8", errors="surrogateescape")


def quoted(text: str) -> str:
    """A text literal in SQL."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A column or table name in SQL, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def _plain(values: NDArray[Any]) -> NDArray[Any]:
    if isinstance(values, np.ma.MaskedArray):
        is_missing = np.ma.getmaskarray(values)
        bare = np.asarray(values.data)
        if bare.dtype.kind in "OU":
            return np.where(is_missing, "", bare).astype(object)
        if is_missing.any():
            return np.where(is_missing, np.nan, bare.astype(np.float64))
        values = bare
    if values.dtype.kind == "O":
        return np.array(["" if v is None else v for v in values], dtype=object)
    return values.astype(object) if values.dtype.kind == "U" else values
