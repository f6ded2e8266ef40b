from __future__ import annotations

import shutil
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from pipeline import stages
from pipeline.stages import PARTS, SHARED, STAGES, canonical, fingerprint, handed, promised
from pipeline.study.schema import Study

NAMES = [stage.name for stage in STAGES]
TABLES = {table: table for stage in STAGES for table in (*stage.reads, *stage.writes)}
FACTS = {fact: fact for stage in STAGES for fact in stage.facts}


def study(**changes: Any) -> Study:
    whole = {
        "version": "1",
        "study": {"title": "A title", "partners": [{"id": "a", "name": "A"}]},
        "periods": [
            {"id": "1", "starts": "2022-08-01", "ends": "2023-06-01"},
            {"id": "2", "starts": "2023-08-01", "ends": "2024-06-01"},
        ],
        "design": {"kind": "one-group"},
        "sources": {"m": {"kind": "metrics", "files": "m.csv", "columns": {"student_id": "id"},
                          "measures": {"x": "x"}}},
        "outcomes": {"x": {"label": "X", "from": "m.x", "type": "continuous", "better": "higher"}},
        "goals": [{"id": "g", "statement": "More x.", "outcome": "x", "target": {"change": "1"},
                   "by": "2024-06-01", "where": {"frl": ["Y"]}}],
    }  # fmt: skip
    return Study.model_validate({**whole, **changes})


def goal(**changes: Any) -> list[dict[str, Any]]:
    first = {"id": "g", "statement": "More x.", "outcome": "x", "target": {"change": "1"},
             "by": "2024-06-01", "where": {"frl": ["Y"]}}  # fmt: skip
    return [{**first, **changes}]


def prints(house: Path, of: Study | None = None, **facts: str) -> dict[str, str]:
    stages.room.cache_clear()
    known = of or study()
    return {
        stage.name: fingerprint(
            stage,
            tables=TABLES,
            promises=promised(known, stage.promises),
            facts=FACTS | facts,
            libraries="pandas 3.1.1",
            house=house,
        )
        for stage in STAGES
    }


def changed(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return [name for name in NAMES if one[name] != other[name]]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    return Path(shutil.copytree(stages.HOUSE, tmp_path / "pipeline"))


@pytest.mark.parametrize(
    ("edited", "stale"),
    [
        ("report/templates/base.html.j2", ["report"]),
        ("release/__init__.py", ["report"]),
        ("ingest/files.py", ["ingest"]),
        ("compare/stage.py", ["compare"]),
        ("attain/__init__.py", ["attain"]),
        ("disclosure/__init__.py", ["protect"]),
        ("statistics/moments.py", NAMES),
        ("steps.py", NAMES),
        ("cli.py", []),
        ("run.py", []),
        ("commands/explain.py", []),
    ],
)
def test_an_edit_makes_stale_what_could_have_seen_it(
    house: Path, edited: str, stale: list[str]
) -> None:
    before = prints(house)
    file = house / edited
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert changed(before, prints(house)) == stale


@pytest.mark.parametrize(
    "edit", [{"statement": "Other words."}, {"target": {"change": "2"}}, {"by": "2024-05-01"}]
)
def test_a_goal_edited_does_not_read_the_exports_again(house: Path, edit: dict[str, Any]) -> None:
    before, after = prints(house), prints(house, study(goals=goal(**edit)))
    assert changed(before, after) == ["attain", "protect", "report"]


def test_a_goal_for_other_people_is_compared_again(house: Path) -> None:
    after = prints(house, study(goals=goal(where={"grade": ["9"]})))
    assert changed(prints(house), after) == NAMES


def test_a_label_reworded_does_not_read_the_exports_again(house: Path) -> None:
    outcome = {"label": "Y", "from": "m.x", "type": "continuous", "better": "higher"}
    after = prints(house, study(outcomes={"x": outcome}))
    assert changed(prints(house), after) == ["compare", "attain", "protect", "report"]


def test_options_of_a_report_concern_the_report_alone(house: Path) -> None:
    after = prints(house, study(reports={"board": {"asks": ["Fund it"]}}))
    assert changed(prints(house), after) == ["report"]


@pytest.mark.parametrize(
    ("fact", "stale"),
    [
        ("key", ["ingest"]),
        ("as_of", ["attain", "protect"]),
        ("inputs", ["protect", "report"]),
        ("study_file", ["report"]),
    ],
)
def test_a_fact_makes_stale_what_it_decides(house: Path, fact: str, stale: list[str]) -> None:
    assert changed(prints(house), prints(house, None, **{fact: "other"})) == stale


def test_shared_rooms_are_those_below_the_stages_in_the_import_law() -> None:
    law = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    layers: list[str] = law["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = next(at for at, layer in enumerate(layers) if "ingest" in layer)
    below = {part for layer in layers[rooms + 1 :] for part in layer.split(" | ")}
    glue = {"steps", "clearance", "receipts", "stages"}
    assert below | glue == set(SHARED)


def test_every_room_belongs_to_one_stage() -> None:
    law = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    layers: list[str] = law["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = next(layer for layer in layers if "ingest" in layer).split(" | ")
    assert sorted(room for stage in STAGES for room in stage.rooms) == sorted(rooms)


def test_every_table_is_written_by_one_stage_before_it_is_read() -> None:
    written = {"raw"}
    for stage in STAGES:
        assert written >= {*stage.reads}
        assert not written & {*stage.writes}
        written |= {*stage.writes}


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_a_stage_is_handed_what_it_was_promised_and_nothing_else(stage: stages.Stage) -> None:
    seen = handed(study(), stage.promises)
    sections = {promise.partition(".")[0] for promise in stage.promises}
    for section in Study.model_fields:
        if section in sections:
            assert section in seen.__dict__
        else:
            with pytest.raises(AttributeError):
                getattr(seen, section)


def test_a_part_of_a_section_holds_only_its_keys() -> None:
    seen = handed(study(), ("goals.where",))
    assert seen.goals[0].where == {"frl": ("Y",)}
    with pytest.raises(AttributeError):
        _ = seen.goals[0].statement


def test_goals_for_everyone_are_no_matter_for_ingest() -> None:
    assert handed(study(goals=goal(where={})), ("goals.where",)).goals == ()


def test_parts_name_keys_that_there_are() -> None:
    for promise, keys in PARTS.items():
        section = getattr(study(), promise.partition(".")[0])
        one = section[0] if isinstance(section, tuple) else section
        one = next(iter(one.values())) if isinstance(one, dict) else one
        assert set(keys) <= set(type(one).model_fields)


def test_the_order_of_a_map_counts() -> None:
    assert canonical({"a": 1, "b": 2}) != canonical({"b": 2, "a": 1})


def test_versions_are_those_of_the_installed_libraries() -> None:
    told = stages.versions()
    assert told.pop("python") == f"{sys.version_info.major}.{sys.version_info.minor}"
    assert told == {name: metadata.version(name) for name in told}
    assert {"duckdb", "numpy", "matplotlib", "ruamel.yaml"} <= set(told)


def test_every_requirement_but_the_command_line_counts() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {r.partition(">")[0].partition("=")[0].strip() for r in project["dependencies"]}
    assert required - set(stages.LIBRARIES) == {"click"}


def test_no_two_lists_of_parts_have_one_hash() -> None:
    assert stages.digest([b"ab", b"c"]) != stages.digest([b"a", b"bc"])
