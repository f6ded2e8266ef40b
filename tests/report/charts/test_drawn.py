"""Charts draw what they are given, the same way each time, and keep a row that is hidden."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pipeline.report
from pipeline.report.chart import Drawing, apart, axis
from pipeline.report.charts.dumbbell import DumbbellRow, DumbbellWords, dumbbell
from pipeline.report.charts.forest import ForestRow, ForestWords, forest
from pipeline.report.charts.likert import LikertBar, LikertRow, LikertWords, likert
from pipeline.report.charts.love import LoveRow, LoveWords, love
from pipeline.report.charts.run import Range, RunPoint, RunWords, run
from pipeline.report.charts.spark import SparkPoint, spark
from pipeline.report.charts.trend import TrendPoint, TrendWords, trend
from pipeline.tables.published import Figure

TOKENS = (Path(pipeline.report.__file__).parent / "static" / "tokens.css").read_text("utf-8")
HIDDEN = "Too few people to show"


def figure(value: float) -> Figure:
    return Figure(value=value, shown=f"{value:.1f}".replace("-", "\N{MINUS SIGN}"))


def a_forest(rows: int = 3) -> Drawing:
    words = ForestWords(left="lower", right="higher", too_small="", column="Size", hidden=HIDDEN)
    made = tuple(
        ForestRow(
            label=f"Outcome <{k}> & $more",
            domain="",
            point=figure(0.1 * k) if k % 3 else None,
            low=figure(0.1 * k - 0.2),
            high=figure(0.1 * k + 0.2),
            shown=figure(0.1 * k).shown if k % 3 else "[c]",
            is_clear=k % 2 == 0,
        )
        for k in range(rows)
    )
    return forest("f", title="T & t", desc="<d>", rows=made, words=words, too_small=0.1)


def a_dumbbell(rows: int = 3) -> Drawing:
    words = DumbbellWords(before="then", after="now", change="Change", hidden=HIDDEN, target="")
    made = tuple(
        DumbbellRow(
            label=f"Group {k}",
            before=figure(10.0 + k) if k != 1 else None,
            after=figure(12.0 + k) if k != 1 else None,
            change="+2.0",
            is_total=k == 0,
        )
        for k in range(rows)
    )
    return dumbbell("d", title="T", desc="d", rows=made, words=words, target=None)


def a_trend(points: int = 4) -> Drawing:
    made = tuple(
        TrendPoint(
            label=f"Y{k}",
            value=figure(5.0 + k) if k != 1 else None,
            low=figure(4.0 + k),
            high=figure(6.0 + k),
            path=None,
        )
        for k in range(points)
    )
    words = TrendWords(now="now", target="Target", hidden=HIDDEN)
    return trend("t", title="T", desc="d", points=made, words=words, target=figure(9.0))


def a_run(points: int = 14) -> Drawing:
    made = tuple(
        RunPoint(label=f"M{k}", value=figure(5.0 + k % 3) if k != 1 else None)
        for k in range(points)
    )
    usual = Range(first=2, centre=figure(6), low=figure(3.0), high=figure(9.0), began=7)
    words = RunWords(centre="Middle", began="Begins")
    return run("r", title="T", desc="d", points=made, usual=usual, words=words)


def a_love(rows: int = 3) -> Drawing:
    made = tuple(
        LoveRow(label=f"Column {k}", points=(figure(0.1 * k), None, figure(0.0)) if k != 1 else ())
        for k in range(rows)
    )
    words = LoveWords(ways=("came", "matched", "weighed"), left="fewer", right="more",
                      hidden=HIDDEN)  # fmt: skip
    return love("l", title="T", desc="d", rows=made, words=words, bounds=(0.05, 0.25))


def a_likert(rows: int = 3) -> Drawing:
    made = tuple(
        LikertRow(
            label=f"Question {k}",
            bars=tuple(
                LikertBar(
                    label=f"Y{wave}",
                    unfavorable=figure(0.2) if k != 1 else None,
                    middle=figure(0.3) if k != 1 else None,
                    favorable=figure(0.5) if k != 1 else None,
                )
                for wave in (1, 2)
            ),
        )
        for k in range(rows)
    )
    words = LikertWords(unfavorable="Against", middle="Between", favorable="For", hidden=HIDDEN)
    return likert("k", title="T", desc="d", rows=made, words=words)


DRAWN = {
    "run": a_run, "love": a_love, "forest": a_forest, "dumbbell": a_dumbbell, "trend": a_trend,
    "k": a_likert,
}  # fmt: skip
every_chart = pytest.mark.parametrize("name", DRAWN)


@every_chart
def test_the_same_figures_give_the_same_bytes(name: str) -> None:
    assert DRAWN[name]() == DRAWN[name]()


@every_chart
def test_colours_are_those_of_the_page_and_no_style_is_brought_along(name: str) -> None:
    for svg in (DRAWN[name]().wide, DRAWN[name]().narrow):
        assert re.findall(r"#[0-9a-f]{6}\b", svg) == []
        assert "style=" not in svg
        assert "font-family" not in svg
        assert {f"{used}:" in TOKENS for used in re.findall(r"var\((--viz-\w+)\)", svg)} == {True}


@every_chart
def test_a_chart_says_what_it_shows_and_its_ids_are_its_own(name: str) -> None:
    svg = DRAWN[name]().wide
    key = name[0]
    assert f'role="img" aria-labelledby="{key}-w-title {key}-w-desc"' in svg
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert all(one.startswith(f"{key}-w-") for one in ids)


def test_a_hidden_row_keeps_its_place_and_says_so() -> None:
    assert a_forest(7).wide.count(HIDDEN) == 3
    assert a_dumbbell(5).wide.count(HIDDEN) == 1
    assert a_likert(5).wide.count(HIDDEN) == 2


def test_answers_between_lie_across_the_line() -> None:
    """Three rows of 20, 30 and 50 in 100: the line stands where 35 in 100 are used up."""
    svg = a_likert(1).wide
    bars = [
        (float(x0), float(x1))
        for x0, x1 in re.findall(r'<path d="M ([\d.]+) [\d.]+ L ([\d.]+) ', svg)
        if float(x1) - float(x0) > 13
    ]
    against, between, favour = bars[:3]
    unit = (favour[1] - against[0]) / 1.0
    assert against[1] - against[0] == pytest.approx(0.2 * unit, abs=0.1)
    assert between[1] - between[0] == pytest.approx(0.3 * unit, abs=0.1)
    assert against[1] == pytest.approx(between[0], abs=0.02)
    assert between[1] == pytest.approx(favour[0], abs=0.02)


@pytest.mark.parametrize("rows", [0, 1, 40])
def test_none_one_and_many_rows_can_be_drawn(rows: int) -> None:
    heights = [
        float(re.search(r'viewBox="0 0 \d+ ([\d.]+)"', made.wide).group(1))  # type: ignore[union-attr]
        for made in (a_forest(rows), a_dumbbell(rows), a_forest(rows + 5))
    ]
    assert heights[2] > heights[0]


def test_labels_are_text_and_never_markup_or_formulas() -> None:
    svg = a_forest().wide
    assert "<0>" not in svg
    assert "&lt;0&gt; &amp;" in svg
    assert "$more" in svg
    assert "<d>" not in svg


@every_chart
def test_every_number_drawn_is_a_given_figure_or_a_tick(name: str) -> None:
    words = re.findall(r"<text[^>]*>([^<]*)</text>", DRAWN[name]().wide)
    numbers = [w for w in words if re.fullmatch(r"[\N{MINUS SIGN}+]?[\d.,]+%?", w.strip())]
    assert numbers
    assert all(re.fullmatch(r"[\N{MINUS SIGN}+]?\d+(\.\d{1,2})?", n.strip()) for n in numbers)


def test_an_axis_places_values_in_proportion() -> None:
    scale = axis([figure(2.0), figure(9.0)], (100, 500))
    low, high = scale.ticks[0], scale.ticks[-1]
    assert (low <= 2, high >= 9) == (True, True)
    assert scale.place(low) == pytest.approx(100, abs=0.5)
    assert scale.place(high) == pytest.approx(500, abs=0.5)
    assert scale.place((low + high) / 2) == pytest.approx(300, abs=0.5)


def test_labels_that_would_overlap_are_moved_apart() -> None:
    placed = sorted(apart([10.0, 11.0, 40.0], 18))
    assert placed[1] - placed[0] >= 18 - 1e-3
    assert placed[2] - placed[1] >= 18 - 1e-3


def test_the_mark_of_a_goal_ends_in_a_filled_dot_and_shows_its_target() -> None:
    points = tuple(SparkPoint(label=f"Y{k}", value=figure(8.0 - k)) for k in range(3))
    svg = spark(
        "s", title="T", desc="d", points=points, target=figure(6.5), target_shown="Target 6.5"
    )
    assert svg.count("<circle") == 3
    assert svg.count('fill="var(--viz-now)" stroke') == 1
    assert "Target 6.5" in svg
    assert "6.0" in svg
