"""Brings studies up to date, one after the other, and the index over all of them."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from pipeline import memory as past
from pipeline.job import Job, Result
from pipeline.memory import Memory
from pipeline.problems import Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.job import Listener, Options
    from pipeline.workspace import Workspace


def is_current(workspace: Workspace, studies: Sequence[str], options: Options) -> bool:
    """Whether there is nothing to do; cheap, since it comes before every run."""
    try:
        return workspace.is_tidy() and _is_current(workspace, studies, options)
    except FileNotFoundError:
        return False  # another run is just swapping something in


def _is_current(workspace: Workspace, studies: Sequence[str], options: Options) -> bool:
    names = [stage.name for stage in options.stages]
    for study in studies:
        memory = Memory.of(workspace, study)
        raw = past.raw_hashes(workspace, study)
        key = past.run_key(workspace, study, raw=raw, memory=memory, options=str(options))
        if not memory.is_current(key, names, workspace.root):
            return False
    if options.until != "report":
        return True
    return past.is_index_current(workspace, past.index_key(past.releases(workspace)))


def run(
    workspace: Workspace, studies: Sequence[str], options: Options, listener: Listener
) -> list[Result]:
    """Brings studies up to date; one that fails does not stop the others."""
    from pipeline.steps import Database, folders

    results = []
    with ExitStack() as stack:
        stack.enter_context(workspace.locked())
        spill = stack.enter_context(workspace.draft(workspace.own / "spill", private=True))
        for name in studies:
            listener.study(name)
            result = Result(study=name)
            results.append(result)
            with Database(spill, folders(workspace, name)) as database:
                job = Job(
                    workspace=workspace,
                    result=result,
                    options=options,
                    listener=listener,
                    database=database,
                )
                try:
                    job.run()
                except Problem as problem:
                    result.problems.append(problem)
                except Problems as problems:
                    result.problems += problems.all
                except OSError as error:
                    result.problems.append(workspace.refused(error, near=_near(job)))
        if options.until == "report":
            _index(workspace)
    return results


def _near(job: Job) -> Path:
    """Where a study was at work when the disk failed."""
    name, is_reading = job.result.study, "ingest" not in job.result.stages
    return job.workspace.raw(name) if is_reading else job.workspace.processed(name)


def _index(workspace: Workspace) -> None:
    """The page over every study that has reports, made from what was published."""
    found = past.releases(workspace)
    key = past.index_key(found)
    if found and not past.is_index_current(workspace, key):
        from pipeline.steps import index

        workspace.write(workspace.reports / "index.html", index(found))
        past.keep_index(workspace, key)
