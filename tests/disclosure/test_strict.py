"""The strict profile: what a reader can work out of bands, tried against every table there is."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.disclosure.bands import WIDTHS, band_of, first_width
from pipeline.disclosure.met_counts import (
    UNTOLD,
    Cell,
    Fact,
    Table,
    band,
    limits,
    open_values,
    widths,
)
from pipeline.disclosure.stage import protect
from pipeline.disclosure.strict import moved
from pipeline.study.load import load_study
from pipeline.tables.attainment import ATTAINMENT
from pipeline.tables.estimates import ESTIMATES
from pipeline.tables.schema import Rows
from tests.disclosure.made import AFTER, STUDY, TABLES, change, level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.tables.published import Published
    from tests.disclosure.made import Row


def cell(group: str, n: int, hits: int, level: str = "", period: str = "2025") -> Cell:
    return Cell("late", group, "school" if level else "", level, period, float(n), float(hits))


def schools(sizes: Sequence[tuple[int, int]]) -> tuple[list[Cell], list[Fact]]:
    """Schools that make up everyone."""
    parts = [cell("all", n, k, f"S{at}") for at, (n, k) in enumerate(sizes)]
    whole = cell("all", sum(n for n, _ in sizes), sum(k for _, k in sizes))
    terms = ((whole, 1.0), *((part, -1.0) for part in parts))
    return [whole, *parts], [Fact(terms, 0.0, 0.0)]


def possible(
    cells: Sequence[Cell], facts: Sequence[Fact], chosen: Mapping[Cell, int]
) -> dict[Cell, set[int]]:
    """The numbers of people of each cell in all tables that fit bands and facts, one by one."""
    spans = [limits(one, chosen[one]) for one in cells]
    found: dict[Cell, set[int]] = {one: set() for one in cells}
    for values in itertools.product(*(range(int(a), int(b) + 1) for a, b in spans)):
        at = dict(zip(cells, values, strict=True))
        sums = ((f, sum(at[one] * weight for one, weight in f.terms)) for f in facts)
        if all(f.least - 1e-9 <= total <= f.most + 1e-9 for f, total in sums):
            for one, value in at.items():
                found[one].add(value)
    return found


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(10, 60))
    return n, draw(st.integers(3, n - 3))


@given(st.integers(6, 2000), st.data())
def test_a_band_leaves_at_least_three_numbers_of_people_open(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    found = band_of(hits / n, first_width(n))
    least, most = found.counts(n)
    assert least <= hits <= most
    assert most - least >= 2
    assert [
        k for k in (least - 1, most + 1) if 0 <= k <= n and band_of(k / n, found.width) == found
    ] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_bands_fill_all_percents_without_a_gap(width: int) -> None:
    found = list(dict.fromkeys(band_of(k / 1000, width) for k in range(1001)))
    assert [one.low for one in found] == list(range(0, 100, width))
    assert "0%" not in {one.figure.shown for one in found}
    assert all("100%" not in one.figure.shown for one in found)


@settings(max_examples=60, deadline=None)
@given(st.lists(shares(), min_size=2, max_size=3))
def test_every_number_of_people_has_three_values_in_tables_that_add_up(
    sizes: list[tuple[int, int]],
) -> None:
    cells, facts = schools(sizes)
    chosen = widths(cells, facts)
    found = possible(cells, facts, chosen)
    for one in cells:
        assert len(found[one]) >= 3, one
        assert chosen[one] != UNTOLD or len(found[one]) >= 3


@settings(max_examples=25, deadline=None)
@given(st.lists(shares(), min_size=4, max_size=4))
def test_so_it_has_where_schools_are_crossed_with_groups(sizes: list[tuple[int, int]]) -> None:
    """Two schools by two arms, with both margins: 9 cells, 4 sums and 1 of all."""
    arms = ("participants", "comparison")
    inner = [cell(arms[at // 2], n, k, f"S{at % 2}") for at, (n, k) in enumerate(sizes)]
    rows = [(inner[0], inner[1], arms[0], ""), (inner[2], inner[3], arms[1], ""),
            (inner[0], inner[2], "all", "S0"), (inner[1], inner[3], "all", "S1")]  # fmt: skip
    sums = [cell(g, int(a.n + b.n), int(a.hits + b.hits), level) for a, b, g, level in rows]
    everyone = cell("all", int(sum(c.n for c in inner)), int(sum(c.hits for c in inner)))
    facts = [
        Fact(((whole, 1.0), (a, -1.0), (b, -1.0)), 0.0, 0.0)
        for whole, (a, b, _, _) in zip(sums, rows, strict=True)
    ]
    facts += [
        Fact(((everyone, 1.0), (one, -1.0), (other, -1.0)), 0.0, 0.0)
        for one, other in (sums[:2], sums[2:])
    ]
    cells = [*inner, *sums, everyone]
    chosen = widths(cells, facts)
    spans = [limits(one, chosen[one]) for one in inner]
    found: dict[Cell, set[int]] = {one: set() for one in cells}
    for values in itertools.product(*(range(int(a), int(b) + 1) for a, b in spans)):
        a, b, c, d = values
        table = dict(zip(cells, (*values, a + b, c + d, a + c, b + d, sum(values)), strict=True))
        if all(limits(o, chosen[o])[0] <= v <= limits(o, chosen[o])[1] for o, v in table.items()):
            for one, value in table.items():
                found[one].add(value)
    assert min(map(len, found.values())) >= 3


def test_a_sum_can_pin_a_band_that_would_do_alone() -> None:
    """Two of 60 in 25 to 30% are 15 to 17 each; of 120 in 25 to 26% there are 30 or 31."""
    cells, facts = schools([(60, 15), (60, 15)])
    narrow = {one: first_width(one.n) for one in cells}
    assert set(narrow.values()) == {5}
    pinned = {**narrow, cells[0]: 1}
    assert set(open_values(Table.of(cells, facts), pinned)) == set(cells)
    assert {len(v) for v in possible(cells, facts, pinned).values()} == {2}
    assert min(map(len, possible(cells, facts, widths(cells, facts)).values())) >= 3


def test_a_verdict_counts_as_what_it_tells() -> None:
    """20 of 60 in 30 to 35% may be 18, 19 or 20; that 33% is reached leaves one."""
    one = cell("participants", 60, 20)
    met = Fact(((one, 1.0),), 0.33 * 60, math.inf)
    assert band(one, 5).counts(60) == (18, 20)
    assert widths([one], []) == {one: 5}
    assert widths([one], [met])[one] > 5
    assert len(possible([one], [met], widths([one], [met]))[one]) >= 3


def test_a_share_that_no_band_protects_is_not_shown() -> None:
    """The whole is known from a verdict, and is all there is."""
    one = cell("participants", 60, 20)
    known = Fact(((one, 1.0),), 20.0, 20.0)
    assert widths([one], [known]) == {one: UNTOLD}


@given(
    st.floats(0, 1), st.floats(0, 1), st.floats(-0.3, 0.3), st.floats(0.001, 0.3),
    st.integers(10, 900),
)  # fmt: skip
def test_an_interval_says_of_chance_what_the_exact_one_says(
    first: float, last: float, estimate: float, half: float, n: int
) -> None:
    found = moved(first, last, (estimate, estimate - half, estimate + half), n)
    low, high = found["conf_low"], found["conf_high"]
    if n < 301:
        assert low is None
    if low is not None and high is not None:
        side = (low.value > 0) - (high.value < 0)
        assert side == (estimate > half) - (estimate < -half)
        assert low.value <= round(last - first, 9) - half + 1e-9


def release(rows: list[Row], profile: str = "strict") -> Published:
    study = load_study(STUDY + f"privacy: {{profile: {profile}}}\n".encode(), file="study.yaml")
    return protect(
        study, estimates=Rows.of(ESTIMATES, rows), attainment=Rows.of(ATTAINMENT, []),
        tidy=lambda name: Rows.of(TABLES[name], []), as_of=dt.date(2026, 6, 5), inputs=(),
        versions={},
    )  # fmt: skip


def told(rows: list[Row], identity: str, profile: str = "strict") -> dict[str, str]:
    row = release(rows, profile).row(identity)
    assert row is not None
    return {name: figure.shown for name, figure in row.figures.items()}


SCATTER = {
    "std_error": 0.06123, "conf_low": -0.02, "conf_high": 0.22, "statistic": 1.63, "df": 59.0,
    "p_value": 0.1, "effect": 0.12345, "sd_before": 1.23456, "sd_after": 2.0, "conf_level": 0.95,
}  # fmt: skip


def test_a_change_of_a_share_is_told_in_bands_and_by_nothing_finer() -> None:
    rows = [{**change(60, "late", means=(20 / 60, 26 / 60)), **SCATTER}]
    assert told(rows, "late/change/participants") == {
        "n": "60", "n_before": "60", "n_after": "60", "mean_before": "30 to 35%",
        "mean_after": "40 to 45%", "estimate": "+10 points", "conf_level": "95%",
    }  # fmt: skip
    assert "std_error" in told(rows, "late/change/participants", "standard")


def test_a_large_group_has_an_interval_in_whole_points() -> None:
    rows = [{**change(400, "late", means=(0.3, 0.4)), **SCATTER}]
    found = told(rows, "late/change/participants")
    assert (found["mean_before"], found["mean_after"]) == ("30 to 31%", "40 to 41%")
    assert (found["conf_low"], found["conf_high"]) == ("\N{MINUS SIGN}2 points", "+22 points")
    assert not found.keys() & {"std_error", "p_value", "statistic", "df", "effect"}


def test_a_clear_interval_is_not_told_where_bands_would_blur_it() -> None:
    told_clear = SCATTER | {"conf_low": 0.004, "conf_high": 0.196}
    found = told(
        [{**change(400, "late", means=(0.3, 0.4)), **told_clear}], "late/change/participants"
    )
    assert "estimate" in found
    assert "conf_low" not in found


@pytest.mark.parametrize(("n", "is_told"), [(29, False), (30, True)])
def test_how_far_a_mean_scatters_is_told_from_thirty_people_on(n: int, is_told: bool) -> None:
    found = told(
        [{**change(n, "math", means=(500.0, 512.0)), **SCATTER}], "math/change/participants"
    )
    assert ("sd_before" in found) is is_told
    assert ("conf_low" in found) is is_told
    assert "estimate" in found
    if is_told:
        assert found["effect"] == "0.12"


def test_a_level_hangs_together_with_the_change_of_some_of_its_people() -> None:
    rows = [
        level(62, "late", mean=27 / 62, conf_level=0.95),
        {**change(60, "late", means=(20 / 60, 26 / 60)), **SCATTER},
    ]
    found = release(rows)
    one, pairs = found.rows[0].figures["mean_after"], found.rows[1].figures["mean_after"]
    assert one.shown.endswith("%")
    assert pairs.shown.endswith("%")
    assert found.rows[0].text["period_after"] == AFTER
    assert found.rows[0].reason == "strict"


def test_of_ten_people_three_or_four_are_not_told_and_nobody_else_pays_for_it() -> None:
    """No more than 2 of a small group are hidden, so "under 50%" of 10 can only be 3 or 4."""
    cells, facts = schools([(10, 4), (60, 20), (60, 25)])
    chosen = widths(cells, facts)
    assert chosen[cells[1]] == UNTOLD
    assert max(chosen[one] for one in cells[2:]) < 50
