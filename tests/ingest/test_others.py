"""Totals, logs and voices."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.ingest.dates import read_dates

DUMMY = {"d.csv": "sid,a,b\n" + "".join(f"{i:04d},1,2\n" for i in range(1, 41))}
BASE = (
    "  d: {kind: metrics, files: d.csv, columns: {student_id: sid}, "
    "measures: {x: {before: a, after: b}}}\n"
)
OUTCOME = "  x: {label: X, from: d.x, type: continuous, better: higher}\n"

TOTALS = """\
  report:
    kind: totals
    files: card.csv
    columns: {period: Year, school: School}
    suppressed: ["--"]
    measures:
      dropout: {count: Dropouts, of: Cohort}
      rate: Pass Rate
"""
DROPOUT = (
    OUTCOME + "  dropout: {label: Dropout, from: report.dropout, type: binary, better: lower}\n"
)


def test_totals_are_read_by_period_and_group(run: Any) -> None:
    text = (
        "State report\nYear,School,Dropouts,Cohort,Pass Rate\n"
        '2023,North,12,"1,200",55.5%\n2023,South,*,90,<5\n2023,Total,20,1290,50\n'
        "2025,All schools,15,1300,60\n"
    )
    done = run(BASE + TOTALS, {**DUMMY, "card.csv": text}, outcomes=DROPOUT)
    totals = {(t["measure"], t["period"], t["by"]): t for t in done.table("totals")}
    north = totals[("report.dropout", "2023", "school=North")]
    assert (north["count"], north["of"], north["value"], north["withheld"]) == (
        12,
        1200,
        None,
        False,
    )
    south = totals[("report.dropout", "2023", "school=South")]
    assert (south["count"], south["of"], south["withheld"]) == (None, 90, True)
    assert totals[("report.rate", "2023", "school=South")]["withheld"]
    assert totals[("report.rate", "2023", "school=North")]["value"] == 55.5
    assert totals[("report.dropout", "2023", "")]["count"] == 20
    assert totals[("report.dropout", "2025", "")]["of"] == 1300
    assert done.codes() == ["D012", "D021", "D021"]
    assert done.file("card.csv")["rows_used"] == 4


def test_totals_in_conflict_are_set_aside(run: Any) -> None:
    text = "Year,School,Dropouts,Cohort,Pass Rate\n2023,N,1,10,5\n2023,N,2,10,5\n2025,N,2,10,5\n"
    source = TOTALS + "    tolerate: 1\n"
    done = run(BASE + source, {**DUMMY, "card.csv": text}, outcomes=DROPOUT)
    assert done.codes() == ["D018", "D018"]
    assert {t["period"] for t in done.table("totals")} == {"2025"}


LOG = "  log: {kind: activities, files: log.csv}\n"
LOG_HEAD = (
    "date,type,title,partner,site,participant_id,role,hours,headcount,amount,due,done,notes\n"
)


def test_an_activity_log_is_read(run: Any) -> None:
    text = LOG_HEAD + (
        "2023-01-05,Meeting,Kick-off,district,,,staff,1.5,12,,,,\n"
        "2024-09-01,mentoring,,lakecc,,0007,mentor,2,,,,,\n"
        '2024-10-01,contribution,,lakecc,,,,,,"$5,000",,,\n'
        "2030-01-01,other,,,,999,,1,,,,,\n"
    )
    done = run(BASE + LOG, {**DUMMY, "log.csv": text}, outcomes=OUTCOME)
    entries = done.table("activities")
    assert [e["type"] for e in entries] == ["meeting", "mentoring", "contribution", "other"]
    assert [e["period"] for e in entries] == ["2023", "2025", "2025", ""]
    assert [e["hours"] for e in entries] == [1.5, 2, None, 1]
    assert entries[2]["amount"] == 5000
    assert entries[1]["person"] >= 0
    assert entries[3]["person"] == -1
    assert done.codes() == ["L002"]
    assert done.file("log.csv")["rows_used"] == 4


def test_bad_cells_of_a_log_are_set_aside_and_the_entry_kept(run: Any) -> None:
    text = LOG_HEAD + (
        "2023-13-45,meeting,,,,,,1,,,,,\n2023-01-05,party,,,,,,two,,,,,\n"
        "2023-01-06,event,,,,,,-3,,,,,\n"
    )
    source = "  log: {kind: activities, files: log.csv, tolerate: 1}\n"
    done = run(BASE + source, {**DUMMY, "log.csv": text}, outcomes=OUTCOME)
    assert sorted(done.codes()) == ["D014", "D015", "D026", "D031"]
    entries = done.table("activities")
    assert [e["date"] for e in entries] == ["", "2023-01-05", "2023-01-06"]
    assert [e["type"] for e in entries] == ["meeting", "other", "event"]
    assert [e["hours"] for e in entries] == [1, None, None]


def test_dates_that_can_be_read_in_two_ways_stop(run: Any) -> None:
    text = LOG_HEAD + "3/4/2025,meeting,,,,,,,,,,,\n"
    done = run(BASE + LOG, {**DUMMY, "log.csv": text}, outcomes=OUTCOME)
    assert done.has_stopped
    assert "D027" in done.codes()
    declared = "  log: {kind: activities, files: log.csv, dates: month-first}\n"
    done = run(BASE + declared, {**DUMMY, "log.csv": text}, outcomes=OUTCOME)
    assert done.table("activities")[0]["date"] == "2025-03-04"


@pytest.mark.parametrize(
    ("texts", "declared", "expected"),
    [
        (
            ["2025-03-04", "2025/3/5", "2025-03-06 10:00:00"],
            None,
            ["2025-03-04", "2025-03-06", "2025-03-05"],
        ),
        (["31/3/2025", "4/3/2025"], None, ["2025-03-31", "2025-03-04"]),
        (["3/31/2025", "4/3/25"], None, ["2025-03-31", "2025-04-03"]),
        (["5.4.2025"], None, ["2025-04-05"]),
        (["5/5/2025"], None, ["2025-05-05"]),
        (["4/3/2025"], "day-first", ["2025-03-04"]),
        (["31/31/2025", "2025-02-30", "soon"], None, [None, None, None]),
    ],
)
def test_dates_are_read_in_the_order_that_is_proved_or_declared(
    texts: list[str], declared: Any, expected: list[str | None]
) -> None:
    readings, unsure = read_dates(texts, declared)
    assert unsure is None
    assert (
        [readings[text] for text in sorted(texts)]
        == [value for _, value in sorted(zip(texts, expected, strict=True))]
        or [readings[text] for text in texts] == expected
        or [readings[text] for text in sorted(texts)] == expected
    )


@pytest.mark.parametrize("texts", [["3/4/2025"], ["13/4/2025", "4/13/2025", "3/4/2025"]])
def test_an_order_that_is_not_proved_is_not_guessed(texts: list[str]) -> None:
    readings, unsure = read_dates(texts, None)
    assert unsure == "3/4/2025"
    assert readings["3/4/2025"] is None


VOICES = "  voices: {kind: testimonials, files: voices.csv}\n"
VOICES_HEAD = (
    "id,date,role,text,language,goal,partner,consent,scope,attribution,is_minor,"
    "guardian_consent,expires,withdrawn_on\n"
)


def test_only_testimonials_with_consent_pass_and_the_others_are_counted_by_reason(run: Any) -> None:
    text = VOICES_HEAD + (
        "1,2024-05-01,mentor,CANARY good,en,,lakecc,yes,public,role,no,,,\n"
        "2,2024-05-01,mentor,SECRET 2,en,,,no,public,role,no,,,\n"
        "3,2024-05-01,mentor,SECRET 3,en,,,,public,role,no,,,\n"
        "4,2024-05-01,student,SECRET 4,en,,,yes,public,role,yes,,,\n"
        "5,2024-05-01,student,CANARY minor,en,,,yes,public,role,yes,yes,,\n"
        "6,2024-05-01,mentor,SECRET 6,en,,,yes,public,role,no,,2025-01-01,\n"
        "7,2024-05-01,mentor,SECRET 7,en,,,yes,public,role,no,,,2024-06-01\n"
        "8,2024-05-01,mentor,CANARY scope,en,,,Yes,everywhere,whatever,no,,2026-01-01,\n"
        "9,2024-05-01,mentor,SECRET 9,en,,,yes,public,role,maybe,,soon,\n"
    )
    done = run(BASE + VOICES, {**DUMMY, "voices.csv": text}, outcomes=OUTCOME)
    assert not done.has_stopped
    passed = done.table("testimonials")
    assert [t["id"] for t in passed] == ["1", "5", "8"]
    assert (passed[2]["scope"], passed[2]["attribution"]) == ("internal", "anonymous")
    reasons = {q["row"]: q["found"] for q in done.table("quarantine") if q["rule"] == "D047"}
    assert reasons == {
        3: "no consent",
        4: "no consent",
        5: "a minor without the guardian's consent",
        7: "an expired consent",
        8: "a withdrawn testimonial",
        10: "a minor without the guardian's consent",
    }
    file = done.file("voices.csv")
    assert (file["rows_read"], file["rows_set_aside"], file["rows_used"]) == (9, 6, 3)
    for path in done.folder.iterdir():
        assert b"SECRET" not in path.read_bytes()
    assert not any("SECRET" in str(p) for p in done.problems)


def test_interview_segments_are_pseudonymised(run: Any) -> None:
    source = "  interviews: {kind: interviews, files: segments.csv}\n"
    text = (
        "document,kind,date,role,segment,code,coder,text,consent\n"
        "Interview Maria,interview,,teacher,1,trust,Zoe,CANARY said,yes\n"
        "Interview Maria,interview,,teacher,1,trust,Adam,SECRET said,no\n"
        "Group A,group discussion,,student,2,time,Zoe,,\n"
    )
    done = run(BASE + source, {**DUMMY, "segments.csv": text}, outcomes=OUTCOME)
    segments = done.table("segments")
    assert [s["coder"] for s in segments] == ["coder 1", "coder 2", "coder 1"]
    assert [s["kind"] for s in segments] == ["interview", "interview", "group-discussion"]
    assert [s["text"] for s in segments] == ["CANARY said", "", ""]
    assert segments[0]["document"] == segments[1]["document"] != segments[2]["document"]
    for path in done.folder.iterdir():
        content = path.read_bytes()
        assert not any(word in content for word in (b"SECRET", b"Maria", b"Zoe", b"Adam"))


ASANA = (
    "Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,"
    "Start Date,Due Date,Tags,Notes,Projects,Parent task\n"
    "1201,2023-02-01,2023-02-10,2023-02-10,Order bus passes,Done,Maria Lopez,maria@here.org,,"
    "2023-02-12,,,Mentoring,\n"
    "1202,2023-03-01,,2023-03-01,Find a room,Doing,Jo Lee,jo@here.org,,2023-04-01,,,Mentoring,\n"
)


def test_tasks_of_asana_are_actions_and_name_nobody(run: Any) -> None:
    done = run(BASE + "  tasks: {kind: activities, files: t.csv}\n", {**DUMMY, "t.csv": ASANA},
               outcomes=OUTCOME)  # fmt: skip
    entries = done.table("activities")
    assert [(e["type"], e["title"], e["due"], e["done"]) for e in entries] == [
        ("decision", "Order bus passes", "2023-02-12", "2023-02-10"),
        ("decision", "Find a room", "2023-04-01", ""),
    ]
    assert done.file("t.csv")["format"] == "asana"
    assert not [e for e in entries if "Maria" in str(e) or "@" in str(e)]


SLACK = (
    "Date,Total enabled membership,Public channels,Daily active members,"
    "Daily members posting messages,Messages in public channels,Messages posted\n"
    "2023-02-01,40,5,12,6,30,44\n2023-02-02,40,5,10,5,21,33\n"
)


def test_slack_gives_counts_and_no_message(run: Any) -> None:
    done = run(BASE + "  chat: {kind: activities, files: c.csv}\n", {**DUMMY, "c.csv": SLACK},
               outcomes=OUTCOME)  # fmt: skip
    entries = done.table("activities")
    assert [(e["date"], e["type"], e["count"]) for e in entries] == [
        ("2023-02-01", "messages", 44),
        ("2023-02-02", "messages", 33),
    ]
    assert done.file("c.csv")["format"] == "slack"


def test_a_stance_is_kept_and_anything_else_is_told(run: Any) -> None:
    text = ("id,role,text,consent,scope,goal,stance\nT1,student,It helps.,yes,public,x,Questions\n"
            "T2,student,It works.,yes,public,x,maybe\n")  # fmt: skip
    done = run(BASE + "  v: {kind: testimonials, files: v.csv}\n", {**DUMMY, "v.csv": text},
               outcomes=OUTCOME)  # fmt: skip
    assert [(t["id"], t["stance"]) for t in done.table("testimonials")] == [
        ("T1", "questions"), ("T2", "")
    ]  # fmt: skip


def test_the_month_of_an_answer_is_read_from_its_day(run: Any) -> None:
    source = (
        "  s:\n    kind: survey\n    tolerate: 1\n    submitted: When\n"
        "    waves: [{period: 2023, files: s.csv}]\n"
        '    answers: {yn: [["No", "0"], ["Yes", "1"]]}\n'
        "    items: {q: {column: Q, answers: yn}}\n"
    )
    text = "When,Q\n3/31/2023 10:20,Yes\n4/1/2023,No\nsoon,Yes\n"
    done = run(BASE + source, {**DUMMY, "s.csv": text}, outcomes=OUTCOME)
    assert [(r["month"], r["value"]) for r in done.table("responses")] == [
        ("2023-03", 2), ("2023-04", 1), ("", 2)
    ]  # fmt: skip
    assert done.file("s.csv")["cells_set_aside"] == 1  # the day that is none; the answer counts


def test_a_mark_that_a_file_lacks_is_told(run: Any) -> None:
    source = (
        "  s:\n    kind: survey\n    sides: Side\n    waves: [{period: 2023, files: s.csv}]\n"
        '    answers: {yn: [["No", "0"], ["Yes", "1"]]}\n'
        "    items: {q: {column: Q, answers: yn}}\n"
    )
    done = run(BASE + source, {**DUMMY, "s.csv": "Q\nYes\nNo\n"}, outcomes=OUTCOME)
    assert any("Side" in str(problem) for problem in done.problems)
