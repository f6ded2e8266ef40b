from __future__ import annotations

import errno
import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from pipeline import cli, memory
from pipeline.clearance import Fault
from pipeline.cli import main
from pipeline.commands.explain import VERDICTS, explain, kinds
from pipeline.commands.settings import LATER
from pipeline.commands.telling import MOST, Progress, table, told
from pipeline.problems import Kind, Place, Problem
from pipeline.tables.attainment import ATTAINMENT
from tests.workspaces import Tiny

if TYPE_CHECKING:
    from pathlib import Path

BAD = Kind(code="D999", found='found "{value}"', expected="expected a number", remedy="Mend it.")
ODD = Kind(code="L998", found="x", expected="y", remedy="", severity="warning")
NOTE = Kind(code="D997", found="a title row", expected="", remedy="", severity="note")


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    return Tiny(tmp_path).make()


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], tiny: Tiny) -> Typed:
    return Typed(capsys, tiny.root)


class Typed:
    """Types a command in this process: exit code, what was said, what was complained."""

    def __init__(self, capsys: pytest.CaptureFixture[str], root: Path) -> None:
        self._capsys, self._root = capsys, root

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["-C", str(self._root), *arguments])
        assert isinstance(ended.value.code, int)
        return ended.value.code, *self._capsys.readouterr()


def problem(kind: Kind = BAD, row: int = 2, **facts: object) -> Problem:
    return Problem(kind, Place(file="a.csv", row=row, column="x"), **{"value": "N/S", **facts})


def test_the_command_alone_says_what_to_do_next(typed: Typed) -> None:
    code, said, _ = typed()
    assert code == 0
    assert "1 study here: tiny." in said
    assert "outcomes check, then outcomes run" in said
    assert len(said.splitlines()) <= 12


