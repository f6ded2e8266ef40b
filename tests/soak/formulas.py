"""Formulas in every text field: no cell of any CSV file that we write is one.

    python -m tests.soak.formulas [FOLDER]      opens every CSV in LibreOffice, where there is one

Every text of the Riverbend study becomes a formula. Of every CSV file that is written, the files
that lie in pages among them, LibreOffice makes a workbook, with the comma, the semicolon and the
tab as signs between cells; no cell of it may be a formula. `cells` and `is_formula` are the same
by rule, for where there is no LibreOffice (Debian: apt-get install libreoffice-calc).
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import warnings
import zipfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from pipeline.receipts import lists
from pipeline.release.results import goals_csv, results_csv
from pipeline.study.schema import Study
from pipeline.tables.published_io import from_json
from pipeline.tables.schema import Rows
from pipeline.tables.tidy import FILES, QUARANTINE, UNMATCHED
from tests.soak.injection import NAME, ROOT, fields_of, rendered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.soak.injection import Fields

FORMULAS: Final = (
    "=1+1", "+1+1", "-1+1", "@SUM(1,1)", '=HYPERLINK("http://e.test","x")', " =1+1", "\t=1+1",
    "\r=1+1", "\n=1+1", "\uff1d1+1", "\uff0b1+1", "\uff0d1+1", "\uff20SUM(1)", "\u00a0=1+1",
    "\u200b=1+1", "\ufeff=1+1", "late;=1+1", "late\t=1+1", "late\n=1+1", "late\r\n@SUM(1)",
    "late; +1+1", "late|-1+1", '"=1+1', '",=1+1', 'x","=1+1', '";=1+1',
    "=cmd|' /C calc'!A0", '=WEBSERVICE("http://e.test")', "{=1+1}", "%0A=1+1", "=1+1;late",
)  # fmt: skip
DELIMITERS: Final = ",;\t|"
_LINK: Final = re.compile(r'href="data:text/csv;charset=utf-8,([^"]*)"')
_NUMBER: Final = re.compile(r"[+-]\$?\d[\d.,]*[\w %$.,()<>+\N{MINUS SIGN}\N{EN DASH}]*")


def files(fields: Fields, *, is_whole: bool = True) -> dict[str, bytes]:
    """Every CSV file with formulas in place of all texts, or all but those of the longest page."""
    texts: dict[str, dict[str, str]] = {}
    turn = count()
    for kind, words in fields.kinds.items():
        texts[kind] = {word: FORMULAS[next(turn) % len(FORMULAS)] for word in words}
    raw, published = fields.written(texts)
    Study.model_validate(raw)
    told = from_json(published)
    made = {"results.csv": results_csv(told), "goals.csv": goals_csv(told)} | _lists()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of signs that the font of the charts lacks
        pages = rendered(fields, texts, is_whole=is_whole)
    for name, page in pages.items():
        for number, link in enumerate(_LINK.findall(page.decode())):
            made[f"{name}.{number}.csv"] = unquote(link.replace("&#39;", "'")).encode()
    return made


def _lists() -> dict[str, bytes]:
    """What was set aside and what was not matched, with formulas in every cell."""
    aside = [
        {"file": one, "row": 2, "column": one, "rule": "D014", "found": one, "remedy": one}
        for one in FORMULAS
    ]
    astray = [{"file": one, "row": 2, "id": one} for one in FORMULAS]
    held = {
        "quarantine": Rows.of(QUARANTINE, aside),
        "unmatched": Rows.of(UNMATCHED, astray),
        "files": Rows.of(FILES, []),
    }
    return lists(held.get)


def cells(content: bytes, delimiter: str) -> Iterator[str]:
    """The cells of a file, as a spreadsheet takes them that expects some sign between them."""
    text = content.decode("utf-8-sig")
    for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield from record


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet may reckon it; a number is a number, with its sign and its unit."""
    shown = unicodedata.normalize("NFKC", cell)
    start = next((i for i, c in enumerate(shown) if unicodedata.category(c)[0] not in "CZ"), 0)
    bare = shown[start:]
    is_number = _NUMBER.fullmatch(bare) is not None and not re.search(r"\w\(", bare)
    return bare[:1] in {"=", "+", "-", "@"} and not is_number


def opened(office: str, made: dict[str, bytes], place: Path) -> list[str]:
    """Formulas that LibreOffice finds, by file and sign between cells."""
    found = []
    for delimiter in (44, 59, 9):
        folder = place / str(delimiter)
        folder.mkdir()
        for name, content in made.items():
            (folder / name).write_bytes(content)
        command = [
            office, "--headless", f"-env:UserInstallation=file://{place}/profile",
            f"--infilter=CSV:{delimiter},34,76,1,,0,false,true,false,false,false,-1",
            "--convert-to", "ods", "--outdir", str(folder),
            *(str(folder / name) for name in made),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)
        books = sorted(folder.glob("*.ods"))
        if len(books) != len(made):
            found.append(f"{len(books)} workbooks of {len(made)} files")
        for book in books:
            with zipfile.ZipFile(book) as archive:
                content = archive.read("content.xml")
            if b"table:formula=" in content:
                found.append(f"{book.name}, sign {delimiter}")
    return found


def main(workspace: Path) -> int:
    """Tries every file, by rule and in LibreOffice."""
    made = files(fields_of(workspace))
    broken = [
        f"{name}, {delimiter!r}: {cell!r}"
        for name, content in made.items()
        for delimiter in DELIMITERS
        for cell in cells(content, delimiter)
        if is_formula(cell)
    ]
    print(f"{len(made)} files by rule, {len(DELIMITERS)} signs: {len(broken)} formulas")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("No LibreOffice here: not opened. Debian: apt-get install libreoffice-calc.")
    else:
        with tempfile.TemporaryDirectory() as place:
            # that the trial sees one
            if not opened(office, {"breach.csv": b"a,=1+1\r\n"}, _new(Path(place) / "breach")):
                broken.append("LibreOffice takes no formula for one: the trial is void")
            found = opened(office, made, _new(Path(place) / "made"))
        print(f"{len(made)} files in LibreOffice, 3 signs: {len(found)} formulas")
        broken += found
    print(*broken[:20], sep="\n")
    return int(bool(broken))


def _new(place: Path) -> Path:
    place.mkdir()
    return place


def ran(place: Path) -> Path:
    """A workspace in a folder, in which the Riverbend study was run."""
    raw = place / "data" / "raw"
    raw.mkdir(parents=True)
    shutil.copytree(ROOT / "data" / "raw" / NAME, raw / NAME)
    command = [sys.executable, "-m", "pipeline", "-C", str(place), "--quiet", "run"]
    subprocess.run(command, check=True, cwd=ROOT)
    return place


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as new:
        sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ran(Path(new))))
