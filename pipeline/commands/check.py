"""Reads a study and its exports, writes nothing, and says what was understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from pipeline.commands.accounts import where_rows_went
from pipeline.commands.telling import table, told
from pipeline.job import code_of
from pipeline.problems import Kind, Place, Problem, Problems
from pipeline.stages import STAGES, STUDY_FILE, handed
from pipeline.workspace import scratch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.steps import Database, Task
    from pipeline.study.schema import Study
    from pipeline.workspace import Workspace

HELD_BACK: Final = Kind(
    code="P020",
    found="found {what} that is held back: it holds {why}",
    expected="",
    remedy="Change the words at the source; or, if they tell of nobody, approve exactly these by a "
    "row in consents.csv (`kind: consents`) with text_sha256 {hash}.",
    explains="No report shows a text that holds a name, an address, a number, a day or a rare word "
    "until a person has read it and approved it by the hash of its words. If one letter changes, "
    "it has to be approved again.",
    severity="warning",
)

_COLUMNS = ("source", "file", "rows", "set aside", "not matched", "used", "matched by")
_NUMBERS = (2, 3, 4, 5)


@dataclass(slots=True, kw_only=True)
class Checked:
    """What was understood of one study.

    Attributes:
        study: Its folder.
        files: One record a file: rows read, set aside, unmatched, used; key and normalisation.
        accounts: What became of every row, by file, analysis, fate and reason.
        problems: Everything that was found.
    """

    study: str
    files: list[dict[str, Any]] = field(default_factory=list)
    accounts: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def code(self) -> int:
        """The exit code."""
        return code_of(self.problems)

    def as_json(self) -> dict[str, object]:
        """The same for machines."""
        problems = [problem.as_json() for problem in self.problems]
        return {
            "study": self.study, "code": self.code, "files": self.files,
            "accounts": self.accounts, "problems": problems,
        }  # fmt: skip

    def __str__(self) -> str:
        """The same for people."""
        rows = [*_reconciled(self.files), *where_rows_went(self.accounts)]
        parts = [self.study, *rows, told(self.problems), _ending(self)]
        return "\n".join(part for part in parts if part)


def check(workspace: Workspace, study: str, say: Callable[[str], None]) -> Checked:
    """Reads one study as a run would, in a folder that is thrown away."""
    found = Checked(study=study)
    try:
        _read(workspace, found, say)
    except Problem as problem:
        found.problems.append(problem)
    except Problems as problems:
        found.problems += problems.all
    return found


def _read(workspace: Workspace, found: Checked, say: Callable[[str], None]) -> None:
    from pipeline.steps import STEPS, Database, folders
    from pipeline.study.load import read_study

    file = workspace.raw(found.study) / STUDY_FILE
    text = file.read_bytes()
    read = read_study(text, file=workspace.shown(file))
    found.problems += read.warnings
    with (
        scratch() as tables,
        scratch() as spill,
        Database(spill, (tables, *folders(workspace, found.study))) as database,
    ):
        task = _task(workspace, found.study, read.study, tables=tables, database=database, say=say)
        try:
            found.problems += STEPS["ingest"](task)
        finally:
            if task.table("files").is_file():
                found.files = task.rows("files").records()
        found.accounts = task.rows("accounts").records()
        found.problems += _held_back(workspace, found.study, read.study, task)


def _held_back(workspace: Workspace, name: str, study: Study, task: Task) -> list[Problem]:
    """Texts that a person has to approve before a reader sees them, each with its hash."""
    from pipeline.disclosure.stage import held_back

    raw = workspace.raw(name)
    return [
        Problem(
            HELD_BACK,
            Place(file=workspace.shown(raw / one.file), row=one.row),
            what=one.what,
            why=one.why,
            hash=one.hash,
        )
        for one in held_back(study, task.rows)
    ]


def _task(
    workspace: Workspace,
    name: str,
    study: Study,
    *,
    tables: Path,
    database: Database,
    say: Callable[[str], None],
) -> Task:
    """The first stage, its tables going where they are thrown away; no key is kept either."""
    from pipeline.steps import Task

    stage, raw, named = STAGES[0], workspace.raw(name), study.privacy.pseudonym_key
    return Task(
        study=handed(study, stage.promises),
        text=b"",
        raw=raw,
        tables=tables,
        reads=stage.writes,
        draft=tables,
        workspace=workspace,
        database=database,
        key=workspace.key(raw, env=named.env, file=named.file, keep=False),
        as_of=date.min,
        inputs=(),
        say=say,
    )


def _reconciled(files: list[dict[str, Any]]) -> list[str]:
    """Every row that was read is set aside, unmatched or used; and how well sources match."""
    if not files:
        return []
    rows = [
        (
            file["source"],
            file["file"],
            *(f"{file[n]:,}" for n in ("rows_read", "rows_set_aside", "rows_unmatched")),
            f"{file['rows_used']:,}",
            _key(file),
        )
        for file in files
    ]
    return [table(_COLUMNS, rows, right=_NUMBERS), *_matched(files)]


def _matched(files: list[dict[str, Any]]) -> list[str]:
    """How well each source matches: rows, share, key, what made IDs comparable, the rest."""
    lines = []
    for source in dict.fromkeys(file["source"] for file in files if file["normalised"]):
        mine = [file for file in files if file["source"] == source]
        looked_for = sum(file["rows_read"] - file["rows_set_aside"] for file in mine)
        unmatched = sum(file["rows_unmatched"] for file in mine)
        if looked_for:
            rest = f"; a run lists the others in unmatched_{source}.csv" if unmatched else ""
            lines.append(f"  {source}: {share(looked_for, unmatched)} by {_key(mine[0])}{rest}")
            lines += [f"    tried {one['tried']}" for one in mine if one["tried"]]
    return lines


def share(looked_for: int, unmatched: int) -> str:
    """Matched rows of all that were looked for; all but one is never shown as all.

    >>> share(2520, 1)
    '2,519 of 2,520 rows matched (99.9 %)'
    """
    matched = looked_for - unmatched
    permille = 1000 * matched // looked_for
    return f"{matched:,} of {looked_for:,} rows matched ({permille / 10:g} %)"


def _key(file: dict[str, Any]) -> str:
    """The header that was matched by, and what made the IDs comparable."""
    return f"{file['key']} ({file['normalised']})" if file["normalised"] else str(file["key"])


def _ending(found: Checked) -> str:
    errors = sum(problem.kind.severity == "error" for problem in found.problems)
    warnings = sum(problem.kind.severity == "warning" for problem in found.problems)
    if errors:
        return f"{errors} to mend before it can run. Nothing was written."
    odd = f", {warnings} worth a look" if warnings else ""
    return f"Understood{odd}. Nothing was written."
