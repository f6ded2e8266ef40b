"""Threat: a cell of a CSV file that a spreadsheet reckons.

The rule for one cell, over every beginning and any text: tests/release/test_release_files.py and
tests/test_receipts.py. In LibreOffice, where there is one: `python -m tests.soak.formulas`.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tables.spreadsheet import safe
from tests.soak.formulas import DELIMITERS, FORMULAS, cells, files, is_formula
from tests.soak.injection import fields_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def made(shipped: Path) -> dict[str, bytes]:
    return files(fields_of(shipped), is_whole=False)


def test_every_kind_of_file_is_tried(made: dict[str, bytes]) -> None:
    kinds = {name.partition(".html")[0] for name in made}
    assert {"results.csv", "goals.csv", "quarantine.csv", "checkin", "board.es"} <= kinds
    assert len(made) > 15


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_no_cell_of_any_file_is_a_formula(made: dict[str, bytes], delimiter: str) -> None:
    for name, content in made.items():
        found = [cell for cell in cells(content, delimiter) if is_formula(cell)]
        assert found == [], name


SIGNS = "=+-@;|,\t\r\n\"' \uff1d\u200bab("


@given(
    row=st.lists(
        st.text(st.sampled_from(SIGNS), max_size=8) | st.sampled_from(FORMULAS),
        min_size=1, max_size=4,
    ),
    delimiter=st.sampled_from(DELIMITERS),
)  # fmt: skip
def test_no_row_of_texts_has_a_formula_whatever_parts_its_cells(
    row: list[str], delimiter: str
) -> None:
    draft = io.StringIO()
    csv.writer(draft, lineterminator="\r\n").writerow([safe(cell) for cell in row])
    assert not [cell for cell in cells(draft.getvalue().encode(), delimiter) if is_formula(cell)]


def test_the_trial_sees_a_formula() -> None:
    assert is_formula("=1+1")
    assert is_formula(" \uff20SUM(1)")
    assert is_formula("+2.6 +HYPERLINK(A1)")
    assert not is_formula("-2.5")
    assert not is_formula("+2.6 points (+1.9 to +3.3)")
    assert not is_formula("'=1+1")
