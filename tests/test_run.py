"""Plans, publication and memory, with rooms that are stand-ins."""

from __future__ import annotations

import errno
import json
import os
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import job, memory, steps
from pipeline.job import Options, code_of
from pipeline.memory import Memory
from pipeline.problems import Kind, Place, Problem
from pipeline.run import is_current, run
from pipeline.stages import STAGES, digest, promised
from pipeline.workspace import Workspace
from tests.workspaces import Tiny

if TYPE_CHECKING:
    from pipeline.job import Result, State
    from pipeline.steps import Task

NAMES = [stage.name for stage in STAGES]
BAD = Kind(code="D999", found="found it", expected="expected none", remedy="Mend it.")
ODD = Kind(code="D998", found="x", expected="y", remedy="z", severity="warning")


@dataclass(slots=True)
class Rooms:
    """Stand-ins: what they write depends on what they are handed; each can be told to fail."""

    did: list[str] = field(default_factory=list)
    fails: dict[str, Exception] = field(default_factory=dict)
    seen: dict[str, Any] = field(default_factory=dict)

    def step(self, name: str, task: Task) -> tuple[Problem, ...]:
        self.did.append(name)
        if name in self.fails:
            raise self.fails[name]
        stage = next(stage for stage in STAGES if stage.name == name)
        content = digest(promised(task.study, stage.promises).values()).encode()
        if name == "ingest":
            content = (task.raw / "attendance.csv").read_bytes()[:40]
        if name == "report":
            content += (task.tables / "published.json").read_bytes()
        self.seen[name] = (task.as_of, task.inputs)
        for table in stage.writes:
            task.write("board.html" if table == "pages" else _file(table), content)
        return (Problem(ODD, Place(file="x.csv")),) if name == "ingest" else ()


class Quiet:
    """Listens and says nothing."""

    def study(self, name: str) -> None: ...
    def begun(self, stage: str) -> None: ...
    def said(self, text: str) -> None: ...
    def ended(self, stage: str, state: State) -> None: ...


class NoSession:
    """Stands for the database."""

    def read_parquet(self, path: Path) -> Path:
        return path


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> Rooms:
    made = Rooms()
    fakes = {name: lambda task, name=name: made.step(name, task) for name in NAMES}
    monkeypatch.setattr(steps, "STEPS", fakes)
    monkeypatch.setattr(steps.Database, "__call__", lambda _: NoSession())
    monkeypatch.setattr(steps.Database, "__exit__", lambda *_: None)
    monkeypatch.setattr(steps, "index", lambda found: b" ".join(n.encode() for n in found))
    monkeypatch.setattr("pipeline.receipts.last_day", lambda *_: date(2025, 6, 6))
    monkeypatch.setattr("pipeline.receipts.files_read", lambda _: ["attendance.csv"])
    return made


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    return Tiny(tmp_path).make()


def _file(table: str) -> str:
    return job.table_file(Path(), table).name


def go(tiny: Tiny, *studies: str, **options: Any) -> list[Result]:
    workspace = Workspace(tiny.root)
    return run(workspace, studies or ("tiny",), Options(**options), Quiet())


def current(tiny: Tiny, **options: Any) -> bool:
    return is_current(Workspace(tiny.root), ("tiny",), Options(**options))


def test_a_run_does_every_stage_once_and_is_then_current(tiny: Tiny, rooms: Rooms) -> None:
    assert not current(tiny)
    (result,) = go(tiny)
    assert (rooms.did, result.code, result.reports) == (NAMES, 0, ["reports/tiny/board.html"])
    assert current(tiny)


def test_a_second_run_finds_every_stage_as_it_left_it(tiny: Tiny, rooms: Rooms) -> None:
    go(tiny)
    rooms.did.clear()
    (result,) = go(tiny)
    assert rooms.did == []
    assert set(result.stages.values()) == {"cached"}


