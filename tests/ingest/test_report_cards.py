"""State report cards: withheld and range cells are intervals, never numbers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engine.session import Session, quoted
from pipeline.ingest import cells

CARD = """\
  card:
    kind: totals
    files: %s
    columns: {period: Year, group: Group, count: [ChronicAbsenteeismCount, AbsentCount], of: [Enrollment, CumulativeEnrollment]}
    measures: {absent: {count: count, of: of}, rate: Rate}
"""  # noqa: E501
OUTCOME = "  absent: {label: A, from: card.absent, type: binary, better: lower}\n"


def told(text: str, *, is_whole: bool = True) -> tuple[bool, float | None, float | None]:
    with Session() as session:
        low, high = cells.bounds("t", is_whole=is_whole)
        asked = f"{cells.is_withheld('t', ())}, {low}, {high}"
        found = session.tuples(f"SELECT {asked} FROM (SELECT {quoted(text)} AS t)")[0]  # noqa: S608
    return bool(found[0]), found[1], found[2]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("*", None, None),
        ("**", None, None),
        ("<10", 0, 9),
        ("< 10", 0, 9),
        ("n<10", 0, 9),
        ("≤5", 0, 5),
        ("LE5", 0, 5),
        ("LT10", 0, 9),
        ("GE95", 95, None),
        ("GT95", 96, None),
        (">95", 96, None),
        ("GE95%", 95, None),
        ("95% or more", 95, None),
        ("fewer than 10", 0, 9),
        ("menos de 10", 0, 9),
        ("5-9", 5, 9),
        ("21-39%", 21, 39),
        ("21 to 39", 21, 39),
        ("Too few students", None, None),
    ],
)
def test_a_withheld_cell_is_an_interval(text: str, low: float | None, high: float | None) -> None:
    assert told(text) == (True, low, high)


@pytest.mark.parametrize(
    "text", ["12", "12.5", "-3", "2023-24", "81.2†", "12 (a)", "N/S", "x", "1,234", "9-5"]
)
def test_what_is_no_withheld_cell_is_none(text: str) -> None:
    assert told(text)[0] is False


def test_the_interval_of_a_rate_is_not_rounded_to_whole_counts() -> None:
    assert told("<5%", is_whole=False) == (True, 0, 5)
    assert told(">95%", is_whole=False) == (True, 95, None)


def test_withheld_figures_keep_their_interval_and_are_no_numbers(run: Any) -> None:
    text = (
        "Year,Group,ChronicAbsenteeismCount,Enrollment,Rate\n"
        "2023,TA,20,100,20.0\n2023,RB,<10,30,GE95\n2023,RH,*,5,*\n2023,RW,5-9,60,10-14\n"
        "2025,TA,15,100,15.0\n"
    )
    done = run(CARD % "card.csv", {"card.csv": text}, outcomes=OUTCOME, roster="")
    assert not done.has_stopped, [str(p) for p in done.problems]
    totals = {(t["measure"], t["period"], t["by"]): t for t in done.table("totals")}

    def seen(measure: str, group: str) -> tuple[Any, ...]:
        one = totals[f"card.{measure}", "2023", f"group={group}"]
        return one["count"], one["value"], one["withheld"], one["least"], one["most"]

    assert seen("absent", "RB") == (None, None, True, 0, 9)
    assert seen("absent", "RH") == (None, None, True, None, 5)
    assert seen("absent", "RW") == (None, None, True, 5, 9)
    assert seen("rate", "RB") == (None, None, True, 95, None)
    assert seen("rate", "RW") == (None, None, True, 10, 14)
    whole = totals["card.absent", "2023", ""]
    assert (whole["count"], whole["withheld"], whole["least"]) == (20, False, None)
    account = {
        a["fate"]: a["rows"]
        for a in done.table("accounts")
        if a["file"] == "card.csv" and a["analysis"] == "absent"
    }
    assert account == {"analysed": 2, "withheld": 3}


def test_headers_that_differ_between_years_are_one_column(run: Any) -> None:
    first = "Year,Group,ChronicAbsenteeismCount,Enrollment,Rate\n2023,TA,20,100,20\n"
    second = "Year,Group,AbsentCount,CumulativeEnrollment,Rate\n2025,TA,15,100,15\n"
    files = {"c23.csv": first, "c25.csv": second}
    done = run(CARD % "c2*.csv", files, outcomes=OUTCOME, roster="")
    assert not done.has_stopped, [str(p) for p in done.problems]
    counts = [(t["period"], t["count"]) for t in done.table("totals") if "absent" in t["measure"]]
    assert counts == [("2023", 20), ("2025", 15)]


MARKS = st.sampled_from(["*", "<", ">", "≤", "≥", "GE", "LE", "n<", "-", "%", " ", "to", ""])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(MARKS, st.integers(0, 120).map(str)), max_size=4))
def test_a_cell_is_a_number_or_withheld_and_never_both(parts: list[str]) -> None:
    text = "".join(parts).strip()
    is_withheld, low, high = told(text)
    try:
        float(text)
    except ValueError:
        pass
    else:
        assert not is_withheld
    if is_withheld and low is not None and high is not None:
        assert low <= high or high == -1
