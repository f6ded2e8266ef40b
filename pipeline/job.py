"""One study on its way through the stages: what is stale is done again and published whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal, Protocol

from pipeline import memory as past
from pipeline.memory import Memory, Record
from pipeline.problems import Place, Problem, Problems
from pipeline.refused import CHANGED
from pipeline.stages import (
    STAGES,
    STUDY_FILE,
    canonical,
    digest,
    fingerprint,
    handed,
    promised,
    versions,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.stages import Stage
    from pipeline.steps import Database
    from pipeline.study.load import Read
    from pipeline.workspace import Workspace

State = Literal["done", "cached"]
CODES: Final = {"S": 2, "G": 2, "D": 1, "L": 1, "M": 1, "P": 3, "R": 4, "W": 2}
"""Exit code of a problem, by the letter of its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a run is wanted.

    Attributes:
        as_of: The day that goals are judged on; the end of the last period with data if None.
        engine: Name of the engine.
        until: The last stage that is wanted.
    """

    as_of: date | None = None
    engine: str = "duckdb"
    until: str = "report"

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages up to the one that is wanted."""
        names = [stage.name for stage in STAGES]
        return STAGES[: names.index(self.until) + 1]

    def __str__(self) -> str:
        """What of it can change a result."""
        return f"{self.engine} {self.as_of or ''}"


class Listener(Protocol):
    """Who is told how a run goes."""

    def study(self, name: str) -> None:
        """A study is begun."""

    def begun(self, stage: str) -> None:
        """A stage is begun."""

    def said(self, text: str) -> None:
        """How far the stage is."""

    def ended(self, stage: str, state: State) -> None:
        """A stage is over."""


@dataclass(slots=True, kw_only=True)
class Result:
    """What became of one study."""

    study: str
    stages: dict[str, State] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    is_published: bool = False

    @property
    def code(self) -> int:
        """The exit code: the worst of its errors."""
        return code_of(self.problems)

    def as_json(self) -> dict[str, object]:
        """The same for machines."""
        return {
            "study": self.study,
            "code": self.code,
            "stages": self.stages,
            "problems": [problem.as_json() for problem in self.problems],
            "reports": self.reports,
        }


def code_of(problems: list[Problem]) -> int:
    """The exit code of some problems; warnings and notes have none."""
    errors = (problem for problem in problems if problem.kind.severity == "error")
    return max((CODES[problem.kind.code[0]] for problem in errors), default=0)