@pytest.mark.parametrize(
    ("old", "new", "redone"),
    [
        ("{change: 2}", "{change: 4}", ["attain", "protect", "report"]),
        ("label: Attendance rate", "label: Attendance", NAMES[1:]),
        ("goals:", "# a remark\ngoals:", ["protect", "report"]),
        ("title: Tiny", "title: Small", ["protect", "report"]),
    ],
)
def test_an_edit_redoes_what_could_have_seen_it(
    tiny: Tiny, rooms: Rooms, old: str, new: str, redone: list[str]
) -> None:
    go(tiny)
    rooms.did.clear()
    tiny.edit("study.yaml", old, new)
    assert not current(tiny)
    go(tiny)
    assert rooms.did == redone


def test_a_table_that_comes_out_as_it_was_stops_the_rebuild(tiny: Tiny, rooms: Rooms) -> None:
    go(tiny)
    rooms.did.clear()
    tiny.write("notes.txt", "read by nobody")
    go(tiny)
    assert rooms.did == ["ingest"]
    assert current(tiny)


def test_a_run_of_some_stages_does_not_pass_for_a_whole_one(tiny: Tiny, rooms: Rooms) -> None:
    go(tiny)
    tiny.edit("study.yaml", "label: Attendance rate", "label: Attendance")
    go(tiny, until="compare")
    assert current(tiny, until="compare")
    assert not current(tiny)
    assert rooms.did.count("report") == 1


def test_the_day_is_that_of_the_data_unless_another_is_named(tiny: Tiny, rooms: Rooms) -> None:
    go(tiny)
    assert rooms.seen["attain"][0] == date(2025, 6, 6)
    go(tiny, as_of=date(2024, 1, 1))
    assert rooms.seen["attain"][0] == date(2024, 1, 1)
    assert current(tiny, as_of=date(2024, 1, 1))
    assert not current(tiny)


def test_inputs_are_the_study_file_and_what_was_read(tiny: Tiny, rooms: Rooms) -> None:
    go(tiny)
    names = [name for name, _ in rooms.seen["protect"][1]]
    assert names == ["study.yaml", "attendance.csv"]


def test_a_stage_that_fails_leaves_the_release_as_it_was(tiny: Tiny, rooms: Rooms) -> None:
    go(tiny)
    before = tiny.written()
    tiny.edit("study.yaml", "{change: 2}", "{change: 4}")
    rooms.fails["report"] = Problem(BAD, Place(file="x.csv"))
    (result,) = go(tiny)
    assert result.code == 1
    assert tiny.written() == before
    assert not current(tiny)
    del rooms.fails["report"]
    rooms.did.clear()
    go(tiny)
    assert rooms.did == ["report"]


def test_one_study_that_fails_does_not_stop_the_others(tiny: Tiny, rooms: Rooms) -> None:
    another = Tiny(tiny.root, "another").make()
    another.edit("study.yaml", "version: 1", "version: 9")
    broken, whole = go(tiny, "another", "tiny")
    assert (broken.code, whole.code) == (2, 0)
    assert tiny.written()["reports/index.html"] == b"tiny"
    assert rooms.did == NAMES


