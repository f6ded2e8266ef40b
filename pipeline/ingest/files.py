"""Which files a source means, and that each is a plain file inside the study's folder."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.ingest.file_kinds import FORMAT_NOT_READ, NO_SUCH_FILE, NOT_A_FILE, PATH_LEAVES
from pipeline.problems import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.ingest.archive import Opens
    from pipeline.problems import Collector

SUFFIXES: Final = (".csv", ".tsv", ".txt", ".xlsx", ".parquet", ".zip")
_PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """One export, as it lies in the study's folder.

    Attributes:
        path: Where it is, or the member of an archive that it is.
        name: Path relative to the study's folder, with forward slashes.
        shown: Path relative to the workspace, as messages name it.
    """

    path: Opens
    name: str
    shown: str

    @property
    def suffix(self) -> str:
        """How its name ends, in lower case."""
        return self.path.suffix.lower()

    @property
    def disk(self) -> Path:
        """Where it lies; only files that are no members of an archive lie anywhere."""
        if not isinstance(self.path, Path):
            raise TypeError(self.name)
        return self.path

    @property
    def size(self) -> int:
        """Bytes on the disk; 0 for a member of an archive, which is in memory already."""
        return self.path.stat().st_size if isinstance(self.path, Path) else 0


def find(folder: Path, patterns: Iterable[str], problems: Collector) -> tuple[RawFile, ...]:
    """The files that a source names, in natural order of a pattern, each once."""
    found: dict[str, RawFile] = {}
    for pattern in patterns:
        for path in _matching(folder, pattern, problems):
            file = _plain_file(folder, path, problems)
            if file is not None:
                found.setdefault(file.name, file)
    return tuple(found.values())


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that puts 9 before 10, and words after numbers.

    >>> sorted(["11", "9", "K", "10"], key=natural)
    ['9', '10', '11', 'K']
    """
    parts = re.findall(r"\d+|\D+", text)
    return tuple((0, int(p), p) if p.isdecimal() else (1, 0, p.casefold()) for p in parts)


def _matching(folder: Path, pattern: str, problems: Collector) -> list[Path]:
    place = Place(file=shown(folder, "study.yaml"))
    parts = PurePosixPath(pattern).parts
    if "\\" in pattern or ":" in pattern or ".." in parts or pattern.startswith(("/", "~")):
        problems.add(PATH_LEAVES, place, pattern=pattern)
        return []
    literal = folder / pattern
    if literal.is_symlink() or literal.exists():
        return [literal]
    matches = folder.glob(pattern) if _PATTERN.search(pattern) else ()
    found = sorted((p for p in matches if not p.is_dir()), key=lambda p: natural(p.as_posix()))
    if not found:
        problems.add(
            NO_SUCH_FILE,
            place,
            pattern=pattern,
            folder=shown(folder, ""),
            near=_near(folder, pattern),
        )
    return found


def shown(folder: Path, name: str) -> str:
    """A path as messages name it: relative to the workspace."""
    return f"data/raw/{folder.name}/{name}".rstrip("/")


def _near(folder: Path, pattern: str) -> str:
    names = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    near = get_close_matches(pattern, [n for n in names if n != "study.yaml"], n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(sorted(near))}?" if near else ""


def _plain_file(folder: Path, path: Path, problems: Collector) -> RawFile | None:
    name = path.relative_to(folder).as_posix()
    place = Place(file=shown(folder, name))
    what = _not_plain(folder, path)
    if what:
        problems.add(NOT_A_FILE, place, what=what)
        return None
    if path.suffix.lower() not in SUFFIXES:
        problems.add(FORMAT_NOT_READ, place, suffix=path.suffix or "no ending")
        return None
    return RawFile(path=path, name=name, shown=place.file)


def _not_plain(folder: Path, path: Path) -> str:
    steps = [path, *path.parents]
    inside = steps[: steps.index(folder)]
    if any(step.is_symlink() for step in inside):
        return "a symbolic link"
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        return "a folder"
    return "" if stat.S_ISREG(mode) else "a device"