@dataclass(slots=True, kw_only=True)
class Job:
    """The stages of one study, in order."""

    workspace: Workspace
    result: Result
    options: Options
    listener: Listener
    database: Database
    raw: dict[str, str] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    key: bytes = b""

    def run(self) -> None:
        """Brings the study up to date; raises what stops it."""
        name = self.result.study
        self.raw = past.raw_hashes(self.workspace, name)
        self.memory = Memory.of(self.workspace, name)
        read, text = self._read()
        named = read.study.privacy.pseudonym_key
        self.memory.key_env, self.memory.key_file = named.env, named.file
        self.key = self.workspace.key(self.workspace.raw(name), env=named.env, file=named.file)
        for stage in self.options.stages:
            self._stage(stage, read, text)
        self._remember()
        if self.options.until == "report":
            files = self.memory.stages["report"].files
            self.result.reports = [file for file in files if file.endswith(".html")]

    def _read(self) -> tuple[Read, bytes]:
        from pipeline.study.load import read_study

        file = self.workspace.raw(self.result.study) / STUDY_FILE
        text = file.read_bytes()
        if sha256(text).hexdigest() != self.raw.get(STUDY_FILE):
            raise Problem(CHANGED, Place(file=self.workspace.shown(file)))
        read = read_study(text, file=self.workspace.shown(file))
        self.result.problems += read.warnings
        return read, text

    def _stage(self, stage: Stage, read: Read, text: bytes) -> None:
        """Does one stage, unless it would do again what it did."""
        print_ = fingerprint(
            stage,
            tables=self._tables(),
            promises=promised(read.study, stage.promises),
            facts=self._facts(),
            libraries=digest([canonical(versions()), self.options.engine.encode()]),
        )
        is_fresh = self.memory.is_fresh(stage, print_, self.workspace.root)
        if not is_fresh:
            self.listener.begun(stage.name)
            files = self._do(stage, read, text)
            self.memory.stages[stage.name] = Record(fingerprint=print_, files=files)
            self.memory.keep(self.workspace, self.result.study)
        self.result.stages[stage.name] = "cached" if is_fresh else "done"
        self.listener.ended(stage.name, self.result.stages[stage.name])

    def _do(self, stage: Stage, read: Read, text: bytes) -> dict[str, str]:
        """Runs a stage into a draft and publishes it; each file that it wrote, with its hash."""
        from pipeline.steps import STEPS, Task

        name, workspace = self.result.study, self.workspace
        is_report = stage.name == "report"
        target = workspace.reports / name if is_report else workspace.processed(name)
        with workspace.draft(target, private=not is_report) as draft:
            task = Task(
                study=handed(read.study, stage.promises),
                text=text,
                raw=workspace.raw(name),
                tables=workspace.processed(name),
                reads=stage.reads,
                draft=draft,
                workspace=workspace,
                database=self.database,
                key=self.key,
                as_of=self._as_of(),
                inputs=self._inputs(),
                given_out=past.given_out(workspace, name),
                say=self.listener.said,
            )
            try:
                self.result.problems += STEPS[stage.name](task)
            except Problems:
                if stage.name == "ingest":
                    workspace.keep_lists(draft, target)
                raise
            files = [target / file.name for file in draft.iterdir()]
            if stage.name == "ingest":
                self._after_ingest(read, draft)
            elif is_report:
                past.keep_earlier(workspace, name, draft)
                workspace.publish(draft, target)
                self.result.is_published = True
                files += past.keep_release(workspace, name, text)
            else:
                for file in sorted(files):
                    workspace.adopt(draft / file.name, file)
        return past.hashes(workspace, files)

    def _after_ingest(self, read: Read, draft: Path) -> None:
        """Notes what was read, and swaps the tables in beside the results that are there."""
        from pipeline.receipts import files_read, last_day

        name, workspace, session = self.result.study, self.workspace, self.database()
        if past.raw_hashes(workspace, name) != self.raw:
            raise Problem(CHANGED, Place(file=workspace.shown(workspace.raw(name))))
        written = {file.name for file in draft.iterdir()}
        day = last_day(read.study, session, lambda table: draft / f"{table}.parquet")
        self.memory.last_day = day.isoformat()
        self.memory.inputs = files_read(session.read_parquet(draft / "files.parquet"))
        target = workspace.processed(name)
        there = [table_file(target, table) for stage in STAGES[1:] for table in stage.writes]
        there += sorted(target.glob("dictionary.*"))
        for file in there:
            if file.is_file() and file.name not in written:
                workspace.carry_over(file, draft)
        workspace.publish(draft, target, private=True)

    def _tables(self) -> dict[str, str]:
        """The hash of every table that is there; `raw` is all exports together."""
        exports = {name: sha for name, sha in self.raw.items() if name != STUDY_FILE}
        tables = {"raw": digest([canonical(exports)])}
        folder = self.workspace.processed(self.result.study)
        for stage in STAGES:
            record = self.memory.stages.get(stage.name)
            for table in stage.writes if record is not None else ():
                shown = self.workspace.shown(table_file(folder, table))
                tables[table] = record.files.get(shown, "") if record is not None else ""
        return tables

    def _facts(self) -> dict[str, str]:
        return {
            "key": past.key_fact(self.key),
            "as_of": self.memory.last_day if self.options.as_of is None else str(self._as_of()),
            "inputs": digest([canonical(self._inputs())]),
            "study_file": self.raw[STUDY_FILE],
            "released": past.released_fact(self.workspace, self.result.study),
        }

    def _as_of(self) -> date:
        if self.options.as_of is not None:
            return self.options.as_of
        return date.fromisoformat(self.memory.last_day) if self.memory.last_day else date.min

    def _inputs(self) -> tuple[tuple[str, str], ...]:
        """The study file and every export that was read, each with its hash."""
        names = (STUDY_FILE, *self.memory.inputs)
        return tuple((name, self.raw[name]) for name in names if name in self.raw)

    def _remember(self) -> None:
        """Notes that nothing is stale as things are now, so that the next run need not look."""
        name = self.result.study
        run = past.run_key(
            self.workspace, name, raw=self.raw, memory=self.memory, options=str(self.options)
        )
        for stage in self.options.stages:
            self.memory.stages[stage.name].run = run
        self.memory.keep(self.workspace, name)


def table_file(folder: Path, table: str) -> Path:
    """Where a table lies: Parquet, but for what is already published text."""
    return folder / ("published.json" if table == "published" else f"{table}.parquet")
