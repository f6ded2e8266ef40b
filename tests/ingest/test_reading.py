"""Bytes to cells: encodings, delimiters, headers, titles, totals, ragged rows."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from pipeline.engine.session import Session
from pipeline.ingest import layout as layouts
from pipeline.ingest.decode import encoding_of
from pipeline.ingest.files import RawFile
from pipeline.ingest.loading import Ask, load
from pipeline.problems import Collector
from pipeline.study.schema import Metrics

if TYPE_CHECKING:
    from pathlib import Path


def source(**more: Any) -> Metrics:
    return Metrics.model_validate(
        {"kind": "metrics", "files": "x", "measures": {"m": "score"}, **more}
    )


def read(
    tmp_path: Path,
    content: bytes | str,
    *,
    name: str = "x.csv",
    expected: tuple[str, ...] = ("sid", "score"),
    has_totals: bool = True,
    **more: Any,
) -> tuple[list[tuple[Any, ...]], list[str], list[tuple[int, str]], Any]:
    """Rows with their number, problem codes, rows set aside, layout."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    file = RawFile(path=path, name=name, shown=f"data/raw/demo/{name}")
    problems = Collector()
    with Session() as session:
        layout = layouts.inspect(
            session, file, source=source(**more), expected=frozenset(expected), problems=problems
        )
        if layout is None:
            return [], [p.kind.code for p in problems.found], [], None
        loaded = load(
            session,
            layout,
            source=source(**more),
            ask=Ask({f"c{i}": f"c{i}" for i in range(len(layout.headers))}, has_totals=has_totals),
            into="t",
            problems=problems,
        )
        rows = session.tuples("SELECT * FROM t ORDER BY row") if loaded is not None else []
    aside = [(a.row, a.kind.code) for a in loaded.aside] if loaded is not None else []
    return rows, [p.kind.code for p in problems.found], aside, layout


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac-roman"),
    ],
)
def test_the_encoding_is_recognised(tmp_path: Path, encoding: str, found: str) -> None:
    text = "sid,score,nombre\n" + "0001,5,Núñez Peña Muñoz, la niña está aquí – «sí» \n" * 5
    text = text.replace(", la", " la")
    if encoding in {"cp1252", "mac_roman"}:
        text = text.replace("–", "-")
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode(encoding))
    assert encoding_of(path, None) == found
    rows, _, _, _ = read(tmp_path, text.encode(encoding))
    assert "Núñez" in rows[0][3]


