"""What becomes of a bad cell or row: told by record, set aside, counted, never silent."""

from __future__ import annotations

from typing import Any

import pytest

BY_PERIOD = (
    "  s:\n    kind: metrics\n    files: s.csv\n    columns: {student_id: sid}\n"
    "    measures: {x: {before: a, after: b}}\n"
)
CONTINUOUS = "  x: {label: X, from: s.x, type: continuous, better: higher}\n"
RANGED = "  x: {label: X, from: s.x, type: continuous, better: higher, range: [200, 800]}\n"
BINARY = "  x: {label: X, from: s.x, type: binary, better: higher}\n"


def scores(
    changes: dict[int, str] | None = None, *, head: str = "sid,a,b", default: str = "300,310"
) -> str:
    """A file of 40 students in rows 2 to 41; some rows replaced."""
    rows = {i + 1: f"{i:04d},{default}" for i in range(1, 41)} | (changes or {})
    return head + "\n" + "".join(f"{rows[row]}\n" for row in sorted(rows))


def account(done: Any, name: str = "s.csv") -> tuple[int, int, int, int, int]:
    file = done.file(name)
    return tuple(
        file[k]
        for k in ("rows_read", "rows_set_aside", "cells_set_aside", "rows_unmatched", "rows_used")
    )


def test_text_in_a_number_column_names_file_row_column_and_remedy(run: Any) -> None:
    done = run(BY_PERIOD, {"s.csv": scores({17: "0016,N/S,310"})}, outcomes=RANGED)
    assert not done.has_stopped
    (told,) = done.told("D014")
    assert told == (
        'warning[D014] data/raw/demo/s.csv, row 17, column "a": found "N/S", expected a number '
        'from 200 to 800. If it means "no value", add it to `missing:`; if it means withheld, to '
        "`suppressed:`."
    )
    assert account(done) == (40, 0, 1, 0, 40)
    assert done.table("quarantine") == [
        {
            "file": "s.csv",
            "row": 17,
            "column": "a",
            "rule": "D014",
            "found": "N/S",
            "remedy": done.table("quarantine")[0]["remedy"],
        }
    ]
    assert (17, "2023") not in done.values("s.x")
    assert done.values("s.x")[(17, "2025")] == 310


def test_a_value_out_of_range_is_set_aside(run: Any) -> None:
    done = run(BY_PERIOD, {"s.csv": scores({5: "0004,30,310"})}, outcomes=RANGED)
    assert 'row 5, column "a": found 30, expected a value from 200 to 800' in done.told("D015")[0]
    assert (5, "2023") not in done.values("s.x")


@pytest.mark.parametrize(
    "token", ["", "NA", "N/A", "n/a", "NULL", ".", "-", "--", " ", "N/S", "999"]
)
def test_missing_tokens_are_missing_and_no_problem(run: Any, token: str) -> None:
    declared = BY_PERIOD + '    missing: ["N/S", "999"]\n'
    done = run(declared, {"s.csv": scores({5: f"0004,{token},310"})}, outcomes=CONTINUOUS)
    assert done.codes() == []
    assert (5, "2023") not in done.values("s.x")
    assert account(done) == (40, 0, 0, 0, 40)


@pytest.mark.parametrize(
    "token", ["*", "<10", "< 10", "GE95", "LT 5", "≥95%", "n<10", "supp", "-1"]
)
def test_withheld_cells_are_missing_and_flagged_never_numbers(run: Any, token: str) -> None:
    declared = BY_PERIOD + '    suppressed: [supp, "-1"]\n'
    done = run(declared, {"s.csv": scores({5: f"0004,{token},310"})}, outcomes=CONTINUOUS)
    assert done.codes() == ["D021"]
    assert "found 1 withheld values" in done.told("D021")[0]
    assert (5, "2023") not in done.values("s.x")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"1,234.5"', 1234.5),
        ('"1,234,567"', 1234567),
        ("12.5%", 12.5),
        ("$300", 300),
        ("1e3", 1000),
        ("1 234", 1234),
        (" 7 ", 7),
        ("-3.25", -3.25),
        (".5", 0.5),
    ],
)
def test_numbers_as_people_write_them(run: Any, text: str, value: float) -> None:
    done = run(BY_PERIOD, {"s.csv": scores({5: f"0004,{text},310"})}, outcomes=CONTINUOUS)
    assert done.codes() == []
    assert done.values("s.x")[(5, "2023")] == value


