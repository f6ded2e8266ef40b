"""Students come in schools: Project STAR as a whole study, and six of its schools."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.workspaces import Tiny

if TYPE_CHECKING:
    from collections.abc import Sequence

STAR = Path(__file__).parents[1] / "data/star/star.csv"
STUDY = """\
version: 1
study:
  title: Small classes
  people: {one: pupil, many: pupils}
  partners: [{id: tn, name: State of Tennessee, type: district}]
periods:
  - {id: K, starts: 1985-08-20, ends: 1986-06-07, role: before}
  - {id: "3", starts: 1988-08-20, ends: 1989-06-07, role: after}
design:
  kind: KIND
  participants: {arm: [small]}
  comparison: {arm: [regular, regular+aide]}
  cluster: school
  subgroups: [gender]
sources:
  roster:
    kind: roster
    files: star.csv
    columns: {student_id: id, arm: stark, gender: gender, school: schoolidk}
  scores:
    kind: metrics
    files: star.csv
    columns: {student_id: id}
    measures: {math: {K: mathk, "3": math3}}
outcomes:
  math: {label: Mathematics, from: scores.math, type: continuous, better: higher,
         domain: Achievement}
"""


def made(root: Path, rows: Sequence[dict[str, str]] | None = None, **words: str) -> Tiny:
    """A workspace with one study of Project STAR, run."""
    folder = root / "data/raw/star"
    folder.mkdir(parents=True)
    text = STUDY.replace("KIND", words.get("kind", "randomized"))
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    if rows is None:
        shutil.copy(STAR, folder / "star.csv")
    else:
        with (folder / "star.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    workspace = Tiny(root)
    said = workspace.run()
    assert said.code == 0, said.err
    return workspace


def results(workspace: Tiny) -> dict[str, dict[str, str]]:
    text = (workspace.root / "reports/star/results.csv").read_text(encoding="utf-8")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


def page(workspace: Tiny, name: str) -> str:
    return (workspace.root / f"reports/star/{name}.html").read_text(encoding="utf-8")


def test_project_star_with_its_schools(tmp_path: Path) -> None:
    workspace = made(tmp_path)
    rows = results(workspace)
    impact, change = rows["math/impact/contrast"], rows["math/change/participants"]
    assert (impact["method"], impact["model"], impact["n_clusters"]) == ("cr2", "ancova", "77")
    assert impact["n"] == "2890"
    # tests/data/star/expected.json: CR1 gives 2.696 for the contrast of changes
    assert rows["math/impact/contrast/did"]["std_error"] == "2.7"
    assert change["n_clusters"] == "75"
    assert "math/impact/contrast/wild" not in rows  # more than 20 schools in each group
    evaluation = page(workspace, "evaluation")
    assert "come in clusters (school)" in evaluation
    assert "Few clusters" not in evaluation
    assert 'id="method-cr2"' in evaluation


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    with STAR.open(encoding="utf-8", newline="") as file:
        pupils: list[dict[str, Any]] = [row for row in csv.DictReader(file) if row["schoolidk"]]
    schools = sorted({row["schoolidk"] for row in pupils}, key=float)[:6]
    for row in pupils:
        row["stark"] = "small" if row["schoolidk"] in schools[:3] else "regular"
    kept = [row for row in pupils if row["schoolidk"] in schools]
    return made(tmp_path_factory.mktemp("few"), kept, kind="comparison-group")


def test_three_schools_a_group_print_the_banner(few: Tiny) -> None:
    row = results(few)["math/impact/contrast"]
    assert (row["method"], row["n_clusters"]) == ("cr2", "6")
    handbook = results(few)["math/impact/contrast/wwc"]
    assert handbook["method"] == "wwc_cluster"
    assert handbook["p_value"]
    assert not handbook["conf_low"]
    assert "Only a few schools, classes or sites stand behind" in page(few, "board")
    evaluation = page(few, "evaluation")
    assert "Few clusters: read the differences with caution" in evaluation
    assert "The results rest on few clusters." in evaluation


def test_a_column_may_be_called_like_one_of_ours(few: Tiny) -> None:
    """The roster column of the groups is called `arm` here, as a column of the tidy tables is."""
    assert results(few)["math/level/participants@K"]["status"] == "published"
