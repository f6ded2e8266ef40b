"""One stage of ours, from files to files, in this process.  stage.py ingest|compare FOLDER"""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline import process

process.settle()

from pipeline.engine.session import Session  # noqa: E402  as the command line does it
from pipeline.study.load import load_study  # noqa: E402

what, folder = sys.argv[1], Path(sys.argv[2])
raw, tidy = folder / "data" / "raw" / "bench", folder / "tidy"
tidy.mkdir(exist_ok=True)
study = load_study((raw / "study.yaml").read_bytes(), file="study.yaml")


def draft(name: str) -> Path:
    """Where a table lies."""
    return tidy / f"{name}.parquet"


with Session(spill=folder / "spill") as session:
    if what == "ingest":
        from pipeline.ingest.stage import ingest

        print(*ingest(study, folder=raw, session=session, draft=draft, key=b"k" * 32,
                      say=lambda _: None), sep="\n")  # fmt: skip
    else:
        from pipeline.compare.stage import compare

        print(len(compare(study, tables=draft, session=session)), "estimates")