def test_a_file_that_changes_while_it_is_read_stops_the_study(
    tiny: Tiny, rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rooms.did == []

    def slow(_: Task) -> tuple[Problem, ...]:
        tiny.edit("attendance.csv", "0001", "0002")
        return ()

    monkeypatch.setattr(steps, "STEPS", {"ingest": slow})
    (result,) = go(tiny)
    assert [problem.kind.code for problem in result.problems] == ["W006"]
    assert tiny.written("data/processed") == {}


def test_warnings_are_kept_and_cost_nothing(tiny: Tiny, rooms: Rooms) -> None:
    (result,) = go(tiny)
    assert [problem.kind.code for problem in result.problems] == ["D998"]
    assert result.code == 0
    assert rooms.did == NAMES


@pytest.mark.parametrize(
    ("codes", "exit_code"),
    [
        (["D"], 1),
        (["L", "M"], 1),
        (["S"], 2),
        (["G", "D"], 2),
        (["P", "S"], 3),
        (["W"], 2),
        ([], 0),
    ],
)
def test_the_exit_code_is_that_of_the_worst_problem(codes: str, exit_code: int) -> None:
    found = [
        Problem(Kind(code=f"{letter}001", found="", expected="", remedy=""), Place(file="x"))
        for letter in codes
    ]
    assert code_of(found) == exit_code


def test_a_key_of_the_pseudonyms_that_changes_reads_the_exports_again(
    tiny: Tiny, rooms: Rooms
) -> None:
    go(tiny)
    rooms.did.clear()
    (tiny.root / ".outcomes" / "pseudonym.key").write_bytes(b"another")
    assert not current(tiny)
    go(tiny)
    assert rooms.did == ["ingest"]


def test_a_release_without_its_index_is_not_current(tiny: Tiny, rooms: Rooms) -> None:
    go(tiny)
    (tiny.root / "reports" / "index.html").unlink()
    assert not current(tiny)
    go(tiny)
    assert current(tiny)
    assert rooms.did == NAMES


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b'{"stages": {"ingest": 3}}', b'{"a": 1}', b"[" * 100_000, b"\xff", b"null"],
)
def test_notes_that_cannot_be_read_are_no_notes(tiny: Tiny, damage: bytes) -> None:
    workspace = Workspace(tiny.root)
    workspace.write(workspace.own / "studies" / "tiny.json", damage)
    assert Memory.of(workspace, "tiny") == Memory()


def test_a_single_letter_changed_makes_notes_unbelievable(tiny: Tiny, rooms: Rooms) -> None:
    go(tiny)
    for name in ("studies/tiny.json", "index.json"):
        notes = tiny.root / ".outcomes" / name
        said = notes.read_bytes()
        notes.write_bytes(said.replace(b'"fingerprint": "', b'"fingerprint": "0', 1))
        assert not current(tiny)
        notes.write_bytes(said)
        assert current(tiny)
    assert rooms.did == NAMES


