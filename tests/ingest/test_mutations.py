"""Whatever a file holds: no row vanishes, and only problems are raised."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest import bulk
from pipeline.ingest import layout as layouts
from tests.ingest.conftest import ingest_demo

if TYPE_CHECKING:
    from collections.abc import Iterator

LENIENT = "    tolerate: 1\n    match_floor: 0\n"
LONG = (
    "  x:\n    kind: metrics\n    files: x.csv\n"
    "    columns: {student_id: sid, period: year, metric: what, value: score}\n" + LENIENT
)
WIDE = (
    "  x:\n    kind: metrics\n    files: x.csv\n    columns: {student_id: sid, period: year}\n"
    "    measures: {m: score, b: score / base >= 0.5}\n" + LENIENT
)
OUTCOMES = (
    "  m: {label: M, from: x.m, type: continuous, better: higher, range: [0, 100]}\n"
    "  b: {label: B, from: x.b, type: binary, better: lower}\n"
)
LONG_TEXT = "sid,year,what,score\n" + "".join(
    f"{i:04d},{year},{what},{i % 2 if what == 'b' else i}\n"
    for i in range(1, 13)
    for year in ("2023", "2025")
    for what in ("m", "b")
)
WIDE_TEXT = "sid,year,score,base\n" + "".join(
    f"{i:04d},{year},{i},{i + 5}\n" for i in range(1, 21) for year in ("2023", "2024")
)
CELLS = st.one_of(
    st.sampled_from(
        [
            "", " ", "NA", "*", "<10", "0", "-1", "1e308", "1,5", '"1,234"', "inf", "nan", "yes",
            "2023", "before", "0001", "1", "m", "b", "=cmd", "'", '"', '""', "\x00", "\ufeff", ";",
            "Total", "a\nb", "ñ", "日本", "\u202e", "1_0", "\uff19", "12%", "$3", "{value}", "%s",
        ]
    ),
    st.text(max_size=6),
)  # fmt: skip


@pytest.fixture(params=["database", "records"])
def _reader(request: Any) -> Iterator[None]:
    size = 0 if request.param == "database" else 1 << 40
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "BULK_FROM", size)
        patch.setattr(layouts, "BULK_FROM", size)
        yield


def nothing_vanished(source: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        done = ingest_demo(Path(place), source, {"x.csv": content}, outcomes=OUTCOMES)
        for problem in done.problems:
            assert str(problem)
            assert problem.as_json()
        if done.has_stopped:
            return
        for file in done.table("files"):
            parts = ("rows_set_aside", "rows_unmatched", "rows_used")
            assert file["rows_read"] == sum(file[part] for part in parts)
            assert file["rows_used"] >= 0
        index = next(i for i, f in enumerate(done.table("files")) if f["file"] == "x.csv")
        used = {m["row"] for m in done.table("measurements") if m["file"] == index}
        gone = {q["row"] for q in done.table("quarantine") if q["file"] == "x.csv"}
        astray = {u["row"] for u in done.table("unmatched")}
        assert not used & astray
        assert len(used) <= done.file("x.csv")["rows_used"]
        read = done.file("x.csv")["rows_read"]
        assert len(used | gone | astray) <= read


@pytest.mark.usefixtures("_reader")
@pytest.mark.parametrize(("source", "text"), [(LONG, LONG_TEXT), (WIDE, WIDE_TEXT)])
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_cells_of_any_content(source: str, text: str, data: st.DataObject) -> None:
    rows = [line.split(",") for line in text.splitlines()]
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.integers(1, len(rows) - 1))
        column = data.draw(st.integers(0, len(rows[row]) - 1))
        rows[row][column] = data.draw(CELLS)
    content = "\n".join(",".join(row) for row in rows) + "\n"
    nothing_vanished(source, content.encode("utf-8", errors="replace"))


@pytest.mark.usefixtures("_reader")
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), source=st.sampled_from([(LONG, LONG_TEXT), (WIDE, WIDE_TEXT)]))
def test_bytes_of_any_kind(seed: int, source: tuple[str, str]) -> None:
    rng = random.Random(seed)  # noqa: S311
    content = bytearray(source[1].encode())
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(content))
        match rng.randrange(4):
            case 0:
                content[at] = rng.randrange(256)
            case 1:
                del content[at : at + rng.randint(1, 40)]
            case 2:
                content[at:at] = content[at : at + rng.randint(1, 40)]
            case _:
                content[at:at] = rng.choice([b'"', b"\n", b",", b"\r", b";", b"\x00", b"\xff\xfe"])
    nothing_vanished(source[0], bytes(content))
