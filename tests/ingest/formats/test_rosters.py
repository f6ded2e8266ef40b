"""The same students from every roster system; teachers, leavers and names stay behind."""

from __future__ import annotations

import importlib.util
import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest import packages
from pipeline.ingest.files import RawFile
from pipeline.problems import Collector
from pipeline.study.schema import Roster

EXPORTS = Path(__file__).parents[2] / "data" / "exports"
SYSTEMS = ("oneroster-1.1", "oneroster-1.2", "clever", "sds-2.1", "sds-1")
SCORES = """\
  scores:
    kind: metrics
    files: scores.csv
    columns: {student_id: id}
    measures: {math: {"2023": a, "2025": b}}
"""
OUTCOME = "  math: {label: Math, from: scores.math, type: continuous, better: higher}\n"
PLACES = "school: school, grade: grade"
ID = {
    "oneroster-1.1": "identifier",
    "oneroster-1.2": "identifier",
    "clever": "Student_number",
    "sds-2.1": "sourcedId",
    "sds-1": "Student Number",
}


def made() -> Any:
    spec = importlib.util.spec_from_file_location("make_rosters", EXPORTS / "make_rosters.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_rosters"] = module
    spec.loader.exec_module(module)
    return module


MADE = made()
STUDENTS = MADE.students()


def members(system: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((EXPORTS / system).glob("*"))}


def zipped(files: dict[str, bytes], **more: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression=zipfile.ZIP_DEFLATED, **more) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def roster(files: str, columns: str, *, form: str = "auto") -> str:
    return f"  roster: {{kind: roster, format: {form}, files: {files}, columns: {{{columns}}}}}\n"


def scores(key: str = "number") -> bytes:
    rows = [f"{getattr(s, key)},{s.n},{s.n + 5}" for s in STUDENTS]
    return ("id,a,b\n" + "\n".join(rows) + "\n").encode()


def go(
    run: Any, system: str, *, is_zip: bool, columns: str = "school: school, grade: grade"
) -> Any:
    files = members(system)
    named = "roster.zip" if is_zip else f"[{', '.join(files)}]"
    given = {"roster.zip": zipped(files)} if is_zip else files
    key = "sis" if system == "sds-2.1" else "number"
    return run(
        SCORES,
        given | {"scores.csv": scores(key)},
        outcomes=OUTCOME,
        roster=roster(named, f"student_id: {ID[system]}, {columns}"),
    )


@pytest.mark.parametrize("is_zip", [True, False], ids=["zip", "files"])
@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_gives_the_same_students(run: Any, system: str, *, is_zip: bool) -> None:
    done = go(run, system, is_zip=is_zip)
    assert not done.has_stopped, [str(p) for p in done.problems]
    names = {code: name for code, (name, _) in MADE.SCHOOLS.items()}
    found = sorted((s["school"], s["grade"]) for s in done.table("students"))
    assert found == sorted((names[s.school], s.grade) for s in STUDENTS)
    both = [p for p in done.table("pairs") if None not in {p["before"], p["after"]}]
    assert len(both) == len(STUDENTS)


@pytest.mark.parametrize("system", SYSTEMS)
def test_people_who_are_no_students_are_counted_by_reason(run: Any, system: str) -> None:
    done = go(run, system, is_zip=True)
    account = [a for a in done.table("accounts") if a["source"] == "roster"]
    found = {a["reason"] or a["fate"]: a["rows"] for a in account}
    assert (
        found
        == {
            "oneroster-1.1": {"not a student": 1, "no longer enrolled": 2, "analysed": 30},
            "oneroster-1.2": {"not a student": 1, "analysed": 30},
            "clever": {"analysed": 30},
            "sds-2.1": {"not a student": 1, "analysed": 30},
            "sds-1": {"no longer enrolled": 1, "analysed": 30},
        }[system]
    )
    read = [f for f in done.table("files") if f["source"] == "roster"]
    assert sum(found.values()) == sum(f["rows_read"] for f in read)


@pytest.mark.parametrize("system", SYSTEMS)
def test_names_never_leave_the_reader(run: Any, system: str) -> None:
    done = go(run, system, is_zip=True)
    everything = "".join(map(str, done.problems))
    for name in ("students", "files", "quarantine", "accounts", "unmatched"):
        everything += str(done.table(name))
    for canary in ("Given1", "Family1", "school.example", "555-02", "2009-01"):
        assert canary not in everything, canary
    assert done.told("D052")


def test_race_is_rolled_up_as_federal_reports_do(run: Any) -> None:
    for system in ("oneroster-1.1", "oneroster-1.2", "sds-2.1"):
        done = go(run, system, is_zip=True, columns="race: race, sex: sex")
        found = sorted((s["race"], s["sex"]) for s in done.table("students"))
        assert found == sorted((s.race, s.sex) for s in STUDENTS)


def test_ids_of_other_types_and_extension_columns_have_names(run: Any) -> None:
    columns = "state: userIds.StateID, homeroom: metadata.homeroom"
    done = go(run, "oneroster-1.1", is_zip=True, columns=columns)
    found = sorted(s["homeroom"] for s in done.table("students"))
    assert found == sorted(f"H{s.n % 4}" for s in STUDENTS)


def test_messages_name_the_file_in_the_archive_and_its_row(run: Any) -> None:
    done = go(run, "oneroster-1.1", is_zip=True)
    told = done.told("D058")
    assert "data/raw/demo/roster.zip/users.csv, row 5" in told[0]
    assert done.file("roster.zip/users.csv")["beside"] == (
        "roster.zip/demographics.csv; roster.zip/manifest.csv; roster.zip/orgs.csv"
    )


