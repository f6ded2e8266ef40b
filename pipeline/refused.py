"""What the operating system refused, told as a problem that a person can mend."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

from pipeline.problems import Kind, Place, Problem

DISK_FULL: Final = Kind(
    code="W004",
    found="found no room left on the disk",
    expected="expected room for the results",
    remedy="Free some space and run again. Every report that is there is whole.",
    explains="A release is built beside the old one and swapped in whole, so a full disk costs "
    "nothing but the new release.",
)
NOT_WRITABLE: Final = Kind(
    code="W005",
    found="could not write here ({reason})",
    expected="expected a folder that may be written to",
    remedy="If a file is open in another program, close it; if the folder is read-only, copy the "
    "workspace to one of your own.",
    explains="The operating system refused to write. Every report that is there is whole.",
)
CHANGED: Final = Kind(
    code="W006",
    found="found that a file changed while it was read",
    expected="expected it to stay as it was",
    remedy="Let the export or the sync finish, then run again.",
    explains="The exports are hashed before and after they are read. They differed, or one was "
    "gone, so the tables could be half old and half new; they were thrown away.",
)
NOT_READABLE: Final = Kind(
    code="W008",
    found="could not read this file ({reason})",
    expected="expected one that may be read",
    remedy="If it is open in another program, close it; if it is not yours, ask for access.",
    explains="The operating system refused to open a file of the study's folder.",
)
DISK_FAILS: Final = Kind(
    code="W009",
    found="could not work here ({reason})",
    expected="expected a disk that reads and writes",
    remedy="Run again; if it says so again, copy the workspace to another disk.",
    explains="The operating system could not read or write a file of the workspace. Every report "
    "that is there is whole.",
)
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def refusal_in(root: Path, error: OSError, *, near: Path, is_written: bool = False) -> Problem:
    """What to do when the system refuses.

    Args:
        root: The workspace.
        error: What it said.
        near: Where that was; the file that the error names, if it lies here, says it better.
        is_written: Whether `near` is what was to be written, whatever the error names.
    """
    named = Path(error.filename) if isinstance(error.filename, str) and not is_written else near
    path = named if named.is_relative_to(root) else near
    inside = path.relative_to(root)
    shown = Path(*(_whole(part) for part in inside.parts)).as_posix()
    kind = _kind(error.errno, is_export=inside.parts[:2] == ("data", "raw"))
    return Problem(kind, Place(file=shown), reason=error.strerror or type(error).__name__)


def _kind(code: int | None, *, is_export: bool) -> Kind:
    if code in _FULL:
        return DISK_FULL
    if is_export:
        return CHANGED if code == errno.ENOENT else NOT_READABLE
    return NOT_WRITABLE if code in _FORBIDDEN else DISK_FAILS


def _whole(name: str) -> str:
    """What a draft would have been called."""
    return name[1:].removesuffix(".draft") if name[:1] == "." and name[-6:] == ".draft" else name
