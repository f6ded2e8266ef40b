"""Printing: by the browser that is there, whole or not at all; with a remedy without one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from pipeline.commands import pdf
from pipeline.commands.pdf import find_browser, on_paper, print_study
from pipeline.problems import Problem
from pipeline.workspace import Workspace
from tests.workspaces import Tiny

FAKE = """\
#!{python}
import pathlib, sys
given = dict(a.lstrip("-").partition("=")[::2] for a in sys.argv[1:] if a.startswith("--"))
pathlib.Path({asked!r}).open("a").write(repr(sys.argv[1:]) + "\\n")
if {writes!r}:
    pathlib.Path(given["print-to-pdf"]).write_bytes({content!r})
sys.exit({code})
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    """A study whose pages are stand-ins: what is printed is not looked at."""
    made = Tiny(tmp_path / "home").make()
    release = made.root / "reports" / "tiny"
    release.mkdir(parents=True)
    for name in ("board", "evaluation"):
        page = f"<html lang='en'><head><title>{name}</title></head><body>x</body></html>"
        (release / f"{name}.html").write_text(page, encoding="utf-8")
    return made


def fake(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *,
    content: bytes = b"%PDF-1.4 x", code: int = 0, writes: bool = True,
) -> Path:  # fmt: skip
    """A browser that does as it is told; the file in which it notes how it was called."""
    asked = folder / "asked.txt"
    program = folder / "fake-browser"
    program.write_text(
        FAKE.format(
            python=sys.executable, asked=str(asked), content=content, code=code, writes=writes
        ),
        encoding="utf-8",
    )
    program.chmod(0o700)
    monkeypatch.setenv("CHROMIUM", str(program))
    return asked


needs_scripts = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a Unix script")


@needs_scripts
def test_every_page_is_printed_beside_the_release(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = fake(tmp_path, monkeypatch)
    before = tiny.written("reports/tiny")
    printed = print_study(Workspace(tiny.root), "tiny")
    assert printed == ["reports/pdf/tiny/board.pdf", "reports/pdf/tiny/evaluation.pdf"]
    assert set(tiny.written("reports/pdf")) == set(printed)
    assert tiny.written("reports/tiny") == before
    calls = asked.read_text(encoding="utf-8").splitlines()
    assert len(calls) == 2
    assert all("--export-tagged-pdf" in call and "--headless" in call for call in calls)
    profiles = {call.partition("--user-data-dir=")[2].partition("'")[0] for call in calls}
    assert len(profiles) == 2
    assert not any(Path(profile).exists() for profile in profiles)


@needs_scripts
@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"code": 3}, "it ended with 3"),
        ({"writes": False}, "no file came out"),
        ({"content": b"<html>"}, "no file came out"),
    ],
)
def test_earlier_pdfs_stay_where_the_browser_fails(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: Any, reason: str
) -> None:
    fake(tmp_path, monkeypatch)
    workspace = Workspace(tiny.root)
    print_study(workspace, "tiny")
    before = tiny.written("reports/pdf")
    fake(tmp_path, monkeypatch, **given)
    with pytest.raises(Problem, match=reason):
        print_study(workspace, "tiny")
    assert tiny.written("reports/pdf") == before


@needs_scripts
def test_a_browser_that_hangs_is_given_up(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "slow"
    program.write_text("#!/bin/sh\nexec sleep 30\n", encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setenv("CHROMIUM", str(program))
    monkeypatch.setattr(pdf, "WAITS", 0.2)
    with pytest.raises(Problem, match="it took more than"):
        print_study(Workspace(tiny.root), "tiny")


def test_no_browser_is_told_with_what_to_do(tiny: Tiny) -> None:
    tiny.environment = {"CHROMIUM": str(tiny.root / "nowhere")}
    said = tiny.run("pdf", "tiny")
    assert said.code == 2
    assert "W050" in said.err
    assert "open the page in any browser and print it" in said.err


def test_what_was_not_run_is_not_printed(tmp_path: Path) -> None:
    made = Tiny(tmp_path).make()
    with pytest.raises(Problem, match="Run `outcomes run tiny` first"):
        print_study(Workspace(made.root), "tiny")


def test_a_study_may_not_take_the_place_of_the_pdfs(tmp_path: Path) -> None:
    made = Tiny(tmp_path, name="pdf").make()
    with pytest.raises(Problem, match="Rename its folder"):
        print_study(Workspace(made.root), "pdf")


@needs_scripts
def test_clean_removes_what_was_printed(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(tmp_path, monkeypatch)
    said = tiny.run("pdf", "tiny")
    assert said.out.split() == ["reports/pdf/tiny/board.pdf", "reports/pdf/tiny/evaluation.pdf"]
    assert "removed reports/pdf" in tiny.run("clean").out
    assert tiny.written("reports") == {}


@pytest.mark.parametrize("name", ["chromium", "google-chrome", "msedge"])
def test_a_browser_on_the_path_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    program = tmp_path / (f"{name}.exe" if os.name == "nt" else name)
    program.write_text("", encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_browser() == str(program)


def test_a_browser_in_its_usual_place_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "Microsoft/Edge/Application/msedge.exe"
    program.parent.mkdir(parents=True)
    program.write_text("", encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    monkeypatch.setattr(pdf, "MAC", ())
    assert find_browser() == str(program)


def test_the_policy_lets_only_the_paper_size_through() -> None:
    page = "<meta content=\"default-src 'none'; style-src 'sha256-a='\"></head>"
    sized = on_paper(page, "a4")
    assert sized.count("'sha256-") == 2
    assert "<style>@page{size:a4}</style></head>" in sized
    assert on_paper(page, "letter") != sized


PAPERS = {"letter": (612, 792), "a4": (595, 842)}


@pytest.mark.skipif(find_browser() is None, reason="no Chromium here: see `make browser`")
def test_a_printed_report_is_tagged_titled_and_of_its_size(tmp_path: Path) -> None:
    made = Tiny(tmp_path).make()
    assert made.run().code == 0
    (made.root / "reports/tiny/evaluation.html").unlink()  # one page tells all of them
    for paper, size in PAPERS.items():
        said = made.run("pdf", "--paper", paper)
        assert said.code == 0, said.err
        read = PdfReader(made.root / "reports/pdf/tiny/board.pdf")
        root: Any = read.trailer["/Root"]
        assert root["/Lang"] == "en"
        assert root["/MarkInfo"]["/Marked"]
        assert read.metadata is not None
        assert read.metadata.title == "Tiny mentoring study: results for the board"
        assert read.outline
        box = read.pages[0].mediabox
        assert (round(box.width), round(box.height)) == size
        assert read.pages[0].extract_text().startswith(f"1 / {len(read.pages)}")


@needs_scripts
def test_printing_leaves_a_run_nothing_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Tiny(tmp_path / "home").make()
    assert made.run().code == 0
    fake(tmp_path, monkeypatch)
    assert made.run("pdf").code == 0
    assert made.run().out.startswith("Nothing to do")
