"""The studies that ship, run as `make` runs them, and read as their readers would."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.tables.published_io import from_json
from tests.report.html_facts import elements

ROOT = Path(__file__).parents[2]
STUDIES = ("michigan-districts", "riverbend-mentoring", "supported-work")
FILES = {
    "board.html", "evaluation.html", "goals.csv", "manifest.json", "results.csv", "results.json",
}  # fmt: skip
PAGES = [(study, page) for study in STUDIES for page in ("board.html", "evaluation.html")]
MORE = {
    "checkin.html", "recognition.html", "board.es.html", "checkin.es.html", "recognition.es.html",
}  # fmt: skip
PAGES += [("riverbend-mentoring", name) for name in sorted(MORE)]


def run(workspace: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Everything, from the raw files."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", "-C", str(workspace), "run"],
        capture_output=True,
        check=False,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
    )


def results(workspace: Path, study: str) -> dict[str, dict[str, str]]:
    """The rows of results.csv by id."""
    path = workspace / "reports" / study / "results.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def page(workspace: Path, study: str, name: str) -> str:
    return (workspace / "reports" / study / name).read_text(encoding="utf-8")


def test_every_study_has_every_file(shipped: Path) -> None:
    found = {s: {p.name for p in (shipped / "reports" / s).iterdir()} for s in STUDIES}
    expected = dict.fromkeys(STUDIES, FILES)
    expected["riverbend-mentoring"] = FILES | MORE
    assert found == expected
    assert (shipped / "reports" / "index.html").is_file()


def test_the_second_run_has_nothing_to_do(shipped: Path) -> None:
    assert "Nothing to do" in run(shipped).stdout


def test_the_published_result_of_supported_work_comes_out(shipped: Path) -> None:
    rows = results(shipped, "supported-work")
    shown = {
        model: (rows[f"earnings/impact/contrast{tail}"]["estimate"], rows[
            f"earnings/impact/contrast{tail}"]["conf_low"])
        for model, tail in {"ancova": "", "did": "/did", "difference": "/difference"}.items()
    }  # fmt: skip
    assert shown == {
        "ancova": ("1750", "508"),
        "did": ("1529", "122"),
        "difference": ("1794", "474"),
    }
    html = page(shipped, "supported-work", "evaluation.html")
    assert all(f"+${number}" in html for number in ("1,750", "1,529", "1,794"))


def test_a_lottery_may_be_credited_and_a_comparison_group_may_not(shipped: Path) -> None:
    lottery = page(shipped, "supported-work", "evaluation.html")
    comparison = page(shipped, "riverbend-mentoring", "evaluation.html")
    assert re.search(r"\braised\b", lottery)
    assert "associated with" in comparison


def test_michigan_agrees_with_the_published_changes(shipped: Path) -> None:
    rows = results(shipped, "michigan-districts")
    found = {
        name: tuple(
            rows[f"{name}/change/participants"][column] for column in ("n", "statistic", "estimate")
        )
        for name in ("math4", "graduation", "dropout")
    }
    assert found == {
        "math4": ("550", "67.55", "37.5"),
        "graduation": ("518", "-6.16", "-3.3"),
        "dropout": ("525", "5.13", "0.82"),
    }


def test_every_goal_of_riverbend_shows_both_verdicts(shipped: Path) -> None:
    html = page(shipped, "riverbend-mentoring", "board.html")
    marks = [e.attrs.get("class", "") for e in elements(html)]
    chips = [c for c in marks if c.startswith("status")]
    goals = [c for c in marks if c == "goal"]
    assert len(goals) == 10
    told = sum(verdict[1] != "" or verdict[0] == "met" for verdict in VERDICTS.values())
    assert len(chips) >= len(goals) + told - 1  # what is not measured has no second verdict


def test_the_goals_reach_the_verdicts_that_the_figures_give(shipped: Path) -> None:
    path = shipped / "reports" / "riverbend-mentoring" / "goals.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = {row["id"]: (row["verdict"], row["confirmed"]) for row in csv.DictReader(file)}
    assert found == VERDICTS
    every = {
        "met", "met-within-noise", "on-track", "at-risk", "off-track", "not-met", "too-early",
        "not-measured", "suppressed",
    }  # fmt: skip
    assert {verdict for verdict, _ in found.values()} == every


def test_each_goal_is_explained_in_two_sentences(shipped: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "pipeline", "-C", str(shipped), "--json", "goals",
         "riverbend-mentoring"],
        capture_output=True, check=True, text=True, cwd=ROOT,
    )  # fmt: skip
    goals = {goal["id"]: goal["explained"] for goal in json.loads(told.stdout)["goals"]}
    assert set(goals) == set(VERDICTS)
    for name, said in goals.items():
        sentences = re.findall(r"[^.]+(?:\.\d[^.]*)*\.", said)
        assert len(sentences) == 2, (name, said)
    assert goals["gpa"].endswith("the chance of getting there is 55 in 100.")
    assert goals["newcomers"].startswith("Too few students")


PRACTICES = [
    (row.split("|")[1].strip(), *place)
    for row in (ROOT / "docs/practices.md").read_text(encoding="utf-8").splitlines()
    for place in re.findall(r"`reports/([^`#]+)#([^`]+)`", row)
]


@pytest.mark.parametrize(("practice", "file", "anchor"), PRACTICES)
def test_every_practice_is_shown_where_the_docs_say(
    shipped: Path, practice: str, file: str, anchor: str
) -> None:
    html = (shipped / "reports" / file).read_text(encoding="utf-8")
    assert f'id="{anchor}"' in html, practice


def test_every_practice_has_its_row() -> None:
    assert len(PRACTICES) == 18


def test_a_moved_goal_is_told_on_the_board_page(shipped: Path) -> None:
    html = page(shipped, "riverbend-mentoring", "board.html")
    assert "The goal was made harder: at first it was" in html
    assert "made easier shortly before it was due" in html
    assert "By the first promise it would read: target not met" in re.sub(r"<[^>]+>", "", html)


VERDICTS = {
    "dropout": ("met-within-noise", "no"),
    "graduation": ("met", "yes"),
    "chronic": ("not-met", "yes"),
    "adult": ("off-track", "no"),
    "gpa": ("on-track", "yes"),
    "meetings": ("met", ""),
    "attending": ("at-risk", "yes"),
    "newcomers": ("suppressed", ""),
    "college": ("not-measured", "no"),
    "credits": ("too-early", ""),
}


@pytest.mark.parametrize(("study", "name"), PAGES)
def test_every_number_of_a_page_is_that_of_its_published_row(
    shipped: Path, study: str, name: str
) -> None:
    published = from_json((shipped / "data/processed" / study / "published.json").read_bytes())
    shown = {f"{row.id}#{c}": f.shown for row in published.rows for c, f in row.figures.items()}
    shown |= {f"{g.id}#{c}": f.shown for g in published.goals for c, f in g.figures.items()}
    shown |= {f"{c.id}#count": c.figure.shown for c in published.counts if c.figure}
    for theme in published.themes:
        shown |= {f"{theme.id}#people": theme.people.shown} if theme.people else {}
        shown |= {f"{theme.id}#of": theme.of.shown} if theme.of else {}
    stats = [e for e in elements(page(shipped, study, name)) if "data-stat" in e.attrs]
    assert stats
    for element in stats:
        expected, said = shown[element.attrs["data-stat"]], element.text
        if name.endswith(".es.html"):
            expected, said = digits(expected), digits(said)
        assert said in expected if "data-part" in element.attrs else said == expected


def digits(shown: str) -> str:
    """A number without its unit, which every language has in its own words."""
    return re.sub(r"[^\W\d_]|\s", "", shown)


@pytest.mark.parametrize("study", STUDIES)
def test_no_result_tells_of_fewer_people_than_may_be_shown(shipped: Path, study: str) -> None:
    for row in results(shipped, study).values():
        is_of_log = row["outcome"] in {"log.meetings", "log.events", "log.sessions", "log.actions"}
        if row["analysis"] == "activity" or is_of_log:  # entries, not people
            continue
        counts = [int(row[name]) for name in ("n", "n_before", "n_after") if row[name]]
        assert all(n == 0 or n >= 10 for n in counts), row["id"]
        if row["status"] != "published":
            assert not any(row[name] for name in ("n", "estimate", "mean_after", "p_value"))


def test_no_student_number_and_no_withheld_voice_leaves_the_raw_files(shipped: Path) -> None:
    raw = shipped / "data/raw/riverbend-mentoring"
    with (raw / "students.csv").open(encoding="utf-8", newline="") as file:
        canaries = {row["Student_Number"] for row in csv.DictReader(file)}
    with (raw / "testimonials.csv").open(encoding="utf-8", newline="") as file:
        canaries |= {row["text"] for row in csv.DictReader(file) if row["id"] in WITHHELD}
    assert len(canaries) == 640 + len(WITHHELD)
    for path in (shipped / "reports").rglob("*.*"):
        content = path.read_text(encoding="utf-8")
        assert [word for word in canaries if word in content] == []


WITHHELD = ("T10", "T12", "T16", "T17", "T20")


@pytest.mark.parametrize("study", STUDIES)
def test_the_manifest_holds_the_hash_of_every_file(shipped: Path, study: str) -> None:
    folder = shipped / "reports" / study
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    more = MORE if study == "riverbend-mentoring" else set()
    assert set(manifest["outputs"]) == (FILES | more) - {"manifest.json"}
    for name, expected in manifest["outputs"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected
    for name, expected in manifest["inputs"].items():
        path = shipped / "data" / "raw" / study / name
        assert hashlib.sha256(path.read_bytes()).hexdigest() == expected
    assert str(shipped) not in json.dumps(manifest)


def test_another_folder_time_zone_hash_seed_and_language_give_the_same_bytes(
    shipped: Path, tmp_path: Path
) -> None:
    other = tmp_path / "elsewhere in España"
    shutil.copytree(ROOT / "data" / "raw", other / "data" / "raw")
    done = run(other, TZ="Asia/Tokyo", PYTHONHASHSEED="7", LC_ALL="C", OMP_NUM_THREADS="1")
    assert done.returncode == 0, done.stderr

    def bytes_of(workspace: Path) -> dict[str, str]:
        root = workspace / "reports"
        return {
            path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(root.rglob("*.*"))
        }

    assert bytes_of(other) == bytes_of(shipped)


@pytest.mark.parametrize(
    ("name", "most"),
    [("board*.html", 300_000), ("checkin*.html", 200_000), ("evaluation.html", 3_000_000)],
)
def test_pages_stay_within_their_size(shipped: Path, name: str, most: int) -> None:
    files = sorted((shipped / "reports").glob(f"*/{name}"))
    sizes = {file.parent.name: file.stat().st_size for file in files}
    assert 0 < max(sizes.values()) <= most, sizes


def test_forecasts_of_every_study_are_scored(shipped: Path) -> None:
    """The mean square of what was forecast, less what came: Brier (1950)."""
    apart = []
    for study in STUDIES:
        told = json.loads((shipped / "reports" / study / "results.json").read_text("utf-8"))
        apart += [
            (goal["p_earlier"] - (goal["verdict"] in {"met", "met-within-noise"})) ** 2
            for goal in told["goals"]
            if goal.get("p_earlier") is not None
        ]
    assert apart
    html = (shipped / "reports" / "index.html").read_text(encoding="utf-8")
    assert f"Their Brier score is {sum(apart) / len(apart):.2f}." in html