@pytest.mark.parametrize("moment", range(1, 8))
def test_an_index_is_never_made_of_two_releases(
    tiny: Tiny, rooms: Rooms, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    def released() -> list[bytes]:
        return [path.read_bytes() for path in sorted(kept.iterdir())]

    kept = tiny.root / ".outcomes" / "releases" / "tiny"
    go(tiny)
    old = released()
    tiny.edit("study.yaml", "{change: 2}", "{change: 4}")
    real = memory.keep_release

    def keep(workspace: Workspace, study: str, text: bytes) -> list[Path]:
        fail_at(monkeypatch, "fsync", moment)
        return real(workspace, study, text)

    monkeypatch.setattr(memory, "keep_release", keep)
    (result,) = go(tiny)
    half = released()
    monkeypatch.undo()
    assert half == old if result.code else half != old
    assert rooms.did[-1] == "report"


@pytest.mark.parametrize("name", ["study.yaml", "published.json"])
def test_what_the_index_is_made_from_is_made_again_where_it_was_damaged(
    tiny: Tiny, rooms: Rooms, name: str
) -> None:
    go(tiny)
    kept = tiny.root / ".outcomes" / "releases" / "tiny" / name
    said = kept.read_bytes()
    kept.write_bytes(b"")
    go(tiny)
    assert (kept.read_bytes(), rooms.did[len(NAMES) :]) == (said, ["report"])


def test_a_study_file_that_changes_while_it_is_read_stops_the_study(
    tiny: Tiny, rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(tiny)
    before, real = tiny.written(), Memory.of
    tiny.edit("study.yaml", "{change: 2}", "{change: 4}")

    def meanwhile(workspace: Workspace, study: str) -> Memory:
        tiny.edit("study.yaml", "{change: 4}", "{change: 5}")
        return real(workspace, study)

    monkeypatch.setattr(Memory, "of", meanwhile)
    (result,) = go(tiny)
    assert [problem.kind.code for problem in result.problems] == ["W006"]
    assert tiny.written() == before
    assert rooms.did == NAMES


def test_a_run_that_was_cut_short_is_tidied_up_even_where_nothing_is_stale(
    tiny: Tiny, rooms: Rooms
) -> None:
    go(tiny)
    names = (".outcomes/studies/.tiny.json.draft", "reports/.tiny.old", "data/processed/.a.draft")
    left = [tiny.root / name for name in names]
    for folder in left:
        folder.mkdir()
        (folder / "x").write_bytes(b"left")
    assert not current(tiny)
    go(tiny)
    assert current(tiny)
    assert [folder for folder in left if folder.exists()] == []
    assert rooms.did == NAMES


@pytest.mark.parametrize(
    "name",
    ["reports", "data/processed", ".outcomes", ".outcomes/studies",
     ".outcomes/releases", ".outcomes/releases/tiny", "reports/tiny", "data/processed/tiny"],
)  # fmt: skip
def test_a_file_in_the_place_of_a_folder_is_told_and_not_lost(
    tiny: Tiny, rooms: Rooms, name: str
) -> None:
    blocked = tiny.root / name
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_bytes(b"mine")
    assert _codes(tiny) == [2]
    assert blocked.read_bytes() == b"mine"
    blocked.unlink()
    assert (_codes(tiny), current(tiny), rooms.did[-1]) == ([0], True, "report")


@pytest.mark.parametrize(
    "name",
    ["reports/index.html", ".outcomes/lock", ".outcomes/pseudonym.key", ".outcomes/index.json",
     ".outcomes/studies/tiny.json"],
)  # fmt: skip
def test_a_folder_in_the_place_of_a_file_is_told(tiny: Tiny, rooms: Rooms, name: str) -> None:
    (tiny.root / name).mkdir(parents=True)
    (tiny.root / name / "mine").write_bytes(b"mine")
    assert _codes(tiny) == [2]
    assert (tiny.root / name / "mine").read_bytes() == b"mine"
    shutil.rmtree(tiny.root / name)
    assert (_codes(tiny), current(tiny), rooms.did[-1]) == ([0], True, "report")


def _codes(tiny: Tiny) -> list[int]:
    """The exit codes of a run, also where not even the lock or the index could be written."""
    try:
        return [result.code for result in go(tiny)]
    except Problem as problem:
        return [code_of([problem])]
    except OSError as error:
        workspace = Workspace(tiny.root)
        return [code_of([workspace.refused(error, near=workspace.root)])]


def test_notes_give_no_key_away(tiny: Tiny, rooms: Rooms) -> None:
    go(tiny)
    key = (tiny.root / ".outcomes" / "pseudonym.key").read_bytes()
    notes = json.loads((tiny.root / ".outcomes" / "studies" / "tiny.json").read_bytes())
    assert key.hex() not in json.dumps(notes)
    assert rooms.did == NAMES


@pytest.mark.parametrize("call", ["fsync", "rename", "replace"])
def test_a_disk_that_fails_at_any_moment_leaves_one_whole_release(
    tiny: Tiny, rooms: Rooms, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    go(tiny)
    old = released(tiny)
    tiny.edit("study.yaml", "{change: 2}", "{change: 4}")
    tiny.edit("attendance.csv", "0001", "0099")
    healed, moments = released(tiny), 0
    while healed == old:
        moments += 1
        assert moments < 200
        with monkeypatch.context() as patched:
            fail_at(patched, call, moments)
            try:
                codes = [result.code for result in go(tiny)]
            except Problem:
                codes = [2]  # where not even the lock or the index could be written
        healed = released(tiny)
        assert codes == [2] or healed != old
        assert {path.name for path in (tiny.root / "reports").iterdir()} <= {"tiny", "index.html"}
    go(tiny)
    assert current(tiny)
    assert len(released(tiny)) == len(old)
    assert rooms.did[-1] == "report"


def released(tiny: Tiny) -> dict[str, bytes]:
    return {name: content for name, content in tiny.written().items() if "/tiny/" in name}


def fail_at(patched: pytest.MonkeyPatch, call: str, moment: int) -> None:
    """Lets the disk fail at one call, counted from now."""
    owner, real = (os, os.fsync) if call == "fsync" else (Path, getattr(Path, call))
    calls = iter(range(1, 10_000))

    def fail(*arguments: Any) -> Any:
        if next(calls) == moment:
            raise OSError(errno.EIO, "Input/output error")
        return real(*arguments)

    patched.setattr(owner, call, fail)
