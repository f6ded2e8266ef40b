"""Sources of every kind: safe paths, the columns that each kind needs, one roster."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.study.kinds.sense import NEEDS_COLUMN, SECOND_ROSTER, UNSAFE_PATH
from pipeline.study.schema import FileSource, Metrics, Roster, Survey, Totals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.problems import Problem
    from pipeline.study.checks.case import Case
    from pipeline.study.positions import Path
    from pipeline.study.schema import Source

DRIVE: Final = re.compile(r"[A-Za-z]:")
LINK: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
INSIDE: Final = "a path inside the study's folder"


def check_sources(case: Case) -> Iterator[Problem]:
    """Everything that can be wrong with sources of any kind."""
    yield from _second_roster(case)
    for name, source in case.study.sources.items():
        for path, file in _files(("sources", name), source):
            yield from _path(case, path, file)
        for column, why in _needed(source):
            if column not in source.columns:
                facts = {"name": name, "column": column, "why": why}
                yield case.at_key(_columns(case, name), NEEDS_COLUMN, **facts)


def _columns(case: Case, name: str) -> Path:
    path: Path = ("sources", name, "columns")
    return path if case.document.find(path) is not None else path[:-1]


def _second_roster(case: Case) -> Iterator[Problem]:
    first, *others = [
        *(name for name, source in case.study.sources.items() if isinstance(source, Roster)),
        "",
    ]
    for name in others[:-1]:
        yield case.at_key(("sources", name), SECOND_ROSTER, name=name, first=first)


def _files(path: Path, source: Source) -> Iterator[tuple[Path, str]]:
    if isinstance(source, FileSource):
        yield from _listed((*path, "files"), source.files)
    elif isinstance(source, Survey):
        for index, wave in enumerate(source.waves):
            yield from _listed((*path, "waves", index, "files"), wave.files)
        if source.codebook is not None:
            yield (*path, "codebook"), source.codebook


def _listed(path: Path, files: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    for index, file in enumerate(files):
        yield (*path, index), file


def _path(case: Case, path: Path, file: str) -> Iterator[Problem]:
    """A path that leaves the folder, or that means another thing on another computer."""
    advice = "Put the file into the folder of the study and write its name."
    expected = INSIDE
    if LINK.match(file):
        advice = "Download the file into the folder of the study and write its name."
    elif "\\" in file:
        expected, advice = "forward slashes", f"Write {file.replace(chr(92), '/')}."
    elif not (file.startswith(("/", "~")) or DRIVE.match(file) or ".." in file.split("/")):
        return
    yield case.at(path, UNSAFE_PATH, found=file[:200], expected=expected, advice=advice)


def _needed(source: Source) -> Iterator[tuple[str, str]]:
    match source:
        case Roster() | Metrics():
            yield "student_id", "says whose row it is"
        case Totals():
            yield "period", "says of which period a figure is"
        case _:
            return