def test_a_declared_encoding_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    _, codes, _, _ = read(tmp_path, "sid,score\nñ,1\n".encode("cp1252"), encoding="utf-8")
    assert codes == ["D005"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_recognised(tmp_path: Path, delimiter: str) -> None:
    text = delimiter.join(["sid", "score", "note, with; marks"]) + "\n"
    quoted = [["1", "2", "a, b"], ["3", "4", "c; d | e"]]
    text = f'sid{delimiter}score{delimiter}"note"\n' + "".join(
        f'{a}{delimiter}{b}{delimiter}"{c}"\n' for a, b, c in quoted
    )
    rows, codes, _, layout = read(tmp_path, text)
    assert layout.delimiter == delimiter
    assert rows == [(2, "1", "2", "a, b"), (3, "3", "4", "c; d | e")]
    assert codes == []


def test_a_sep_line_names_the_delimiter(tmp_path: Path) -> None:
    rows, codes, _, _ = read(tmp_path, "sep=;\nsid;score\n1;2,5\n")
    assert rows == [(3, "1", "2,5")]
    assert codes == ["D012"]


def test_title_rows_above_are_skipped_and_told(tmp_path: Path) -> None:
    rows, codes, _, layout = read(
        tmp_path, "Riverbend USD\n\nRun on 2025-01-01,,\nsid,score\n1,2\n"
    )
    assert layout.header_at == 3
    assert rows == [(5, "1", "2")]
    assert codes == ["D012"]


def test_a_declared_header_row_wins(tmp_path: Path) -> None:
    rows, codes, _, _ = read(tmp_path, "sid,score\nsid,score\n1,2\n", header_row=2)
    assert rows == [(3, "1", "2")]
    assert codes == []


def test_total_rows_and_footnotes_below_are_set_aside(tmp_path: Path) -> None:
    text = "sid,score,x\n1,2,a\n2,3,b\nTotal,5,\nSource: district office\n"
    rows, _, aside, _ = read(tmp_path, text)
    assert [row[0] for row in rows] == [2, 3]
    assert sorted(aside) == [(4, "D011"), (5, "D011")]


def test_a_total_is_kept_where_totals_are_records(tmp_path: Path) -> None:
    rows, _, aside, _ = read(tmp_path, "sid,score\n1,2\nTotal,5\n", has_totals=False)
    assert len(rows) == 2
    assert aside == []


def test_blank_lines_keep_the_row_numbers(tmp_path: Path) -> None:
    rows, _, _, _ = read(tmp_path, "sid,score\n1,2\n\n,\n3,4\n\n")
    assert [row[0] for row in rows] == [2, 5]


def test_quoted_newlines_are_one_row(tmp_path: Path) -> None:
    rows, _, _, _ = read(tmp_path, 'sid,score\n1,"a\nb"\n2,c\n')
    assert rows == [(2, "1", "a\nb"), (3, "2", "c")]


def test_ragged_rows_are_told_by_row(tmp_path: Path) -> None:
    rows, _, aside, _ = read(tmp_path, "sid,score,z\n1,2,3\n1,2\n1,2,3,4\n1,2,3,\n5,6,7\n")
    assert [row[0] for row in rows] == [2, 5, 6]
    assert aside == [(3, "D010"), (4, "D010")]


def test_a_quote_that_is_never_closed_is_an_error(tmp_path: Path) -> None:
    _, codes, _, _ = read(tmp_path, 'sid,score\n1,2\n3,"4\n5,6\n')
    assert codes == ["D006"]


def test_a_trailing_empty_column_is_no_column(tmp_path: Path) -> None:
    rows, codes, _, layout = read(tmp_path, "sid,score,\n1,2,\n")
    assert layout.headers == ("sid", "score")
    assert rows == [(2, "1", "2")]
    assert codes == []


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_has_no_header(tmp_path: Path, content: bytes) -> None:
    _, codes, _, _ = read(tmp_path, content)
    assert codes == ["D007"]


def test_a_file_with_nothing_but_a_header_is_told(tmp_path: Path) -> None:
    rows, codes, _, _ = read(tmp_path, "sid,score\n")
    assert rows == []
    assert codes == ["D034"]


def workbook(rows: list[list[Any]], *more: tuple[str, list[list[Any]]], hidden: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheets = [("Sheet1", rows), *more]
    for i, (name, content) in enumerate(sheets):
        sheet = book.create_sheet(name, i)
        for row in content:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_gives_text_without_noise(tmp_path: Path) -> None:
    content = workbook(
        [
            ["Title"],
            [],
            ["sid", "score", "when", "ok"],
            ["0012", 0.1 + 0.2, dt.datetime.fromisoformat("2025-03-31"), True],
            [13, 7.0, dt.datetime.fromisoformat("2025-03-31 10:05"), None],
        ]
    )
    rows, codes, _, layout = read(tmp_path, content, name="x.xlsx")
    assert rows == [
        (4, "0012", "0.3", "2025-03-31", "TRUE"),
        (5, "13", "7", "2025-03-31 10:05:00", None),
    ]
    assert codes == ["D012"]
    assert layout.has_numbers("sid")


def test_the_first_visible_sheet_with_content_is_read(tmp_path: Path) -> None:
    content = workbook(
        [["nothing"]],
        ("Data", [["sid", "score"], [1, 2]]),
        ("More", [["a"]]),
        hidden="Sheet1",
    )
    rows, codes, _, _ = read(tmp_path, content, name="x.xlsx")
    assert rows == [(2, "1", "2")]
    assert codes == ["D040"]


def test_a_sheet_can_be_named(tmp_path: Path) -> None:
    content = workbook([["a"]], ("Data", [["sid", "score"], [1, 2]]))
    assert read(tmp_path, content, name="x.xlsx", sheet="Data")[0] == [(2, "1", "2")]
    assert read(tmp_path, content, name="x.xlsx", sheet="Nope")[1] == ["D042"]


@pytest.mark.parametrize("content", [b"no workbook", b"\xd0\xcf\x11\xe0encrypted", b"PK\x03\x04"])
def test_what_is_no_plain_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, content, name="x.xlsx")[1] == ["D041"]


def test_parquet_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    with Session() as session:
        session.write_parquet("SELECT '0012' AS sid, 2.50::DOUBLE AS score, 1010.0 AS x", path)
    rows, codes, _, _ = read(tmp_path, path.read_bytes(), name="x.parquet")
    assert rows[0][:3] == (2, "0012", "2.5")
    assert codes == []
    assert read(tmp_path, b"nothing", name="x.parquet")[1] == ["D006"]


def test_ids_that_a_workbook_stored_as_numbers_are_told_and_still_matched(run: Any) -> None:
    students = workbook(
        [["sid", "Grade", "Mentored"]] + [[f"{i:04d}", 9, "yes"] for i in range(1, 41)]
    )
    scores = workbook([["sid", "a", "b"]] + [[i, 1.5, 2] for i in range(1, 41)])
    done = run(
        "  roster: {kind: roster, files: r.xlsx, columns: {student_id: sid, grade: Grade}}\n"
        "  s: {kind: metrics, files: s.xlsx, columns: {student_id: sid}, "
        "measures: {x: {before: a, after: b}}}\n",
        {"r.xlsx": students, "s.xlsx": scores},
        outcomes="  x: {label: X, from: s.x, type: continuous, better: higher}\n",
        roster="",
    )
    assert done.codes() == ["D028"] + ["L003"] * 20 + ["L007"]
    assert "found 20 more such IDs" in done.told("L007")[0]
    assert "Leading zeros may be lost" in done.told("D028")[0]
    assert done.file("s.xlsx")["rows_used"] == 40
    assert done.file("s.xlsx")["normalised"] == "zeros"
