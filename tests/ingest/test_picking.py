"""`keep:` of every kind of source: rows of other words are left out by rule, and counted."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.ingest import bulk
from pipeline.ingest import layout as layouts

LONG = """\
  x:
    kind: metrics
    files: x.csv
    columns: {student_id: sid, period: year, metric: what, value: score}
    keep: {Level: [Student, pupil]}
"""
WIDE = """\
  x:
    kind: metrics
    files: x.csv
    columns: {student_id: sid, period: year}
    measures: {m: score}
    keep: {Level: [Student, pupil]}
"""
M = "  m: {label: M, from: x.m, type: continuous, better: higher, range: [0, 100]}\n"
LEVELS = ("Student", "School", " PUPIL ", "")


def rows(head: str, cells: str) -> str:
    lines = [f"{i:04d},{cells},{LEVELS[i % 4]}\n" for i in range(1, 41)]
    return head + ",Level\n" + "".join(lines)


@pytest.mark.parametrize("size", [0, 1 << 40], ids=["database", "records"])
@pytest.mark.parametrize(
    ("source", "text"),
    [
        (LONG, rows("sid,year,what,score", "2023,m,5")),
        (WIDE, rows("sid,year,score", "2023,5")),
    ],
)
def test_metrics_keep_the_rows_that_are_asked_for(
    run: Any, monkeypatch: pytest.MonkeyPatch, source: str, text: str, size: int
) -> None:
    monkeypatch.setattr(bulk, "BULK_FROM", size)
    monkeypatch.setattr(layouts, "BULK_FROM", size)
    done = run(source, {"x.csv": text}, outcomes=M)
    assert not done.has_stopped
    used = {m["row"] for m in done.table("measurements")}
    assert used == {i + 1 for i in range(1, 41) if i % 4 in {0, 2}}
    left = [(q["row"], q["found"]) for q in done.table("quarantine")]
    assert left == [(i + 1, LEVELS[i % 4].strip()) for i in range(1, 41) if i % 2]
    account = {a["reason"]: a["rows"] for a in done.table("accounts") if a["analysis"] == "m"}
    assert account["left out by `keep:`"] == 20
    assert 'found "School", expected Student or pupil' in done.told("D030")[0]


def test_a_roster_keeps_the_students_that_are_asked_for(run: Any) -> None:
    roster = (
        "  roster: {kind: roster, files: r.csv, columns: {student_id: sid}, "
        "keep: {Status: [Active]}}\n"
    )
    text = "sid,Status\n0001,Active\n0002,Withdrawn\n0003,active\n"
    x = "sid,year,score\n0001,2023,5\n0003,2025,6\n"
    source = WIDE.replace("    keep: {Level: [Student, pupil]}\n", "")
    done = run(source, {"r.csv": text, "x.csv": x}, outcomes=M, roster=roster)
    assert len(done.table("students")) == 2
    assert done.file("r.csv")["rows_set_aside"] == 1


def test_totals_keep_the_rows_of_one_group(run: Any) -> None:
    source = """\
  card:
    kind: totals
    files: card.txt
    columns: {period: Academic Year}
    keep: {Aggregate Level: [D], Reporting Category: [TA]}
    measures: {absent: {count: Count, of: Enrollment}}
"""
    text = "Academic Year\tAggregate Level\tReporting Category\tCount\tEnrollment\n" + "".join(
        f"{year}\t{level}\t{group}\t{n}\t100\n"
        for year, n in (("2023", 20), ("2025", 15))
        for level in ("S", "D", "C")
        for group in ("TA", "RB")
    )
    outcome = "  absent: {label: A, from: card.absent, type: binary, better: lower}\n"
    done = run(source, {"card.txt": text}, outcomes=outcome, roster="")
    assert not done.has_stopped
    assert [(t["period"], t["count"]) for t in done.table("totals")] == [("2023", 20), ("2025", 15)]
    assert done.file("card.txt")["rows_set_aside"] == 10


def test_a_column_that_is_not_there_is_told(run: Any) -> None:
    done = run(WIDE, {"x.csv": "sid,year,score\n0001,2023,5\n"}, outcomes=M)
    assert done.has_stopped
    assert 'found no column "Level"' in done.told("D009")[0]


def test_a_log_keeps_the_entries_that_are_asked_for(run: Any) -> None:
    log = "  log: {kind: activities, files: log.csv, keep: {site: [North]}}\n"
    source = WIDE.replace("    keep: {Level: [Student, pupil]}\n", "")
    files = {
        "x.csv": "sid,year,score\n0001,2023,5\n",
        "log.csv": "date,type,site\n2023-01-05,meeting,North\n2023-01-06,meeting,South\n",
    }
    done = run(source + log, files, outcomes=M)
    assert [a["site"] for a in done.table("activities")] == ["North"]
