"""The engine adds up what a notebook would, and never rounds on the way."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.engine import on_duckdb, queries
from pipeline.engine.base import ALL, COMPARISON, PARTICIPANTS, Slots
from pipeline.engine.on_duckdb import finish
from pipeline.tables.pairs import CODES
from pipeline.tables.schema import Rows

if TYPE_CHECKING:
    from pathlib import Path

SMALL = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
LEVELS = {"frl": ["no", "yes"], "school": ["East", "North", "West"]}


def test_three_people_by_hand(shelf: Any) -> None:
    cells = shelf.cells({"arm": [1, 1, 1], "before": [1, 2, 3], "after": [2, 4, 3]})
    pairs = cells.paired(0, PARTICIPANTS)
    assert pairs.n[0] == 3
    assert pairs.mean_before[0] == 2
    assert pairs.mean_after[0] == 3
    assert pairs.var_before[0] == 1
    assert pairs.var_after[0] == 1
    assert pairs.cov[0] == 0.5
    assert pairs.var_change[0] == 1


def test_people_measured_once_count_in_their_wave_only(shelf: Any) -> None:
    cells = shelf.cells({"arm": [1, 1, 1], "before": [10, None, 30], "after": [None, 5, 20]})
    assert cells.paired(0, PARTICIPANTS).n[0] == 1
    before = cells.single(cells.before, 0, PARTICIPANTS)
    after = cells.single(cells.after, 0, PARTICIPANTS)
    assert (before.n[0], before.mean[0]) == (2, 20)
    assert (after.n[0], after.mean[0]) == (2, 12.5)


def test_decimals_and_offset_come_back(shelf: Any) -> None:
    measures = [{"decimals": 2, "offset": 900}]
    cells = shelf.cells({"arm": [1, 1], "before": [25, 75], "after": [0, 100]}, measures=measures)
    pairs = cells.paired(0, PARTICIPANTS)
    assert pairs.mean_before[0] == 9.5
    assert pairs.var_before[0] == 0.125
    assert pairs.mean_after[0] == 9.5


def test_everyone_is_the_sum_of_the_arms_and_of_those_in_neither(shelf: Any) -> None:
    cells = shelf.cells({"arm": [1, 0, -1], "before": [1, 2, 6], "after": [1, 2, 6]})
    for group, n, mean in ((PARTICIPANTS, 1, 1), (COMPARISON, 1, 2), (ALL, 3, 3)):
        pairs = cells.paired(0, group)
        assert (pairs.n[0], pairs.mean_before[0]) == (n, mean)


def test_a_missing_level_counts_overall_but_in_no_level(shelf: Any) -> None:
    pairs = {"arm": [1, 1], "before": [1, 3], "after": [1, 3], "g_frl": [0, -1]}
    cells = shelf.cells(pairs, levels={"frl": ["no", "yes"]})
    assert cells.paired(0, PARTICIPANTS).n.tolist() == [2, 1, 0]


def test_an_empty_store_has_cells_of_nobody(shelf: Any) -> None:
    cells = shelf.cells({}, levels=LEVELS)
    pairs = cells.paired(0, ALL)
    assert pairs.n.tolist() == [0] * 6
    assert np.isnan(pairs.mean_before).all()
    assert np.isnan(pairs.var_change).all()


@pytest.mark.parametrize("offset", [0, 10**9, 10**15])
def test_no_spread_is_exactly_none_however_large_the_values(shelf: Any, offset: int) -> None:
    before = [offset + k for k in (1, 22, 333, 4444, 55555)]
    after = [value + 7 for value in before]
    measures = [{"high": float(offset + 10**5), "decimals": 0}]
    cells = shelf.cells({"arm": [1] * 5, "before": before, "after": after}, measures=measures)
    pairs = cells.paired(0, PARTICIPANTS)
    assert pairs.var_change[0] == 0.0
    assert pairs.var_before[0] == np.array([1.0, 22, 333, 4444, 55555]).var(ddof=1)


def test_middle_periods_are_kept_apart(shelf: Any) -> None:
    between = {"period": [1, 1, 2], "arm": [1, 1, 0], "value": [2, 4, 9]}
    cells = shelf.cells({}, between=between, middle=(1, 2, 3))
    assert cells.single(cells.between[1], 0, PARTICIPANTS).mean[0] == 3
    assert cells.single(cells.between[2], 0, ALL).mean[0] == 9
    assert cells.single(cells.between[3], 0, ALL).n[0] == 0


def test_yes_and_no_before_by_after(shelf: Any) -> None:
    before = [0] * 3 + [0] * 2 + [1] + [1] * 4
    after = [0] * 3 + [1] * 2 + [0] + [1] * 4
    cells = shelf.cells({"arm": [1] * 10, "before": before, "after": after})
    assert cells.yes_no(0, PARTICIPANTS).counts[0].tolist() == [[3, 2], [1, 4]]


def test_answers_before_by_after_with_those_missing_last(shelf: Any) -> None:
    measures = [{"levels": 3}]
    pairs = {"arm": [1, 1, 1, 0], "before": [1, 3, 2, 1], "after": [2, 3, None, 1]}
    between = {"period": [1, 1], "arm": [1, 1], "value": [3, 3]}
    store = shelf.store(pairs, between=between, measures=measures, middle=(1,))
    answers = shelf.engine.answers(store, {0: 3})
    table = answers.pairs[0][PARTICIPANTS, 0]
    assert table.tolist() == [[0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0], [0, 0, 0, 0]]
    assert answers.pairs[0][ALL, 0].sum() == 4
    assert answers.between[0, 1][PARTICIPANTS, 0].tolist() == [0, 0, 2]


def test_the_roster_is_counted_by_group_and_level(shelf: Any, tmp_path: Path) -> None:
    shelf.session.register(
        "_r",
        Rows(
            {
                "arm": np.array([1, 1, 0, -1]),
                "frl": np.array(["no", "yes", "no", ""], dtype=object),
            }
        ),
    )
    path = tmp_path / "students.parquet"
    shelf.session.write_parquet("SELECT * FROM _r", path)
    codes = [{"column": "frl", "code": at, "label": name} for at, name in enumerate(("no", "yes"))]
    codes += [{"column": "absent", "code": 0, "label": "no"}]
    slots = Slots.of(Rows.of(CODES, codes), ("frl", "absent"))
    counted = shelf.engine.people(path, slots)
    assert counted[PARTICIPANTS].tolist() == [2, 1, 1, 0]
    assert counted[COMPARISON].tolist() == [1, 1, 0, 0]
    assert counted[ALL].tolist() == [4, 2, 1, 0]


people = st.lists(
    st.tuples(
        st.integers(-1, 1),
        st.none() | st.integers(-1000, 1000),
        st.none() | st.integers(-1000, 1000),
        st.integers(-1, 1),
        st.integers(-1, 2),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=60,
)


@SMALL
@given(people)
def test_every_cell_agrees_with_pandas(shelf: Any, rows: list[tuple[Any, ...]]) -> None:
    frame = pd.DataFrame(
        rows, columns=["arm", "before", "after", "g_frl", "g_school", "measure"], dtype=object
    )
    given_ = {name: frame[name].tolist() for name in frame.columns}
    cells = shelf.cells(given_, levels=LEVELS, measures=[{"decimals": 1}, {"decimals": 1}])
    for measure in (0, 1):
        for group in (COMPARISON, PARTICIPANTS, ALL):
            mine = frame[frame.measure == measure]
            mine = mine if group == ALL else mine[mine.arm == group]
            for slot, cut in enumerate(_cuts(mine)):
                _agrees(cells, measure, group, slot, cut)


def _cuts(frame: pd.DataFrame) -> list[pd.DataFrame]:
    levels = [("g_frl", 2), ("g_school", 3)]
    return [frame, *(frame[frame[name] == code] for name, k in levels for code in range(k))]


def _agrees(cells: Any, measure: int, group: int, slot: int, cut: pd.DataFrame) -> None:
    both = cut.dropna(subset=["before", "after"]).astype(float) / 10
    pairs = cells.paired(measure, group)
    assert pairs.n[slot] == len(both)
    _close(pairs.mean_before[slot], both.before.mean())
    _close(pairs.mean_after[slot], both.after.mean())
    _close(pairs.var_before[slot], both.before.var())
    _close(pairs.var_after[slot], both.after.var())
    _close(pairs.cov[slot], both.before.cov(both.after) if len(both) > 1 else np.nan)
    _close(pairs.var_change[slot], (both.after - both.before).var())
    for name, singles in (("before", cells.before), ("after", cells.after)):
        one = cells.single(singles, measure, group)
        values = cut[name].dropna().astype(float) / 10
        assert one.n[slot] == len(values)
        _close(one.mean[slot], values.mean())
        _close(one.var[slot], values.var())


def _close(found: float, expected: float) -> None:
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)


@SMALL
@given(people, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_bit(shelf: Any, rows: list[Any], random: Any) -> None:
    def asked(listed: list[Any]) -> list[Any]:
        names = ["arm", "before", "after", "g_frl", "g_school", "measure"]
        columns = dict(zip(names, map(list, zip(*listed, strict=True)), strict=True))
        cells = shelf.cells(columns, levels=LEVELS, measures=[{}, {}])
        singles = (cells.before, cells.after, cells.paired_before, cells.paired_after)
        whole = [array for one in singles for array in (one.n, one.total, one.spread)]
        return [array.tobytes() for array in (*whole, cells.co_spread, cells.change_spread)]

    shuffled = list(rows)
    random.shuffle(shuffled)
    assert asked(rows) == asked(shuffled)


@SMALL
@given(st.lists(st.integers(-(2**59), 2**59), min_size=2, max_size=20))
def test_values_of_any_length_are_added_up_exactly(shelf: Any, values: list[int]) -> None:
    measures = [{"low": -(2.0**59), "high": 2.0**59}]
    pairs = {"arm": [1] * len(values), "before": values, "after": values[::-1]}
    cells = shelf.cells(pairs, measures=measures)
    assert cells.before.spread[0, PARTICIPANTS, 0] == _spread(values)
    assert cells.change_spread[0, PARTICIPANTS, 0] == _spread(
        [y - x for x, y in zip(values, values[::-1], strict=True)]
    )


@SMALL
@given(st.lists(st.integers(-(10**11), 10**11), min_size=2, max_size=20))
def test_the_two_limbs_give_the_nearest_double(shelf: Any, values: list[int]) -> None:
    measures = [{"low": -1e11, "high": 1e11}]
    pairs = {"arm": [1] * len(values), "before": values, "after": values[::-1]}
    cells = shelf.cells(pairs, measures=measures)
    assert cells.before.spread[0, PARTICIPANTS, 0] == _spread(values)


def _spread(values: list[int]) -> float:
    return float(len(values) * sum(v * v for v in values) - sum(values) ** 2)


def test_sums_beyond_two_limbs_are_finished_in_whole_numbers() -> None:
    values = [2**62 - 1, -(2**61), 12345]
    n, total, squares = len(values), sum(values), sum(v * v for v in values)
    rest = Rows(
        {
            "measure": np.array([0]),
            **{
                name: np.array([str(value)], dtype=object)
                for name, value in (("n", n), ("sxx", squares), ("sx", total))
            },
        }
    )
    finished = finish(rest, ("measure",), queries.SINGLE_SPREADS)
    assert finished["vxx"][0] == float(Fraction(n * squares - total**2))


def test_breakdowns_of_many_levels_are_counted_apart(
    shelf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = {"arm": [1, 1, 0], "before": [1, 2, 6], "after": [3, None, 5]}
    pairs |= {"g_frl": [0, 1, 1], "g_school": [2, 2, 0]}
    together = shelf.cells(pairs, levels=LEVELS)
    monkeypatch.setattr(queries, "_COMBINATIONS", 2)
    apart = shelf.cells(pairs, levels=LEVELS)
    assert together.before.total.tobytes() == apart.before.total.tobytes()
    assert together.paired_after.n.tobytes() == apart.paired_after.n.tobytes()


def test_the_registry_names_every_engine() -> None:
    from pipeline.engine.registry import ENGINES

    assert [engine.name for engine in ENGINES] == ["duckdb"]
    assert on_duckdb.OnDuckdb in ENGINES


@SMALL
@given(st.integers(0, 2**32 - 1))
def test_sums_by_cluster_are_those_of_a_loop(shelf: Any, seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 40
    people: dict[str, Any] = {
        "arm": rng.integers(-1, 2, n),
        "before": [None if rng.random() < 0.2 else int(rng.integers(0, 90)) for _ in range(n)],
        "after": [None if rng.random() < 0.2 else int(rng.integers(0, 90)) for _ in range(n)],
        "g_frl": rng.integers(-1, 2, n),
        "g_school": rng.integers(-1, 3, n),
    }
    middle = {
        "period": [1] * n,
        "value": rng.integers(0, 90, n),
        **{name: people[name] for name in ("arm", "g_frl", "g_school")},
    }
    store = shelf.store(
        people, between=middle, levels=LEVELS, middle=(1,),
        measures=[{"decimals": 1, "offset": 30}],
    )  # fmt: skip
    found = shelf.engine.by_cluster(store, "school", {})[0]
    frame = pd.DataFrame({name: list(values) for name, values in people.items()})
    frame[["before", "after"]] = frame[["before", "after"]].astype(float) / 10
    sums = found.compared
    assert sums.origin == 3
    seen = 0
    for at in range(len(sums.slot)):
        mine = frame[frame.g_school == sums.cluster[at]]
        if sums.group[at] != ALL:
            mine = mine[mine.arm == sums.group[at]]
        slot = sums.slot[at]
        if slot:
            column = "g_" + store.slots.column[slot]
            level = LEVELS[store.slots.column[slot]].index(store.slots.level[slot])
            mine = mine[mine[column] == level]
        pairs = mine.dropna()
        got = {name: values[at] for name, values in sums.sums.items()}
        x, y = pairs.before, pairs.after
        wanted = {
            "n": len(pairs), "x": x.sum(), "y": y.sum(),
            "xx": (x * x).sum(), "xy": (x * y).sum(), "yy": (y * y).sum(),
            "nb": mine.before.count(), "b": mine.before.sum(), "bb": (mine.before**2).sum(),
            "na": mine.after.count(), "a": mine.after.sum(), "aa": (mine.after**2).sum(),
        }  # fmt: skip
        assert got == pytest.approx(wanted, rel=1e-12, abs=1e-9)
        seen += (
            wanted["nb"] + wanted["na"] - wanted["n"] if sums.group[at] == ALL and slot == 0 else 0
        )
    assert seen == (frame.before.notna() | frame.after.notna()).sum()
    one = found.between[1]
    whole = (one.group == ALL) & (one.slot == 0)
    assert one.sums["n"][whole].sum() == n
    assert one.sums["x"][whole].sum() == pytest.approx(
        float(np.asarray(middle["value"]).sum()) / 10
    )


def test_an_ordered_answer_counts_from_its_cut(shelf: Any) -> None:
    store = shelf.store(
        {"arm": [1, 1, 1], "before": [0, 3, None], "after": [2, 3, 4], "g_school": [0, 0, 1]},
        levels=LEVELS,
        measures=[{"offset": 1}],
    )
    sums = shelf.engine.by_cluster(store, "school", {0: 4})[0].compared.of(PARTICIPANTS)
    whole = sums.take(sums.slot == 0)
    assert whole.cluster.tolist() == [0, 1]
    assert whole.sums["n"].tolist() == [2, 0]
    assert whole.sums["x"].tolist() == [1, 0]
    assert whole.sums["a"].tolist() == [1, 1]
    assert whole.origin == 0