def test_the_command_alone_in_an_empty_folder_says_how_to_begin(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, said, _ = Typed(capsys, tmp_path)()
    assert (code, "outcomes init --from" in said, "--example" in said) == (0, True, True)


@pytest.mark.parametrize("command", LATER)
def test_a_command_of_a_later_version_is_refused_in_one_sentence(
    typed: Typed, command: str
) -> None:
    code, said, complaint = typed(command, "x")
    assert (code, said) == (2, "")
    assert f"`{command}` is not in this version yet" in complaint


@pytest.mark.parametrize(
    ("wrong", "right"), [("rnu", "run"), ("chek", "check"), ("gaols", "goals")]
)
def test_a_command_mistyped_is_met_with_the_nearest(typed: Typed, wrong: str, right: str) -> None:
    code, _, complaint = typed(wrong)
    assert code == 2
    assert f'Did you mean "{right}"?' in complaint


@pytest.mark.parametrize(
    "arguments",
    [("--engine", "spark", "run"), ("run", "--engine", "spark://x"), ("run", "--as-of", "June")],
)
def test_an_option_that_cannot_be_is_refused(typed: Typed, arguments: tuple[str, ...]) -> None:
    code, _, complaint = typed(*arguments)
    assert code == 2
    assert "Error: " in complaint


def test_a_study_that_is_not_there_is_refused(typed: Typed) -> None:
    code, _, complaint = typed("run", "tinny")
    assert code == 2
    assert 'Did you mean "tiny"?' in complaint


def test_problems_are_told_to_machines_too(typed: Typed) -> None:
    code, said, _ = typed("run", "tinny", "--json")
    assert code == json.loads(said)["code"] == 2
    assert json.loads(said)["problems"][0]["code"] == "W002"


@pytest.mark.parametrize("arguments", [("--json", "check"), ("check", "--json")])
def test_global_options_may_stand_before_or_after(typed: Typed, arguments: tuple[str, ...]) -> None:
    code, said, _ = typed(*arguments)
    assert (code, json.loads(said)["studies"][0]["study"]) == (0, "tiny")


def test_help_lists_the_commands_in_the_order_of_need(typed: Typed) -> None:
    code, said, _ = typed("--help")
    listed = [line.split()[0] for line in said.split("Commands:\n")[1].splitlines() if line]
    assert code == 0
    assert listed[:6] == ["run", "ingest", "compare", "attain", "protect", "report"]


@pytest.mark.parametrize("term", sorted(VERDICTS))
def test_every_verdict_can_be_explained(typed: Typed, term: str) -> None:
    code, said, _ = typed("explain", term)
    assert (code, VERDICTS[term] in said) == (0, True)


def test_the_verdicts_are_those_of_the_table() -> None:
    column = next(c for c in ATTAINMENT.columns if c.name == "verdict")
    assert {word.strip() for word in column.meaning.split(",")} == set(VERDICTS)


def test_every_code_can_be_explained() -> None:
    assert len(kinds()) > 50
    for code in kinds():
        found = explain(code.lower())
        assert found is not None
        assert "{" not in found.text


def test_a_term_nobody_knows_is_met_with_the_nearest(typed: Typed) -> None:
    code, _, complaint = typed("explain", "wilsn")
    assert code == 2
    assert "wilson" in complaint


def test_a_method_is_found_by_the_name_that_reports_give_it(typed: Typed) -> None:
    from pipeline.evidence.cards import CARDS

    for card in CARDS:
        code, said, _ = typed("explain", *card.title.split())
        assert (code, card.what in said) == (0, True)


def test_open_without_reports_says_how_to_make_them(typed: Typed) -> None:
    code, _, complaint = typed("open")
    assert (code, "outcomes run" in complaint) == (2, True)


def test_clean_where_nothing_was_made_says_so(typed: Typed) -> None:
    assert typed("clean")[:2] == (0, "Nothing to remove.\n")


@pytest.mark.parametrize("is_verbose", [False, True])
def test_a_fault_of_ours_shows_no_traceback_and_nothing_of_the_data(
    typed: Typed, tiny: Tiny, monkeypatch: pytest.MonkeyPatch, is_verbose: bool
) -> None:
    def break_down(*_: object) -> None:
        message = "Ada Lovelace"
        raise KeyError(message)

    monkeypatch.setattr("pipeline.run.is_current", break_down)
    code, said, complaint = typed(*(["-v"] if is_verbose else []), "run")
    assert (code, said) == (4, "")
    assert "A fault of ours: KeyError." in complaint
    assert "report it" in complaint
    assert "Ada" not in complaint
    assert "Traceback" not in complaint
    notes = tiny.root / ".outcomes" / "last-error.txt"
    assert notes.is_file() == is_verbose
    assert not is_verbose or "Ada" not in notes.read_text(encoding="utf-8")
    assert not is_verbose or "test_cli" in notes.read_text(encoding="utf-8")


def test_a_fault_that_we_know_of_is_told_in_words(
    typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        message = "our own words say too much"
        raise Fault(message)

    monkeypatch.setattr("pipeline.run.is_current", break_down)
    assert "our own words say too much" in typed("run")[2]


def test_a_disk_that_fills_up_is_no_fault_of_ours(
    typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_up(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pipeline.run.is_current", fill_up)
    code, _, complaint = typed("run")
    assert (code, "W004" in complaint, "fault" in complaint) == (2, True, False)


@pytest.mark.parametrize(
    ("where", "said"),
    [("keep_release", "the new reports are in place"), ("keep_earlier", "is as it was")],
)
def test_a_run_that_is_stopped_says_what_lies_in_the_folder_of_reports(
    typed: Typed, monkeypatch: pytest.MonkeyPatch, where: str, said: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(memory, where, full)
    code, _, complaint = typed("run")
    assert code == 2
    (last,) = [line for line in complaint.splitlines() if "tiny was stopped" in line]
    assert said in last


@pytest.mark.parametrize(
    ("raised", "expected"), [(KeyboardInterrupt(), 130), (BrokenPipeError(), 0)]
)
def test_stopping_it_is_no_fault(
    typed: Typed, monkeypatch: pytest.MonkeyPatch, raised: BaseException, expected: int
) -> None:
    def stop(*_: object) -> None:
        raise raised

    monkeypatch.setattr("pipeline.run.is_current", stop)
    assert typed("run")[0] == expected


def test_at_most_twenty_problems_of_a_kind_are_told() -> None:
    words = told([problem(row=row) for row in range(332)]).splitlines()
    assert len(words) == MOST + 1
    assert words[-1] == "... and 312 more of D999, in quarantine.csv."


def test_a_run_tells_few_warnings_of_a_kind_but_every_error() -> None:
    found = [*(problem(ODD) for _ in range(9)), *(problem() for _ in range(9))]
    words = told(found, warnings=3)
    assert words.count("L998") == 3 + 1
    assert words.count("error[D999]") == 9


def test_notes_are_told_only_where_they_are_wanted() -> None:
    assert told([problem(NOTE)], notes=False) == ""
    assert "a title row" in told([problem(NOTE)])


def test_columns_line_up() -> None:
    assert table(("a", "bb"), [("ccc", "1")], right=(1,)) == "  a    bb\n  ccc   1"


def test_progress_is_a_line_a_stage(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(is_quiet=False)
    progress.study("tiny")
    progress.begun("ingest")
    progress.said("reading a.csv")
    progress.ended("ingest", "done")
    progress.ended("compare", "cached")
    first, second, third = capsys.readouterr().err.splitlines()
    assert first == "tiny"
    assert second.split()[0::2] == ["ingest", "s"]
    assert third.split() == ["compare", "cached"]


def test_a_watched_run_says_how_far_it_is_once_it_takes_long(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    progress = Progress(is_quiet=False)
    progress.begun("ingest")
    progress.said("soon")
    monkeypatch.setattr(progress, "_since", -10.0)
    progress.said("reading a.csv")
    said = capsys.readouterr().err
    assert ("soon" in said, "reading a.csv" in said) == (False, True)


def test_a_quiet_run_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(is_quiet=True)
    progress.study("tiny")
    progress.begun("ingest")
    progress.ended("ingest", "done")
    assert capsys.readouterr().err == ""


def test_the_sentence_for_a_run_with_nothing_to_do_is_as_promised() -> None:
    assert cli.NOTHING_TO_DO == "Nothing to do: every report is up to date."
