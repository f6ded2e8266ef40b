"""Exports as somebody names them on the command line: files, folders, patterns."""

from __future__ import annotations

from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

RAW: Final = "data/raw"
NO_EXPORTS: Final = Kind(
    code="W011",
    found='found no file "{name}"',
    expected="expected exports to draft a study file from",
    remedy="Name files that are there, such as outcomes init --from exports/*.csv.",
    explains="A study file can be drafted from exports as they were received.",
)


def exports_in(folder: Path) -> list[Path]:
    """The exports that lie in a folder, by name; hidden files are none."""
    from pipeline.ingest.files import SUFFIXES

    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
    )


def exports_of(names: Sequence[str]) -> list[Path]:
    """The files that are meant by names, each once.

    A folder stands for the exports in it. A pattern reaches us where the shell does not know
    patterns, as on Windows.

    Raises:
        Problem: A name stands for no file.
    """
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_file():
            meant = [path]
        elif path.is_dir():
            meant = exports_in(path)
        else:
            # The pattern may begin anywhere, which Path.glob does not take.
            meant = [Path(one) for one in sorted(glob(name)) if Path(one).is_file()]  # noqa: PTH207
        if not meant:
            raise Problem(NO_EXPORTS, Place(file=path.name or name), name=path.as_posix())
        found += meant
    return list(dict.fromkeys(found))
