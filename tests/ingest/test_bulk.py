"""Large files that the database reads itself: the same rows, numbers and quarantine."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.engine.session import Session
from pipeline.ingest import bulk
from pipeline.ingest import layout as layouts
from pipeline.ingest.files import RawFile
from pipeline.ingest.format import Reading
from pipeline.ingest.layout import Layout
from pipeline.ingest.loading import Ask, bulk_load, load, record_load
from pipeline.problems import Collector
from pipeline.study.schema import Metrics

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = Metrics.model_validate({"kind": "metrics", "files": "x", "measures": {"m": "b"}})

REGULAR = {
    "plain": "a,b,c\n1,2,3\n4,5,6\n",
    "quoted": 'a,b,c\n1,"x, y",3\n"say ""hi""",5,"two\nlines"\n' + "1,2,3\n" * 6,
    "empty cells": 'a,b,c\n1,,3\n,5,\n"",6,7\n',
    "windows lines": "a,b,c\r\n1,2,3\r\n4,5,6\r\n",
    "no last newline": "a,b,c\n1,2,3\n4,5,6",
    "mark": "\ufeffa,b,c\n1,2,3\n",
    "blanks in cells": "a,b,c\n 1 ,\t2,3\n",
    "accents": "a,b,c\nNúñez,ß,日本\n",
    "semicolons": "a;b;c\n1;2,5;3\n",
    "tabs": "a\tb\tc\n1\t2\t3\n",
    "words": "a,b,c\nNA,null,NULL\ntrue,1e5,inf\n",
    "blank lines at the end": "a,b,c\n1,2,3\n\n\n",
    "trailing column": "a,b,c,\n1,2,3,\n4,5,6,\n",
    "totals": "a,b,c\n1,2,3\nTotal,2,3\n",
}
IRREGULAR = {
    "blank line": "a,b,c\n1,2,3\n\n4,5,6\n",
    "blank line of windows": "a,b,c\r\n1,2,3\r\n\r\n4,5,6\r\n",
    "empty row": "a,b,c\n1,2,3\n,,\n4,5,6\n",
    "short row": "a,b,c\n1,2\n4,5,6\n",
    "long row": "a,b,c\n1,2,3,4\n4,5,6\n",
    "cut off": "a,b,c\n1,2,3\n4,5",
    "mixed lines": "a,b,c\r\n1,2,3\n4,5,6\r\n",
    "old lines": "a,b,c\r1,2,3\r4,5,6\r",
    "title": "A report,,\na,b,c\n1,2,3\n",
}


def layout(session: Session, tmp_path: Path, content: str) -> layouts.Layout:
    path = tmp_path / "x [1].csv"
    path.write_bytes(content.encode())
    file = RawFile(path=path, name="x [1].csv", shown="x")
    found = layouts.inspect(
        session, file, source=SOURCE, expected=frozenset("abc"), problems=Collector()
    )
    assert found is not None
    return found


def both(tmp_path: Path, content: str) -> tuple[Any, Any]:
    """What the two readers give: rows, how many were read, what was set aside."""
    ask = Ask({"c0": "c0", "c1": "c1", "c2": "c2"}, has_totals=True)
    results: list[Any] = []
    with Session() as session:
        found = layout(session, tmp_path, content)
        fast = bulk_load(session, found, ask=ask, into="t") if bulk.is_possible(found) else None
        if fast is None:
            results.append(None)
        else:
            results.append(
                (session.tuples("SELECT * FROM t ORDER BY row"), fast.rows_read, fast.aside)
            )
        slow = record_load(session, found, ask=ask, into="s", problems=Collector())
        assert slow is not None
        results.append((session.tuples("SELECT * FROM s ORDER BY row"), slow.rows_read, slow.aside))
    return results[0], results[1]


@pytest.fixture(autouse=True)
def _all_files_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BULK_FROM", 0)
    monkeypatch.setattr(layouts, "BULK_FROM", 0)


@pytest.mark.parametrize("content", REGULAR.values(), ids=REGULAR)
def test_both_readers_give_the_same_table(tmp_path: Path, content: str) -> None:
    fast, slow = both(tmp_path, content)
    assert fast is not None
    assert fast == slow


