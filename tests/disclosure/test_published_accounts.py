"""From file to analysis: the fates of rows add up, and tell nothing of a few people."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.disclosure.accounts import PEOPLE, published
from pipeline.tables.accounts import ACCOUNTS, FATES
from pipeline.tables.schema import Rows
from pipeline.tables.tidy import FILES

T = 10


def shown(fates: dict[str, int], *, key: str = "sid") -> dict[str, float | None]:
    file = {"source": "x", "file": "x.csv", "key": key, "rows_read": sum(fates.values())}
    records = [
        {"source": "x", "file": "x.csv", "analysis": "m", "fate": fate, "rows": rows}
        for fate, rows in fates.items()
    ]
    found = published(Rows.of(ACCOUNTS, records), Rows.of(FILES, [file]), minimum_n=T)
    assert [one.id for one in found] == [f"rows/x/x.csv/m/{fate}" for fate in FATES]
    return {one.what: None if one.figure is None else one.figure.value for one in found}


def test_rows_that_were_set_aside_are_shown_whatever_their_number() -> None:
    assert shown({"set-aside": 1, "unmatched": 2, "analysed": 50})["set-aside"] == 1


def test_a_fate_of_a_few_people_is_hidden_with_the_next_smallest() -> None:
    found = shown({"missing": 3, "unpaired": 40, "analysed": 50})
    assert [fate for fate, value in found.items() if value is None] == ["missing", "unpaired"]


def test_two_small_fates_hide_one_another() -> None:
    found = shown({"missing": 3, "unpaired": 4, "analysed": 50})
    assert [fate for fate, value in found.items() if value is None] == ["missing", "unpaired"]


def test_rows_that_are_no_people_are_shown() -> None:
    assert shown({"missing": 3, "analysed": 4}, key="")["missing"] == 3


@given(st.dictionaries(st.sampled_from(FATES), st.integers(0, 40), min_size=1))
def test_no_small_fate_of_people_can_be_worked_out_from_the_sum(fates: dict[str, int]) -> None:
    found = shown(fates)
    small = {fate for fate in PEOPLE if 0 < fates.get(fate, 0) < T}
    gone = {fate for fate, value in found.items() if value is None}
    assert small <= gone <= set(PEOPLE)
    others = [fate for fate in PEOPLE if fates.get(fate, 0)]
    assert len(gone) != 1 or len(others) == 1
    assert {f: v for f, v in found.items() if v is not None} == {
        fate: fates.get(fate, 0) for fate in FATES if fate not in gone
    }


def test_reasons_are_added_up_over_the_files_of_a_source() -> None:
    files = [{"source": "x", "file": name, "key": "sid"} for name in ("a.csv", "b.csv")]
    records = [
        {"source": "x", "file": file, "analysis": analysis, "fate": "set-aside", "code": "D013",
         "reason": "no ID", "rows": rows}
        for file, rows in (("a.csv", 2), ("b.csv", 5)) for analysis in ("", "m")
    ]  # fmt: skip
    found = published(Rows.of(ACCOUNTS, records), Rows.of(FILES, files), minimum_n=T)
    (reason,) = [one for one in found if one.what == "reason"]
    assert (reason.id, reason.reason) == ("rows/x/D013/no-id", "no ID")
    assert reason.figure is not None
    assert reason.figure.shown == "7"
