"""Writes the quirks: files as they really come, each with the reading that is expected of it.

The expected readings stand in quirks/expected.json: rows with their number, and the codes told.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent / "quirks"
PLAIN = "id,score\n0001,5\n0002,6\n"
MORE = "id,place,score\n0001,Peñasco,5\n0002,Añil,6\n0003,Niñez,7\n"


def files() -> dict[str, bytes]:
    """Every quirk by its name."""
    return {
        "plain.csv": PLAIN.encode(),
        "byte-order-mark.csv": b"\xef\xbb\xbf" + PLAIN.encode(),
        "windows-lines.csv": PLAIN.replace("\n", "\r\n").encode(),
        "old-mac-lines.csv": PLAIN.replace("\n", "\r").encode(),
        "no-last-line-end.csv": PLAIN.rstrip().encode(),
        "windows-1252.csv": MORE.encode("cp1252"),
        "mac-roman.csv": MORE.encode("mac_roman"),
        "utf-16.txt": MORE.replace(",", "\t").encode("utf-16"),
        "semicolons.csv": PLAIN.replace(",", ";").encode(),
        "pipes.txt": PLAIN.replace(",", "|").encode(),
        "tabs.tsv": PLAIN.replace(",", "\t").encode(),
        "sep-line.csv": b"sep=;\n" + PLAIN.replace(",", ";").encode(),
        "title-rows.csv": b"Riverbend USD\nPrinted 2024-06-01\n\n" + PLAIN.encode(),
        "total-row.csv": PLAIN.encode() + b"Total,11\n",
        "footnote.csv": PLAIN.encode() + b"Source: the student system of the district\n",
        "blank-lines.csv": b"id,score\n\n0001,5\n\n\n0002,6\n",
        "empty-column-at-the-end.csv": b"id,score,\n0001,5,\n0002,6,\n",
        "rows-of-commas.csv": PLAIN.encode() + b",\n,\n",
        "quoted-line-end.csv": b'id,note,score\n0001,"two\nlines",5\n0002,"a ""quote""",6\n',
        "short-row.csv": b"id,place,score\n0001,x,5\n0002,6\n0003,y,7\n",
        "long-row.csv": b"id,score\n0001,5\n0002,6,extra\n0003,7\n",
        "spaces-in-headers.csv": b" id , score \n0001,5\n0002,6\n",
        "no-break-spaces.csv": "id,score\n0001,5\u00a0\n\u00a00002,6\n".encode(),
        "zero-width.csv": "\u200bid,score\n0001,5\n0002,6\n".encode(),
        "school-called-na.csv": b"id,school,score\n0001,NA,5\n0002,North,6\n",
        "formula.csv": b"id,note,score\n0001,=1+1,5\n0002,@sum,6\n",
        "header-only.csv": b"id,score\n",
        "never-closed.csv": b'id,score\n0001,"5\n0002,6\n',
        "zero-byte.csv": b"id,score\n0001,5\n00\x0002,6\n",
    }


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for name, content in files().items():
        (HERE / name).write_bytes(content)