@pytest.mark.parametrize("content", IRREGULAR.values(), ids=IRREGULAR)
def test_irregular_files_are_left_to_the_slower_reader(tmp_path: Path, content: str) -> None:
    fast, _ = both(tmp_path, content)
    assert fast is None


def test_a_file_that_only_begins_in_utf8_is_read_in_its_own_encoding(tmp_path: Path) -> None:
    text = "a,b,c\n" + "1,2,3\n" * 20_000 + "Muñoz,Peña,niño\n"
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode("cp1252"))
    problems = Collector()
    with Session() as session:
        file = RawFile(path=path, name="x.csv", shown="x")
        found = layouts.inspect(
            session, file, source=SOURCE, expected=frozenset("abc"), problems=problems
        )
        assert found is not None
        loaded = load(
            session, found, source=SOURCE, ask=Ask({"a": "c0"}), into="t", problems=problems
        )
        assert loaded is not None
        assert session.one("SELECT a FROM t ORDER BY row DESC LIMIT 1") == "Muñoz"
    assert [p.kind.code for p in problems.found] == ["D029"]


def test_rows_keep_their_numbers_in_a_large_file(tmp_path: Path) -> None:
    content = "a,b,c\n" + "".join(f"{i},x,{i % 7}\n" for i in range(2, 600_002))
    with Session() as session:
        found = layout(session, tmp_path, content)
        ask = Ask({"c0": "c0", "v": "try_cast(c2 AS DOUBLE)"}, has_totals=True)
        assert bulk_load(session, found, ask=ask, into="t") is not None
        assert session.one("SELECT count(*) FROM t WHERE row <> CAST(c0 AS BIGINT)") == 0


LONG = (
    "  x:\n    kind: metrics\n    files: x.csv\n"
    "    columns: {student_id: sid, period: year, metric: what, value: score}\n"
)
OUTCOMES = (
    "  m: {label: M, from: x.m, type: continuous, better: higher, range: [0, 100]}\n"
    "  b: {label: B, from: x.b, type: binary, better: lower}\n"
)


@pytest.mark.parametrize("seed", range(4))
def test_a_dirty_long_file_gives_the_same_tables_either_way(
    run: Any, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311
    rows = [
        [f"{i:04d}", year, what, str(rng.randint(0, 90) if what == "m" else rng.randint(0, 1))]
        for i in range(1, 41)
        for year in ("2023", "2024", "2025")
        for what in ("m", "b")
    ]
    bad = [
        "",
        "NA",
        "x",
        "-3",
        "1e9",
        "*",
        "inf",
        "1_0",
        "12,5",
        " 7 ",
        "yes",
        "nan",
        "0.1234567891",
    ]
    for _ in range(9):
        rows[rng.randrange(len(rows))][rng.randrange(4)] = rng.choice(bad)
    rows.append(rows[0])
    rows.append([*rows[1][:3], "55"])
    text = "sid,year,what,score\n" + "".join(
        ",".join(f'"{c}"' if "," in c else c for c in r) + "\n" for r in rows
    )
    options = LONG + "    tolerate: 0.9\n    match_floor: 0\n"
    fast = run(options, {"x.csv": text}, outcomes=OUTCOMES)
    monkeypatch.setattr(bulk, "BULK_FROM", 1 << 40)
    monkeypatch.setattr(layouts, "BULK_FROM", 1 << 40)
    slow = run(options, {"x.csv": text}, outcomes=OUTCOMES)
    assert [str(p) for p in fast.problems] == [str(p) for p in slow.problems]
    for table in ("measurements", "pairs", "between", "quarantine", "unmatched", "files"):
        assert fast.table(table) == slow.table(table), table


@pytest.mark.parametrize("shift", range(-3, 4))
def test_a_blank_line_is_found_wherever_it_lies(tmp_path: Path, shift: int) -> None:
    """Also across the pieces in which a file is looked through, and not at its end."""
    path = tmp_path / "x.csv"
    file = RawFile(path=path, name="x.csv", shown="x.csv")
    layout = Layout(file=file, format="csv", reading=Reading(headers=("a", "b")))
    line = b"a,b\n"
    before = bulk._CHUNK + shift - len(line)
    path.write_bytes(line + b"x" * before + b"\n\ny\n")
    assert bulk._has_blank_line(layout)
    path.write_bytes(line + b"x" * before + b"\ny\n\n\n")
    assert not bulk._has_blank_line(layout)
