"""What the operating system does differently here and there; the hand of the workspace."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_AT_CWD, _EXCHANGE = -100, 2  # of renameat2(2)
_HELD = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}


def create(path: Path, content: bytes, *, mode: int) -> None:
    """Writes a new file and sees it onto the disk."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Sees the names in a folder onto the disk."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lock(descriptor: int) -> bool:
    """Takes the lock, or says that another has it; it falls with the process.

    Raises:
        OSError: Nothing can be locked here.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise
    return True


def exchanged(one: Path, other: Path) -> bool:
    """Swaps two folders in one step, where the system can."""
    if sys.platform != "linux":
        return False
    import ctypes

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    names = (os.fsencode(one), os.fsencode(other))
    return bool(rename(_AT_CWD, names[0], _AT_CWD, names[1], _EXCHANGE) == 0)


def replaced(draft: Path, target: Path, *, old: Path) -> None:
    """Puts a folder in the place of another in two steps; if the second fails, as it was."""
    target.rename(old)
    try:
        draft.rename(target)
    except OSError:
        old.rename(target)
        raise


def leftovers(parent: Path) -> list[Path]:
    """What runs that were cut short left behind in a folder: drafts, and what they replace."""
    names = sorted(parent.glob(".*")) if parent.is_dir() else []
    return [path for path in names if path.suffix in {".old", ".draft"}]


def recover(parent: Path) -> None:
    """Puts a release back whose swap was cut short, and clears drafts away."""
    for left in leftovers(parent):
        target = parent / left.name.removeprefix(".").removesuffix(".old")
        if left.suffix == ".old" and not target.exists():
            left.rename(target)
        elif left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Makes a file that the engine wrote private, and sees it onto the disk."""
    path.chmod(0o600)
    with path.open("rb+") as file:
        os.fsync(file.fileno())
