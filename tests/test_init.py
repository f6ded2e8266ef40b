"""outcomes init: a workspace, an example, and a study file drafted from exports that runs."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.ingest.formats import test_assessments, test_rosters
from tests.workspaces import REPOSITORY, Said, Tiny

if TYPE_CHECKING:
    from pathlib import Path

EXPORTS = REPOSITORY / "tests" / "data" / "exports"
SURVEYS = (
    "qualtrics", "surveymonkey", "google-forms", "microsoft-forms", "limesurvey", "redcap",
)  # fmt: skip
PRIVATE = ("192.0.2.", "school.example", "555-01", "Given1", "Family1")


def ask(root: Path, *arguments: str) -> Said:
    root.mkdir(parents=True, exist_ok=True)
    return Tiny(root).run(*arguments)


def answered(study: Path) -> str:
    """The study file as an analyst leaves it: the marks taken away, nothing else changed."""
    text = study.read_text(encoding="utf-8")
    assert "# CHECK" in text
    study.write_text(re.sub(r"  # CHECK[^\n]*", "", text), encoding="utf-8")
    return text


def drafted(root: Path, files: list[Path]) -> tuple[str, Said]:
    """What init wrote for some files, and what a run of it says."""
    said = ask(root, "init", "--from", *map(str, files))
    assert said.code == 0, said.err
    (study,) = (root / "data" / "raw").glob("*/study.yaml")
    return answered(study), ask(root, "run")


@pytest.mark.parametrize("vendor", SURVEYS)
def test_the_draft_of_a_survey_runs(tmp_path: Path, vendor: str) -> None:
    text, said = drafted(tmp_path / "w", sorted((EXPORTS / vendor).glob("*")))
    assert said.code == 0, said.err
    assert "evaluation.html" in said.out
    assert "Strongly agree" in text or vendor == "redcap"
    assert not any(one in text for one in PRIVATE)


def scores(folder: Path, key: str) -> Path:
    path = folder / "scores.csv"
    rows = [f"{getattr(s, key)},{50 + s.n},{55 + s.n}" for s in test_rosters.STUDENTS]
    path.write_text("Student ID,math_pre,math_post\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("system", "key"),
    [
        ("oneroster-1.1", "number"),
        ("oneroster-1.2", "number"),
        ("clever", "number"),
        ("sds-2.1", "sis"),
        ("sds-1", "number"),
        ("powerschool", "number"),
        ("infinite-campus", "number"),
    ],
)
def test_the_draft_of_a_roster_with_scores_runs(tmp_path: Path, system: str, key: str) -> None:
    folder = shutil.copytree(EXPORTS / system, tmp_path / "exports")
    files = [*sorted(folder.glob("*")), scores(tmp_path, key)]
    text, said = drafted(tmp_path / "w", files)
    assert said.code == 0, said.err
    assert "kind: roster" in text
    assert "math_pre" in text
    assert not any(one in text for one in PRIVATE)


@pytest.mark.parametrize("name", sorted(test_assessments.CASES))
def test_the_draft_of_an_assessment_runs(tmp_path: Path, name: str) -> None:
    export = tmp_path / "tests.csv"
    export.write_text(test_assessments.CASES[name][0], encoding="utf-8")
    text, said = drafted(tmp_path / "w", [export])
    assert said.code == 0, said.err
    assert f"format: {name}" in text


DAYS = "Student ID,Date,Attendance Code\n" + "".join(
    f"{s:04d},{year}-09-{day:02d},{'A' if (s + day) % 6 == 0 else 'P'}\n"
    for year in (2022, 2024)
    for s in range(1, 13)
    for day in range(1, 29)
)
YEARLY = "Student Number,School Year,Days Enrolled,Days Absent\n" + "".join(
    f"{s:04d},{year},180,{s % 20}\n" for s in range(1, 31) for year in ("2022-2023", "2024-2025")
)
MARKS = "SIS Number,Term,Course,Final Grade,Credits\n" + "".join(
    f"{s:04d},{year},Course {c},{'ABCDF'[(s + c) % 5]},1\n"
    for year in ("2022-23", "2024-25")
    for s in range(1, 13)
    for c in range(4)
)
LONG = "Local ID,Year,Measure,Score\n" + "".join(
    f"{s:04d},{year},{what},{s + 3}\n"
    for year in ("2022-23", "2024-25")
    for s in range(1, 13)
    for what in ("Reading", "Mathematics")
)
CARD = "Academic Year\tReporting Category\tCount\tEnrollment\n" + "".join(
    f"{year}\t{group}\t{n}\t200\n"
    for year, n in (("2022-23", "40"), ("2024-25", "30"))
    for group in ("All Students", "Group A", "Group B")
)
LIKERT = "What is your grade?,I like school,I feel safe here,Anything else?\n" + "".join(
    f"9,{word},{other},\n"
    for word, other in zip(
        ("De acuerdo", "En desacuerdo", "Muy de acuerdo") * 6,
        ("Agree", "Strongly disagree", "Disagree") * 6,
        strict=True,
    )
)


@pytest.mark.parametrize(
    ("files", "holds"),
    [
        ({"days.csv": DAYS}, "format: daily-attendance"),
        ({"attendance.csv": YEARLY}, "100 * (1 - absent / enrolled)"),
        ({"marks.csv": MARKS}, "format: course-marks"),
        ({"scores.csv": LONG}, "metric: Measure"),
        ({"card.txt": CARD}, "{count: Count, of: Enrollment}"),
        ({"fall.csv": LIKERT, "spring.csv": LIKERT}, "Muy de acuerdo"),
    ],
    ids=lambda one: next(iter(one)) if isinstance(one, dict) else "",
)
def test_the_draft_of_a_plain_table_runs(tmp_path: Path, files: dict[str, str], holds: str) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    text, said = drafted(tmp_path / "w", [tmp_path / name for name in files])
    assert holds in text
    assert said.code == 0, said.err


def test_a_yes_or_no_of_the_roster_becomes_the_comparison(tmp_path: Path) -> None:
    roster = "Student ID,Grade,Mentored\n" + "".join(
        f"{i:04d},{9 + i % 4},{'yes' if i % 2 else 'no'}\n" for i in range(1, 41)
    )
    (tmp_path / "students.csv").write_text(roster, encoding="utf-8")
    rows = "".join(f"{i:04d},{y},{i % 9}\n" for i in range(1, 41) for y in ("2022-23", "2023-24"))
    (tmp_path / "marks.csv").write_text("Student ID,Year,Points\n" + rows, encoding="utf-8")
    files = [tmp_path / "students.csv", tmp_path / "marks.csv"]
    text, said = drafted(tmp_path / "w", files)
    assert "kind: comparison-group" in text
    assert 'participants: {mentored: ["yes"]}' in text
    assert said.code == 0, said.err


def test_exports_in_the_folder_of_a_study_stay_where_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "raw" / "north ñ"
    folder.mkdir(parents=True)
    (folder / "attendance.csv").write_text(YEARLY, encoding="utf-8")
    said = ask(tmp_path, "--json", "init", "--from", "data/raw/north ñ/attendance.csv")
    answer = json.loads(said.out)
    assert answer["study"] == "north ñ"
    assert answer["files"] == [
        {
            "files": "attendance.csv",
            "recognised_as": "records (table)",
            "rows": 60,
            "sure": False,
        }
    ]
    assert (folder / "study.yaml").is_file()


def test_a_study_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "raw" / "north"
    folder.mkdir(parents=True)
    (folder / "attendance.csv").write_text(YEARLY, encoding="utf-8")
    (folder / "study.yaml").write_text("mine\n", encoding="utf-8")
    said = ask(tmp_path, "init", "--from", "data/raw/north/attendance.csv")
    assert "kept data/raw/north/study.yaml, which was there" in said.out
    assert (folder / "study.yaml").read_text(encoding="utf-8") == "mine\n"
    assert (folder / "study.draft.yaml").is_file()


def test_a_zip_of_one_export_is_drafted_as_that(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("export/attendance.csv", YEARLY)
    (tmp_path / "export.zip").write_bytes(out.getvalue())
    text, said = drafted(tmp_path / "w", [tmp_path / "export.zip"])
    assert "files: export.zip" in text
    assert said.code == 0, said.err


def test_what_cannot_be_read_is_told_and_the_rest_is_drafted(tmp_path: Path) -> None:
    (tmp_path / "attendance.csv").write_text(YEARLY, encoding="utf-8")
    (tmp_path / "notes.xlsx").write_bytes(b"no workbook")
    files = [str(tmp_path / name) for name in ("attendance.csv", "notes.xlsx")]
    said = ask(tmp_path / "w", "init", "--from", *files)
    assert said.code == 0
    assert "D041" in said.out
    assert "records (table)" in said.out


def test_a_roster_alone_says_what_is_left(tmp_path: Path) -> None:
    said = ask(tmp_path / "w", "init", "--from", str(EXPORTS / "powerschool" / "students.txt"))
    assert "nothing to compare yet: add records or a survey" in said.out


def test_files_that_are_not_there_are_told(tmp_path: Path) -> None:
    said = ask(tmp_path, "init", "--from", "nothing.csv")
    assert said.code != 0
    assert 'found no file "nothing.csv"' in said.err
    assert "Traceback" not in said.err


def test_a_folder_and_a_pattern_name_the_exports_in_them(tmp_path: Path) -> None:
    place = tmp_path / "north"
    place.mkdir()
    (place / "attendance.csv").write_text(YEARLY, encoding="utf-8")
    (place / ".hidden.csv").write_text(YEARLY, encoding="utf-8")
    (place / "letter.docx").write_bytes(b"")
    texts = []
    for n, named in enumerate(("north", "north/*.csv")):
        said = ask(tmp_path, "init", f"w{n}", "--from", named)
        assert said.code == 0, said.err
        made = tmp_path / f"w{n}" / "data/raw/north"
        assert sorted(p.name for p in made.iterdir()) == ["attendance.csv", "study.yaml"]
        texts.append((made / "study.yaml").read_bytes())
    assert texts[0] == texts[1]
    (tmp_path / "empty").mkdir()
    for named in ("empty", "empty/*.csv"):
        said = ask(tmp_path, "init", "w2", "--from", named)
        assert said.code != 0
        assert "W011" in said.err
    assert not (tmp_path / "w2").exists()


def alone(root: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "-C", str(root)],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def test_the_command_alone_says_what_the_folder_lacks(tmp_path: Path) -> None:
    assert "No workspace here yet" in alone(tmp_path)
    ask(tmp_path, "init")
    assert "data/raw holds no study yet" in alone(tmp_path)
    place = tmp_path / "data/raw/north side"
    place.mkdir()
    assert "data/raw holds no study yet" in alone(tmp_path)
    (place / "attendance.csv").write_text(YEARLY, encoding="utf-8")
    told = alone(tmp_path)
    assert 'outcomes init --from "data/raw/north side"' in told
    said = ask(tmp_path, "init", "--from", "data/raw/north side")
    assert said.code == 0, said.err
    assert "1 study here: north side." in alone(tmp_path)
    assert "no study.yaml yet" not in alone(tmp_path)


def test_each_target_of_windows_is_one_command(tmp_path: Path) -> None:
    ask(tmp_path, "init")
    lines = (tmp_path / "make.cmd").read_bytes().decode().split("\r\n")
    makefile = (tmp_path / "Makefile").read_text(encoding="utf-8")
    for target in ("all", "check", "goals", "describe", "open", "clean"):
        assert f'if "%~1"=="{target}" goto {target}' in lines
        command = lines[lines.index(f":{target}") + 1].replace("%2", "$(STUDY)")
        assert f"\n{target}:" in makefile
        assert f"\t{command}\n" in makefile
    unknown = lines.index("echo %~1 is no target. 1>&2")
    assert lines[unknown + 2] == "exit /b 2"
    # The tests themselves may run under make, which hands its flags down.
    outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", "-n", "check", "STUDY=north"], cwd=tmp_path, capture_output=True, text=True,
        check=True, env=outside,
    )  # fmt: skip
    assert done.stdout.strip() == "outcomes check north"


def test_the_example_is_labelled_and_runs(tmp_path: Path) -> None:
    said = ask(tmp_path / "w", "init", "--example")
    assert said.code == 0
    assert "SYNTHETIC" in (tmp_path / "w" / "README.md").read_text(encoding="utf-8")
    done = ask(tmp_path / "w", "run")
    assert done.code == 0, done.err
    assert "board.html" in done.out


def test_a_workspace_has_all_that_an_analyst_needs(tmp_path: Path) -> None:
    root = tmp_path / "new place ñ"
    said = ask(tmp_path, "init", "new place ñ")
    assert said.code == 0
    assert 'outcomes -C "new place ñ" check' in said.out
    found = {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}
    assert found >= {"Makefile", "make.cmd", "README.md", ".gitignore", "data/raw/.gitkeep"}
    listed = subprocess.run(
        ["make", "-s", "-C", str(root), "help"], capture_output=True, text=True, check=True
    ).stdout
    assert "make check" in listed
    again = ask(tmp_path, "init", "new place ñ")
    assert "made" not in again.out


def test_a_file_is_no_place_for_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("", encoding="utf-8")
    said = ask(tmp_path, "init", "x")
    assert said.code != 0
    assert "found a file, expected a folder" in said.err
    said = ask(tmp_path, "init", "x/y")
    assert said.code != 0
    assert "W010" in said.err


def test_the_drafts_are_the_same_every_time(tmp_path: Path) -> None:
    files = [str(p) for p in sorted((EXPORTS / "qualtrics").glob("*"))]
    texts = []
    for n, names in enumerate((files, files[::-1])):
        ask(tmp_path / str(n), "init", "--from", *names)
        texts.append((tmp_path / str(n) / "data/raw/qualtrics/study.yaml").read_bytes())
    assert texts[0] == texts[1]
