"""A small study and its estimates, to hold goals against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any

import pytest

from pipeline.attain.stage import attain
from pipeline.study.schema import Study
from pipeline.tables.estimates import ESTIMATES
from pipeline.tables.schema import Rows
from pipeline.tables.tidy import ACTIVITIES, TOTALS

PERIODS = (
    ("Y0", "2022-08-22", "2023-06-30", "before"),
    ("Y1", "2023-08-21", "2024-06-30", None),
    ("Y2", "2024-08-19", "2025-06-30", None),
    ("Y3", "2025-08-18", "2026-06-30", "after"),
)
OUTCOMES: dict[str, Any] = {
    "dropout": {"label": "Dropout", "from": "card.rate", "type": "binary", "better": "lower"},
    "gpa": {"label": "GPA", "from": "marks.gpa", "type": "continuous", "better": "higher"},
    "heard": {"label": "Heard", "from": "marks.heard", "type": "ordinal", "better": "higher"},
}
SOURCES: dict[str, Any] = {
    "card": {"kind": "totals", "files": "c.csv", "measures": {"rate": {"count": "d", "of": "s"}}},
    "marks": {
        "kind": "metrics", "files": "m.csv", "columns": {"student_id": "id", "period": "year"},
        "measures": {"gpa": "gpa", "heard": "heard"},
    },
    "log": {"kind": "activities", "files": "l.csv"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class House:
    """Goals judged on estimates made by hand."""

    def judge(
        self, goal: dict[str, Any], *levels: dict[str, Any], as_of: str = "2026-06-30", **more: Any
    ) -> dict[str, Any]:
        """The one row of ATTAINMENT of one goal."""
        given = {"id": "g", "statement": "A promise.", "by": "2026-06-30"} | goal
        made = self.study(given)
        rows = attain(
            made,
            estimates=Rows.of(ESTIMATES, levels),
            totals=Rows.of(TOTALS, more.get("totals", [])),
            activities=Rows.of(ACTIVITIES, more.get("activities", [])),
            as_of=date.fromisoformat(as_of),
        )
        return rows.records()[0]

    def study(self, goal: dict[str, Any]) -> Study:
        return Study.model_validate(
            {
                "version": "1",
                "study": {"title": "T", "partners": [{"id": "p", "name": "P"}]},
                "periods": [
                    {"id": i, "starts": s, "ends": e} | ({"role": r} if r else {})
                    for i, s, e, r in PERIODS
                ],
                "design": {"kind": "one-group"},
                "sources": SOURCES,
                "outcomes": OUTCOMES,
                "goals": [goal],
            }
        )

    def share(
        self, period: str, x: float, n: float, *, who: str = "dropout/level/all"
    ) -> dict[str, Any]:
        """A level of a share: x of n."""
        p = x / n
        return {
            "id": f"{who}@{period}", "analysis": "level", "period_after": period, "n": n,
            "mean_after": p, "estimate": p, "sd_after": sqrt(p * (1 - p)),
            "conf_low": p - 0.01, "conf_high": p + 0.01, "status": "published",
        }  # fmt: skip

    def mean(
        self, period: str, mean: float, *, n: float = 100, sd: float = 1.0,
        who: str = "gpa/level/participants",
    ) -> dict[str, Any]:  # fmt: skip
        """A level of a mean."""
        error = sd / sqrt(n)
        return {
            "id": f"{who}@{period}", "analysis": "level", "period_after": period, "n": n,
            "mean_after": mean, "estimate": mean, "sd_after": sd, "std_error": error,
            "df": n - 1, "conf_low": mean - 2 * error, "conf_high": mean + 2 * error,
            "status": "published",
        }  # fmt: skip

    def entries(self, period: str, kinds: dict[str, int]) -> list[dict[str, Any]]:
        """Entries of the log in one period."""
        return [
            {"source": "log", "type": kind, "period": period, "hours": 1.5}
            for kind, n in kinds.items()
            for _ in range(n)
        ]


@pytest.fixture
def house() -> House:
    """Where goals are judged."""
    return House()
