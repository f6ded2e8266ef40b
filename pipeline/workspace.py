"""Where things lie; hashing, locking, and the one module that writes files."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import stat
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.disk import (
    create,
    exchanged,
    leftovers,
    lock,
    recover,
    replaced,
    settle,
    sync_folder,
)
from pipeline.problems import Kind, Place, Problem, Problems
from pipeline.refused import refusal_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NO_STUDIES: Final = Kind(
    code="W001",
    found="found no study",
    expected="expected at least one folder with a study.yaml in it",
    remedy="Put your exports and a study.yaml into data/raw/<study>/, or name the folder: -C DIR.",
    explains="A workspace is a folder with data/raw/<study>/study.yaml in it. None was found.",
)
NO_SUCH_STUDY: Final = Kind(
    code="W002",
    found='found no study called "{name}"',
    expected="expected one of: {known}",
    remedy="{advice}",
    explains="A study is named by its folder in data/raw.",
)
LOCKED: Final = Kind(
    code="W003",
    found="found another run at work here",
    expected="expected to be alone",
    remedy="Wait until it has ended, then run again. Nothing was changed.",
    explains="Two runs in one workspace would write over each other, so the second one leaves.",
)
NOT_INSIDE: Final = Kind(
    code="W007",
    found='found the path "{path}"',
    expected="expected a plain file inside the study's folder",
    remedy="Put the file there and name it from there; links and devices are not followed.",
    explains="A study reads only what lies in its own folder.",
)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with data/raw, data/processed and reports."""

    root: Path

    @property
    def own(self) -> Path:
        """What is ours alone: lock, fingerprints, pseudonym key."""
        return self.root / ".outcomes"

    @property
    def reports(self) -> Path:
        """What may leave the building."""
        return self.root / "reports"

    def raw(self, study: str) -> Path:
        """The exports of one study, never written to."""
        return self.root / "data" / "raw" / study

    def processed(self, study: str) -> Path:
        """Its row-level tables; private."""
        return self.root / "data" / "processed" / study

    def released(self, study: str) -> Path:
        """What was given out of it before; private."""
        return self.root / "data" / "released" / study

    def shown(self, path: Path) -> str:
        """A path as the analyst would type it."""
        return path.relative_to(self.root).as_posix() if path != self.root else "."

    def studies(self) -> tuple[str, ...]:
        """Every folder of data/raw that holds a study file, by name."""
        raw = self.root / "data" / "raw"
        found = raw.iterdir() if raw.is_dir() else ()
        named = (f.name for f in found if (f / "study.yaml").is_file())
        return tuple(sorted(name for name in named if not name.startswith(".")))

    def chosen(self, names: Sequence[str]) -> tuple[str, ...]:
        """The studies that were asked for, all where none was named."""
        known = self.studies()
        if not known:
            raise Problem(NO_STUDIES, Place(file="data/raw"))
        strange = [name for name in dict.fromkeys(names) if name not in known]
        if strange:
            raise Problems(_no_such_study(name, known) for name in strange)
        return tuple(name for name in known if not names or name in names)

    def refused(self, error: OSError, *, near: Path) -> Problem:
        """What to do about an error of the disk, at `near` where it names no file of ours."""
        return refusal_in(self.root, error, near=near)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Alone in this workspace; what a run that was killed left behind is put right."""
        with self._told(self.own):
            _private_folder(self.own)
            held = (self.own / "lock").open("a+b")
        with held:
            if not lock(held.fileno()):
                raise Problem(LOCKED, Place(file=self.shown(self.own / "lock")))
            for folder in tuple(self._written()):
                recover(folder)
            yield

    def is_tidy(self) -> bool:
        """Whether nothing is left behind of a run that was cut short."""
        return not any(leftovers(folder) for folder in self._written())

    def _written(self) -> Iterator[Path]:
        """Every folder in which something is swapped in."""
        for home in (self.root / "data" / "processed", self.reports, self.own):
            yield from (home, *sorted(path for path in home.rglob("*") if path.is_dir()))

    # --- Writing ---

    def write(self, path: Path, content: bytes, *, private: bool = False) -> None:
        """Writes a file so that a reader sees the old one or the new one, never a part."""
        draft = path.with_name(f".{path.name}.draft")
        with self._told(path):
            path.parent.parent.mkdir(parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700 if private else 0o777, exist_ok=True)
            draft.unlink(missing_ok=True)
            try:
                create(draft, content, mode=0o600 if private else 0o666)
                draft.replace(path)
            finally:
                with suppress(OSError):
                    draft.unlink(missing_ok=True)
            sync_folder(path.parent)

    @contextmanager
    def draft(self, target: Path, *, private: bool = False) -> Iterator[Path]:
        """An empty folder on the same file system, gone at the end unless it was published."""
        folder = target.with_name(f".{target.name}.draft")
        with self._told(target):
            shutil.rmtree(folder, ignore_errors=True)
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir(mode=0o700 if private else 0o777)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def adopt(self, draft: Path, target: Path) -> None:
        """Puts one private file in place, whole."""
        with self._told(target):
            settle(draft)
            draft.replace(target)
            sync_folder(target.parent)

    def keep_lists(self, draft: Path, target: Path) -> None:
        """Puts the private lists of a stage that had to stop in place of those that are there."""
        lists = sorted(draft.glob("*.csv"))
        if not lists:
            return
        with self._told(target):
            target.mkdir(mode=0o700, parents=True, exist_ok=True)
            for old in (p for p in target.glob("*.csv") if p.stem != "dictionary"):
                old.unlink()
        for file in lists:
            self.adopt(file, target / file.name)

    def publish(self, draft: Path, target: Path, *, private: bool = False) -> None:
        """Swaps a whole folder in: a reader sees the old one or the new one."""
        with self._told(target):
            for file in draft.iterdir() if private else ():
                settle(file)
            sync_folder(draft)
            if target.is_file():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            if not target.exists():
                draft.rename(target)
            elif not exchanged(draft, target):
                old = target.with_name(f".{target.name}.old")
                replaced(draft, target, old=old)
                shutil.rmtree(old, ignore_errors=True)
            sync_folder(target.parent)

    def carry_over(self, file: Path, draft: Path) -> None:
        """Takes a file over into a draft folder, without copying its bytes where possible."""
        with self._told(draft):
            try:
                os.link(file, draft / file.name)
            except OSError:
                shutil.copy2(file, draft / file.name)

    def remove(self, path: Path) -> bool:
        """Removes what was made; says whether there was anything."""
        if not path.exists():
            return False
        with self._told(path):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        return True

    def key(self, folder: Path, *, env: str | None, file: str | None, keep: bool = True) -> bytes:
        """The key of the pseudonyms, made once where there is none.

        Args:
            folder: The study's folder, from which a named file is reached.
            env: Environment variable that holds the key, where it is set.
            file: File in the study's folder that holds the key.
            keep: Whether a new key is written down; if not, it serves this once.
        """
        if env is not None and os.environ.get(env):
            return os.environ[env].encode()
        if file is not None:
            return inside(folder, file).read_bytes()
        own = self.own / "pseudonym.key"
        if not own.is_file() or not own.stat().st_size:
            made = secrets.token_bytes(32)
            if not keep:
                return made
            _private_folder(self.own)
            self.write(own, made, private=True)
        return own.read_bytes()

    @contextmanager
    def _told(self, path: Path) -> Iterator[None]:
        """Says what to do when the disk refuses."""
        try:
            yield
        except OSError as error:
            raise refusal_in(self.root, error, near=path, is_written=True) from error


@contextmanager
def scratch() -> Iterator[Path]:
    """A private folder outside the workspace, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="outcomes-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def hash_file(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_folder(folder: Path) -> dict[str, str]:
    """Each file's sha256 by its path from the folder; links and devices are named, not read."""
    hashes: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        if not stat.S_ISDIR(mode):
            hashes[path.relative_to(folder).as_posix()] = (
                hash_file(path) if stat.S_ISREG(mode) else "not a plain file"
            )
    return hashes


def inside(folder: Path, text: str) -> Path:
    """The plain file that a study names; paths that leave its folder and links are refused."""
    parts = Path(text).parts
    path = folder.joinpath(*parts)
    steps = [folder.joinpath(*parts[:count]) for count in range(1, len(parts) + 1)]
    leaves = not parts or ".." in parts or "\\" in text or "\0" in text or Path(text).is_absolute()
    if leaves or any(step.is_symlink() for step in steps) or not path.is_file():
        place = Place(file=f"data/raw/{folder.name}/study.yaml")
        raise Problem(NOT_INSIDE, place, path=text)
    return path


def _no_such_study(name: str, known: Sequence[str]) -> Problem:
    near = get_close_matches(name, known, n=1)
    advice = f'Did you mean "{near[0]}"?' if near else "Name the folder in data/raw."
    place = Place(file=f"data/raw/{name}")
    return Problem(NO_SUCH_STUDY, place, name=name, known=", ".join(known), advice=advice)


def _private_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