@pytest.mark.parametrize("text", ["1_000", "inf", "nan", "0x1A", "1e400", "12-5", "5 apples", "−5"])
def test_what_is_no_number_is_none(run: Any, text: str) -> None:
    done = run(BY_PERIOD, {"s.csv": scores({5: f"0004,{text},310"})}, outcomes=CONTINUOUS)
    assert done.codes() == ["D014"]


def test_a_decimal_comma_is_recognised_where_it_is_unmistakable(run: Any) -> None:
    changes = {5: "0004;12,5;310", 6: "0005;1.234,5;310", 7: "0006;1.234;310"}
    text = scores(dict(changes), head="sid;a;b", default="300;310")
    text = text.replace(",300;310", ";300;310")
    done = run(BY_PERIOD, {"s.csv": text}, outcomes=CONTINUOUS)
    assert done.codes() == []
    values = done.values("s.x")
    assert (values[(5, "2023")], values[(6, "2023")], values[(7, "2023")]) == (12.5, 1234.5, 1234)


def test_a_thousand_or_a_decimal_is_not_guessed(run: Any) -> None:
    text = scores({5: '0004,"1,234",310'})
    done = run(BY_PERIOD, {"s.csv": text}, outcomes=CONTINUOUS)
    assert done.codes() == ["D025"]
    for decimal, value in (("comma", 1.234), ("point", 1234)):
        told = run(BY_PERIOD + f"    decimal: {decimal}\n", {"s.csv": text}, outcomes=CONTINUOUS)
        assert told.codes() == []
        assert told.values("s.x")[(5, "2023")] == value


def test_values_keep_every_decimal_to_the_ninth(run: Any) -> None:
    changes = {5: "0004,36.29999923706055,310", 6: "0005,0.123456789,310"}
    done = run(BY_PERIOD, {"s.csv": scores(changes)}, outcomes=CONTINUOUS)
    assert done.values("s.x")[(5, "2023")] == 36.299999237
    assert done.values("s.x")[(6, "2023")] == 0.123456789
    assert "found 1 values with more than 9 decimals" in done.told("D022")[0]
    (measure,) = done.table("measures")
    assert measure["decimals"] == 9
    stored = {p["before"] + measure["offset"] for p in done.table("pairs")}
    assert {36299999237, 123456789, 300 * 10**9} <= stored


@pytest.mark.parametrize(
    ("word", "value"), [("yes", 1), ("No", 0), ("TRUE", 1), ("n", 0), ("1", 1)]
)
def test_binary_measures_take_words(run: Any, word: str, value: int) -> None:
    text = scores({5: f"0004,{word},1"}, default="0,1")
    done = run(BY_PERIOD, {"s.csv": text}, outcomes=BINARY)
    assert done.codes() == []
    assert done.values("s.x")[(5, "2023")] == value
    (measure,) = done.table("measures")
    assert (measure["decimals"], measure["offset"]) == (0, 0)


@pytest.mark.parametrize("word", ["2", "0.5", "maybe"])
def test_binary_measures_take_nothing_else(run: Any, word: str) -> None:
    done = run(BY_PERIOD, {"s.csv": scores({5: f"0004,{word},1"}, default="0,1")}, outcomes=BINARY)
    assert done.codes() == ["D023"]


def test_a_row_without_id_is_set_aside(run: Any) -> None:
    done = run(BY_PERIOD, {"s.csv": scores({5: ",300,310"})}, outcomes=CONTINUOUS)
    assert done.codes() == ["D013"]
    assert account(done) == (40, 1, 0, 0, 39)


def test_the_same_record_twice_is_used_once(run: Any) -> None:
    done = run(BY_PERIOD, {"s.csv": scores({42: "0004,300,310"})}, outcomes=CONTINUOUS)
    (told,) = done.told("D019")
    assert "row 42" in told
    assert "found this student in row 5 already" in told
    assert account(done) == (41, 1, 0, 0, 40)
    assert done.values("s.x")[(5, "2023")] == 300


def test_records_in_conflict_are_both_set_aside_and_name_each_other(run: Any) -> None:
    done = run(BY_PERIOD, {"s.csv": scores({42: "0004,300,999"})}, outcomes=CONTINUOUS)
    first, second = done.told("D018")
    assert "row 5" in first
    assert "in row 42 as well" in first
    assert "row 42" in second
    assert "in row 5 as well" in second
    assert account(done) == (41, 2, 0, 0, 39)
    assert (5, "2023") not in done.values("s.x")


def test_records_in_conflict_across_files_name_the_file(run: Any) -> None:
    two = BY_PERIOD.replace("s.csv", "[s.csv, t.csv]")
    done = run(two, {"s.csv": scores(), "t.csv": "sid,a,b\n0004,1,2\n"}, outcomes=CONTINUOUS)
    assert done.has_stopped  # t.csv is lost as a whole
    assert any("row 2 of t.csv" in told for told in done.told("D018"))
    assert any("row 5 of s.csv" in told for told in done.told("D018"))