def test_results_are_measures_with_their_school_year(run: Any) -> None:
    source = (
        "  grades:\n    kind: metrics\n    files: roster.zip\n    format: oneroster\n"
        "    columns: {student_id: studentSourcedId, period: period, metric: lineItem, "
        "value: score}\n    measures: {math: Mathematics}\n"
    ).replace("    measures: {math: Mathematics}\n", "")
    done = run(
        source,
        {"roster.zip": zipped(members("oneroster-1.2"))},
        outcomes=OUTCOME.replace("scores.math", "grades.Mathematics"),
        roster=roster("roster.zip", "student_id: sourcedId"),
    )
    assert not done.has_stopped, [str(p) for p in done.problems]
    pairs = [(p["before"], p["after"]) for p in done.table("pairs")]
    assert len(pairs) == 30
    assert sum(after is None for _, after in pairs) == 1
    reasons = {a["reason"] for a in done.table("accounts") if a["source"] == "grades"}
    assert "not fully graded" in reasons


def test_a_row_with_too_many_cells_is_set_aside_and_not_shifted(run: Any) -> None:
    files = members("oneroster-1.1")
    rows = files["users.csv"].split(b"\r\n")
    rows[1] += b",one,more"
    files["users.csv"] = b"\r\n".join(rows)
    done = run(
        SCORES,
        {"roster.zip": zipped(files), "scores.csv": scores()},
        outcomes=OUTCOME,
        roster=roster("roster.zip", "student_id: identifier"),
    )
    assert [q["row"] for q in done.table("quarantine") if q["rule"] == "D072"] == [2]
    assert len(done.table("students")) == len(STUDENTS) - 1


def test_a_package_with_a_broken_file_is_told_by_file_and_row(run: Any) -> None:
    files = members("oneroster-1.1")
    files["orgs.csv"] += b'"never closed\r\nx'
    done = run(
        SCORES,
        {"roster.zip": zipped(files), "scores.csv": scores()},
        outcomes=OUTCOME,
        roster=roster("roster.zip", "student_id: identifier"),
    )
    assert done.has_stopped
    assert "roster.zip/orgs.csv, row 5: found a quote that is never closed" in done.told("D006")[0]


def test_a_delta_is_no_roster(run: Any) -> None:
    files = members("oneroster-1.1")
    files["manifest.csv"] = files["manifest.csv"].replace(b"file.users,bulk", b"file.users,delta")
    done = run(
        SCORES,
        {"roster.zip": zipped(files), "scores.csv": scores()},
        outcomes=OUTCOME,
        roster=roster("roster.zip", "student_id: identifier"),
    )
    assert done.has_stopped
    assert "holds changes only (delta)" in done.told("D062")[0]


@pytest.mark.parametrize(
    ("system", "file"), [("powerschool", "students.txt"), ("infinite-campus", "adhoc.csv")]
)
def test_headers_of_student_systems_are_known(run: Any, system: str, file: str) -> None:
    columns = "student_id: student_id, grade: grade, race: race, school: school, sex: gender"
    done = run(
        SCORES,
        {file: members(system)[file], "scores.csv": scores()},
        outcomes=OUTCOME,
        roster=roster(file, columns),
    )
    assert not done.has_stopped, [str(p) for p in done.problems]
    found = sorted((s["grade"], s["race"]) for s in done.table("students"))
    assert found == sorted((s.grade, s.race) for s in STUDENTS)
    assert any("read it as student_id" in told for told in done.told("D063"))


def test_a_zip_with_one_export_is_that_export(run: Any) -> None:
    done = run(
        SCORES,
        {"scores.zip": zipped({"folder/scores.csv": scores(), "__MACOSX/._scores.csv": b"x"}),
         **members("clever")},
        outcomes=OUTCOME,
        roster=roster("students.csv", "student_id: Student_number"),
    )  # fmt: skip
    assert done.has_stopped  # the study names scores.csv
    source = SCORES.replace("files: scores.csv", "files: scores.zip")
    again = run(
        source,
        {"scores.zip": zipped({"folder/scores.csv": scores()}), **members("clever")},
        outcomes=OUTCOME,
        roster=roster("students.csv", "student_id: Student_number"),
    )
    assert not again.has_stopped
    assert again.file("scores.zip/folder/scores.csv")["rows_used"] == 30


def opened(tmp_path: Path, content: bytes) -> list[str]:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    problems = Collector()
    source = Roster.model_validate({"kind": "roster", "files": "x.zip"})
    file = RawFile(path=path, name="x.zip", shown="x.zip")
    list(packages.opened([file], source, problems))
    return [str(problem) for problem in problems.found]


def test_archives_that_are_no_export_are_refused_in_a_sentence(tmp_path: Path) -> None:
    assert (
        "an archive with a.csv, b.csv"
        in opened(tmp_path, zipped({"a.csv": b"x", "b.csv": b"y"}))[0]
    )
    assert "no export" in opened(tmp_path, zipped({"a.pdf": b"x"}))[0]
    assert "cannot be read" in opened(tmp_path, b"PK\x03\x04 no archive")[0]


@pytest.mark.parametrize("name", ["../a.csv", "/a.csv", "x/../../a.csv"])
def test_paths_that_leave_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    assert "a path that leaves it" in opened(tmp_path, zipped({name: b"id\n1\n"}))[0]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    content = zipped({"a.csv": b"0" * (80 << 20)})
    assert "far more than it weighs" in opened(tmp_path, content)[0]


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("a.csv")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    assert "a symbolic link" in opened(tmp_path, out.getvalue())[0]


def test_the_fixtures_are_what_their_script_writes() -> None:
    for name, written in MADE.files().items():
        assert (EXPORTS / name).read_bytes() == written, name
