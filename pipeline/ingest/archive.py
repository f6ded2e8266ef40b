"""Archives: opened only where they are harmless, and read without unpacking them anywhere."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

_ENTRIES: Final = 10_000
_UNPACKED: Final = 2 << 30
_RATIO: Final = 250
_HARMLESS: Final = 64 << 20
_ENCRYPTED: Final = 0x1
_HIDDEN: Final = ("__MACOSX", ".")
DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged archive may raise."""


class RefusedArchiveError(Exception):
    """An archive that is not opened; the message says what was found."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A member of an archive, read as if it were a file.

    Attributes:
        name: Path within the archive.
        content: Its bytes.
    """

    name: str
    content: bytes

    @property
    def suffix(self) -> str:
        """How its name ends."""
        return PurePosixPath(self.name).suffix

    def open(
        self, mode: str = "r", *, encoding: str | None = None, newline: str | None = None
    ) -> IO[Any]:
        """Opens it, as `Path.open` does."""
        raw = io.BytesIO(self.content)
        return raw if "b" in mode else io.TextIOWrapper(raw, encoding=encoding, newline=newline)


Opens = Path | Packed
"""What can be opened for reading: a file, or a member of an archive."""


def refuse_if_unsafe(archive: zipfile.ZipFile) -> None:
    """Refuses what unpacks to far more than it weighs.

    Raises:
        RefusedArchiveError: It does.
    """
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    is_bomb = unpacked > _HARMLESS and unpacked / packed > _RATIO
    if len(entries) > _ENTRIES or unpacked > _UNPACKED or is_bomb:
        raise RefusedArchiveError("an archive that unpacks to far more than it weighs")


def members(path: Path, suffixes: tuple[str, ...]) -> list[Packed]:
    """The members of a zip archive with these endings, in order of their names.

    Raises:
        RefusedArchiveError: It is encrypted, damaged, unsafe, or names paths outside itself.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_if_unsafe(archive)
            wanted = [entry for entry in archive.infolist() if _is_wanted(entry, suffixes)]
            for entry in wanted:
                _refuse_entry(entry)
            read = [Packed(entry.filename, archive.read(entry)) for entry in wanted]
    except DAMAGED as error:
        raise RefusedArchiveError("an archive that cannot be read") from error
    return sorted(read, key=lambda one: one.name)


def _is_wanted(entry: zipfile.ZipInfo, suffixes: tuple[str, ...]) -> bool:
    path = PurePosixPath(entry.filename)
    is_hidden = any(part.startswith(_HIDDEN) for part in path.parts if part != "..")
    return not entry.is_dir() and not is_hidden and path.suffix.lower() in suffixes


def _refuse_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename:
        raise RefusedArchiveError("an archive with a path that leaves it")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise RefusedArchiveError("an archive with a symbolic link")
    if entry.flag_bits & _ENCRYPTED:
        raise RefusedArchiveError("an encrypted archive")