def test_over_the_tolerated_share_it_stops_and_shows_the_rows(run: Any) -> None:
    changes = {row: f"{row - 1:04d},x,310" for row in range(2, 6)}
    done = run(BY_PERIOD, {"s.csv": scores(changes)}, outcomes=CONTINUOUS)
    assert done.has_stopped
    assert done.codes() == ["D014"] * 4 + ["D020"]
    assert all(told.startswith("error") for told in done.told("D014"))
    assert "found problems in 4 of 40 rows (10 %), expected at most 5 %" in done.told("D020")[0]
    assert not (done.folder / "measurements.parquet").exists()
    more = run(BY_PERIOD + "    tolerate: 0.1\n", {"s.csv": scores(changes)}, outcomes=CONTINUOUS)
    assert not more.has_stopped


def test_at_most_twenty_of_a_kind_are_told_one_by_one(run: Any) -> None:
    changes = {row: f"{row - 1:04d},x,310" for row in range(2, 32)}
    done = run(BY_PERIOD + "    tolerate: 1\n", {"s.csv": scores(changes)}, outcomes=CONTINUOUS)
    assert done.codes() == ["D014"] * 20 + ["D039"]
    assert "found 10 more of D014" in done.told("D039")[0]
    assert len(done.table("quarantine")) == 30


def test_a_missing_column_names_the_nearest_and_all(run: Any) -> None:
    done = run(BY_PERIOD, {"s.csv": scores(head="sid,aa,b")}, outcomes=CONTINUOUS)
    assert done.has_stopped
    (told,) = done.told("D009")
    assert 'found no column "a"' in told
    assert "the file has sid, aa, b" in told


def test_a_duplicate_header_stops_only_where_it_is_used(run: Any) -> None:
    text = scores(head="sid,a,b,c,c", default="1,2,3,4")
    assert run(BY_PERIOD, {"s.csv": text}, outcomes=CONTINUOUS).codes() == []
    text = scores(head="sid,a,b,a,c", default="1,2,3,4")
    done = run(BY_PERIOD, {"s.csv": text}, outcomes=CONTINUOUS)
    assert done.has_stopped
    assert "D008" in done.codes()


def test_headers_are_found_without_regard_to_case_and_spaces(run: Any) -> None:
    done = run(BY_PERIOD, {"s.csv": scores(head=" SID ,A,  b")}, outcomes=CONTINUOUS)
    assert done.codes() == []


WIDE = (
    "  s:\n    kind: metrics\n    files: s.csv\n    columns: {student_id: sid, period: year}\n"
    "    measures: {x: 100 * (1 - absent / enrolled)}\n"
)


def test_unknown_periods_are_set_aside_and_told(run: Any) -> None:
    rows = [f"{i:04d},{year},5,180" for i in range(1, 41) for year in ("2023", "before", " After ")]
    text = "sid,year,absent,enrolled\n" + "\n".join(rows[:-1]) + "\n0040,1999,5,180\n"
    done = run(WIDE, {"s.csv": text.replace("before", "2024")}, outcomes=CONTINUOUS)
    (told,) = done.told("D016")
    assert 'found the period "1999", expected 2023, 2024, 2025' in told
    assert len(done.table("between")) == 40


def test_an_expression_that_divides_by_zero_is_told(run: Any) -> None:
    rows = [f"{i:04d},2023,5,{0 if i == 7 else 180}" for i in range(1, 41)]
    text = "sid,year,absent,enrolled\n" + "\n".join(rows) + "\n"
    done = run(WIDE, {"s.csv": text}, outcomes=CONTINUOUS)
    (told,) = done.told("D024")
    assert 'row 8, column "s.x"' in told
    assert (8, "2023") not in done.values("s.x")


def test_a_text_column_can_be_compared_with_words(run: Any) -> None:
    sources = (
        "  s:\n    kind: metrics\n    files: s.csv\n    columns: {student_id: sid, period: year}\n"
        "    measures:\n      x: status in ('in', 'part')\n"
    )
    rows = [f"{i:04d},2023,{'in' if i % 3 else 'out'}" for i in range(1, 41)]
    text = "sid,year,status\n" + "\n".join(rows) + "\n"
    done = run(sources, {"s.csv": text}, outcomes=BINARY)
    assert done.codes() == []
    assert sum(done.values("s.x").values()) == 27
