"""What the session writes while it goes on with other work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline.engine.session import Session

if TYPE_CHECKING:
    from pathlib import Path


def _stop(session: Session) -> None:
    with session.waiting():
        raise KeyError


def test_what_is_written_beside_is_whole_or_told(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.parquet", tmp_path / "none" / "bad.parquet"
    with Session() as session:
        session.execute("CREATE TABLE t AS SELECT range AS n FROM range(300000)")
        session.write_beside({good: "FROM t ORDER BY n"})
        session.execute("CREATE TABLE u AS SELECT 1 AS n")  # the session goes on meanwhile
        session.settle()
        assert len(session.read_parquet(good)) == 300_000
        session.write_beside({bad: "FROM t"})
        with pytest.raises(duckdb.Error, match=r"bad\.parquet"):
            session.settle()


def test_nothing_is_written_beside_after_a_failure(tmp_path: Path) -> None:
    with Session() as session:
        session.execute("CREATE TABLE t AS SELECT range AS n FROM range(300000)")
        session.write_beside({tmp_path / "x.parquet": "SELECT max(n) AS n FROM t"})
        with pytest.raises(KeyError):
            _stop(session)
        assert list(session.read_parquet(tmp_path / "x.parquet")["n"]) == [299_999]
