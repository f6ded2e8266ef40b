"""Two releases on the disk: which are meant, what is kept, and what is written of it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from pipeline.memory import KEPT, earlier, keep_earlier, kept
from pipeline.workspace import Workspace
from tests.workspaces import Tiny

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that was released, corrected, promised more of, and released again."""
    tiny = Tiny(tmp_path_factory.mktemp("made")).make()
    assert tiny.run().code == 0
    shutil.copytree(tiny.root / "reports" / "tiny", tiny.root / "copy")
    tiny.edit("attendance.csv", "0002,2023-24,180,", "0002,2023-24,170,")
    tiny.edit("study.yaml", "target: {change: 2}", "target: {change: 9}")
    assert tiny.run().code == 0
    return tiny.root


@pytest.fixture
def tiny(made: Path, tmp_path: Path) -> Tiny:
    shutil.copytree(made, tmp_path / "here")
    return Tiny(tmp_path / "here")


@pytest.mark.parametrize(
    "named",
    [(), ("tiny",), ("copy",), ("copy/manifest.json",), ("copy", "reports/tiny"), ("copy", "tiny"),
     ("reports/tiny",)],
)  # fmt: skip
def test_the_same_two_releases_by_whichever_name(tiny: Tiny, named: tuple[str, ...]) -> None:
    said = tiny.run("diff", *named)
    assert said.code == 0, said.err
    assert "attendance.csv: corrected under the same name" in said.out
    assert "study file  changed under goals" in said.out
    assert "verdict: met, clear change; now not-met, clear change" in said.out


def test_the_answer_for_machines_holds_the_same(tiny: Tiny) -> None:
    (found,) = json.loads(tiny.run("diff", "--json").out)["differences"]
    assert found["files"] == [{"file": "attendance.csv", "how": "corrected", "was": ""}]
    assert found["goals"][0]["causes"] == ["data", "study-file"]
    assert {"before", "now", "column"} == set(found["goals"][0]["moves"][0])


def test_backwards_is_another_question(tiny: Tiny) -> None:
    assert "now met, clear change" in tiny.run("diff", "tiny", "copy").out


@pytest.mark.parametrize(
    ("named", "words"),
    [
        (("nowhere",), "there is no such folder"),
        (("data",), "manifest.json and results.json"),
        (("a", "b", "c"), "Name two releases at most"),
    ],
)
def test_what_is_no_release_is_refused(tiny: Tiny, named: tuple[str, ...], words: str) -> None:
    said = tiny.run("diff", *named)
    assert said.code == 2
    assert words in said.err


def test_a_damaged_copy_and_one_of_another_study_are_refused(tiny: Tiny) -> None:
    manifest = tiny.root / "copy" / "manifest.json"
    told = json.loads(manifest.read_bytes())
    manifest.write_text(json.dumps({**told, "study": "Another study"}))
    assert "W041" in tiny.run("diff", "copy").err
    manifest.write_text("{}")
    assert "damaged" in tiny.run("diff", "copy").err


def test_before_a_second_release_there_is_nothing_to_compare(tiny: Tiny) -> None:
    shutil.rmtree(tiny.root / ".outcomes" / "kept")
    said = tiny.run("diff", "--page")
    assert said.code == 0
    assert "no earlier release was kept here" in said.out
    assert "no release notes" in said.out
    assert not (tiny.root / "reports" / "tiny-notes").exists()


def test_a_page_lies_beside_the_reports_and_outlives_a_run(tiny: Tiny) -> None:
    before = tiny.written("reports/tiny")
    assert tiny.run("diff", "--page").out.endswith("reports/tiny-notes/release-notes.html\n")
    page = (tiny.root / "reports/tiny-notes/release-notes.html").read_text(encoding="utf-8")
    assert "One goal reads differently" in page
    assert tiny.written("reports/tiny") == before
    assert tiny.run("diff", "copy", "reports/tiny", "--page").code == 0
    assert (tiny.root / "reports/tiny-notes/release-notes.html").read_text("utf-8") == page
    tiny.edit("study.yaml", "target:", "# a remark\n    target:")
    assert tiny.run().code == 0
    assert tiny.run("verify").code == 0
    assert "reports/tiny-notes" in tiny.run("clean").out


def test_what_was_there_before_changes_no_byte_of_the_reports(tiny: Tiny, tmp_path: Path) -> None:
    fresh = Tiny(tmp_path / "fresh").make()
    for file in tiny.raw.iterdir():
        shutil.copy(file, fresh.raw / file.name)
    assert fresh.run().code == 0
    assert fresh.written() == tiny.written()
    assert not (fresh.root / ".outcomes" / "kept").exists()


def test_a_run_of_the_same_keeps_nothing_more(tiny: Tiny) -> None:
    workspace = Workspace(tiny.root)
    there = kept(workspace, "tiny")
    assert len(there) == 1
    tiny.run()
    tiny.edit("study.yaml", "target:", "# only a remark\n    target:")
    assert tiny.run().code == 0
    assert kept(workspace, "tiny") == there


def test_the_last_few_are_kept_and_the_newest_other_one_is_the_earlier(tiny: Tiny) -> None:
    workspace = Workspace(tiny.root)
    present = tiny.root / "reports" / "tiny"
    manifest = json.loads((present / "manifest.json").read_bytes())
    for number in range(KEPT + 3):
        told = {**manifest, "seed": number}
        (present / "manifest.json").write_text(json.dumps(told))
        keep_earlier(workspace, "tiny", tiny.root / "nothing")
    there = kept(workspace, "tiny")
    assert len(there) == KEPT
    assert [path.name[:4] for path in there] == ["0005", "0006", "0007", "0008", "0009"]
    assert earlier(workspace, "tiny") == there[-2]  # the newest says what the present one says


def test_numbers_that_were_tampered_with_are_not_kept(tiny: Tiny) -> None:
    workspace = Workspace(tiny.root)
    there = kept(workspace, "tiny")
    (tiny.root / "reports/tiny/results.csv").write_text("mine")
    keep_earlier(workspace, "tiny", tiny.root / "nothing")
    assert kept(workspace, "tiny") == there


def test_clean_puts_the_present_release_by(tiny: Tiny) -> None:
    """An export that is corrected afterwards can still be compared with what was published."""
    assert tiny.run("clean").code == 0
    assert len(kept(Workspace(tiny.root), "tiny")) == 2
    assert tiny.run().code == 0
    found = json.loads(tiny.run("diff", "--json").out)["differences"]
    assert found[0]["files"][0]["file"] == "attendance.csv"
