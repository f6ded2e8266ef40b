"""What the session writes while it goes on with other work."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        with pytest.raises(FileNotFoundError, match=r"bad\.parquet"):
            session.settle()


def test_nothing_is_written_beside_after_a_failure(tmp_path: Path) -> None:
    with Session() as session:
        session.execute("CREATE TABLE t AS SELECT range AS n FROM range(300000)")
        session.write_beside({tmp_path / "x.parquet": "SELECT max(n) AS n FROM t"})
        with pytest.raises(KeyError):
            _stop(session)
        assert list(session.read_parquet(tmp_path / "x.parquet")["n"]) == [299_999]


def test_what_the_disk_refuses_is_told_as_the_system_does(tmp_path: Path) -> None:
    missing = tmp_path / "missing.parquet"
    with Session() as session:
        with pytest.raises(FileNotFoundError, match=r"missing\.parquet"):
            session.read_parquet(missing)
        with pytest.raises(FileExistsError):  # there is a folder of that name
            session.write_parquet("SELECT 1 AS n", tmp_path)


def test_a_broken_file_is_no_broken_disk(tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv.gz"
    broken.write_bytes(b"not packed at all")
    with Session() as session:
        assert session.attempt(f"FROM read_csv('{broken}')") is not None
        with pytest.raises(FileNotFoundError):
            session.attempt(f"FROM read_csv('{tmp_path / 'gone.csv'}')")
