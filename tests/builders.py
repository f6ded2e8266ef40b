"""A published study to write pages from: the Riverbend story with invented numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from pipeline.study.schema import Study
from pipeline.tables.published import (
    Figure,
    Published,
    PublishedCount,
    PublishedGoal,
    PublishedQuote,
    PublishedRow,
    PublishedTheme,
)

BEFORE, AFTER = "2022-23", "2025-26"
PERIODS = ("2022-23", "2023-24", "2024-25", "2025-26")
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StubCeiling:
    """Stands for `pipeline.evidence.design.Ceiling`."""

    tier: str
    failed: tuple[str, ...] = ()


def study(**changes: Any) -> Study:
    """The study file of Riverbend, shortened; top-level keys can be replaced."""
    return Study.model_validate({**_STUDY, **changes})


def one_group() -> Study:
    """The same study without a comparison group."""
    return study(design={"kind": "one-group", "subgroups": ["frl"]})


def figure(value: float, shown: str) -> Figure:
    return Figure(value=value, shown=shown)


def units(value: float, unit: str, *, decimals: int = 1, signed: bool = False) -> Figure:
    """A value as disclosure shows it: percent without space, dollars in front, others behind."""
    sign = MINUS if value < 0 else ("+" if signed and value > 0 else "")
    size = f"{abs(value):,.{decimals}f}"
    if unit in {"$", "dollars"}:
        return Figure(value=value, shown=f"{sign}${abs(value):,.0f}")
    if unit == "%":
        return Figure(value=value, shown=f"{sign}{size}%")
    return Figure(value=value, shown=f"{sign}{size} {unit}".strip())


def percent(share: float, *, decimals: int = 1) -> Figure:
    return Figure(value=share, shown=f"{100 * share:.{decimals}f}%")


def points(share: float) -> Figure:
    return Figure(value=share, shown=units(100 * share, "points", signed=True).shown)


def count(n: float) -> Figure:
    return Figure(value=n, shown=f"{n:,.0f}")


def plain(value: float, decimals: int = 2) -> Figure:
    return Figure(value=value, shown=f"{value:.{decimals}f}".replace("-", MINUS))


def row(identity: str, figures: dict[str, Figure], **text: str) -> PublishedRow:
    """A published row; text columns are derived from the id where they can be."""
    outcome, analysis, *rest = identity.split("/")
    subgroup, _, level = next((part for part in rest if "=" in part), "").partition("=")
    declared = _OUTCOMES.get(outcome, {})
    given = {
        "analysis": analysis,
        "outcome": outcome,
        "label": declared.get("label", outcome),
        "domain": declared.get("domain", ""),
        "source": declared.get("from", outcome).partition(".")[0],
        "unit": declared.get("unit", ""),
        "group": rest[0].partition("@")[0] if rest else "",
        "subgroup": subgroup,
        "level": level.partition("@")[0],
        "period_before": BEFORE,
        "period_after": AFTER,
        "model": "paired",
        "method": "paired_t",
        "effect_name": "",
        "evidence": "descriptive",
        "reason": "",
    }
    status = text.pop("status", "published")
    return PublishedRow(
        id=identity,
        text={**given, **text},
        figures=figures if status == "published" else {},
        status=status,  # type: ignore[arg-type]
        reason=text.get("reason", ""),
    )


def change(outcome: str, group: str, numbers: tuple[float, ...], **text: str) -> PublishedRow:
    """A change row: n, before, after, low, high, effect, p."""
    n, before, after, low, high, effect, p = numbers
    declared = _OUTCOMES[outcome]
    is_share = declared["type"] != "continuous"
    identity = f"{outcome}/change/{group}"
    unit = "points" if declared.get("unit") == "%" else declared.get("unit", "")
    level = percent if is_share else lambda v: units(v, declared.get("unit", ""))
    move = points if is_share else lambda v: units(v, unit, signed=True)
    figures = {
        "n": count(n),
        "n_missing": count(round(n / 20)),
        "mean_before": level(before),
        "mean_after": level(after),
        "estimate": move(after - before),
        "conf_low": move(low),
        "conf_high": move(high),
        "std_error": move((high - low) / 3.92),
        "statistic": plain((after - before) / ((high - low) / 3.92)),
        "p_value": plain(p) if p >= 0.001 else figure(p, "<0.001"),
        "p_adjusted": plain(min(p * 2, 1)) if p >= 0.001 else figure(p, "<0.001"),
        "effect": plain(effect),
        "effect_low": plain(effect - 0.09),
        "effect_high": plain(effect + 0.09),
    }
    if not is_share:
        figures |= {"df": count(n - 1), "sd_before": move(6.1), "sd_after": move(6.3)}
    given = {
        "evidence": "tier-4",
        "effect_name": "cohens_h" if is_share else "d_av",
        "method": "newcombe_paired" if is_share else "paired_t",
    }
    if text.get("model") == "independent":
        figures |= {"n_before": count(n + 12), "n_after": count(n)}
    return row(identity, figures, **{**given, **text})


def impact(outcome: str, suffix: str, numbers: tuple[float, ...], **text: str) -> PublishedRow:
    """An impact row: n participants, n comparison, both means, estimate, low, high, g, p."""
    n1, n0, mean1, mean0, estimate, low, high, effect, p = numbers
    declared = _OUTCOMES[outcome]
    is_share = declared["type"] != "continuous"
    unit = "points" if declared.get("unit") == "%" else declared.get("unit", "")
    level = percent if is_share else lambda v: units(v, declared.get("unit", ""))
    move = points if is_share else lambda v: units(v, unit, signed=True)
    figures = {
        "n": count(n1 + n0),
        "n_after": count(n1),
        "n_before": count(n0),
        "mean_after": level(mean1),
        "mean_before": level(mean0),
        "estimate": move(estimate),
        "conf_low": move(low),
        "conf_high": move(high),
        "std_error": move((high - low) / 3.92),
        "statistic": plain(estimate / ((high - low) / 3.92)),
        "df": count(n1 + n0 - 2),
        "p_value": plain(p),
        "p_adjusted": plain(min(2 * p, 1)),
        "effect": plain(effect),
        "effect_low": plain(effect - 0.15),
        "effect_high": plain(effect + 0.15),
    }
    given = {"evidence": "tier-3", "effect_name": "cox" if is_share else "hedges_g"}
    model = suffix or "did"
    given |= {"model": model, "method": {"did": "did_welch"}.get(model, model)}
    tail = f"/{suffix}" if suffix else ""
    return row(f"{outcome}/impact/contrast{tail}", figures, **{**given, **text})


def levels(outcome: str, group: str, shares: tuple[tuple[float, int], ...]) -> list[PublishedRow]:
    """A level row a period."""
    is_share = _OUTCOMES[outcome]["type"] != "continuous"
    unit = _OUTCOMES[outcome].get("unit", "")
    show = percent if is_share else lambda v: units(v, unit)
    return [
        row(
            f"{outcome}/level/{group}@{period}",
            {
                "n": count(n),
                "mean_after": show(value),
                "estimate": show(value),
                "conf_low": show(value - _half(value, n, is_share=is_share)),
                "conf_high": show(value + _half(value, n, is_share=is_share)),
            },
            period_before="",
            period_after=period,
            model="",
            method="wilson" if is_share else "mean_t",
        )
        for period, (value, n) in zip(PERIODS, shares, strict=True)
    ]


def _half(value: float, n: int, *, is_share: bool) -> float:
    spread = value * (1 - value) if is_share else 1.0
    return 1.96 * math.sqrt(spread / n)


def goal(identity: str, figures: dict[str, Figure], **text: str) -> PublishedGoal:
    """A published goal; text columns not given are empty."""
    declared = next(one for one in _STUDY["goals"] if one["id"] == identity)
    given = {
        "statement": declared["statement"],
        "outcome": declared.get("outcome", ""),
        "population": declared.get("population", "participants"),
        "by": str(declared["by"]),
        "met": "",
        "confirmed": "",
        "verdict": "not-measured",
        "unit": "",
        "type": "binary",
        "better": "higher",
        "period_baseline": BEFORE,
        "period_current": AFTER,
        "change_id": "",
        "level_ids": "",
        "is_full_count": "",
        "reading": "",
    }
    status = text.pop("status", "published")
    return PublishedGoal(
        id=identity,
        text={**given, **text},
        figures=figures if status == "published" else {},
        status=status,  # type: ignore[arg-type]
        reason=text.get("reason", ""),
    )


def published(**changes: Any) -> Published:
    """Everything that the Riverbend pages may say; fields can be replaced."""
    given: dict[str, Any] = {
        "rows": tuple(_rows()),
        "goals": _goals(),
        "counts": tuple(_counts()),
        "quotes": _QUOTES,
        "themes": _THEMES,
        "notes": ("Percentages are whole numbers unless 400 or more people were counted.",),
        "as_of": AFTER_DAY,
        "minimum_n": 10,
        "versions": {"partnership-outcomes": "0.1.0", "python": "3.11", "duckdb": "1.5.0"},
        "inputs": (("students.csv", "4f1c9a20d1e2b3c4" * 4), ("climate_fall.csv", "c07be1d4" * 8)),
    }
    return Published(**{**given, **changes})


def one_group_published() -> Published:
    """What stays when there is nobody to compare with."""
    rows = [r for r in _rows() if r.text["group"] not in {"comparison", "contrast"}]
    return published(rows=tuple(rows))


def lottery() -> Study:
    """A randomised study of one outcome in dollars, without goals."""
    return study(
        study={
            "title": "Supported work",
            "people": {"one": "person", "many": "people"},
            "partners": [{"id": "sites", "name": "Local employers"}],
            "attribution": "Data: LaLonde (1986).",
        },
        periods=[
            {"id": "1975", "starts": "1975-01-01", "ends": "1975-12-31", "role": "before"},
            {"id": "1978", "starts": "1978-01-01", "ends": "1978-12-31", "role": "after"},
        ],
        design={"kind": "randomized", "participants": {"treat": ["1"]}, "subgroups": []},
        sources={"people": {"kind": "roster", "files": ["nsw.csv"]}},
        outcomes={"earnings": {**_EARNINGS, "from": "people.earnings"}},
        goals=[],
        reports={"evaluation": {}, "board": {}},
    )


def lottery_published() -> Published:
    """What the randomised study may say."""
    text = {"evidence": "tier-1", "period_before": "1975", "period_after": "1978"}
    change_text = {"period_before": "1975", "period_after": "1978"}
    groups = (185, 260, 6349.0, 4555.0)
    rows = (
        change("earnings", "participants", (185, 1532, 6349, 3700, 5934, 0.8, 0.0), **change_text),
        change("earnings", "comparison", (260, 1267, 4555, 2600, 3976, 0.7, 0.0), **change_text),
        impact("earnings", "", (*groups, 1750, 486, 3014, 0.27, 0.007), model="ancova", **text),
        impact("earnings", "did", (*groups, 1529, 203, 2855, 0.23, 0.02), **text),
        impact("earnings", "difference", (*groups, 1794, 551, 3038, 0.27, 0.005), **text),
    )
    return published(rows=rows, goals=(), counts=(), quotes=(), themes=(), notes=())


def empty() -> Published:
    """Nothing could be published yet."""
    return published(rows=(), goals=(), counts=(), quotes=(), themes=(), notes=(), inputs=())


def all_hidden() -> Published:
    """Every row and goal is hidden."""
    rows = tuple(
        PublishedRow(id=r.id, text=r.text, figures={}, status="suppressed", reason="primary")
        for r in _rows()
    )
    goals = tuple(
        PublishedGoal(
            id=g.id,
            text={**g.text, "verdict": "suppressed", "confirmed": "", "is_full_count": ""},
            figures={},
            status="suppressed",
            reason="primary",
        )
        for g in _goals()
    )
    counts = tuple(replace(c, figure=None) for c in _counts())
    return published(rows=rows, goals=goals, counts=counts, quotes=(), themes=())


def _rows() -> list[PublishedRow]:
    return [
        change("attendance", "participants", (412, 91.1, 93.2, 1.2, 3.0, 0.34, 0.0004)),
        change("attendance", "participants/frl=Y", (171, 88.4, 91.6, 1.6, 4.8, 0.42, 0.0006)),
        change("attendance", "participants/frl=N", (241, 93.0, 94.3, -0.2, 2.8, 0.20, 0.08)),
        change("attendance", "participants/ell=Y", (0, 0, 0, 0, 1, 0, 1), status="suppressed"),
        change("attendance", "participants/ell=N", (398, 91.4, 93.4, 1.1, 2.9, 0.33, 0.001)),
        change("attendance", "comparison", (388, 91.6, 92.2, -0.3, 1.5, 0.09, 0.19)),
        impact("attendance", "", (412, 388, 93.2, 92.2, 1.5, 0.3, 2.7, 0.24, 0.01)),
        impact("attendance", "ancova", (412, 388, 93.2, 92.2, 1.3, 0.2, 2.4, 0.21, 0.02)),
        impact("attendance", "difference", (412, 388, 93.2, 92.2, 1.0, -0.2, 2.2, 0.16, 0.10)),
        change("chronic", "participants", (412, 0.24, 0.216, -0.05, 0.002, -0.06, 0.07)),
        change("chronic", "comparison", (388, 0.238, 0.229, -0.035, 0.017, -0.02, 0.50)),
        impact("chronic", "", (412, 388, 0.216, 0.229, -0.015, -0.05, 0.02, -0.05, 0.40)),
        change("math", "participants", (405, 651.0, 664.5, 9.0, 18.0, 0.28, 0.0001)),
        change("math", "comparison", (380, 653.1, 665.9, 8.1, 17.5, 0.27, 0.0001)),
        impact("math", "", (405, 380, 664.5, 665.9, 0.7, -5.6, 7.0, 0.01, 0.83)),
        change("gpa", "participants", (409, 2.61, 2.55, -0.11, -0.01, -0.09, 0.02)),
        change("gpa", "comparison", (384, 2.63, 2.64, -0.04, 0.06, 0.01, 0.7)),
        impact("gpa", "", (409, 384, 2.55, 2.64, -0.07, -0.14, -0.005, -0.12, 0.01)),
        change("belonging", "participants", (288, 3.4, 3.7, 0.2, 0.4, 0.35, 0.0001)),
        change("belong_1", "participants", (288, 0.58, 0.66, 0.031, 0.129, 0.17, 0.001)),
        row(
            "belong_1/change/participants/stuart_maxwell",
            {"n": count(288), "estimate": units(0.21, "steps", decimals=2, signed=True),
             "statistic": plain(11.96), "df": count(4), "p_value": plain(0.02)},
            evidence="tier-4", model="stuart_maxwell", method="stuart_maxwell",
        ),
        change("heard", "all", (48, 0.55, 0.71, -0.02, 0.34, 0.33, 0.09), model="independent",
               method="newcombe"),
        change("dropout", "all", (1200, 0.08, 0.065, -0.036, 0.006, -0.06, 0.16),
               model="independent", method="newcombe"),
        change("graduation", "all", (425, 0.74, 0.821, 0.025, 0.136, 0.2, 0.005),
               model="independent", method="newcombe"),
        *levels("dropout", "all", ((0.08, 1200), (0.0756, 1190), (0.0702, 1210), (0.065, 1200))),
        *levels("graduation", "all", ((0.74, 420), (0.756, 418), (0.78, 422), (0.821, 425))),
        *levels("chronic", "participants", ((0.24, 412), (0.238, 411), (0.227, 412), (0.216, 412))),
        *levels("gpa", "participants", ((2.61, 409), (2.6, 409), (2.58, 409), (2.55, 409))),
        *_baseline(),
        *_responses(),
        *_activities(),
    ]  # fmt: skip


def _baseline() -> list[PublishedRow]:
    given = (
        ("attendance", 412, 388, 91.1, 91.6, -0.5, -0.08),
        ("chronic", 412, 388, 0.24, 0.238, 0.002, 0.01),
        ("math", 405, 380, 651.0, 653.1, -2.1, -0.04),
        ("gpa", 409, 384, 2.61, 2.63, -0.02, -0.03),
    )
    rows = []
    for outcome, n1, n0, mean1, mean0, estimate, effect in given:
        made = impact(
            outcome, "", (n1, n0, mean1, mean0, estimate, estimate - 1, estimate + 1, effect, 0.4)
        )
        rows.append(
            row(
                f"{outcome}/baseline/contrast",
                dict(made.figures),
                evidence="descriptive",
                effect_name="hedges_g",
                model="independent",
                method="welch_t",
            )
        )
    return rows


def _responses() -> list[PublishedRow]:
    given = (
        ("climate", BEFORE, 408, 640, 0.6375),
        ("climate", AFTER, 331, 600, 0.5517),
        ("pulse", BEFORE, 47, 60, 0.78),
        ("pulse", AFTER, 48, 62, 0.77),
    )
    return [
        row(
            f"{source}/response/all@{period}",
            {
                "n": count(n),
                "n_before": count(invited),
                "estimate": percent(rate, decimals=0),
                "conf_low": percent(rate - 0.04, decimals=0),
                "conf_high": percent(rate + 0.04, decimals=0),
            },
            period_after=period,
            model="",
            method="wilson",
        )
        for source, period, n, invited, rate in given
    ]


def _activities() -> list[PublishedRow]:
    kinds = (("meeting", 37), ("event", 11), ("mentoring", 1840), ("volunteering", 96))
    sums = (("meetings", 37), ("events", 11), ("hours", 2710), ("headcount", 3120))
    text = {"label": "log", "source": "log", "method": "count", "model": ""}
    rows = [
        row(f"log/activity/all/type={kind}", {"n": count(n), "estimate": count(n)}, **text)
        for kind, n in kinds
    ]
    rows += [row(f"log/activity/all/{name}", {"estimate": count(n)}, **text) for name, n in sums]
    return rows


def _share_goal(
    target: float, path: tuple[float, float, float, float], people: float
) -> dict[str, Figure]:
    start, now, low, high = path
    return {
        "baseline": percent(start),
        "target": percent(target),
        "current": percent(now),
        "change": points(now - start),
        "change_low": points(low),
        "change_high": points(high),
        "relative": figure(
            (now - start) / start, f"{100 * (now - start) / start:+.0f}%".replace("-", MINUS)
        ),
        "people": count(people),
        "progress": percent((now - start) / (target - start), decimals=0),
        "elapsed": percent(1.0, decimals=0),
    }


def _ids(outcome: str, group: str) -> str:
    return " ".join(f"{outcome}/level/{group}@{period}" for period in PERIODS)


def _goals() -> tuple[PublishedGoal, ...]:
    return (
        goal(
            "dropout",
            _share_goal(0.068, (0.08, 0.065, -0.036, 0.006), 18)
            | {"n": count(1200), "p_met": figure(0.66, "66 in 100")},
            met="yes", confirmed="no", verdict="met-within-noise", better="lower",
            level_ids=_ids("dropout", "all"), change_id="dropout/change/all",
            reading="15 % less than 8.0 %, which is 6.8 %.",
        ),
        goal(
            "graduation",
            _share_goal(0.888, (0.74, 0.821, 0.025, 0.136), 34) | {"n": count(425)},
            met="no", confirmed="yes", verdict="not-met", level_ids=_ids("graduation", "all"),
            reading="20 % more than 74.0 %, which is 88.8 %.",
        ),
        goal(
            "chronic",
            _share_goal(0.20, (0.24, 0.216, -0.05, 0.002), 10) | {"n": count(412)},
            met="no", confirmed="no", verdict="not-met", better="lower",
            level_ids=_ids("chronic", "participants"),
        ),
        goal(
            "gpa",
            {"baseline": plain(2.61), "target": plain(2.8), "current": plain(2.55),
             "change": plain(-0.06), "change_low": plain(-0.11), "change_high": plain(-0.01),
             "n": count(409)},
            met="no", confirmed="yes", verdict="off-track", type="continuous",
            level_ids=_ids("gpa", "participants"),
        ),
        goal("adult", {}, status="suppressed", verdict="suppressed"),
        goal(
            "meetings",
            {"baseline": count(6), "target": count(10), "current": count(10), "change": count(4)},
            met="yes", verdict="met", type="count", is_full_count="true", period_baseline="",
        ),
    )  # fmt: skip


def _counts() -> list[PublishedCount]:
    given = (
        ("roster", "students.csv", (806, 6, 0, 800, 3), None),
        ("attendance", "attendance_2022-23.csv", (812, 4, 8, 800, 2), "99%"),
        ("climate", "climate_fall.csv", (431, 14, 9, 408, 11), "98%"),
        ("log", "activities.csv", (1984, 0, 0, 1984, 0), None),
    )
    whats = ("rows_read", "rows_set_aside", "rows_unmatched", "rows_used", "cells_set_aside")
    counts = []
    for source, file, numbers, rate in given:
        for what, n in zip(whats, numbers, strict=True):
            counts += [
                PublishedCount(id=f"data/{source}/{what}", source=source, file="", what=what,
                               figure=count(n)),
                PublishedCount(id=f"data/{source}/{file}/{what}", source=source, file=file,
                               what=what, figure=count(n)),
            ]  # fmt: skip
        if rate:
            counts.append(
                PublishedCount(id=f"data/{source}/match_rate", source=source, file="",
                               what="match_rate", figure=figure(0.99, rate))
            )  # fmt: skip
    counts += _fates("climate", "climate_fall.csv", "2022-23", "belonging", _CLIMATE)
    counts += _fates("climate", "climate_fall.csv", "2022-23", "", _CLIMATE)
    counts.append(
        PublishedCount(id="rows/climate/D054/unfinished-response", source="climate", file="",
                       what="reason", reason="unfinished response", figure=count(14))
    )  # fmt: skip
    for what, n in (("rows", 84), ("rows_hidden", 6)):
        counts.append(
            PublishedCount(id=f"privacy/{what}", source="", file="", what=what, figure=count(n))
        )
    return counts


_CLIMATE = {"set-aside": 14, "unmatched": 9, "missing": None, "unpaired": None, "analysed": 246}


def _fates(
    source: str, file: str, period: str, analysis: str, fates: dict[str, int | None]
) -> list[PublishedCount]:
    return [
        PublishedCount(
            id=f"rows/{source}/{file}@{period}/{analysis or 'all'}/{fate}",
            source=source,
            file=file,
            what=fate,
            analysis=analysis,
            period=period,
            figure=None if rows is None else count(rows),
        )
        for fate, rows in fates.items()
    ]


AFTER_DAY = "2026-06-05"
_QUOTES = (
    PublishedQuote(id="t1", text="When I missed two days, my mentor called. Nobody had done that.",
                   attribution="Student, grade 10", scope="public", goal="chronic", language="en"),
    PublishedQuote(id="t2", text="Tuesday is my shift. I like her, but I stopped going.",
                   attribution="Student, grade 11", scope="public", goal="chronic", language="en"),
    PublishedQuote(id="t3", text="The college class felt doable because of the mentor.",
                   attribution="", scope="partners", goal="graduation", language="en"),
)  # fmt: skip
_THEMES = (
    PublishedTheme(id="interviews/noticed", source="interviews", theme="someone notices",
                   people=count(31), of=count(47), roles=("students", "families")),
    PublishedTheme(id="interviews/clash", source="interviews", theme="times clash with work",
                   people=count(22), of=count(47), roles=("students", "mentors")),
    PublishedTheme(id="interviews/late", source="interviews", theme="news comes late",
                   people=None, of=count(47), roles=("families",)),
)  # fmt: skip
_EARNINGS: dict[str, Any] = {
    "label": "Yearly earnings",
    "type": "continuous",
    "unit": "dollars",
    "better": "higher",
    "domain": "Employment",
    "primary": True,
}
_STUDY: dict[str, Any] = {
    "version": 1,
    "study": {
        "title": "Riverbend mentoring partnership",
        "summary": "Riverbend Unified and Lake Community College pair students with mentors from "
        "grade 9 to grade 12, open college classes to them, and invite families to the schools.",
        "began": "2022-08-22",
        "contact": "Office of Research, research@riverbend.example.org",
        "synthetic": True,
        "partners": [
            {"id": "district", "name": "Riverbend Unified School District",
             "contributes": "counselors and rooms"},
            {"id": "lakecc", "name": "Lake Community College",
             "contributes": "mentor places and college classes"},
            {"id": "mentors", "name": "Riverbend Mentors", "contributes": "volunteer mentors"},
        ],
        "logic": {
            "put_in": ["200 mentor places", "College classes", "A coordinator at each school"],
            "do": ["Mentor blocks in three school years", "Ten partner meetings a year"],
            "experience": ["An adult who notices", "College-level work"],
            "so_that": ["Fewer students miss school", "Fewer drop out"],
        },
    },
    "periods": [
        {"id": "2022-23", "starts": "2022-08-22", "ends": "2023-06-09", "role": "before"},
        {"id": "2023-24", "starts": "2023-08-21", "ends": "2024-06-07"},
        {"id": "2024-25", "starts": "2024-08-19", "ends": "2025-06-06"},
        {"id": "2025-26", "starts": "2025-08-18", "ends": "2026-06-05", "role": "after"},
    ],
    "design": {
        "kind": "comparison-group",
        "participants": {"mentored": ["yes"]},
        "comparison": {"mentored": ["no"]},
        "subgroups": ["frl", "ell"],
        "labels": {
            "frl": {"name": "Family income",
                    "levels": {"Y": "Low-income homes", "N": "Other homes"}},
            "ell": {"name": "English learners",
                    "levels": {"Y": "English learners", "N": "Other students"}},
        },
    },
    "sources": {
        "roster": {"kind": "roster", "files": ["students.csv"]},
        "attendance": {"kind": "metrics", "files": ["attendance_*.csv"],
                       "measures": {"rate": "100 * (1 - absent / enrolled)"}},
        "climate": {
            "kind": "survey",
            "waves": [{"period": "2022-23", "files": ["climate_fall.csv"], "invited": 640},
                      {"period": "2025-26", "files": ["climate_spring.xlsx"], "invited": 600}],
            "answers": {"agree5": [["Disagree", "1"], ["Agree", "2"]]},
            "items": {"belong_1": {"column": "Q5_1", "text": "I feel I belong at this school",
                                   "answers": "agree5"},
                      "belong_2": {"column": "Q5_2", "text": "Adults here know me",
                                   "answers": "agree5"}},
            "scales": {"belonging": {"label": "Sense of belonging",
                                     "items": ["belong_1", "belong_2"]}},
        },
        "pulse": {
            "kind": "survey",
            "respondents": "partner",
            "waves": [{"period": "2025-26", "files": ["pulse.csv"], "invited": 62}],
            "answers": {"agree5": [["Disagree", "1"], ["Agree", "2"]]},
            "items": {"heard": {"column": "We are heard",
                                "text": "We are heard in this partnership", "answers": "agree5"}},
        },
        "log": {"kind": "activities", "files": ["activities.csv"]},
        "voices": {"kind": "testimonials", "files": ["testimonials.csv"]},
        "interviews": {"kind": "interviews", "files": ["segments.csv"]},
    },
    "outcomes": {
        "attendance": {"label": "Attendance rate", "from": "attendance.rate", "type": "continuous",
                       "unit": "%", "better": "higher", "range": [0, 100], "domain": "Engagement",
                       "primary": True, "minimum_important": 1},
        "chronic": {"label": "Chronically absent", "from": "attendance.chronic", "type": "binary",
                    "better": "lower", "domain": "Engagement"},
        "math": {"label": "Mathematics score", "from": "scores.math", "type": "continuous",
                 "unit": "points", "better": "higher", "domain": "Achievement"},
        "gpa": {"label": "Grade point average", "from": "extract.gpa", "type": "continuous",
                "unit": "", "better": "higher", "domain": "Achievement"},
        "belonging": {"label": "Sense of belonging", "from": "climate.belonging",
                      "type": "continuous", "unit": "points", "better": "higher",
                      "domain": "Climate"},
        "belong_1": {"label": "I feel I belong", "from": "climate.belong_1", "type": "ordinal",
                     "better": "higher", "domain": "Climate"},
        "heard": {"label": "Partners who feel heard", "from": "pulse.heard", "type": "ordinal",
                  "better": "higher", "domain": "Partnership"},
        "dropout": {"label": "Dropout rate", "from": "dropouts.rate", "type": "binary",
                    "better": "lower", "domain": "Completion"},
        "graduation": {"label": "On-time graduation among advanced-course students",
                       "from": "advanced.graduated", "type": "binary", "better": "higher",
                       "domain": "Completion"},
        "adult": {"label": "An adult at school to talk to", "from": "climate.adult",
                  "type": "binary", "better": "higher", "domain": "Climate"},
    },
    "goals": [
        {"id": "dropout", "outcome": "dropout", "population": "all", "by": "2026-06-30",
         "statement": "Reduce the dropout rate by 15 % within three years through mentoring.",
         "baseline": {"period": "2022-23"}, "target": {"relative_change": -15},
         "milestones": [{"by": "2024-06-30", "level": 7.6}, {"by": "2025-06-30", "level": 7.2}],
         "attainable": "Two similar programmes reached -12 % and -18 %.",
         "relevant": "District strategic plan, priority 2.", "owner": "Counselling office"},
        {"id": "graduation", "outcome": "graduation", "population": "all", "by": "2026-06-30",
         "statement": "20 % more students in advanced courses graduate on time by 2026.",
         "baseline": {"period": "2022-23"}, "target": {"relative_change": 20},
         "owner": "Lake Community College"},
        {"id": "chronic", "outcome": "chronic", "by": "2026-06-05", "target": {"level": 20},
         "statement": "Bring chronic absence among mentored students down to 20 % by 2026.",
         "owner": "Attendance office",
         "revisions": [{"on": "2024-06-20", "field": "target", "reason": "First-year result",
                        "approved_by": "Steering group"}]},
        {"id": "gpa", "outcome": "gpa", "by": "2027-06-05", "target": {"level": 2.8},
         "statement": "By 2027, the grade point average of mentored students reaches 2.8."},
        {"id": "adult", "outcome": "adult", "by": "2027-06-05", "target": {"level": 85},
         "statement": "By 2027, 85 % of mentored students have an adult they can talk to."},
        {"id": "meetings", "measure": "log.meetings", "population": "all", "by": "2026-06-05",
         "baseline": {"value": 6, "source": "log of 2022-23"}, "target": {"level": 10},
         "statement": "Hold ten partnership meetings a year from 2025-26 on.",
         "owner": "Coordinator"},
    ],
    "reports": {
        "evaluation": {"authors": ["Office of Research"], "status": "final"},
        "board": {
            "meeting": "2026-08-18",
            "asks": [
                "Keep the dropout goal for one more year, to see if the drop holds.",
                "Fund evening mentor places at all three schools.",
                "Set a new date for the absence goal.",
            ],
        },
    },
}  # fmt: skip
_OUTCOMES: dict[str, Any] = {**_STUDY["outcomes"], "earnings": _EARNINGS}
