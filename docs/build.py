"""Writes the pages of docs/ that follow from the code: methods and the study file's schema.

python docs/build.py            writes them
python docs/build.py --check    says whether they are current
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.evidence.cards import CARDS
from pipeline.study.json_schema import json_schema

DOCS = Path(__file__).parent
HEAD = """# Methods

Every analysis names its method in the column `method` of `results.csv`; each has a card, printed in the appendix of
the evaluation report and here. The worked numbers of every card are reckoned again by a test. This page is made from the
cards in `pipeline/evidence/methods/` by `make docs`.
"""


def methods() -> str:
    """docs/methods.md."""
    parts = [HEAD]
    for card in CARDS:
        rows = (
            ("What it says", card.what),
            ("Formula", f"`{card.formula}`"),
            ("Assumes", card.assumes),
            ("Do not trust it when", card.fails),
            ("Worked example", card.example),
            ("Source", card.source),
        )
        said = "\n".join(f"- **{name}.** {text}" for name, text in rows if text.strip("`"))
        parts.append(f"## {card.title}\n\n`{card.name}`\n\n{said}\n")
    return "\n".join(parts)


PAGES = {"methods.md": methods, "study.schema.json": json_schema}


def stale() -> list[str]:
    """The pages that are not what the code says."""
    found = []
    for name, made in PAGES.items():
        page = DOCS / name
        if not page.exists() or page.read_text(encoding="utf-8") != made():
            found.append(name)
    return found


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(f"not current: {', '.join(stale())}; run make docs" if stale() else 0)
    for page_name, page_text in PAGES.items():
        (DOCS / page_name).write_text(page_text(), encoding="utf-8")
