"""Threat: an archive or a workbook that is more than it seems.

Paths that leave an archive, links in it, bombs by ratio: tests/ingest/formats/test_rosters.py;
files that are no workbook: tests/ingest/test_reading.py. Mutated archives and workbooks:
`python -m tests.soak.fuzz 100000`.
"""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from pipeline.ingest import archive, spreadsheet
from pipeline.ingest.archive import RefusedArchiveError
from pipeline.ingest.spreadsheet import RefusedWorkbookError, read_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_CENTRAL, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def lying(content: bytes, name: str, *, size: int) -> bytes:
    """The same archive, whose lists say that a member is small."""
    raw = bytearray(content)
    for mark, at_size, at_name in ((_CENTRAL, 24, 46), (_LOCAL, 22, 30)):
        at = raw.find(mark)
        while at >= 0:
            if raw[at + at_name : at + at_name + len(name)] == name.encode():
                raw[at + at_size : at + at_size + 4] = struct.pack("<I", size)
            at = raw.find(mark, at + 4)
    return bytes(raw)


def book(place: Path, more: Mapping[str, bytes]) -> Path:
    """A workbook with further members."""
    sheets, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["id", "score"], ["0001", 4]):
        sheets.worksheets[0].append(row)
    sheets.save(out)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as made:
        members = {name: made.read(name) for name in made.namelist()}
    place.write_bytes(zipped(members | dict(more)))
    return place


def read(path: Path) -> spreadsheet.Sheet:
    return read_sheet(path, None, fits=lambda _: 0)


def test_a_workbook_is_read(tmp_path: Path) -> None:
    assert read(book(tmp_path / "x.xlsx", {})).records[1] == ["0001", "4"]


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN"])
def test_a_workbook_with_macros_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RefusedWorkbookError, match="macros"):
        read(book(tmp_path / "x.xlsx", {name: b"x"}))


def test_a_workbook_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedWorkbookError, match="far more than it weighs"):
        read(book(tmp_path / "x.xlsx", {"xl/media/image1.png": b"0" * (80 << 20)}))


def test_a_workbook_that_lies_about_its_size_is_not_unpacked(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", {"xl/sharedStrings.xml": b"<sst>" + b"<si/>" * (4 << 20)})
    path.write_bytes(lying(path.read_bytes(), "xl/sharedStrings.xml", size=100))
    with pytest.raises(RefusedWorkbookError, match="cannot be read"):
        read(path)


def test_an_archive_that_lies_about_its_size_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(lying(zipped({"a.csv": b"0" * (20 << 20)}), "a.csv", size=100))
    with pytest.raises(RefusedArchiveError, match="cannot be read"):
        archive.members(path, (".csv",))


def test_an_archive_of_more_members_than_any_export_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(zipped({f"{n}.csv": b"" for n in range(10_001)}))
    with pytest.raises(RefusedArchiveError, match="far more"):
        archive.members(path, (".csv",))


def test_an_archive_within_an_archive_stays_closed(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(zipped({"inner.zip": zipped({"a.csv": b"id\n1\n"}), "b.csv": b"id\n2\n"}))
    assert [one.name for one in archive.members(path, (".csv",))] == ["b.csv"]


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    raw = bytearray(zipped({"a.csv": b"id\n1\n"}))
    for mark, at in ((_CENTRAL, 8), (_LOCAL, 6)):
        raw[raw.find(mark) + at] |= 0x1
    path = tmp_path / "x.zip"
    path.write_bytes(bytes(raw))
    with pytest.raises(RefusedArchiveError, match="encrypted"):
        archive.members(path, (".csv",))


def test_entities_of_a_workbook_are_not_expanded(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    sheet = (
        f'<!DOCTYPE x [{laughs}<!ENTITY secret SYSTEM "file:///etc/hostname">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&l8;&secret;</t></is></c></row>'
        "</sheetData></worksheet>"
    )
    path = book(tmp_path / "x.xlsx", {"xl/worksheets/sheet1.xml": sheet.encode()})
    try:
        found = read(path).records
    except RefusedWorkbookError:
        return
    assert sum(len(cell) for row in found for cell in row) < 100
