"""Cells of a workbook whose formula failed: the reader of workbooks gives them as empty."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.ingest.archive import Opens

_SHEET: Final = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION: Final = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE: Final = re.compile(r'([\w:]+)="([^"]*)"')
_FAILED: Final = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(.{0,8000}?)'
    rb"<(?:\w+:)?v>([^<]{1,20})</",
    re.DOTALL,
)
_LETTERS: Final = 26


def failed_cells(path: Opens, sheet: str) -> dict[tuple[int, int], str]:
    """What stands in cells such as `#N/A`, by row and column from 0; empty where none failed.

    Args:
        path: A workbook that was opened before, so that it is known to be sound.
        sheet: Name of the sheet.
    """
    with path.open("rb") as file, zipfile.ZipFile(file) as archive:
        part = _part(archive, sheet)
        if part is None or part not in archive.namelist():
            return {}
        content = archive.read(part)
    if b't="e"' not in content:
        return {}
    return {
        (int(row) - 1, _column(letters.decode())): html.unescape(value.decode())
        for letters, row, _, value in _FAILED.findall(content)
    }


def _part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of the archive that holds a sheet."""
    try:
        book = archive.read("xl/workbook.xml").decode()
        relations = archive.read("xl/_rels/workbook.xml.rels").decode()
    except (KeyError, UnicodeError):
        return None
    targets = {one.get("Id", ""): one.get("Target", "") for one in _all(_RELATION, relations)}
    for one in _all(_SHEET, book):
        if html.unescape(one.get("name", "")) == sheet:
            target = next((targets.get(v, "") for k, v in one.items() if k.endswith(":id")), "")
            is_whole = target.startswith("/")
            return target[1:] if is_whole else posixpath.normpath(posixpath.join("xl", target))
    return None


def _all(tag: re.Pattern[str], text: str) -> list[dict[str, str]]:
    return [dict(_ATTRIBUTE.findall(found)) for found in tag.findall(text)]


def _column(letters: str) -> int:
    """Position of a column by its letters.

    >>> _column("A"), _column("Z"), _column("AA")
    (0, 25, 26)
    """
    at = 0
    for letter in letters:
        at = at * _LETTERS + ord(letter) - ord("A") + 1
    return at - 1
